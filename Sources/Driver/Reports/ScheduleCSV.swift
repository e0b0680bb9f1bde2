import Engine
import Tables

/// Writes a schedule as comma-separated values, one line per review.
package enum ScheduleCSV {
  private static let header = "review,account,name,planned,date,start,end,attendees,moved"

  /// Returns the file; times are `HH:MM`, and what does not exist is empty.
  package static func render(_ schedule: Schedule) -> [UInt8] {
    var text = header + "\n"
    for review in schedule.reviews {
      let cells = [
        csvCell(review.review), csvCell(review.account), csvCell(review.name),
        review.planned.description, review.date.description,
        review.start.map(Clock.text) ?? "", review.end.map(Clock.text) ?? "",
        csvCell(review.attendees.joined(separator: "; ")), csvCell(review.moved ?? ""),
      ]
      text += cells.joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }
}

/// Returns the text as a cell: with a leading `'` where a spreadsheet would run it as a formula,
/// and in quotes only where it needs them.
private func csvCell(_ text: String) -> String {
  var cell = text
  if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) { cell = "'" + text }
  guard cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return cell }
  // By scalars, since a quote with a combining mark is one character that is not a quote.
  return "\"" + cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
}
