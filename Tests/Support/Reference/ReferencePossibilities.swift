package import Tables

/// What can become of each account once its data are complete: the answer of the definition,
/// found by trying one filling after the other.
package struct ReferencePossibilities: Hashable, Sendable {
  /// The fate of an account in one run.
  package enum Outcome: Hashable, Sendable {
    case tier(String)
    case excluded(reason: String)
    /// The agreement's own `reject`.
    case rejected(reason: String)
    /// Rejected whatever its cells: for its shape or its key.
    case unreadable
  }

  /// The lowest and the highest value of a score.
  package struct Range: Hashable, Sendable {
    /// nil as long as the score was missing wherever it was tried.
    package var low: Decimal?
    package var high: Decimal?
    package var mayBeMissing = false

    mutating func include(_ value: RefValue) {
      guard let number = value.number else {
        mayBeMissing = true
        return
      }
      low = low.map { min($0, number) } ?? number
      high = high.map { max($0, number) } ?? number
    }
  }

  package struct Account: Hashable, Sendable {
    package var record: Int
    package var key: String?
    /// On the file as it is; a row that the reader rejects is unreadable.
    package var nominal: Outcome
    package var outcomes: Set<Outcome> = []
    /// By the score's name, wherever the account counts in totals.
    package var scores: [String: Range] = [:]

    /// Whether the tier stands for more, or for something else, than what is possible.
    package var isProvisional: Bool { outcomes != [nominal] }
  }

  /// One account per record of the file, in its order.
  package var accounts: [Account]
  /// How many fillings were tried.
  package var fillings = 0

  /// The account with `key`; nil when none, or several, have it.
  package func account(_ key: String) -> Account? {
    let found = accounts.filter { $0.key == key }
    return found.count == 1 ? found[0] : nil
  }
}

extension ReferencePossibilities.Outcome: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tier(let name): name
    case .excluded(let reason): "excluded: \(reason)"
    case .rejected(let reason): "rejected: \(reason)"
    case .unreadable: "unreadable"
    }
  }
}

extension ReferenceResult.Account {
  /// The fate of the account in the words of possibilities.
  var outcome: ReferencePossibilities.Outcome {
    switch status {
    case .classified: .tier(tier ?? "")
    case .excluded(let reason, inTotals: _): .excluded(reason: reason)
    case .rejected(let reason): .rejected(reason: reason)
    case .unreadable: .unreadable
    }
  }
}
