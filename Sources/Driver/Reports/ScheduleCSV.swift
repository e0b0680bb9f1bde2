import Engine
import Tables

/// Writes a schedule as comma-separated values, one line per review.
package enum ScheduleCSV {
  private static let header = [
    "review", "account", "name", "planned", "date", "start", "end", "attendees", "moved",
    "overdue", "marks",
  ]

  /// Returns the file; times are `HH:MM`, and what does not exist is empty.
  package static func render(_ schedule: Schedule) -> [UInt8] {
    var writer = CSVWriter()
    for name in header { writer.verbatim(name) }
    writer.endRecord()
    for review in schedule.reviews {
      for text in [review.review, review.account, review.name] { writer.text(text) }
      writer.verbatim(review.planned.description)
      writer.verbatim(review.date.description)
      writer.verbatim(review.start.map(Clock.text) ?? "")
      writer.verbatim(review.end.map(Clock.text) ?? "")
      writer.text(review.attendees.joined(separator: "; "))
      writer.text(review.moved ?? "")
      writer.verbatim(review.isOverdue ? "yes" : "no")
      writer.verbatim(review.markWords.joined(separator: "; "))
      writer.endRecord()
    }
    return writer.bytes
  }
}
