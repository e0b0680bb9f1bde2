import Engine
import Language
import Tables

/// The sponsors of all declarations together, each person once.
struct SponsorLoads {
  struct Load {
    var name: String
    /// The rows of the accounts, in rank order.
    var accounts: [Int] = []
    /// The rows of the accounts whose deputy the person is.
    var deputyOf: [Int] = []
    /// The most accounts that the person takes; nil for any number.
    var seats: Int?
    /// The days a month that the accounts take, and those that the person has; nil where the
    /// agreement says nothing of them, or where a figure is missing.
    var days: Decimal?
    var offer: Decimal?
    /// What the accounts are worth in the measure; nil without one.
    var measure: Wide?

    /// `true` iff the accounts take more days than there are.
    var isOverOffer: Bool {
      if let days, let offer { days > offer } else { false }
    }
  }

  struct Vacant {
    var row: Int
    var because: [String]
  }

  /// What a tier lacks.
  struct Shortage {
    var tier: Int
    var accounts: Int
    var missing: Int
  }

  /// In the order in which they are listed.
  private(set) var people: [Load] = []
  private(set) var unsponsored: [Vacant] = []
  private(set) var withoutDeputy: [Vacant] = []
  /// Tiers some of whose accounts have nobody, best first.
  private(set) var shortages: [Shortage] = []

  init(_ run: Run) {
    let evaluation = run.evaluation
    let measure = Measure(evaluation)
    var places: [String: Int] = [:]
    for result in run.sponsors {
      let numbers = result.people.map { person -> Int in
        if let known = places[person.key] { return known }
        places[person.key] = people.count
        people.append(Load(name: person.name, seats: person.capacity))
        return people.count - 1
      }
      for (row, person) in zip(result.accounts, result.assignment.sponsors) {
        if let person { people[numbers[person]].accounts.append(row) }
      }
      for (row, person) in zip(result.accounts, result.deputies?.sponsors ?? []) {
        if let person { people[numbers[person]].deputyOf.append(row) }
      }
      addDays(result, numbers, evaluation)
      let words = SponsorWords(result.question, evaluation.program)
      unsponsored += result.vacancies.map {
        Vacant(row: result.accounts[$0.account], because: words.because($0))
      }
      withoutDeputy += result.deputyVacancies.map {
        Vacant(row: result.accounts[$0.account], because: words.because($0))
      }
    }
    if let measure {
      for place in people.indices { people[place].measure = measure.total(people[place].accounts) }
    }
    countShortages(run.sponsors, evaluation)
  }

  /// Adds up what the accounts of each person take of the days that the person has.
  private mutating func addDays(
    _ result: SponsorResult, _ numbers: [Int], _ evaluation: Evaluation
  ) {
    guard let effort = result.question.sponsor.effort else { return }
    func figure(_ term: TermID, _ row: Int) -> Decimal? {
      if case .number(let value, _) = evaluation.value(term, row) { value } else { nil }
    }
    for (person, row) in result.question.personRows.enumerated() {
      let place = numbers[person]
      people[place].offer = figure(effort.offer, row)
      var days: Decimal? = people[place].days ?? .zero
      for (account, sponsor) in zip(result.accounts, result.assignment.sponsors)
      where sponsor == person {
        guard let sum = days, let more = figure(effort.days, account) else {
          days = nil
          break
        }
        days = sum.adding(more)
      }
      people[place].days = days
    }
  }

  private mutating func countShortages(_ results: [SponsorResult], _ evaluation: Evaluation) {
    var counts: [Int: (accounts: Int, missing: Int)] = [:]
    for result in results {
      for (row, person) in zip(result.accounts, result.assignment.sponsors) {
        counts[evaluation.tier(row) ?? 0, default: (0, 0)].accounts += 1
        if person == nil { counts[evaluation.tier(row) ?? 0, default: (0, 0)].missing += 1 }
      }
    }
    shortages = counts.filter { $0.value.missing > 0 }.sorted { $0.key < $1.key }.map {
      Shortage(tier: $0.key, accounts: $0.value.accounts, missing: $0.value.missing)
    }
  }
}

/// What the agreement says about accounts and people, in its own words.
package struct SponsorWords {
  private let question: SponsorCase
  private let only: [String]
  private let deputy: String

  package init(_ question: SponsorCase, _ program: CheckedProgram) {
    self.question = question
    only = question.sponsor.only.map { program.clauseText($0.range) }
    deputy = question.sponsor.deputy.map { program.clauseText($0.range) } ?? ""
  }

  /// Returns one phrase for each cause.
  package func because(_ vacancy: Vacancy) -> [String] {
    if vacancy.causes.isEmpty { return ["nobody is listed"] }
    return vacancy.causes.map { phrase($0.obstacle, names($0.people)) }
  }

  private func names(_ people: [Int]) -> String {
    people.count == question.people.count && people.count > 1
      ? "everybody" : people.map { question.people[$0].name }.joined(separator: ", ")
  }

  private func phrase(_ obstacle: SponsorCase.Obstacle, _ names: String) -> String {
    switch obstacle {
    case .only, .deputy: "\(reason(obstacle)): excludes \(names)"
    case .conflict, .isSponsor, .full: "\(names): \(reason(obstacle))"
    }
  }

  /// Returns what keeps somebody away.
  package func reason(_ obstacle: SponsorCase.Obstacle) -> String {
    switch obstacle {
    case .only(let clause): only[clause]
    case .deputy: deputy
    case .conflict(let clause): question.sponsor.conflicts[clause].reason
    case .isSponsor: "is the sponsor"
    case .full: "at the most accounts they may have"
    }
  }
}
