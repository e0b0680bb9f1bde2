import Engine
import Tables
import TestSupport
import Testing

@Suite("Rows' places")
struct RowPlacesTests {
  /// Returns the lines and records of rows between which others are left out or take several lines.
  private func rows(_ count: Int, _ random: inout SplitMix64) -> [(line: UInt32, record: UInt32)] {
    var (line, record) = (UInt32(2), UInt32(1))
    return (0..<count).map { _ in
      if random.next() % 8 == 0 { line += UInt32(random.next() % 3) }
      if random.next() % 8 == 0 {
        let skipped = UInt32(random.next() % 3)
        line += skipped
        record += skipped
      }
      defer { (line, record) = (line + 1, record + 1) }
      return (line, record)
    }
  }

  @Test(
    "every row has the line and the record that it came with", arguments: 0..<20 as Range<UInt64>)
  func lookup(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let rows = rows(200, &random)
    var places = RowPlaces()
    var next = 0
    while next < rows.count {
      let batch = rows[next..<min(rows.count, next + Int(random.next() % 20))]
      places.append(lines: batch.map(\.line), records: batch.map(\.record))
      next = batch.endIndex
    }
    #expect(places.count == rows.count)
    for (row, place) in rows.enumerated() {
      #expect(places.line(of: row) == Int(place.line))
      #expect(places.record(of: row) == Int(place.record))
    }
  }

  @Test("parts of several workers can be put in order", arguments: 0..<20 as Range<UInt64>)
  func parts(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let rows = rows(200, &random)
    var parts = [RowPlaces(), RowPlaces()]
    var shares: [(worker: Int, rows: Range<Int>)] = []
    var next = 0
    while next < rows.count {
      let worker = Int(random.next() % 2)
      let share = rows[next..<min(rows.count, next + Int(random.next() % 20))]
      let first = parts[worker].count
      parts[worker].append(lines: share.map(\.line), records: share.map(\.record))
      shares.append((worker, first..<parts[worker].count))
      next = share.endIndex
    }
    var joined = RowPlaces()
    for share in shares { joined.append(share.rows, of: parts[share.worker]) }
    #expect((0..<joined.count).map { joined.line(of: $0) } == rows.map { Int($0.line) })
    #expect((0..<joined.count).map { joined.record(of: $0) } == rows.map { Int($0.record) })
  }
}

@Suite("Order of texts")
struct TextOrderTests {
  @Test("texts ascend as their bytes do", arguments: 0..<200 as Range<UInt64>)
  func ascending(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var texts: [[UInt8]] = (0..<Int(random.next() % 6 + 2)).map { _ in
      let letters: [UInt8] = [0, 1, 127, 255]
      let start = Array(repeating: UInt8(7), count: Int(random.next() % 20))
      return start + (0..<Int(random.next() % 4)).map { _ in letters[Int(random.next() % 4)] }
    }
    if random.next() % 2 == 0 { texts.sort { $0.lexicographicallyPrecedes($1) } }
    var column = TextColumn()
    for text in texts { column.append(text) }
    for from in texts.indices {
      let expected = texts.indices.allSatisfy {
        $0 < max(1, from) || texts[$0 - 1].lexicographicallyPrecedes(texts[$0])
      }
      #expect(column.isStrictlyAscending(from: from) == expected)
    }
    for row in texts.indices.dropFirst() {
      #expect(column.isAscending(at: row) == texts[row - 1].lexicographicallyPrecedes(texts[row]))
    }
  }
}
