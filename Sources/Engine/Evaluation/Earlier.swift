import Language
import Tables

/// What an earlier result says of the accounts.
package struct EarlierResult: Sendable {
  package struct Account: Sendable {
    /// Of `CheckedProgram.tiers`; nil for an account that had none, or one that is no tier any more.
    package var tier: Int?
    package var since: Day?
    /// The sponsor's key, and the day since which the account has had that sponsor.
    package var sponsor: String?
    package var sponsorSince: Day?
    /// By score of `CheckedProgram.scores`.
    package var scores: [Int: Decimal]

    package init(
      tier: Int?, since: Day?, sponsor: String? = nil, sponsorSince: Day? = nil,
      scores: [Int: Decimal] = [:]
    ) {
      self.tier = tier
      self.since = since
      self.sponsor = sponsor
      self.sponsorSince = sponsorSince
      self.scores = scores
    }
  }

  /// By the account's key.
  package var accounts: [String: Account] = [:]

  package init() {}
}

extension Evaluator {
  /// Gives every account what the earlier result says of it; without one nothing is known.
  mutating func enterEarlier() {
    for (index, register) in plan.registers.enumerated() {
      guard case .earlier(let fact) = register.producer else { continue }
      var column = Vector(register.kind, count: tables[0].rowCount)
      column.absence = Array(repeating: Absence.noReference.rawValue, count: column.count)
      if let earlier {
        for row in 0..<column.count {
          guard let account = earlier.accounts[tables[0].key(row)] else { continue }
          enter(fact, of: account, row, into: &column)
        }
      }
      columns[index] = column
    }
  }

  private mutating func enter(
    _ fact: EarlierFact, of account: EarlierResult.Account, _ row: Int, into column: inout Vector
  ) {
    switch fact {
    case .tier: column.set(row, code: account.tier.map { Int32($0) }, missing: .noReference)
    case .since: column.set(row, code: account.since?.number, missing: .noReference)
    case .sponsor:
      let sponsor = account.sponsor.map { Int32(pool.insert($0)) }
      column.set(row, code: sponsor, missing: .noReference)
    case .sponsorSince:
      column.set(row, code: account.sponsorSince?.number, missing: .noReference)
    case .score(let score):
      guard let value = account.scores[score] else { return }
      column.set(row, scaled: value.scaled)
    }
  }
}
