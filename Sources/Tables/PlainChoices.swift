/// The values of a choice, each alone in its cell, as bytes, to be compared with cells.
///
/// PERF: values of up to sixteen bytes stand in a table where each is found at its first place, so
/// that a cell costs as much whichever value it holds.
struct PlainChoices: Sendable {
  /// A value of up to sixteen bytes, the first byte lowest, with its code.
  private struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var code: Int32 = -1
  }

  /// The values end to end.
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var codes: [Int32] = []
  /// A power of two of places; empty where short values are not all found at their first.
  private var entries: [Entry] = []
  private var factor: UInt64 = 0
  private var shift: UInt64 = 0

  /// Leaves out what the table counts as blank.
  init(_ cells: CellReader) {
    let (values, areSeveral): ([String], Bool)
    switch cells.field.kind {
    case .choice(let list): (values, areSeveral) = (list, false)
    case .choices(let list, _): (values, areSeveral) = (list, true)
    case .text, .number, .percent, .date, .truth, .reference: return
    }
    for (index, value) in values.enumerated() {
      let text = Array(value.utf8)
      guard !cells.marks.contains(text), cells.encoding == .utf8 || text.allSatisfy({ $0 < 0x80 })
      else { continue }
      bytes.append(contentsOf: text)
      ends.append(bytes.count)
      codes.append(areSeveral ? 1 << Int32(index) : Int32(index))
    }
    enter()
  }

  /// Looks for a table in which no two short values want the same place.
  private mutating func enter() {
    var short: [Entry] = []
    for value in codes.indices where (1...16).contains(ends[value + 1] - ends[value]) {
      let text = bytes[ends[value]..<ends[value + 1]]
      // A zero byte would be taken for the end of a value.
      if text.contains(0) { return }
      let word = { (part: ArraySlice<UInt8>) in part.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
      short.append(
        Entry(low: word(text.prefix(8)), high: word(text.dropFirst(8)), code: codes[value]))
    }
    guard !short.isEmpty, short.count <= 64 else { return }
    var bits: UInt64 = 1
    while 1 << bits < 2 * short.count { bits += 1 }
    for attempt in 0..<64 as Range<UInt64> {
      (factor, shift) = (0x9E37_79B9_7F4A_7C15 &+ attempt &* 0xD1B5_4A32_D192_ED02, 64 - bits)
      if attempt % 16 == 15 { bits += 1 }
      var table = [Entry](repeating: Entry(), count: 1 << Int(64 - shift))
      let isApart = short.allSatisfy { entry in
        let place = place(entry.low, entry.high)
        defer { table[place] = entry }
        return table[place].code < 0
      }
      if isApart {
        entries = table
        return
      }
    }
  }

  @inline(__always)
  private func place(_ low: UInt64, _ high: UInt64) -> Int {
    Int(truncatingIfNeeded: ((low ^ (high &* 0xBF58_476D_1CE4_E5B9)) &* factor) &>> shift)
  }

  /// Reads the codes of the cells that are values.
  @inline(never)
  func read(
    _ text: [UInt8], at places: [PlainCells.Place], into values: inout [Int32],
    unread: inout [Int]
  ) {
    let (bytes, cells, entries) = (text.span, places.span, self.entries.span)
    var values = values.mutableSpan
    let isUsable = !entries.isEmpty
    for row in cells.indices {
      let (start, end) = cells[row].inner(in: bytes)
      let length = end &- start
      let code: Int32
      if isUsable, length > 0, length <= 16, start &+ 16 <= bytes.count, bytes[end &- 1] != 0 {
        let (low, high) = PlainChoices.words(bytes, start, length)
        let entry = entries[place(low, high)]
        code = entry.low == low && entry.high == high ? entry.code : -1
      } else {
        code = self.code(bytes, start, end)
      }
      if code >= 0 {
        values[row] = code
      } else {
        unread.append(row)
      }
    }
  }

  /// The `length` bytes from `start`, one to sixteen, the first lowest.
  @inline(__always)
  private static func words(
    _ bytes: Span<UInt8>, _ start: Int, _ length: Int
  ) -> (low: UInt64, high: UInt64) {
    // INVARIANT: both loads are checked against the span; any eight bytes are a valid integer.
    let low = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    let high = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start &+ 8, as: UInt64.self)
    // Shifts by 64 and more leave no bit.
    let bits = 8 &* length
    return (
      UInt64(littleEndian: low) & (UInt64.max >> max(0, 64 &- bits)),
      UInt64(littleEndian: high) & (UInt64.max >> (128 &- bits))
    )
  }

  private func code(_ cell: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let length = end &- start
    candidates: for candidate in codes.indices
    where ends[candidate + 1] - ends[candidate] == length {
      let from = ends[candidate]
      for offset in 0..<length where bytes[from &+ offset] != cell[start &+ offset] {
        continue candidates
      }
      return codes[candidate]
    }
    return -1
  }
}
