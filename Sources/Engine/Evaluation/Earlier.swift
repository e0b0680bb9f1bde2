import Language
import Tables

/// What an earlier result says of the accounts.
package struct EarlierResult: Sendable {
  package struct Account: Sendable {
    /// Of `CheckedProgram.tiers`; nil for an account that had none, or one that is no tier any more.
    package var tier: Int?
    package var since: Day?

    package init(tier: Int?, since: Day?) {
      self.tier = tier
      self.since = since
    }
  }

  /// By the account's key.
  package var accounts: [String: Account] = [:]

  package init() {}
}

extension Evaluator {
  /// Gives every account what the earlier result says of it; without one nobody had a tier.
  mutating func enterEarlier() {
    for fact in [EarlierFact.tier, .since] {
      guard let register = plan.register(madeBy: .earlier(fact)) else { continue }
      var column = Vector(.code, count: tables[0].rowCount)
      if earlier == nil {
        column.absence = Array(repeating: Absence.noReference.rawValue, count: column.count)
      }
      for row in 0..<(earlier == nil ? 0 : tables[0].rowCount) {
        let account = earlier.flatMap { $0.accounts[tables[0].key(row)] }
        let code =
          switch fact {
          case .tier: account?.tier.map { Int32($0) }
          case .since: account?.since?.number
          }
        if let code {
          column.codes[row] = code
        } else {
          column.absence[row] = Absence.noReference.rawValue
        }
      }
      columns[register.index] = column
    }
  }
}
