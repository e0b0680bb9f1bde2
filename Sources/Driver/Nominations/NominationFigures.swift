import Tables

/// A ratio of whole numbers in lowest terms.
package struct Fraction: Hashable, Sendable {
  package var numerator: Int128
  /// Above zero.
  package var denominator: Int128

  /// - Requires: `denominator` is above zero.
  package init(_ numerator: Int128, _ denominator: Int128) {
    let divisor = max(1, Fraction.greatestDivisor(numerator, denominator))
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// The value, cut at 18 places.
  package var value: Decimal? {
    Decimal.quotient(numerator, denominator).map { Decimal(scaled: $0) }
  }

  /// Returns the exact sum, or nil where its terms are beyond 128 bits.
  func adding(_ other: Fraction) -> Fraction? {
    let divisor = Fraction.greatestDivisor(denominator, other.denominator)
    let (left, overflowLeft) = numerator.multipliedReportingOverflow(
      by: other.denominator / divisor)
    let (right, overflowRight) = other.numerator.multipliedReportingOverflow(
      by: denominator / divisor)
    let (sum, overflowSum) = left.addingReportingOverflow(right)
    let (common, overflow) = denominator.multipliedReportingOverflow(
      by: other.denominator / divisor)
    if overflowLeft || overflowRight || overflowSum || overflow { return nil }
    return Fraction(sum, common)
  }

  private static func greatestDivisor(_ left: Int128, _ right: Int128) -> Int128 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}

/// How far lists of names agree with each other.
package struct NominationFigures: Hashable, Sendable {
  /// A figure, or why there is none.
  package enum Figure: Hashable, Sendable {
    /// The exact ratio, nil where its terms are beyond 128 bits, and its value.
    case value(Fraction?, Decimal)
    /// Why it is not defined.
    case undefined(String)
  }

  /// Beyond so many steps, one for each name on each list of each pair, pairs are not compared.
  private static let mostSteps = 100_000_000

  package var nominators: Int
  /// The names on all lists together.
  package var nominations: Int
  /// The names that differ.
  package var distinct: Int
  /// The names on the longest list.
  package var longest: Int

  /// (nominations − distinct) ÷ (nominations − longest).
  ///
  /// The fewest names that lists of these lengths can have in all are those of the longest list, and
  /// the most are one for each nomination; the index says where between them `distinct` lies. Where
  /// all of n lists have k names, it is (n·k − distinct) ÷ (n·k − k).
  package var agreementIndex: Figure

  /// Nominations ÷ distinct.
  package var perAnswer: Figure

  /// Of each pair of nominators, what both name divided by what either names; their mean.
  package var meanOverlap: Figure

  /// - Parameter lists: by nominator, the numbers of what he or she names: ascending, each once, and
  ///   at least one.
  /// - Complexity: O(nominators · nominations).
  package init(_ lists: [[Int]]) {
    nominators = lists.count
    nominations = lists.reduce(0) { $0 + $1.count }
    distinct = Set(lists.joined()).count
    longest = lists.map(\.count).max() ?? 0
    perAnswer =
      distinct == 0
      ? .undefined("nobody names an account") : NominationFigures.figure(nominations, distinct)
    guard nominators > 1 else {
      let reason = "it takes two to agree"
      agreementIndex = .undefined(reason)
      meanOverlap = .undefined(reason)
      return
    }
    agreementIndex = NominationFigures.figure(nominations - distinct, nominations - longest)
    let (steps, overflow) = nominations.multipliedReportingOverflow(by: nominators - 1)
    meanOverlap =
      overflow || steps > NominationFigures.mostSteps
      ? .undefined("the lists are too many, or too long, to compare each with each")
      : NominationFigures.meanOverlap(lists)
  }

  /// The pairs of nominators.
  package var pairs: Int { NominationFigures.pairs(of: nominators) }

  private static func pairs(of count: Int) -> Int { count * (count - 1) / 2 }

  private static func figure(_ numerator: Int, _ denominator: Int) -> Figure {
    let fraction = Fraction(Int128(numerator), Int128(denominator))
    return .value(fraction, fraction.value ?? .zero)
  }

  private static func meanOverlap(_ lists: [[Int]]) -> Figure {
    // By the number of names that either has: how many both have, over all pairs.
    var common: [Int: Int128] = [:]
    for (place, left) in lists.enumerated() {
      for right in lists[(place + 1)...] {
        let shared = NominationFigures.shared(left, right)
        common[left.count + right.count - shared, default: 0] += Int128(shared)
      }
    }
    let pairs = Int128(pairs(of: lists.count))
    var exact: Fraction? = Fraction(0, 1)
    var cut = Decimal.zero
    for (either, both) in common.sorted(by: { $0.key < $1.key }) {
      let part = Fraction(both, Int128(either) * pairs)
      exact = exact?.adding(part)
      cut = part.value.flatMap { cut.adding($0) } ?? cut
    }
    return .value(exact, exact?.value ?? cut)
  }

  /// Returns how many numbers two ascending lists have in common.
  private static func shared(_ left: [Int], _ right: [Int]) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < left.count, j < right.count {
      if left[i] == right[j] { count += 1 }
      let isBehind = left[i] <= right[j]
      if right[j] <= left[i] { j += 1 }
      if isBehind { i += 1 }
    }
    return count
  }
}
