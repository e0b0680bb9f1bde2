/// Puts cells into records byte by byte, or sixteen bytes at a time.
///
/// What is copied by vectors may overwrite bytes behind it, which are written afterwards.
enum CellBytes {
  /// Copies the cells of an entry; up to a stretch behind them is overwritten too.
  ///
  /// PERF: a whole stretch at once, since the length of the next entry cannot be foreseen.
  ///
  /// INVARIANT: the caller has checked that there is room for the cells and a stretch; there are as
  /// many bytes behind all prepared cells.
  @unsafe @inline(__always)
  static func copyUnchecked(
    _ entry: PreparedCells.Entry, of source: RawSpan, to target: inout MutableRawSpan,
    at place: inout Int
  ) {
    var from = entry.start
    var to = place
    unsafe copyStretch(from, of: source, to: &target, at: to)
    while _slowPath(from &+ PreparedCells.stretch < entry.end) {
      from &+= PreparedCells.stretch
      to &+= PreparedCells.stretch
      unsafe copyStretch(from, of: source, to: &target, at: to)
    }
    place &+= entry.end &- entry.start
  }

  @unsafe @inline(__always)
  private static func copyStretch(
    _ start: Int, of source: RawSpan, to target: inout MutableRawSpan, at place: Int
  ) {
    for part in 0..<PreparedCells.stretch / 16 {
      let bytes = unsafe SixteenBytes.known(source, start &+ part &* 16)
      unsafe target.storeBytes(
        of: bytes, toUncheckedByteOffset: place &+ part &* 16, as: SIMD16<UInt8>.self)
    }
  }

  @unsafe @inline(__always)
  static func putUnchecked(_ byte: UInt8, in target: inout MutableRawSpan, at place: Int) {
    unsafe target.storeBytes(of: byte, toUncheckedByteOffset: place, as: UInt8.self)
  }

  /// Copies a text of up to sixteen bytes if it is written as it is.
  ///
  /// INVARIANT: the caller has checked that there is room for sixteen bytes; `first` is no less
  /// than 0.
  @unsafe @inline(__always)
  static func copyShort(
    _ first: Int, _ end: Int, of source: RawSpan, _ separator: UInt8,
    to target: inout MutableRawSpan, at place: inout Int
  ) -> Bool {
    let length = end &- first
    guard length > 0, length <= 16, first <= source.byteCount &- 16 else { return false }
    let part = unsafe SixteenBytes.known(source, first)
    guard isPlain(part, length, separator), isHarmless(part[0]) else { return false }
    unsafe target.storeBytes(of: part, toUncheckedByteOffset: place, as: SIMD16<UInt8>.self)
    place &+= length
    return true
  }

  /// `true` iff all `bytes`, which stand beside each other, are letters, digits or common signs.
  static func arePlain(_ bytes: Range<Int>, of source: Span<UInt8>, _ separator: UInt8) -> Bool {
    var from = bytes.lowerBound
    while from &+ 16 <= bytes.upperBound {
      // INVARIANT: the load is checked against the span; any sixteen bytes are a valid vector.
      let part = unsafe source.bytes.unsafeLoadUnaligned(
        fromByteOffset: from, as: SIMD16<UInt8>.self)
      guard isPlain(part, 16, separator) else { return false }
      from &+= 16
    }
    return (from..<bytes.upperBound).allSatisfy {
      isPlain(SIMD16(repeating: source[$0]), 1, separator)
    }
  }

  /// Copies a text if it is written as it is: every byte is a letter, a digit or a common sign.
  @inline(__always)
  static func copyPlain(
    _ text: Range<Int>, of source: Span<UInt8>, _ separator: UInt8, to target: inout MutableRawSpan,
    at place: inout Int
  ) -> Bool {
    guard let first = text.first, isHarmless(source[first]) else { return false }
    var from = text.lowerBound
    while from < text.upperBound {
      guard from &+ 16 <= source.count else { return false }
      // INVARIANT: the load is checked against the span; any sixteen bytes are a valid vector.
      let part = unsafe source.bytes.unsafeLoadUnaligned(
        fromByteOffset: from, as: SIMD16<UInt8>.self)
      guard isPlain(part, min(16, text.upperBound &- from), separator) else { return false }
      target.storeBytes(
        of: part, toByteOffset: place &+ from &- text.lowerBound, as: SIMD16<UInt8>.self)
      from &+= 16
    }
    place &+= text.count
    return true
  }

  /// `true` iff the first `count` bytes are letters, digits or common signs.
  @inline(__always)
  private static func isPlain(
    _ part: SIMD16<UInt8>, _ count: Int, _ separator: UInt8
  ) -> Bool {
    let spaces = SIMD16<UInt8>(repeating: UInt8(ascii: " "))
    let separators = SIMD16<UInt8>(repeating: separator)
    // Below `-` stand quotes, line ends and other signs that need a closer look.
    let plain = SIMD16<UInt8>(repeating: UInt8(ascii: "-"))
    let special = ((part .< plain) .& (part .!= spaces)) .| (part .== separators)
    return ByteMask(special).before(count).isEmpty
  }

  /// `true` iff no text that starts with `byte` is taken for a formula.
  @inline(__always)
  static func isHarmless(_ byte: UInt8) -> Bool {
    // PERF: most start with a letter, so that one comparison tells it.
    if _fastPath(byte &- UInt8(ascii: "A") < 0xEF - UInt8(ascii: "A")) { return true }
    return byte &- UInt8(ascii: "0") < UInt8(ascii: "=") - UInt8(ascii: "0")
  }

  @inline(__always)
  static func put(_ byte: UInt8, in target: inout MutableRawSpan, at place: inout Int) {
    target.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
    place &+= 1
  }
}
