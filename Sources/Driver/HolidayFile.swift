import Diagnostics
import Engine
import Language
import Tables

/// Reads a file of holidays: an iCalendar file, told by how it begins, or a table with the columns
/// `date`, `country` and `name` and one row for each holiday.
struct HolidayFile {
  private(set) var table: HolidayTable
  private(set) var problems: [Diagnostic]
  /// The years in which it has holidays.
  private(set) var years: Set<Int> = []

  /// The longest iCalendar file, which is read as a whole.
  static let mostBytes = 16 << 20

  /// Reads the file; with an error among its problems it has no holidays.
  ///
  /// - Parameter span: the days that matter to an iCalendar file, whose events may recur for ever.
  init(
    _ source: any ByteSource, path: String, over span: ClosedRange<Day>
  ) async throws(ReadProblem) {
    var start: [UInt8] = []
    try source.read(64, at: 0, into: &start)
    if CalendarFile.begins(start) {
      try self.init(calendar: source, path: path, over: span)
    } else {
      try await self.init(rows: source, path: path, start: start)
    }
    years = Set(table.holidays.map { $0.day.civil.year })
  }

  /// `true` iff the file cannot be used.
  var hasErrors: Bool { problems.contains { $0.severity == .error } }

  // MARK: Tables

  private init(
    rows source: any ByteSource, path: String, start: [UInt8]
  ) async throws(ReadProblem) {
    let schema = TextRows.schema("holidays", headers: ["date", "country", "name"])
    let file = try await TextRows(source, schema, path: path)
    table = HolidayTable(
      rows: file.rows.map { (date: $0.cells[0], country: $0.cells[1], name: $0.cells[2]) })
    if file.hasErrors {
      // One problem of all columns, not one of each.
      let hasNone =
        file.problems.count { $0.code == .absentColumn } == 1
        && file.input.header.columns.allSatisfy { $0 == nil }
      let kind = FileKind(start).flatMap { $0 == .table ? nil : $0 }
      problems = hasNone || kind != nil ? [HolidayFile.notOne(path, kind)] : file.problems
      return
    }
    let places = file.places(ofColumn: 0, in: table.problems.map { file.rows[$0.row] })
    let unreadable = zip(table.problems, places).map { problem, place in
      Diagnostic(
        .unreadableHoliday, .warning, problem.kind.message, at: place,
        help: "write the day as 2027-12-27", series: path)
    }
    let rejected = file.rejected.map { $0.diagnostic(path: path, schema: schema) }
    problems = file.problems + rejected + unreadable
  }

  private static func notOne(_ path: String, _ kind: FileKind?) -> Diagnostic {
    let name = Printable.escaped(path)
    let start = kind == nil ? "give an iCalendar file" : "save the calendar itself"
    return Diagnostic(
      .notAHolidayFile, .error,
      "`\(name)` is \(kind.map { "\($0.noun) and " } ?? "")no file of holidays",
      at: Place(file: path, line: 1, column: 1, endLine: 1, endColumn: 2, excerpt: nil),
      help: "\(start), which begins with BEGIN:VCALENDAR, or a table with the columns "
        + "`date`, `country` and `name`")
  }

  // MARK: Calendars

  private init(
    calendar source: any ByteSource, path: String, over span: ClosedRange<Day>
  ) throws(ReadProblem) {
    guard source.count <= HolidayFile.mostBytes else {
      throw ReadProblem(
        "it is larger than the \(HolidayFile.mostBytes >> 20) MiB that a calendar may have",
        help: "save a calendar of holidays alone", code: .notAHolidayFile)
    }
    var bytes: [UInt8] = []
    try source.read(source.count, at: 0, into: &bytes)
    let file = CalendarFile(bytes)
    let text = SourceText(name: path, bytes: bytes)
    problems = file.problems.map { HolidayFile.diagnostic($0, in: text) }
    table = HolidayTable(file.entries(over: span), country: nil)
  }

  private static func diagnostic(
    _ problem: CalendarFile.Problem, in text: SourceText
  ) -> Diagnostic {
    let line = text.text(ofLine: problem.line)
    let place = Place(
      file: text.name, line: problem.line, column: 1, endLine: problem.line,
      endColumn: line.unicodeScalars.count + 1,
      excerpt: line.utf8.count <= TableLimits.excerptBytes ? line : nil)
    let (code, severity, message, help) = wording(of: problem.kind)
    return Diagnostic(
      code, severity, message, at: place, help: help,
      series: severity == .error ? nil : text.name)
  }

  private static func wording(
    of kind: CalendarFile.Problem.Kind
  ) -> (DiagnosticCode, Severity, message: String, help: String) {
    func shown(_ text: String) -> String { "`\(Printable.escaped(text, limit: 40))`" }
    switch kind {
    case .blankDate:
      return (
        .unreadableHoliday, .warning, "this event has no date",
        "give it one, such as DTSTART;VALUE=DATE:20271227"
      )
    case .unreadableDate(let date):
      return (
        .unreadableHoliday, .warning, "\(shown(date)) is not a date of a calendar file",
        "write the day as 20271227"
      )
    case .unknownRule(let part):
      return (
        .unknownRecurrence, .warning,
        "\(shown(part)) is not understood, so only the first day of this event counts",
        "list the other days one by one, as events or with RDATE"
      )
    case .changeOfFollowing:
      return (
        .unknownRecurrence, .warning,
        "a change of all later days is not understood, so it changes this day alone",
        "write the later days as an event of their own"
      )
    case .unfinished(let component):
      return (
        .brokenHolidayFile, .error, "the file ends before the end of this \(shown(component))",
        "save the calendar again, and wait until it is complete"
      )
    case .strayEnd(let component):
      return (
        .brokenHolidayFile, .error, "this ends a \(shown(component)) that has not begun",
        "save the calendar again with the program that made it"
      )
    }
  }

  /// Takes the holidays without a country for those of `country`.
  mutating func place(in country: String?) {
    if let country { table.place(in: country) }
  }
}
