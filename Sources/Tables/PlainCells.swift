/// The loops that read cells in their plain forms, each perhaps in quotes, and nothing else.
///
/// Every loop lists the rows whose cells it does not know, and leaves their values as they were.
enum PlainCells {
  /// Where a cell stands in the bytes of a piece.
  struct Place {
    var start: UInt32
    var end: UInt32

    var offsets: Range<Int> { Int(start)..<Int(end) }

    /// The offsets without the quotes around a cell.
    @inline(__always)
    func inner(in bytes: Span<UInt8>) -> (start: Int, end: Int) {
      let (start, end) = (Int(start), Int(end))
      // PERF: that a cell has no quotes is easily foretold, so that is asked before its length.
      guard start < end, _slowPath(bytes[start] == UInt8(ascii: "\"")), end &- start > 2 else {
        return (start, end)
      }
      return (start &+ 1, end &- 1)
    }
  }

  /// Reads digits with at most one decimal sign, a minus before them and a percent sign after.
  @inline(never)
  static func readNumbers(
    of text: [UInt8], at cells: ColumnCells, scale: PlainScale, point: UInt8,
    bounds: (low: Int128, high: Int128), into values: inout [Int128], unread: inout RowList
  ) {
    let bytes = text.span
    let tens = Decimal.powersOfTen
    let powers = tens.span
    var values = values.mutableSpan
    for row in 0..<cells.count {
      let (start, end) = cells[row].inner(in: bytes)
      if start < end, let figure = figure(bytes, start, end, scale: scale, point: point) {
        let magnitude = Int128(figure.mantissa) &* powers[figure.power]
        let value = bytes[start] == UInt8(ascii: "-") ? 0 &- magnitude : magnitude
        if value >= bounds.low, value <= bounds.high {
          values[row] = value
          continue
        }
      }
      unread.append(row..<row + 1)
    }
  }

  /// Returns the digits from `start` to `end` and the power of ten that scales them.
  @inline(__always)
  private static func figure(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, scale: PlainScale, point: UInt8
  ) -> (mantissa: UInt64, power: Int)? {
    var here = bytes[start] == UInt8(ascii: "-") ? start &+ 1 : start
    let hasSign = bytes[end &- 1] == UInt8(ascii: "%")
    var power = hasSign ? scale.signedPower : scale.power
    let end = hasSign ? end &- 1 : end
    let length = end &- here
    guard length > 0, length <= scale.length else { return nil }
    var mantissa: UInt64 = 0
    var pointAt = -1
    while here < end {
      let byte = bytes[here]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
      } else {
        guard byte == point, pointAt < 0 else { return nil }
        pointAt = here
      }
      here &+= 1
    }
    if pointAt >= 0 {
      guard length > 1 else { return nil }
      power &-= end &- pointAt &- 1
    }
    return power < 0 ? nil : (mantissa, power)
  }

  /// Reads the same form as a count of a power of ten, byte by byte.
  static func narrow(
    _ bytes: Span<UInt8>, at place: Place, scale: NarrowScale, point: UInt8
  ) -> Int64? {
    let (start, end) = place.inner(in: bytes)
    guard start < end else { return nil }
    let isNegative = bytes[start] == UInt8(ascii: "-")
    let first = isNegative ? start &+ 1 : start
    guard let magnitude = magnitude(bytes, first, end, scale: scale, point: point) else {
      return nil
    }
    let value = isNegative ? 0 &- Int64(magnitude) : Int64(magnitude)
    return scale.bounds.contains(value) ? value : nil
  }

  /// Returns the scaled figure between `first` and `end`, which has no minus.
  private static func magnitude(
    _ bytes: Span<UInt8>, _ first: Int, _ end: Int, scale: NarrowScale, point: UInt8
  ) -> UInt64? {
    guard first < end else { return nil }
    let powers = NarrowScale.powersOfTen
    var (here, end) = (first, end)
    var power = scale.power
    if bytes[end &- 1] == UInt8(ascii: "%") {
      power = scale.signedPower
      end &-= 1
    }
    var mantissa: UInt64 = 0
    while here < end {
      let digit = bytes[here] &- UInt8(ascii: "0")
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      here &+= 1
    }
    // With the digits behind the decimal sign, which are no more than `power`, all fit 18 digits.
    guard power >= 0, here &- first &+ power <= 18 else { return nil }
    if here == end { return end > first ? mantissa &* powers[power] : nil }
    guard bytes[here] == point, end &- first > 1 else { return nil }
    here &+= 1
    power &-= end &- here
    guard power >= 0 else { return nil }
    while here < end {
      let digit = bytes[here] &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      here &+= 1
    }
    return mantissa &* powers[power]
  }

  /// Returns the offsets of an ASCII text without spaces around it or quotes inside.
  @inline(__always)
  static func text(_ text: [UInt8], at place: Place) -> Range<Int>? {
    let bytes = text.span
    let (start, end) = place.inner(in: bytes)
    guard start < end, bytes[start] > 0x20, bytes[end &- 1] > 0x20 else { return nil }
    var union: UInt8 = 0
    for offset in start..<end { union |= bytes[offset] }
    guard union < 0x80 else { return nil }
    guard start > Int(place.start) || bytes[start] == UInt8(ascii: "\"") else { return start..<end }
    for offset in start..<end where bytes[offset] == UInt8(ascii: "\"") { return nil }
    return start..<end
  }
}

