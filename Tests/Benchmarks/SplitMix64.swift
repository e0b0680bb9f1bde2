/// The generator of Steele, Lea and Flood: the same numbers for the same seed on every machine.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Returns a number below `bound`, which is positive.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// Returns yes in `percent` of a hundred calls.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// Returns one of `items`, which are not empty.
  mutating func pick(_ items: [String]) -> String { items[below(items.count)] }

  /// Returns a figure of which many are small and a few are large: up to 2 to the power of `bits`.
  mutating func skewed(bits: ClosedRange<Int>) -> Int { below(1 << within(bits)) }

  /// Returns a figure around the middle of `range`.
  mutating func bell(_ range: ClosedRange<Int>) -> Int {
    (within(range) + within(range) + within(range)) / 3
  }
}
