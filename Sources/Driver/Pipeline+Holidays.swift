import Diagnostics
import Engine
import Language
import Tables

/// Reading holidays, and what is worth knowing about them.
extension Pipeline {
  /// Returns when reviews can take place, and the holidays of each file.
  mutating func calendar(
    of program: CheckedProgram, _ request: RunRequest, asOf: Day
  ) async throws(RunFailure) -> (WorkingCalendar, [HolidayTable]) {
    let span = ReviewStage.span(of: program, asOf: asOf)
    var tables: [HolidayTable] = []
    for file in program.calendar?.files ?? [] {
      let path = Paths.join(Paths.folder(of: request.agreementPath), file.path)
      let source = try source(path)
      do throws(ReadProblem) {
        var read = try await HolidayFile(source, path: Paths.shown(path), over: span)
        for problem in read.problems { report(problem) }
        rejectedHolidays += read.problems.count { $0.severity == .warning }
        if read.hasErrors { throw ReadProblem("") }
        reportYears(read, file, path, of: program, asOf: asOf)
        read.place(in: file.country)
        tables.append(read.table)
      } catch {
        if error.reason.isEmpty { throw .wrong }
        report(.unreadable(path, error))
        throw error.code == .unreadableFile ? .unreadable : .wrong
      }
    }
    let calendar = ReviewStage.calendar(of: program, tables, asOf: asOf)
    try requirePossible(calendar, of: program, asOf: asOf)
    return (calendar, tables)
  }

  /// Refuses a calendar that leaves reviews no day.
  mutating func requirePossible(
    _ calendar: WorkingCalendar, of program: CheckedProgram, asOf: Day
  ) throws(RunFailure) {
    guard let range = program.calendar?.range,
      let last = ReviewStage.lastDay(of: program, asOf: asOf),
      calendar.firstOpenDay(in: asOf...last) == nil
    else { return }
    var day: Day? = asOf
    var reasons: [String] = []
    while let current = day, current <= last, reasons.count < 3 {
      if let reason = calendar.obstacle(on: current, countries: [])?.description,
        !reasons.contains(reason)
      {
        reasons.append(reason)
      }
      day = current.adding(days: 1)
    }
    report(
      Diagnostic(
        .impossibleCalendar, .error,
        "the calendar leaves no day for a review from \(asOf) to \(last)",
        at: program.source.place(of: range),
        label: "in the way: " + reasons.map { Printable.escaped($0) }.joined(separator: ", "),
        help: "shorten the closures, or plan reviews further ahead"))
    throw .wrong
  }

  /// Warns of years in which reviews are planned and a file has no holidays.
  private mutating func reportYears(
    _ read: HolidayFile, _ file: CheckedCalendar.HolidayFile, _ path: String,
    of program: CheckedProgram, asOf: Day
  ) {
    guard let last = ReviewStage.lastPlannedDay(of: program, asOf: asOf) else { return }
    let needed = asOf.civil.year...last.civil.year
    let absent = needed.filter { !read.years.contains($0) }
    guard let first = absent.first else { return }
    let years = absent.count > 2 ? "\(absent.count) years from \(first) on" : listed(absent)
    report(
      Diagnostic(
        .holidaysOfOtherYears, .warning,
        "`\(Printable.escaped(Paths.shown(path)))` has no holidays in \(years), "
          + "and reviews are planned from \(asOf) to \(last)",
        at: program.source.place(of: file.range),
        help: "add the holidays of \(absent.count == 1 ? "that year" : "those years") to the file"))
  }

  private func listed(_ years: [Int]) -> String {
    years.map(String.init).joined(separator: " and ")
  }

  /// Notes countries of which no file has holidays: those that are written, and those that accounts
  /// to be reviewed lead to.
  mutating func reportCountries(
    _ tables: [HolidayTable], _ evaluation: Evaluation, _ sponsors: [SponsorResult]
  ) {
    let program = evaluation.program
    guard let files = program.calendar?.files, !files.isEmpty, !program.reviews.isEmpty else {
      return
    }
    let known = Set(tables.flatMap(\.countries)).sorted()
    for file in files {
      for country in file.countries where !known.contains(country) {
        report(
          Diagnostic(
            .countryWithoutHolidays, .warning,
            "no file of holidays has any of `\(Printable.escaped(country))`",
            at: program.source.place(of: file.range), help: remedy(for: country, known)))
      }
    }
    reportCountries(
      ReviewStage.countries(of: evaluation, sponsors).filter { !known.contains($0.country) },
      files, known, program)
  }

  private mutating func reportCountries(
    _ found: [(country: String, accounts: Int)],
    _ files: [CheckedCalendar.HolidayFile],
    _ known: [String], _ program: CheckedProgram
  ) {
    guard let first = found.first, let file = files.first(where: \.isLimited) else { return }
    let written = Set(files.flatMap(\.countries))
    let others = found.filter { !written.contains($0.country) }
    guard !others.isEmpty else { return }
    let shown = others.prefix(5).map { "`\(Printable.escaped($0.country, limit: 30))`" }
    let rest = others.count - shown.count
    let list = shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    report(
      Diagnostic(
        .countryWithoutHolidays, .note,
        "no file of holidays has any of \(list), which accounts to be reviewed name",
        at: program.source.place(of: file.range), help: remedy(for: first.country, known)))
  }

  private func remedy(for country: String, _ known: [String]) -> String {
    if let meant = Suggestion.nearest(to: country, among: known) {
      return "did you mean `\(meant)`?"
    }
    guard !known.isEmpty else {
      return "say of which country the file's holidays are: `holidays from \"…\" in \"DE\"`"
    }
    let shown = known.prefix(8).map { "`\(Printable.escaped($0, limit: 30))`" }
    return "known here: " + shown.joined(separator: ", ")
      + (known.count > 8 ? " and \(known.count - 8) more" : "")
  }
}
