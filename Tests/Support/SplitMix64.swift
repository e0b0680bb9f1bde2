/// The generator of Steele, Lea and Flood: one word of state, the same numbers for the same seed.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The seed with which a generator would go on as this one does.
  package var seed: UInt64 { state }

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Returns a number below `bound`, which is positive.
  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Returns a number within `range`.
  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// Returns yes in `percent` of a hundred calls.
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// Returns one of `items`, which are not empty.
  package mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}
