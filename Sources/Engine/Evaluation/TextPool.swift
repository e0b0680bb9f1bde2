import Tables

/// Distinct texts, each with a number; the same bytes always have the same number.
///
/// An open-addressing table over one arena of bytes: no String and no allocation for a text.
package struct TextPool: Sendable {
  package private(set) var texts = TextColumn()
  /// Number + 1 of the text in each slot, 0 where free; the count of slots is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var hashes: [UInt32] = []

  package init() {}

  package var count: Int { texts.count }

  package func text(_ number: Int) -> String { texts.text(number) }

  /// Returns the number of the text, or nil if it is not in the pool.
  package func find(_ bytes: ArraySlice<UInt8>) -> Int? {
    find(bytes, hash: TextPool.hash(bytes))
  }

  fileprivate func find(_ bytes: ArraySlice<UInt8>, hash: UInt32) -> Int? {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, texts.bytes[texts.range(number)] == bytes { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Returns the number of the text, which is added if it is new.
  package mutating func insert(_ bytes: ArraySlice<UInt8>) -> (number: Int, isNew: Bool) {
    insert(bytes, hash: TextPool.hash(bytes))
  }

  fileprivate mutating func insert(
    _ bytes: ArraySlice<UInt8>, hash: UInt32
  ) -> (number: Int, isNew: Bool) {
    if let number = find(bytes, hash: hash) { return (number, false) }
    let number = texts.count
    texts.append(bytes)
    hashes.append(hash)
    if 2 * hashes.count > slots.count { grow() } else { enter(number) }
    return (number, true)
  }

  package mutating func insert(_ text: String) -> Int {
    insert(Array(text.utf8)[...]).number
  }

  private mutating func enter(_ number: Int) {
    var slot = Int(hashes[number]) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(number) + 1
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    for number in hashes.indices { enter(number) }
  }

  /// FNV-1a with a final mix; only speed depends on it.
  fileprivate static func hash(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32) ^ (hash >> 15))
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
    let hash = TextPool.hash(bytes)
    if let shared = base.find(bytes, hash: hash) { return Int32(shared) }
    return Int32(base.count + own.insert(bytes, hash: hash).number)
  }
}

/// The row of each key.
package struct KeyIndex: Sendable {
  private let pool: TextPool
  /// The row of each number of the pool; keys are entered in the order of rows, so without
  /// repetition the number is the row.
  private let rows: [Int32]?

  /// Makes the index of `keys`; `repeated` holds the rows whose key an earlier row has.
  init(_ keys: TextColumn, repeated: inout [(row: Int, first: Int)]) {
    var pool = TextPool()
    var rows: [Int32] = []
    for row in 0..<keys.count {
      let (number, isNew) = pool.insert(keys.bytes[keys.range(row)])
      if isNew {
        rows.append(Int32(row))
      } else {
        repeated.append((row, Int(rows[number])))
      }
    }
    self.pool = pool
    self.rows = repeated.isEmpty ? nil : rows
  }

  package func row(of key: ArraySlice<UInt8>) -> Int? {
    guard let number = pool.find(key) else { return nil }
    return rows.map { Int($0[number]) } ?? number
  }

  package func row(of key: String) -> Int? { row(of: Array(key.utf8)[...]) }

  /// The keys in the order of their first rows, for suggestions.
  package var keys: TextColumn { pool.texts }
}

extension TextColumn {
  /// `true` iff each text comes after the one before it, in the order of bytes.
  var isStrictlyAscending: Bool {
    for row in 1..<Swift.max(1, count) {
      let (before, this) = (range(row - 1), range(row))
      guard bytes[before].lexicographicallyPrecedes(bytes[this]) else { return false }
    }
    return true
  }
}
