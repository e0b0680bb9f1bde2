import Tables

/// Distinct texts, each with a number; the same bytes always have the same number.
///
/// An open-addressing table over one arena of bytes: no String and no allocation for a text. A
/// text of up to 15 bytes is also held packed in 16, so that finding it touches two places of
/// memory: its slot and its packed form.
package struct TextPool: Sendable {
  package private(set) var texts = TextColumn()
  /// By number.
  private var packed: [PackedText] = []
  /// The upper half of the hash, then the number + 1; 0 where free. A power of two of slots.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)

  package init() {}

  /// Makes a pool in which the number of each text is its row in `texts`.
  ///
  /// - Parameter repeated: the rows whose text an earlier row has; their numbers are nobody's.
  init(_ texts: TextColumn, repeated: inout [(row: Int, first: Int)]) {
    self.texts = texts
    packed = PackedText.all(of: texts)
    var wanted = slots.count
    while wanted < 2 * texts.count { wanted *= 2 }
    // PERF: nothing is looked up before it is entered, so that the waits for memory overlap.
    var entries = [UInt64](repeating: 0, count: wanted)
    for (number, text) in packed.enumerated() {
      let hash = text.hash
      var slot = Int(truncatingIfNeeded: hash) & (wanted - 1)
      var first: Int?
      while first == nil, entries[slot] != 0 {
        let other = Int(entries[slot] & 0xFFFF_FFFF) - 1
        if entries[slot] >> 32 == hash >> 32, packed[other] == text,
          text.isWhole || texts.bytes[texts.range(other)] == texts.bytes[texts.range(number)]
        {
          first = other
        }
        slot = (slot + 1) & (wanted - 1)
      }
      if let first {
        repeated.append((number, first))
      } else {
        entries[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(number + 1)
      }
    }
    slots = entries
  }

  package var count: Int { texts.count }

  /// Returns the text with this number.
  package func text(_ number: Int) -> String { texts.text(number) }

  /// Returns the number of the text, or nil if it is not in the pool.
  package func find(_ bytes: ArraySlice<UInt8>) -> Int? {
    find(PackedText(bytes, bytes.indices), bytes)
  }

  fileprivate func find(_ text: PackedText, _ bytes: ArraySlice<UInt8>) -> Int? {
    let hash = text.hash
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if packed[number] == text, text.isWhole || texts.bytes[texts.range(number)] == bytes {
          return number
        }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Writes the number of each text of `column`, -1 for one that is not in the pool.
  ///
  /// The steps go over all texts one after the other, so that their waits for memory overlap.
  package func find(_ column: TextColumn, into numbers: inout [Int32]) {
    let wanted = PackedText.all(of: column)
    let hashes = wanted.map(\.hash)
    let entries = entries(of: hashes)
    let likely = likelyMatches(entries)
    for row in wanted.indices {
      let text = wanted[row]
      if likely[row] == text, text.isWhole {
        numbers[row] = Int32(truncatingIfNeeded: entries[row] & 0xFFFF_FFFF) - 1
      } else if entries[row] == 0 {
        numbers[row] = -1
      } else {
        numbers[row] = find(text, column.bytes[column.range(row)]).map { Int32($0) } ?? -1
      }
    }
  }

  /// Returns for each hash the first slot with the upper half of it, a free one where there is none.
  private func entries(of hashes: [UInt64]) -> [UInt64] {
    let mask = slots.count - 1
    var found = [UInt64](repeating: 0, count: hashes.count)
    var entries = found.mutableSpan
    let (hashes, slots) = (hashes.span, slots.span)
    for row in hashes.indices {
      entries[row] = slots[Int(truncatingIfNeeded: hashes[row]) & mask]
    }
    // PERF: slots that follow are at hand with the first one, while a text that is not the wanted
    // one would be waited for in vain.
    for row in hashes.indices {
      let half = hashes[row] &>> 32
      var (entry, slot) = (entries[row], Int(truncatingIfNeeded: hashes[row]) & mask)
      while entry != 0, entry &>> 32 != half {
        slot = (slot &+ 1) & mask
        entry = slots[slot]
      }
      entries[row] = entry
    }
    return found
  }

  /// Returns the texts to which slots lead; nobody's text for a free slot.
  private func likelyMatches(_ entries: [UInt64]) -> [PackedText] {
    var texts = [PackedText](repeating: .none, count: entries.count)
    var found = texts.mutableSpan
    let (entries, packed) = (entries.span, packed.span)
    for row in entries.indices where entries[row] != 0 {
      found[row] = packed[Int(entries[row] & 0xFFFF_FFFF) - 1]
    }
    return texts
  }

  /// Returns the number of the text, which is added if it is new.
  package mutating func insert(_ bytes: ArraySlice<UInt8>) -> (number: Int, isNew: Bool) {
    insert(PackedText(bytes, bytes.indices), bytes)
  }

  fileprivate mutating func insert(
    _ text: PackedText, _ bytes: ArraySlice<UInt8>
  ) -> (number: Int, isNew: Bool) {
    if let number = find(text, bytes) { return (number, false) }
    let number = texts.count
    texts.append(bytes)
    packed.append(text)
    if 2 * packed.count > slots.count { grow() } else { enter(number) }
    return (number, true)
  }

  /// Returns the number of the text, which is added if it is new.
  package mutating func insert(_ text: String) -> Int {
    insert(Array(text.utf8)[...]).number
  }

  private mutating func enter(_ number: Int) {
    let hash = packed[number].hash
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(number + 1)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    for number in packed.indices { enter(number) }
  }
}

/// A text of up to 15 bytes with its length, or a digest of a longer one.
private struct PackedText: Equatable {
  private var low: UInt64
  /// The last byte is the length; 255 for a longer text.
  private var high: UInt64

  init(_ text: ArraySlice<UInt8>, _ range: Range<Int>) {
    self.init(of: range) { text[$0] }
  }

  /// The packed form of no text.
  static let none = PackedText(low: .max, high: .max)

  /// Packs every text of `column`.
  static func all(of column: TextColumn) -> [PackedText] {
    let bytes = column.bytes.span
    var packed: [PackedText] = []
    packed.reserveCapacity(column.count)
    column.forEach { packed.append(.packed(bytes, $1..<$2)) }
    return packed
  }

  /// Packs the text that stands at `range` in `bytes`.
  @inline(__always)
  static func packed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PackedText {
    guard range.count <= 15, range.lowerBound >= 0, range.lowerBound + 16 <= bytes.count else {
      return PackedText(of: range) { bytes[$0] }
    }
    // PERF: two loads for a key, where a loop takes a step for each byte.
    // INVARIANT: the 16 bytes from the text's first lie within `bytes`, as was just checked.
    let raw = unsafe bytes.bytes
    let first = unsafe raw.unsafeLoadUnaligned(
      fromUncheckedByteOffset: range.lowerBound, as: UInt64.self)
    let second = unsafe raw.unsafeLoadUnaligned(
      fromUncheckedByteOffset: range.lowerBound + 8, as: UInt64.self)
    let bits = UInt64(range.count) &* 8
    let low = UInt64(littleEndian: first) & (bits >= 64 ? .max : (1 &<< bits) &- 1)
    let high = bits > 64 ? UInt64(littleEndian: second) & ((1 &<< (bits &- 64)) &- 1) : 0
    return PackedText(low: low, high: high | UInt64(range.count) << 56)
  }

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  @inline(__always)
  private init(of range: Range<Int>, _ byte: (Int) -> UInt8) {
    guard range.count <= 15 else {
      // FNV-1a in two lanes.
      (low, high) = (0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F)
      for index in range {
        low = (low ^ UInt64(byte(index))) &* 0x100_0000_01B3
        high = (high ^ UInt64(byte(index))) &* 0x100_0000_01B3 &+ low
      }
      high |= 0xFF << 56
      return
    }
    (low, high) = (0, 0)
    var shift: UInt64 = 0
    for index in range.prefix(8) {
      low |= UInt64(byte(index)) << shift
      shift += 8
    }
    shift = 0
    for index in range.dropFirst(8) {
      high |= UInt64(byte(index)) << shift
      shift += 8
    }
    high |= UInt64(range.count) << 56
  }

  /// `true` iff equal packed forms mean equal texts.
  var isWhole: Bool { high >> 56 != 0xFF }

  /// Only speed depends on it.
  var hash: UInt64 {
    var hash = (low ^ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 29) ^ high) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 32)
  }
}

/// A pool that a worker extends without touching the one that all share.
///
/// Numbers below `base.count` are the shared texts'; higher ones are this worker's own until
/// `Evaluator` joins the pools.
struct LocalPool: Sendable {
  let base: TextPool
  private(set) var own = TextPool()

  init(over base: TextPool) { self.base = base }

  mutating func number(of bytes: ArraySlice<UInt8>) -> Int32 {
    let text = PackedText(bytes, bytes.indices)
    if let shared = base.find(text, bytes) { return Int32(shared) }
    return Int32(base.count + own.insert(text, bytes).number)
  }
}
