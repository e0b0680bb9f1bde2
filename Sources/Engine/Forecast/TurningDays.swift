import Diagnostics
import Language
import Tables

/// The days on which something that decides tiers changes by itself, and what it is.
package struct TurningDays: Sendable {
  /// By day, the places in the agreement of what changes.
  package private(set) var causes: [Day: Set<SourceRange>] = [:]
  /// `false` iff something changes also on other days.
  package private(set) var isComplete = true

  /// More steps than this are not taken through the days.
  private static let effort = 200_000

  private let program: CheckedProgram
  private let dependence: DayDependence
  private let first: Day
  private let last: Day
  private var effort = TurningDays.effort
  /// By day, the places of what turns with a figure of the data.
  private var causesInData: [Day: Set<SourceRange>] = [:]

  /// Finds the days after `evaluation` was judged, up to `last`.
  ///
  /// - Parameter most: more days than these are not told apart; then the first days of months stand
  ///   for those on which figures of the data turn.
  /// - Complexity: O(days × different values of the data that are compared with the day), bounded.
  package init(
    _ evaluation: Evaluation, _ dependence: DayDependence, until last: Day, most: Int
  ) {
    program = evaluation.program
    self.dependence = dependence
    first = evaluation.asOf
    self.last = last
    for override in program.overrides {
      guard let until = override.until, until >= first else { continue }
      add([until.adding(days: 1)], override.range)
    }
    for rate in program.rates { add([rate.day], rate.range) }
    for part in dependence.parts { follow(part, evaluation) }
    if dependence.hasMixtures { addMonths() }
    if Set(causes.keys).union(causesInData.keys).count > most {
      addMonths()
    } else {
      causes.merge(causesInData) { $0.union($1) }
    }
    leaveOutConsequences()
  }

  /// Leaves out what turns only because another cause of the same day does.
  private mutating func leaveOutConsequences() {
    var inner: [SourceRange: Set<SourceRange>] = [:]
    for part in dependence.parts {
      for term in part.inner {
        inner[program[part.term].range, default: []].insert(program[term].range)
      }
    }
    causes = causes.mapValues { ranges in
      ranges.filter { range in inner[range]?.isDisjoint(with: ranges) ?? true }
    }
  }

  private mutating func add(_ days: [Day?], _ range: SourceRange) {
    for case let day? in days where day > first && day <= last {
      causes[day, default: []].insert(range)
    }
  }

  private mutating func follow(_ part: DayDependence.Part, _ evaluation: Evaluation) {
    var days: Set<Day> = []
    if let atom = part.atom {
      guard let values = evaluation.distinctValues(of: atom) else { return addMonths() }
      for value in values {
        guard effort > 0 else { return addMonths() }
        days.formUnion(turns(of: part.term, [atom: value]))
      }
    } else {
      days = turns(of: part.term, [:])
    }
    // What changes every day, such as an age by which accounts are ranked, has no day of its own.
    let length = Int(last.number) - Int(first.number)
    let isSteady = program[part.term].type != .truth && days.count > length / 2
    let range = program[part.term].range
    if isSteady {
      addMonths()
    } else if part.atom == nil {
      add(Array(days), range)
    } else {
      for day in days { causesInData[day, default: []].insert(range) }
    }
  }

  /// Returns the days on which a term has another value than on the day before.
  private mutating func turns(of term: TermID, _ given: [TermID: Constant?]) -> Set<Day> {
    var figures = dependence.figures(on: first)
    figures.given = given
    var days: Set<Day> = []
    var before = try? figures.value(term)
    while let day = figures.day.adding(days: 1), day <= last {
      figures.day = day
      effort -= 1
      let value = try? figures.value(term)
      if value != before { days.insert(day) }
      before = value
    }
    return days
  }

  /// Adds the first day of each month, for what changes on days that cannot be told.
  private mutating func addMonths() {
    isComplete = false
    var (year, month, _) = first.civil
    while true {
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
      guard let day = Day(year: year, month: month, day: 1), day <= last else { return }
      causes[day, default: []].formUnion([])
    }
  }
}

extension Evaluation {
  /// Returns the different values of a demanded term; nil for one that was not demanded or has
  /// values that no day is compared with.
  fileprivate func distinctValues(of term: TermID) -> [Constant]? {
    guard let column = values(of: term) else { return nil }
    let present = column.absence.indices.lazy.filter { column.isPresent($0) }
    switch program[term].type {
    case .number, .percent, .money, .days:
      return Set(present.map { column.scaled($0) }).sorted()
        .map { .number(Decimal(scaled: $0)) }
    case .date: return Set(present.map { column.codes[$0] }).sorted().map { .day(Day(number: $0)) }
    case .truth: return [.truth(false), .truth(true)]
    case .months, .text, .choice, .choices, .tier, .reference, .error: return nil
    }
  }
}
