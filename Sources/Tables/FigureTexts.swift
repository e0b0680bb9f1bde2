/// The texts of figures that were written before.
///
/// What: each slot holds a figure and its text; which slot is a figure's follows from the figure.
///
/// PERF: scores are mostly few, and a text that is known takes a fifth of the instructions.
///
/// What breaks if it changes: a text belongs to its slot's figure, and to the page's `places`.
struct FigureTexts: Sendable {
  /// A figure, at first zero, and its text.
  struct Slot {
    /// The first eight bytes, the first lowest; then three bytes, the number of all of them and, in
    /// 32 bits, the figure.
    fileprivate var words = SIMD2(UInt64(UInt8(ascii: "0")), 1 &<< 24)

    @inline(__always)
    func holds(_ count: Int64) -> Bool {
      Int64(Int32(truncatingIfNeeded: words[1] &>> 32)) == count
    }

    /// Writes the text, and loses what stood in sixteen bytes; returns where it ends.
    ///
    /// INVARIANT: the caller has checked that there is room.
    @unsafe @inline(__always)
    func write(to text: inout MutableRawSpan, at place: Int) -> Int {
      let bytes = SIMD2(words[0].littleEndian, words[1].littleEndian)
      unsafe text.storeBytes(of: bytes, toUncheckedByteOffset: place, as: SIMD2<UInt64>.self)
      return place &+ Int(words[1] &>> 24 & 0xFF)
    }
  }

  private static var bits: Int { 11 }
  /// The bytes of a text that a slot has room for.
  private static var longest: Int { 11 }

  var slots: [Slot] = []
  private(set) var unit = DecimalText.Unit(places: 0)
  private var places = -1

  /// Makes ready for counts of 10^-`places`.
  mutating func begin(places: Int) {
    guard places != self.places else { return }
    self.places = places
    unit = DecimalText.Unit(places: places)
    slots = [Slot](repeating: Slot(), count: 1 << FigureTexts.bits)
  }

  /// Writes a count of `unit` and returns where it ends; what stood in `DecimalText.room` bytes of
  /// `text` from `place` is lost.
  ///
  /// INVARIANT: the caller has checked that there is room.
  @unsafe @inline(__always)
  static func write(
    _ count: Int64, of unit: DecimalText.Unit, by slots: inout MutableSpan<Slot>,
    to text: inout MutableRawSpan, at place: Int
  ) -> Int {
    let index = FigureTexts.slot(of: count)
    // INVARIANT: there is a slot for each number of `bits`; any bytes are a valid number.
    let slot = unsafe slots[unchecked: index]
    if _fastPath(slot.holds(count)) { return unsafe slot.write(to: &text, at: place) }
    let end = unsafe DecimalText.writeUnchecked(count, of: unit, to: &text, at: place)
    let figure = UInt32(truncatingIfNeeded: count)
    guard end &- place <= longest, Int64(Int32(bitPattern: figure)) == count else { return end }
    let length = UInt64(truncatingIfNeeded: end &- place)
    let first = unsafe text.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
    let rest = unsafe text.unsafeLoadUnaligned(
      fromUncheckedByteOffset: place &+ 8, as: UInt32.self)
    let second = UInt64(UInt32(littleEndian: rest) & 0xFF_FFFF) | length &<< 24
    unsafe slots[unchecked: index] = Slot(
      words: SIMD2(UInt64(littleEndian: first), second | UInt64(figure) &<< 32))
    return end
  }

  /// The number of the slot of a figure.
  @inline(__always)
  static func slot(of count: Int64) -> Int {
    // Figures that follow each other, or are some way apart, are scattered over all slots.
    let hash = UInt32(truncatingIfNeeded: count) &* 0x9E37_79B1
    return Int(hash &>> UInt32(32 - bits))
  }
}
