import Synchronization
import Tables
import Testing

@testable import Engine

@Suite("Advice about memory")
struct MemoryAdviceTests {
  /// What was told, and where its memory ends.
  private struct Told {
    var stretch: Range<UInt>
    var end: UInt
  }

  @Test("the system learns where elements will stand, and nothing is written there")
  func tellsWhere() {
    let told = Mutex<[Told]>([])
    var numbers: [Int32] = [7, 8, 9]
    numbers.reserveCapacity(5000) { stretch, end in
      told.withLock { $0.append(Told(stretch: stretch, end: end)) }
    }
    let first = unsafe numbers.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    let learned = told.withLock { $0 }
    #expect(learned.map(\.stretch) == [first..<first + 5000 * 4])
    #expect(learned.allSatisfy { $0.end >= $0.stretch.upperBound })
    #expect(numbers == [7, 8, 9] && numbers.capacity >= 5000)
    numbers.reserveCapacity(9000, nil)
    #expect(numbers.capacity >= 9000)
    numbers.announce(numbers.capacity..<numbers.capacity + 1) { _, _ in
      Issue.record("there is no room for it")
    }
  }

  @Test("memory of kept rows is announced once, from its start on, and before it is written")
  func tellsBeforeRowsAreKept() {
    let told = Mutex<[Told]>([])
    let pieceRows = 1000
    var empty = PieceRows([KeptColumn()], captured: [])
    let kept = KeptRows(empty, size: .pieces(150)) { stretch, end in
      told.withLock { $0.append(Told(stretch: stretch, end: end)) }
    }
    var figures = Vector()
    figures.take(
      narrow: Array(repeating: 7, count: pieceRows), places: 0,
      absence: Array(repeating: 0, count: pieceRows))
    empty.columns[0].append(pieceRows, of: figures)
    for _ in 0..<pieceRows { empty.keys.append("key".utf8) }
    empty.add(pieceRows)
    for piece in 0..<150 {
      var rows = empty
      kept.take(&rows, of: piece)
    }
    let count = kept.handOver().count
    let memory = told.withLock { Dictionary(grouping: $0, by: \.end) }
    // Figures in 32 bits, and keys.
    #expect(count == 150_000 && memory.count == 2)
    for (end, parts) in memory {
      for (one, next) in zip(parts, parts.dropFirst()) {
        #expect(one.stretch.upperBound == next.stretch.lowerBound)
      }
      let size = (parts.last?.stretch.upperBound ?? 0) - (parts.first?.stretch.lowerBound ?? 0)
      #expect(size >= UInt(count * 3) && parts.last?.stretch.upperBound ?? 0 <= end)
    }
  }
}
