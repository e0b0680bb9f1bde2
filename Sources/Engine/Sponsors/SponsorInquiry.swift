import Language
import Tables

/// What it would take to give accounts to other people.
package struct SponsorInquiry {
  /// What changes where an account gets another person, and all else is made the best of.
  package struct Exchange: Hashable, Sendable {
    package struct Move: Hashable, Sendable {
      package var account: Int
      /// nil where the account would have nobody.
      package var from: Int?
      package var to: Int?
    }
    /// The account's own first, then in the order in which one makes room for the next.
    package var moves: [Move]
    /// How many more accounts keep their person; negative where fewer do.
    package var kept: Int
    /// By how much the weights of preferences that hold change.
    package var weight: Decimal
    /// By how much the sum of the squares of people's accounts changes.
    package var squares: Int
  }

  private let question: SponsorCase
  private let needs: [SponsorNeed]
  private let flow: SponsorFlow<Int128>

  package init(_ question: SponsorCase) {
    self.init(question, question.needs())
  }

  private init(_ question: SponsorCase, _ needs: [SponsorNeed]) {
    self.question = question
    self.needs = needs
    let loads = question.people.map { _ in 0 }
    var flow = SponsorFlow<Int128>(
      needs, question.people, Wishes(needs, peopleCount: loads.count), beside: loads)
    flow.settle(needs.map(\.possibleKeep), beside: loads)
    self.flow = flow
  }

  /// Returns what giving `account` to `person` would change; nil where fewer accounts could have a
  /// person then.
  ///
  /// - Requires: no clause keeps the person from the account.
  package func exchange(_ account: Int, to person: Int) -> Exchange? {
    guard let moves = flow.exchange(account, to: person) else { return nil }
    var exchange = Exchange(moves: [], kept: 0, weight: .zero, squares: 0)
    var loads = flow.loads
    func square(_ person: Int) -> Int { loads[person] * loads[person] }
    for move in moves {
      let from = flow.person(of: move.account)
      exchange.moves.append(
        Exchange.Move(account: move.account, from: from, to: move.person))
      exchange.kept += keeps(move.account, move.person) - keeps(move.account, from)
      exchange.weight = difference(exchange.weight, move.account, move.person, from)
      if let from {
        let before = square(from)
        loads[from] -= 1
        exchange.squares += square(from) - before
      }
      if let person = move.person {
        let before = square(person)
        loads[person] += 1
        exchange.squares += square(person) - before
      }
    }
    return exchange
  }

  private func keeps(_ account: Int, _ person: Int?) -> Int {
    person != nil && needs[account].possibleKeep == person ? 1 : 0
  }

  private func difference(_ sum: Decimal, _ account: Int, _ to: Int?, _ from: Int?) -> Decimal {
    func weight(_ person: Int?) -> Decimal {
      guard let person else { return .zero }
      return question.preferencesHolding(account, person).reduce(.zero) { sum, clause in
        // At most some hundred weights of at most a million.
        sum.adding(question.sponsor.preferences[clause].weight) ?? sum
      }
    }
    return Decimal(scaled: sum.scaled + weight(to).scaled - weight(from).scaled)
  }
}
