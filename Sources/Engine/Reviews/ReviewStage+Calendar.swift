import Language
import Tables

/// When reviews can take place, as the agreement says it.
extension ReviewStage {
  /// Returns the days on which reviews can fall, with a year on both sides, so that every month,
  /// quarter and year around them is known.
  package static func span(of program: CheckedProgram, asOf: Day) -> ClosedRange<Day> {
    let last = lastPlannedDay(of: program, asOf: asOf) ?? asOf
    let margin = 400
    return (asOf.adding(days: -margin) ?? Day.first)...(last.adding(days: margin) ?? Day.last)
  }

  /// Returns the calendar of an agreement.
  ///
  /// - Parameter holidays: by file of the calendar, its readable rows.
  package static func calendar(
    of program: CheckedProgram, _ holidays: [HolidayTable], asOf: Day
  ) -> WorkingCalendar {
    guard let declared = program.calendar else { return WorkingCalendar() }
    var all = declared.holidays.map { Holiday(day: $0.day, country: nil, name: $0.name) }
    for (file, table) in zip(declared.files, holidays) {
      all += table.holidays.map { holiday in
        var holiday = holiday
        if !file.isLimited { holiday.isOfEveryone = true }
        return holiday
      }
    }
    let dated = declared.closures.compactMap { closure -> Closure? in
      guard case .dates(let first, let last) = closure.days else { return nil }
      return Closure(from: first, to: last, label: closure.name)
    }
    var calendar = WorkingCalendar(
      workingWeekdays: declared.workingDays, holidays: all, closures: dated,
      hours: declared.hours.map { WorkingHours(from: $0.from, to: $0.to) }, zone: declared.zone)
    calendar.limits = declared.limits
    let home = declared.files.lazy.flatMap(\.countries).prefix(1)
    for closure in declared.closures {
      switch closure.days {
      case .dates: break
      case .yearly(let days): calendar.close(days, label: closure.name)
      case .edge(let edge):
        calendar.close(
          edge, of: program.agreement.fiscalCalendar, countries: Array(home),
          label: closure.name, over: span(of: program, asOf: asOf))
      }
    }
    return calendar
  }

  /// Returns the last day on which a review is planned, or nil without reviews.
  package static func lastPlannedDay(of program: CheckedProgram, asOf: Day) -> Day? {
    program.reviews.map { horizonEnd($0, from: asOf) }.max()
  }

  /// Returns the last day on which a review can take place, or nil without reviews.
  package static func lastDay(of program: CheckedProgram, asOf: Day) -> Day? {
    lastPlannedDay(of: program, asOf: asOf).map {
      $0.adding(days: Scheduler.longestMove) ?? Day.last
    }
  }

  /// Returns the countries of the accounts to be reviewed, in code point order, with the number of
  /// accounts that each counts for.
  package static func countries(
    of evaluation: Evaluation, _ sponsors: [SponsorResult]
  ) -> [(country: String, accounts: Int)] {
    let tiers = Set(evaluation.program.reviews.flatMap(\.tiers))
    let countries = AccountCountries(evaluation, sponsors)
    var counts: [String: Int] = [:]
    for row in 0..<evaluation.tables[0].rowCount {
      guard evaluation.tier(row).map(tiers.contains) ?? false else { continue }
      for country in countries.of(row) { counts[country, default: 0] += 1 }
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// The countries whose holidays count for each account.
struct AccountCountries {
  private let evaluation: Evaluation
  private let files: [CheckedCalendar.HolidayFile]
  private let sponsors: [Int: SponsorRow]

  init(_ evaluation: Evaluation, _ sponsors: [SponsorResult]) {
    self.evaluation = evaluation
    files = evaluation.program.calendar?.files ?? []
    self.sponsors =
      files.contains { !$0.sponsorCountries.isEmpty } ? sponsors.rowsByAccount : [:]
  }

  /// Returns the countries of an account, each once.
  func of(_ row: Int) -> [String] {
    var countries: [String] = []
    for file in files {
      var found = file.countries.map { Optional($0) }
      found += file.accountCountries.map { evaluation.text($0, row) }
      if let sponsor = sponsors[row] {
        found += file.sponsorCountries.filter { $0.people == sponsor.people }.map {
          evaluation.text($0.term, sponsor.row)
        }
      }
      for case let country? in found where !countries.contains(country) {
        countries.append(country)
      }
    }
    return countries
  }
}
