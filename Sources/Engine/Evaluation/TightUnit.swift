/// What figures are counted in that stand in 32 bits: a power of ten that divides most of them.
///
/// PERF: figures are read with more decimal places than most have, which makes them too large.
struct TightUnit: Equatable, Sendable {
  /// The count of a figure that is no count of the unit, or one that does not fit.
  static let apart = Int32.min
  private static let most: Int64 = 1_000_000_000

  private let unit: Int64
  /// 2^64 ÷ unit, rounded up; 0 for a unit of 1.
  private let reciprocal: UInt64

  /// Counts figures as they are.
  init() { (unit, reciprocal) = (1, 0) }

  /// Finds the unit of `figures`: 1 where they fit, else the greatest that divides all of them.
  init(of figures: Span<Int64>) {
    var unit = TightUnit.fit(figures) ? 1 : TightUnit.most
    for row in figures.indices {
      while figures[row] % unit != 0 { unit /= 10 }
    }
    self.unit = unit
    reciprocal = self.unit == 1 ? 0 : UInt64.max / UInt64(self.unit) + 1
  }

  var isOne: Bool { unit == 1 }

  /// `true` iff all figures fit as they are.
  static func fit(_ figures: Span<Int64>) -> Bool {
    var excess: UInt64 = 0
    for row in figures.indices { excess |= TightUnit.excess(figures[row]) }
    return excess == 0
  }

  @inline(__always)
  func figure(_ count: Int32) -> Int64 { Int64(count) &* unit }

  /// Returns the count of a figure.
  ///
  /// What: of a multiple of the unit, the product with the reciprocal is its count and less than a
  /// half more, since magnitudes are below 2^63; whether it is a multiple is seen by multiplying.
  @inline(__always)
  func count(_ figure: Int64) -> Int32 {
    if reciprocal == 0 {
      return TightUnit.excess(figure) == 0 ? Int32(truncatingIfNeeded: figure) : TightUnit.apart
    }
    let sign = figure &>> 63
    let magnitude = UInt64(bitPattern: (figure ^ sign) &- sign)
    let part = Int64(bitPattern: magnitude.multipliedFullWidth(by: reciprocal).high)
    let count = (part ^ sign) &- sign
    let isCount = count &* unit == figure && TightUnit.excess(count) == 0
    return isCount ? Int32(truncatingIfNeeded: count) : TightUnit.apart
  }

  /// 0 iff the figure fits in 32 bits and is not `apart`.
  ///
  /// PERF: no comparison of 64 bits, which some vectors have not.
  @inline(__always)
  private static func excess(_ figure: Int64) -> UInt64 {
    let distance = UInt64(bitPattern: figure &+ 0x7FFF_FFFF)
    return (distance | (distance &+ 1)) &>> 32
  }
}
