import Diagnostics
import Tables

/// The calendar of working time.
extension Parser {
  /// Parses the calendar.
  ///
  /// calendar = "calendar" "{" { calendar-clause end } "}" ;
  mutating func parseCalendar(since start: Int) -> CalendarDeclaration {
    form = .calendar
    var calendar = CalendarDeclaration(range: range(since: start))
    parseBlock { parser in
      let start = parser.position
      let kind = parser.parseCalendarClause()
      calendar.clauses.append(CalendarDeclaration.Clause(kind, range: parser.range(since: start)))
    }
    calendar.range = range(since: start)
    return calendar
  }

  /// Parses a clause of the calendar.
  ///
  /// calendar-clause = "working" "days" weekdays | "hours" time "to" time [ "zone" text ]
  ///   | "holiday" date [ text ] | "holidays" "from" text [ "of" country { "," country } ]
  ///   | "closed" date [ "to" date ] [ text ] | review-limit ;
  private mutating func parseCalendarClause() -> CalendarDeclaration.Clause.Kind {
    switch takeClauseWord() {
    case "working":
      expect("days")
      return parseWeekdays()
    case "hours": return parseHours()
    case "holiday":
      return parseDate("a date").map { .holiday($0, takeLabel("a holiday's name")) } ?? .error
    case "holidays":
      expect("from")
      let path = parseText("the path of the holidays' file")
      return .holidays(path, of: take("of") ? parseCountries() : [])
    case "closed": return parseClosed()
    case "at": return parseMost().map { .atMost($0) } ?? .error
    default: return .error
    }
  }

  /// Parses the days of the week on which people work.
  ///
  /// weekdays = weekday "to" weekday | weekday { "," weekday } ;
  private mutating func parseWeekdays() -> CalendarDeclaration.Clause.Kind {
    let days = CalendarWords.days
    guard let first = parseIndex(of: days, "a day of the week") else { return .error }
    var isWorking = days.map { _ in false }
    isWorking[first] = true
    if takeTo() {
      guard let last = parseIndex(of: days, "a day of the week") else { return .error }
      let length = (last - first + days.count) % days.count
      for distance in 0...length { isWorking[(first + distance) % days.count] = true }
    }
    while !isRecovering, take(.comma) {
      guard let next = parseIndex(of: days, "a day of the week") else { return .error }
      isWorking[next] = true
    }
    return .workingDays(days.indices.filter { isWorking[$0] })
  }

  private mutating func parseHours() -> CalendarDeclaration.Clause.Kind {
    let start = position
    let opening = parseTime("the time when work starts")
    if !isRecovering, !takeTo() {
      reportExpected("`to`", remedy: "write it like `hours 09:00 to 17:00`")
    }
    let closing = isRecovering ? nil : parseTime("the time when work ends")
    let range = range(since: start)
    let zone = takeNearly("zone") ? parseText("the time zone") : nil
    guard let opening, let closing else { return .error }
    guard opening < closing else {
      report(.misuse(.backwards("these hours", isEmpty: opening == closing)), at: range)
      return .error
    }
    return .hours(from: opening, to: closing, zone: zone)
  }

  /// Parses whose holidays count: a fixed country, or a field of the account.
  ///
  /// country = text | word ;
  private mutating func parseCountries() -> [ExpressionID] {
    var countries: [ExpressionID] = []
    repeat {
      let start = position
      if let text = takeText() {
        countries.append(add(.text(text.text), since: start))
      } else {
        let name = parseWord("a country")
        countries.append(add(isRecovering ? .error : .name(name.text), since: start))
      }
    } while !isRecovering && take(.comma)
    return countries
  }

  private mutating func parseClosed() -> CalendarDeclaration.Clause.Kind {
    let start = position
    guard let first = parseDate("a date") else { return .error }
    let last = takeTo() ? parseDate("the last day") : first
    let range = range(since: start)
    let label = takeLabel("a closure's name")
    guard let last else { return .error }
    guard first <= last else {
      report(.misuse(.backwards("these days", isEmpty: false)), at: range)
      return .error
    }
    return .closed(first, last, label)
  }
}
