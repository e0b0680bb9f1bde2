import TestSupport
import Tables
import Testing

/// A small agreement with its accounts, as a test writes them.
struct Agreement {
  var accounts: String
  var declarations: String
  var files: [String: String] = [:]

  /// Runs the declarations, as of 2027-04-01.
  func run() throws -> ReferenceResult {
    let head = "agreement \"Test\" { as of 2027-04-01; currency EUR }\n"
    var tables = files.mapValues { NaiveCSV.split($0) }
    tables["accounts"] = NaiveCSV.split(accounts)
    return try ReferenceEvaluator.evaluate(head + declarations, files: tables)
  }
}

extension ReferenceResult {
  /// The final tier of each account by its key; excluded and rejected ones are left out.
  var tiers: [String: String] {
    var tiers: [String: String] = [:]
    for account in accounts { tiers[account.key ?? ""] = account.tier }
    return tiers
  }

  /// The shown figures of one account, in the order of their declarations.
  func shown(_ key: String) -> [RefValue] {
    guard let shown = account(key)?.shown else { return [] }
    return shown.keys.sorted { ($0.declaration, $0.item) < ($1.declaration, $1.item) }.compactMap {
      shown[$0]
    }
  }

  /// The first figure of the portfolio.
  var firstFigure: RefValue? {
    shown.min { ($0.key.declaration, $0.key.item) < ($1.key.declaration, $1.key.item) }?.value
  }
}

/// Reads a decimal as it would be written.
func decimal(_ text: String) throws -> Decimal {
  try #require(PlainNumber(text)?.decimal(shiftedBy: 0))
}

/// The value of a figure as it would be written.
func number(_ text: String) throws -> RefValue { .number(try decimal(text)) }
