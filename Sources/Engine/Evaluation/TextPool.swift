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

  /// Makes room for `count` texts, so that they can be added without moving the others.
  mutating func reserve(_ count: Int, bytes: Int) {
    texts.bytes.reserveCapacity(bytes)
    texts.ends.reserveCapacity(count)
    packed.reserveCapacity(count)
    var wanted = slots.count
    while wanted < 2 * count { wanted *= 2 }
    guard wanted > slots.count else { return }
    slots = Array(repeating: 0, count: wanted)
    for number in packed.indices { enter(number) }
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
    let mask = slots.count - 1
    let bytes = column.bytes.span
    var wanted: [PackedText] = []
    var hashes: [UInt64] = []
    wanted.reserveCapacity(column.count)
    hashes.reserveCapacity(column.count)
    var start = 0
    for end in column.ends {
      let text = PackedText.packed(bytes, start..<Int(end))
      wanted.append(text)
      hashes.append(text.hash)
      start = Int(end)
    }
    var firsts = [UInt64](repeating: 0, count: wanted.count)
    for row in hashes.indices { firsts[row] = slots[Int(truncatingIfNeeded: hashes[row]) & mask] }
    for row in wanted.indices {
      let text = wanted[row]
      let hash = hashes[row]
      var slot = Int(truncatingIfNeeded: hash) & mask
      var entry = firsts[row]
      numbers[row] = -1
      while entry != 0 {
        let number = Int(entry & 0xFFFF_FFFF) - 1
        if entry >> 32 == hash >> 32, packed[number] == text,
          text.isWhole || texts.bytes[texts.range(number)] == column.bytes[column.range(row)]
        {
          numbers[row] = Int32(number)
          break
        }
        slot = (slot + 1) & mask
        entry = slots[slot]
      }
    }
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

/// The row of each key.
package struct KeyIndex: Sendable {
  private let pool: TextPool
  /// The row of each number of the pool, -1 where several rows have the key; keys are entered in the
  /// order of rows, so without repetition the number is the row.
  private var rows: [Int32]?

  /// Makes the index of `keys`; `repeated` holds the rows whose key an earlier row has.
  init(_ keys: TextColumn, repeated: inout [(row: Int, first: Int)]) {
    var pool = TextPool()
    pool.reserve(keys.count, bytes: keys.bytes.count)
    var rows: [Int32] = []
    rows.reserveCapacity(keys.count)
    for row in 0..<keys.count {
      let (number, isNew) = pool.insert(keys.bytes[keys.range(row)])
      if isNew {
        rows.append(Int32(row))
      } else {
        repeated.append((row, Int(rows[number])))
      }
    }
    self.pool = pool
    for (row, _) in repeated {
      if let number = pool.find(keys.bytes[keys.range(row)]) { rows[number] = -1 }
    }
    self.rows = repeated.isEmpty ? nil : rows
  }

  /// Makes the key of `row` lead nowhere, since another row that was rejected has it too.
  mutating func remove(_ row: Int) {
    var rows = self.rows ?? (0..<Int32(pool.count)).map { $0 }
    if let number = rows.firstIndex(of: Int32(row)) { rows[number] = -1 }
    self.rows = rows
  }

  /// Returns an index whose keys lead to what `rows` says of their rows; -1 for nowhere.
  func leading(to rows: [Int32]) -> KeyIndex {
    var copy = self
    copy.rows = (0..<pool.count).map { number in
      let row = self.rows?[number] ?? Int32(number)
      return row < 0 ? -1 : rows[Int(row)]
    }
    return copy
  }

  /// `true` iff some row has this key.
  func contains(_ key: ArraySlice<UInt8>) -> Bool { pool.find(key) != nil }

  /// Returns the row with this key, nil for a key that nobody has.
  package func row(of key: ArraySlice<UInt8>) -> Int? {
    guard let number = pool.find(key) else { return nil }
    guard let rows else { return number }
    return rows[number] >= 0 ? Int(rows[number]) : nil
  }

  /// Writes the row of each key, -1 for a key that nobody has.
  package func find(_ keys: TextColumn, into found: inout [Int32]) {
    pool.find(keys, into: &found)
    guard let rows else { return }
    for place in found.indices where found[place] >= 0 { found[place] = rows[Int(found[place])] }
  }

  /// Returns the row with this key, nil for a key that nobody has.
  package func row(of key: String) -> Int? { row(of: Array(key.utf8)[...]) }

  /// The keys in the order of their first rows, for suggestions.
  package var keys: TextColumn { pool.texts }
}
