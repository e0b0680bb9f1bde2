import Diagnostics
import Tables

/// Days, months and years of the calendar, in words.
extension Parser {
  /// Parses how days fall into fiscal months, quarters and years.
  ///
  /// fiscal-year = "starts" ( month | day-of-year )
  ///   | week-pattern "ends" ( "last" weekday "of" month | weekday "nearest" day-of-year ) ;
  /// week-pattern = "4-4-5" | "4-5-4" | "5-4-4" ;
  mutating func parseFiscalYear() -> FiscalCalendar? {
    guard let pattern = FiscalCalendar.Pattern(rawValue: current.word), !isAtEnd else {
      expect("starts", remedy: "write it like `fiscal year starts April`")
      guard !isRecovering else { return nil }
      if current.kind == .number {
        return parseYearDay("the first day").map { FiscalCalendar(starting: $0) }
      }
      guard let month = parseIndex(of: CalendarWords.months, "a month") else { return nil }
      return YearDay(month: month + 1, day: 1).map { FiscalCalendar(starting: $0) }
    }
    advance()
    let remedy = "write it like `fiscal year \(pattern.rawValue) ends last Saturday of January`"
    expect("ends", remedy: remedy)
    guard !isRecovering else { return nil }
    let isLast = take("last")
    guard let weekday = parseIndex(of: CalendarWords.days, "a day of the week") else { return nil }
    if isLast {
      expect("of", remedy: remedy)
      guard !isRecovering, let month = parseIndex(of: CalendarWords.months, "a month") else {
        return nil
      }
      return FiscalCalendar(pattern, ending: .last(weekday: weekday, month: month + 1))
    }
    expect("nearest", remedy: remedy)
    guard !isRecovering, let day = parseYearDay("a day of the year") else { return nil }
    return FiscalCalendar(pattern, ending: .nearest(weekday: weekday, day))
  }

  /// Parses a day of every year, or returns nil where there is none.
  ///
  /// day-of-year = number month ;
  mutating func parseYearDay(_ role: String) -> YearDay? {
    let start = position
    if !isAtEnd, let month = CalendarWords.month(current.word), lexeme(after: 1).kind == .number,
      !lexeme(after: 1).startsLine, let day = Int(source.text(of: lexeme(after: 1).range)),
      let found = YearDay(month: month, day: day)
    {
      advance()
      advance()
      reportForeign(
        meant: "\(day) \(CalendarWords.months[month - 1])", at: range(since: start))
      return found
    }
    guard !isAtEnd, current.kind == .number else {
      reportExpected(role, remedy: "write it like `24 December`")
      return nil
    }
    guard let day = parseCount("the day of a month", most: 31),
      let month = parseIndex(of: CalendarWords.months, "a month")
    else { return nil }
    let found = YearDay(month: month + 1, day: day)
    if found == nil {
      let length = YearDay.length(ofMonth: month + 1)
      report(
        .lexical(.date(.noSuchDayOfYear(month: month + 1, length: length))),
        at: range(since: start))
    }
    return found
  }

  /// Parses one of `words` and returns its index, or nil where there is none.
  ///
  /// month = "January" | "February" | "March" | "April" | "May" | "June" | "July" | "August"
  ///   | "September" | "October" | "November" | "December" ;
  /// weekday = "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday" ;
  mutating func parseIndex(of words: [String], _ role: String) -> Int? {
    if let index = words.firstIndex(where: { isAt($0) }) {
      advance()
      return index
    }
    if let index = takeAbbreviation(of: words) { return index }
    if let meant = takeMisspelt(words) { return words.firstIndex(of: meant) }
    reportExpected(role, remedy: "write one of \(Wording.list(words))")
    return nil
  }

  /// Takes three letters or more of one of `words`, which is reported.
  private mutating func takeAbbreviation(of words: [String]) -> Int? {
    let word = current.word.lowercased()
    guard !isAtEnd, word.utf8.count >= 3,
      let index = words.firstIndex(where: { $0.lowercased().hasPrefix(word) })
    else { return nil }
    reportForeign(meant: words[index], at: current.range)
    advance()
    return index
  }
}