/// The powers of ten that plain figures are multiplied by.
struct PlainScale {
  /// The power for a figure without places; negative where it cannot be read.
  var power: Int
  /// The same for a figure before a percent sign.
  var signedPower: Int
  /// The longest figure that cannot leave the range.
  var length: Int

  init?(numberExponent exponent: Int) {
    guard (0...18).contains(exponent) else { return nil }
    power = Decimal.places + exponent
    signedPower = -1
    length = min(18, 20 - exponent)
  }

  init(_ form: PercentForm) {
    signedPower = Decimal.places - 2
    length = 16
    switch form {
    case .signed: power = -1
    case .points: power = Decimal.places - 2
    case .fraction: power = Decimal.places
    }
  }
}

/// How plain figures become counts of a power of ten, and which counts a field takes.
struct NarrowScale {
  /// The decimal places of the counts.
  let places: Int
  /// The power for a figure without places; negative where it cannot be read.
  let power: Int
  /// The same for a figure before a percent sign.
  let signedPower: Int
  let bounds: NarrowBounds

  /// Returns nil for a field that holds no figures, or none of which is such a count.
  init?(_ field: FieldSchema, places: Int) {
    self.places = places
    switch field.kind {
    case .number(let exponent):
      power = places + exponent
      signedPower = -1
    case .percent(let form):
      signedPower = places - 2
      power =
        switch form {
        case .signed: -1
        case .points: places - 2
        case .fraction: places
        }
    case .text, .date, .truth, .choice, .choices, .reference: return nil
    }
    let unit = Decimal.powersOfTen[Decimal.places - places]
    // The least count that is not below a bound is its quotient, rounded up.
    let low = field.low.map { Int64(clamping: -((-$0.scaled).quotientRoundedDown(by: unit))) }
    let high = field.high.map { Int64(clamping: $0.scaled.quotientRoundedDown(by: unit)) }
    guard let bounds = NarrowBounds(low ?? .min, high ?? .max) else { return nil }
    self.bounds = bounds
  }

  /// Returns the count that is exactly `value`, if there is one of at most 18 digits.
  func count(of value: Int128) -> Int64? {
    let (count, rest) = value.quotientAndRemainder(
      dividingBy: Decimal.powersOfTen[Decimal.places - places])
    return rest == 0 && count.magnitude < 1_000_000_000_000_000_000 ? Int64(count) : nil
  }

  /// 10^0 to 10^18.
  static let powersOfTen: [UInt64] = Decimal.powersOfTen.prefix(19).map { UInt64($0) }
}

/// Between which counts those of a field are.
struct NarrowBounds: Equatable, Sendable {
  let low: Int64
  /// How far the other bound is above.
  let span: UInt64

  static var all: NarrowBounds { NarrowBounds(low: .min, span: .max) }

  private init(low: Int64, span: UInt64) { (self.low, self.span) = (low, span) }

  /// Returns nil where no count is between them.
  init?(_ low: Int64, _ high: Int64) {
    guard low <= high else { return nil }
    self.init(low: low, span: UInt64(bitPattern: high &- low))
  }

  /// PERF: one comparison.
  @inline(__always)
  func contains(_ count: Int64) -> Bool { UInt64(bitPattern: count &- low) <= span }
}

extension Int128 {
  fileprivate func quotientRoundedDown(by divisor: Int128) -> Int128 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
