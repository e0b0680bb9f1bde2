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
  ///   | "holiday" date [ text ]
  ///   | "holidays" "from" text [ "in" text ] [ "of" country { "," country } ]
  ///   | "closed" closed-days [ text ] | review-limit ;
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
      let country = take("in") ? parseText("the country of the file's holidays") : nil
      return .holidays(path, in: country, of: take("of") ? parseCountries() : [])
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

  /// Parses whose holidays count: a fixed country, or a text that the account leads to.
  ///
  /// country = text | word { "." word } ;
  private mutating func parseCountries() -> [ExpressionID] {
    var countries: [ExpressionID] = []
    repeat {
      let start = position
      if let text = takeText() {
        countries.append(add(.text(text.text), since: start))
      } else {
        countries.append(parsePath("a country", since: start))
      }
    } while !isRecovering && take(.comma)
    return countries
  }

  private mutating func parsePath(_ role: String, since start: Int) -> ExpressionID {
    let name = parseWord(role)
    var path = add(isRecovering ? .error : .name(name.text), since: start)
    while !isRecovering, take(.dot) {
      let member = parseWord("a field")
      path = add(isRecovering ? .error : .member(path, member), since: start)
    }
    return path
  }

  /// Parses a closure.
  ///
  /// closed-days = date [ "to" date ] | "every" day-of-year [ "to" day-of-year ]
  ///   | ( "first" | "last" ) [ number ] [ "working" ] ( "day" | "days" )
  ///   "of" ( "month" | "quarter" | "year" ) ;
  private mutating func parseClosed() -> CalendarDeclaration.Clause.Kind {
    let start = position
    let days: ClosedDays?
    if take("every") {
      days = parseYearlyDays()
    } else if isAt("first") || isAt("last") {
      days = parsePeriodEdge()
    } else {
      days = parseClosedDates()
    }
    let range = range(since: start)
    let label = isRecovering ? nil : takeLabel("a closure's name")
    guard let days else { return .error }
    if case .dates(let first, let last) = days, last < first {
      report(.misuse(.backwards("these days", isEmpty: false)), at: range)
      return .error
    }
    return .closed(days, label)
  }

  private mutating func parseClosedDates() -> ClosedDays? {
    guard let first = parseDate("a date") else { return nil }
    let last = takeTo() ? parseDate("the last day") : first
    return last.map { .dates(first, $0) }
  }

  private mutating func parseYearlyDays() -> ClosedDays? {
    guard let first = parseYearDay("a day of the year") else { return nil }
    let last = takeTo() ? parseYearDay("the last day") : first
    return last.map { .yearly(YearlyDays(first: first, last: $0)) }
  }

  private mutating func parsePeriodEdge() -> ClosedDays? {
    let remedy = "write it like `closed last 5 working days of quarter`"
    let isLast = isAt("last")
    advance()
    var count = 1
    if !isAtEnd, current.kind == .number {
      guard let written = parseCount("a number of days", most: PeriodEdge.most) else { return nil }
      count = written
    }
    let isWorking = takeNearly("working")
    guard takeUnit(of: ["days"]) != nil else {
      reportExpected("`days`", remedy: remedy)
      return nil
    }
    expect("of", remedy: remedy)
    guard !isRecovering else { return nil }
    let periods = FiscalCalendar.Period.allCases
    guard let index = takeUnit(of: periods.map { $0.rawValue + "s" }) else {
      reportExpected("`month`, `quarter` or `year`", remedy: remedy)
      return nil
    }
    return .edge(
      PeriodEdge(isLast: isLast, count: count, isWorking: isWorking, period: periods[index]))
  }
}
