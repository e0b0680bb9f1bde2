/// A day, or a day with a time, as iCalendar writes it: `20271225` or `20271225T180000Z`.
///
/// The zone of a time does not count: the date as it is written is the day.
package struct CalendarDate: Hashable, Sendable {
  package var day: Day
  /// In seconds after midnight; nil for a whole day.
  package var seconds: Int?

  /// Reads the whole of `text`.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, let date = CalendarDate.figures(bytes[..<8], widths: [4, 2, 2]),
      let day = Day(year: date[0], month: date[1], day: date[2])
    else { return nil }
    self.day = day
    if bytes.count == 8 { return }
    let isInUTC = bytes.last.map { $0 | 0x20 } == UInt8(ascii: "z")
    guard bytes.count == (isInUTC ? 16 : 15), bytes[8] | 0x20 == UInt8(ascii: "t"),
      let time = CalendarDate.figures(bytes[9..<15], widths: [2, 2, 2]),
      time[0] < 24, time[1] < 60, time[2] <= 60
    else { return nil }
    seconds = time[0] * 3600 + time[1] * 60 + time[2]
  }

  private static func figures(_ bytes: ArraySlice<UInt8>, widths: [Int]) -> [Int]? {
    guard bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    var rest = bytes
    return widths.map { width in
      defer { rest = rest.dropFirst(width) }
      return rest.prefix(width).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
  }

  /// Returns how many days from this one are touched by what ends at `end`, which is exclusive.
  package func days(until end: CalendarDate) -> Int {
    let distance = Int(end.day.number - day.number)
    return max(1, end.seconds ?? 0 > 0 ? distance + 1 : distance)
  }

  /// Returns how many days are touched by what lasts as long as `duration` says, such as `P2D`, or
  /// nil where it says nothing.
  package func days(lasting duration: some StringProtocol) -> Int? {
    var text = duration.uppercased()[...]
    if text.first == "+" { text.removeFirst() }
    guard text.first == "P", text.count > 1 else { return nil }
    text.removeFirst()
    let units: [Character: Int] = ["W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1]
    var total = 0
    var figure: Int?
    for character in text where character != "T" {
      if character.isASCII, let digit = character.wholeNumberValue {
        figure = (figure ?? 0) * 10 + digit
      } else {
        guard let unit = units[character], let count = figure else { return nil }
        total += count * unit
        figure = nil
      }
      guard total < 1 << 40, figure ?? 0 < 1 << 31 else { return nil }
    }
    guard figure == nil else { return nil }
    let end = (seconds ?? 0) + total
    return max(1, (end + 86_399) / 86_400)
  }
}
