import Language

/// What can become of an account: a tier, none, or a reason to leave it out.
package enum Ending: Hashable, Sendable {
  case tier(Int)
  /// In no tier, since no route holds.
  case noTier
  /// Of `CheckedProgram.excludes`.
  case excluded(Int)
  /// Of `CheckedProgram.rejects`.
  case rejected(Int)
}

/// A set of endings, as bits in the order tiers, none, excludes, rejects.
package struct EndingSet: Hashable, Sendable {
  package var bits: UInt128 = 0

  package init() {}
  init(bits: UInt128) { self.bits = bits }
  init(_ number: Int) { bits = 1 << UInt128(number) }
  init(numbers: [Int]) { for number in numbers { insert(number) } }

  var isEmpty: Bool { bits == 0 }
  package var count: Int { bits.nonzeroBitCount }

  mutating func insert(_ number: Int) { bits |= 1 << UInt128(number) }
  mutating func formUnion(_ other: EndingSet) { bits |= other.bits }
  func contains(_ number: Int) -> Bool { bits >> UInt128(number) & 1 != 0 }
  func isSubset(of other: EndingSet) -> Bool { bits & ~other.bits == 0 }
  func intersects(_ other: EndingSet) -> Bool { bits & other.bits != 0 }

  /// The numbers of the endings, ascending.
  var numbers: [Int] {
    var (numbers, rest) = ([Int](), bits)
    while rest != 0 {
      numbers.append(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
    return numbers
  }
}

/// Numbers the endings of a program; there are at most 128 (`Limits.endings`).
struct EndingNumbers: Sendable {
  let tiers: Int
  let excludes: Int

  init(_ program: CheckedProgram) {
    tiers = program.tiers.count
    excludes = program.excludes.count
  }

  var noTier: Int { tiers }
  func excluded(_ index: Int) -> Int { tiers + 1 + index }
  func rejected(_ index: Int) -> Int { tiers + 1 + excludes + index }

  func ending(_ number: Int) -> Ending {
    if number < tiers { return .tier(number) }
    if number == tiers { return .noTier }
    let rest = number - tiers - 1
    return rest < excludes ? .excluded(rest) : .rejected(rest - excludes)
  }
}
