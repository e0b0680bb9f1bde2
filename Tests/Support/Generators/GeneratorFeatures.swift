/// What a generator may write; leave one out to look elsewhere for a difference.
package struct GeneratorFeatures: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Cells with spaces, exponents, currencies, parentheses and times of zero.
  package static let oddCells = GeneratorFeatures(rawValue: 1 << 0)
  /// Numbers at both ends of the range.
  package static let hugeNumbers = GeneratorFeatures(rawValue: 1 << 1)
  /// Cells that cannot be read, blank mandatory cells, keys that several rows share.
  package static let badRows = GeneratorFeatures(rawValue: 1 << 2)
  /// `orders.pieces`: a computed field that is an aggregate.
  package static let computedAggregates = GeneratorFeatures(rawValue: 1 << 3)
  /// `parent.revenue`, `lead.level`, and `order.placed` within a condition.
  package static let references = GeneratorFeatures(rawValue: 1 << 4)
  /// A condition over another table's rows that also reads the account that asks.
  package static let askersNames = GeneratorFeatures(rawValue: 1 << 5)
  /// `attractiveness.growing`.
  package static let criterionPoints = GeneratorFeatures(rawValue: 1 << 6)
  /// `revenue * 1.5`.
  package static let moneyTimesLiteral = GeneratorFeatures(rawValue: 1 << 7)
  /// `for each TABLE`.
  package static let eachTable = GeneratorFeatures(rawValue: 1 << 8)
  /// Cases without `otherwise`.
  package static let gaps = GeneratorFeatures(rawValue: 1 << 9)
  /// `rank`, `share` and figures over all accounts.
  package static let portfolio = GeneratorFeatures(rawValue: 1 << 10)
  /// Limits, spares and overrides.
  package static let limits = GeneratorFeatures(rawValue: 1 << 11)
  /// Declarations in any order.
  package static let shuffled = GeneratorFeatures(rawValue: 1 << 12)

  /// At most a dozen accounts, and a few rows for each.
  package static let few = GeneratorFeatures(rawValue: 1 << 13)
  /// No blank but one to four, in fields that the agreement reads, and at times a cell that cannot
  /// be read.
  package static let fewBlanks = GeneratorFeatures(rawValue: 1 << 14)
  /// Plain thresholds on fields, scores, shares and ranks, so that a single cell can turn a tier.
  package static let thresholds = GeneratorFeatures(rawValue: 1 << 15)

  /// Amounts in several currencies, and their rates.
  package static let currencies = GeneratorFeatures(rawValue: 1 << 16)

  /// Accounts that form groups.
  package static let groups = GeneratorFeatures(rawValue: 1 << 17)
  /// `keep while` and `move at most`.
  package static let moves = GeneratorFeatures(rawValue: 1 << 18)

  package static let all = GeneratorFeatures(rawValue: (1 << 13) - 1).union([
    .currencies, .groups, .moves,
  ])
  /// Everything that a strict checker lets pass without an error.
  package static let standard = GeneratorFeatures.all.subtracting(.gaps)
  /// Small cases in which what is possible can be found by trying.
  package static let possibilities: GeneratorFeatures = [
    .computedAggregates, .references, .askersNames, .criterionPoints, .portfolio, .limits, .few,
    .fewBlanks, .thresholds, .currencies, .groups, .moves,
  ]
}
