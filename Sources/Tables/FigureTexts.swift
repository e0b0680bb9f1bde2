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
    /// The first eight bytes, the first lowest, then three bytes and the number of all of them.
    fileprivate var first = UInt64(UInt8(ascii: "0"))
    fileprivate var rest: UInt32 = 1 &<< 24
    fileprivate var figure: Int32 = 0
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
    // Figures that follow each other, or are some way apart, are scattered over all slots.
    let hash = UInt32(truncatingIfNeeded: count) &* 0x9E37_79B1
    let index = Int(hash &>> UInt32(32 - bits))
    // INVARIANT: there is a slot for each number of `bits`; any bytes are a valid number.
    let slot = unsafe slots[unchecked: index]
    if _fastPath(Int64(slot.figure) == count) {
      unsafe text.storeBytes(
        of: slot.first.littleEndian, toUncheckedByteOffset: place, as: UInt64.self)
      unsafe text.storeBytes(
        of: slot.rest.littleEndian, toUncheckedByteOffset: place &+ 8, as: UInt32.self)
      return place &+ Int(slot.rest &>> 24)
    }
    let end = unsafe DecimalText.writeUnchecked(count, of: unit, to: &text, at: place)
    let figure = Int32(truncatingIfNeeded: count)
    guard end &- place <= longest, Int64(figure) == count else { return end }
    let length = UInt32(truncatingIfNeeded: end &- place)
    let first = unsafe text.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
    let rest = unsafe text.unsafeLoadUnaligned(
      fromUncheckedByteOffset: place &+ 8, as: UInt32.self)
    unsafe slots[unchecked: index] = Slot(
      first: UInt64(littleEndian: first),
      rest: UInt32(littleEndian: rest) & 0xFF_FFFF | length &<< 24, figure: figure)
    return end
  }
}
