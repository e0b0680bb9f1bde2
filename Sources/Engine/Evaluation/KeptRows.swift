import Synchronization
import Tables

/// What a worker keeps of the rows of one piece.
struct PieceRows: Sendable {
  /// By place in `Plan.Pass.keeps`.
  var columns: [KeptColumn]
  var keys = TextColumn()
  /// Rows with blanks, by their numbers in the piece.
  var captured: CapturedRows
  private(set) var count = 0
  /// How many of the rows that there is room for have been announced.
  private var announced = 0
  /// How many bytes a key is likely to have.
  private var keyBytes = 0

  /// The rows that are announced together: some pages of memory, which are still near when they are
  /// written.
  private static let stretch = 1 << 16

  init(_ columns: [KeptColumn], captured: [RegisterID]) {
    self.columns = columns
    self.captured = CapturedRows(captured)
  }

  /// Counts rows of which everything has been appended.
  mutating func add(_ rows: Int) { count += rows }

  /// Appends what was kept of another piece; texts keep their numbers.
  mutating func append(_ other: PieceRows) {
    for index in columns.indices { columns[index].append(other.columns[index]) }
    keys.appendTightly(0..<other.keys.count, of: other.keys)
    captured.append(0..<other.captured.count, of: other.captured, shift: Int32(count))
    count += other.count
  }

  /// Forgets all rows, and keeps their memory for others.
  mutating func removeAll() {
    for index in columns.indices { columns[index].removeAll() }
    keys.removeAll()
    captured.removeAll()
    count = 0
  }

  /// Makes room for `rows` rows like those that are there.
  mutating func reserve(_ rows: Int) {
    guard count > 0 else { return }
    for index in columns.indices { columns[index].reserve(rows) }
    captured.reserve((captured.count + 1) * (rows / count + 1))
    guard keys.count > 0 else { return }
    keyBytes = keys.bytes.count / keys.count + 1
    keys.bytes.reserveCapacity(keyBytes * rows)
    if keys.width == 0 { keys.ends.reserveCapacity(rows) }
  }

  /// Tells `advice` which memory is written next.
  mutating func announce(to advice: MemoryAdvice?) {
    guard let advice else { return }
    while announced < count + PieceRows.stretch {
      let rows = announced..<announced + PieceRows.stretch
      for index in columns.indices { columns[index].announce(rows, to: advice) }
      keys.bytes.announce(rows.lowerBound * keyBytes..<rows.upperBound * keyBytes, to: advice)
      if keys.width == 0 { keys.ends.announce(rows, to: advice) }
      announced = rows.upperBound
    }
  }
}

/// What the workers of a pass keep, put in the order of the rows while they work.
///
/// What: workers bring the rows of one piece after the other. Whoever brings the piece that comes next
/// appends it, and those behind it that wait already; who brings another one goes on at once.
///
/// Why this way: memory that is new costs more than all that is done with it. So nothing is kept
/// twice, but for the rows of a few pieces, whose memory is used again.
///
/// What breaks if it changes: pieces are numbered from 0 without gaps, and each is brought once.
///
/// A class, since all workers share it.
final class KeptRows: Sendable {
  private struct Queue: Sendable {
    /// The piece that comes next.
    var next = 0
    /// `true` while somebody appends.
    var isAppending = false
    var waiting: [(piece: Int, rows: PieceRows)] = []
    var spare: [PieceRows] = []
  }

  /// What can be told beforehand of how many rows there will be.
  enum Size: Sendable {
    case rows(Int)
    /// About as many in each piece as in the first.
    case pieces(Int)

    /// As how many pieces of a file they would be read.
    var pieceCount: Int {
      switch self {
      case .rows(let count): count >> 10
      case .pieces(let count): count
      }
    }

    /// `true` iff there are likely some millions, so that each byte of a row counts.
    var isLarge: Bool {
      switch self {
      case .rows(let count): count >= 1 << 22
      case .pieces(let count): count >= 1 << 12
      }
    }
  }

  private let queue = Mutex(Queue())
  private let all: Mutex<PieceRows>
  private let empty: PieceRows
  private let size: Size
  private let advice: MemoryAdvice?

  init(_ empty: PieceRows, size: Size, advice: MemoryAdvice?) {
    self.empty = empty
    self.size = size
    self.advice = advice
    all = Mutex(empty)
  }

  /// A place for the rows of a first piece.
  var fresh: PieceRows { empty }

  /// Takes what was kept of a piece, and leaves a place for the rows of another.
  func take(_ rows: inout PieceRows, of piece: Int) {
    queue.withLock { queue in
      var brought = queue.spare.popLast() ?? empty
      swap(&brought, &rows)
      queue.waiting.append((piece, brought))
    }
    while var next = takeNext() {
      all.withLock { all in
        all.append(next)
        if next.count > 0, all.count == next.count { all.reserve(likelyRows(next.count)) }
        all.announce(to: advice)
      }
      next.removeAll()
      queue.withLock { queue in
        queue.spare.append(next)
        queue.next += 1
        queue.isAppending = false
      }
    }
  }

  /// Returns the piece that comes next, which the caller has to append; nil if it is not there, or
  /// somebody else appends.
  private func takeNext() -> PieceRows? {
    queue.withLock { queue in
      guard !queue.isAppending,
        let place = queue.waiting.firstIndex(where: { $0.piece == queue.next })
      else { return nil }
      queue.isAppending = true
      return queue.waiting.remove(at: place).rows
    }
  }

  private func likelyRows(_ first: Int) -> Int {
    switch size {
    case .rows(let count): count
    // Memory that is not written costs nothing.
    case .pieces(let count): min(first * count + first * count / 8, 1 << 24)
    }
  }

  /// Returns all rows, and keeps them no longer.
  ///
  /// - Requires: all pieces have been brought.
  func handOver() -> PieceRows {
    all.withLock { all in
      var rows = empty
      swap(&rows, &all)
      return rows
    }
  }
}
