/// What figures are counted in that stand in 32 bits: a power of ten that divides most of them.
///
/// PERF: figures are read with more decimal places than most have, which makes them too large.
struct TightUnit: Equatable, Sendable {
  /// The count of a figure that is no count of the unit, or one that does not fit.
  static let apart = Int32.min

  /// The unit is 10^`power`.
  let power: Int
  private let unit: Int64
  /// What 5^`power` times is 1, in 64 bits that wrap.
  let inverse: Int64

  /// Counts figures in 10^`power`.
  init(power: Int = 0) {
    self.power = power
    var five: Int64 = 1
    for _ in 0..<power { five *= 5 }
    unit = five << Int64(power)
    // An odd number is its own inverse in three bits; each step doubles the bits.
    var inverse = five
    for _ in 0..<5 { inverse &*= 2 &- five &* inverse }
    self.inverse = inverse
  }

  /// Finds the unit of `figures`: 1 where they fit, else the greatest up to 10^9 that divides all of
  /// them.
  init(of figures: Span<Int64>) {
    var (power, unit) = (9, Int64(1_000_000_000))
    if TightUnit.fit(figures) { (power, unit) = (0, 1) }
    for row in figures.indices {
      while figures[row] % unit != 0 { (power, unit) = (power - 1, unit / 10) }
    }
    self.init(power: power)
  }

  var isOne: Bool { power == 0 }

  /// `true` iff all figures fit as they are.
  private static func fit(_ figures: Span<Int64>) -> Bool {
    figures.indices.allSatisfy { figures[$0].magnitude <= UInt64(Int32.max) }
  }

  @inline(__always)
  func figure(_ count: Int32) -> Int64 { Int64(count) &* unit }
}
