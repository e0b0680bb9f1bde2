import Tables

extension Day {
  private static let weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The day in English, such as `Sat 31 Jul 2027`.
  package var words: String { "\(shortWords) \(civil.year)" }

  /// The day in English without its year, such as `Sat 31 Jul`.
  package var shortWords: String { "\(Day.weekdayNames[weekday]) \(dayAndMonth)" }

  /// Such as `31 Jul`.
  package var dayAndMonth: String {
    let (_, month, day) = civil
    return "\(day) \(Day.monthNames[month - 1])"
  }
}
