/// Why an account has no tier of its own.
package enum AccountStatus: Hashable, Sendable {
  case classified
  /// Of `CheckedProgram.excludes`.
  case excluded(Int)
  /// Of `CheckedProgram.rejects`.
  case rejected(Int)
  case repeatedKey
}

/// The status of each account, in two bytes, or in none where all are classified.
package struct StatusColumn: RandomAccessCollection, Sendable {
  /// 0 for classified, above for excluded, below for a repeated key (-1) or rejected; empty where
  /// every account is classified.
  private var codes: [Int16] = []
  package private(set) var endIndex = 0

  package init() {}

  init(classified count: Int) { endIndex = count }

  package var startIndex: Int { 0 }

  package internal(set) subscript(row: Int) -> AccountStatus {
    get {
      precondition(row >= 0 && row < endIndex, "an account")
      if codes.isEmpty { return .classified }
      let code = Int(codes[row])
      if code == 0 { return .classified }
      return code > 0 ? .excluded(code - 1) : code == -1 ? .repeatedKey : .rejected(-2 - code)
    }
    set {
      writeCodes()
      codes[row] = StatusColumn.code(newValue)
    }
  }

  private mutating func writeCodes() {
    if codes.isEmpty { codes = Array(repeating: 0, count: endIndex) }
  }

  private static func code(_ status: AccountStatus) -> Int16 {
    switch status {
    case .classified: 0
    case .excluded(let index): Int16(1 + index)
    case .rejected(let index): Int16(-2 - index)
    case .repeatedKey: -1
    }
  }

  /// `true` iff every account is classified, which is told without looking at one after the other.
  package var areAllClassified: Bool { codes.reduce(0, |) == 0 }

  func isClassified(_ row: Int) -> Bool { codes.isEmpty || codes[row] == 0 }

  /// Gives `status` to each account that is still classified and for which `condition` holds.
  mutating func mark(_ condition: Vector, as status: AccountStatus) {
    let code = StatusColumn.code(status)
    for row in indices where isClassified(row) && condition.holds(row) {
      writeCodes()
      codes[row] = code
    }
  }

  /// Gives `status` to each account that is still classified.
  mutating func markAll(as status: AccountStatus) {
    let code = StatusColumn.code(status)
    writeCodes()
    for row in codes.indices where codes[row] == 0 { codes[row] = code }
  }
}
