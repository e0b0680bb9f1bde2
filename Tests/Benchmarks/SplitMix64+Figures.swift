import TestSupport

extension SplitMix64 {
  /// Returns a figure of which many are small and a few are large: up to 2 to the power of `bits`.
  mutating func skewed(bits: ClosedRange<Int>) -> Int { below(1 << within(bits)) }

  /// Returns a figure around the middle of `range`.
  mutating func bell(_ range: ClosedRange<Int>) -> Int {
    (within(range) + within(range) + within(range)) / 3
  }
}
