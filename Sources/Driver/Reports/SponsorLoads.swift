import Engine
import Language

/// The sponsors of all declarations together, each person once.
struct SponsorLoads {
  struct Load {
    var name: String
    /// The rows of the accounts, in rank order.
    var accounts: [Int]
    /// The most accounts that the person takes; nil for any number.
    var seats: Int?
  }

  struct Unsponsored {
    var row: Int
    var because: [String]
  }

  /// In the order in which they are listed.
  private(set) var people: [Load] = []
  private(set) var unsponsored: [Unsponsored] = []

  init(_ run: Run) {
    var places: [String: Int] = [:]
    for result in run.sponsors {
      let numbers = result.people.map { person -> Int in
        if let known = places[person.key] { return known }
        places[person.key] = people.count
        people.append(Load(name: person.name, accounts: [], seats: person.capacity))
        return people.count - 1
      }
      for (row, person) in zip(result.accounts, result.assignment.sponsors) {
        if let person { people[numbers[person]].accounts.append(row) }
      }
      unsponsored += unsponsored(in: result, of: run.evaluation.program)
    }
  }

  private func unsponsored(
    in result: SponsorResult, of program: CheckedProgram
  ) -> [Unsponsored] {
    let clauses = program.sponsors[result.declaration].only.map { program.clauseText($0.range) }
    return result.assignment.unassigned.map { account in
      Unsponsored(
        row: result.accounts[account.need],
        because: account.because(people: result.people) { clauses[$0] })
    }
  }
}
