import Synchronization

/// Where the first record that starts in a piece begins, or in a later piece if none does.
struct PieceStart: Hashable, Sendable {
  /// The offset in the file.
  var offset: Int
  /// The physical line, from 1.
  var line: Int
  /// The number that the next data record gets, from 1.
  var record: Int
}

/// Hands out pieces in order, and passes the start of each piece from the worker before.
///
/// A worker waits by spinning. That ends, because the piece before is always with a worker that is
/// running: pieces are taken in order, and a worker never suspends while it has one.
struct PieceChain: ~Copyable, Sendable {
  private let untaken = Atomic<Int>(0)
  /// The piece whose start stands in the three fields below; `stopped` when the reading has ended.
  private let ready = Atomic<Int>(0)
  private let offset: Atomic<Int>
  private let line: Atomic<Int>
  private let record: Atomic<Int>

  private static var stopped: Int { .max }

  init(_ start: PieceStart) {
    offset = Atomic(start.offset)
    line = Atomic(start.line)
    record = Atomic(start.record)
  }

  /// Returns the number of a piece that no other worker has.
  func takePiece() -> Int {
    untaken.wrappingAdd(1, ordering: .relaxed).oldValue
  }

  /// Waits for the start of `piece`; nil when the reading ended before it.
  func start(of piece: Int) -> PieceStart? {
    while true {
      let current = ready.load(ordering: .acquiring)
      if current == PieceChain.stopped { return nil }
      if current == piece { break }
    }
    return PieceStart(
      offset: offset.load(ordering: .relaxed), line: line.load(ordering: .relaxed),
      record: record.load(ordering: .relaxed))
  }

  /// Tells the worker of `piece` where it starts.
  ///
  /// - Requires: the caller holds the piece before and has waited for its start.
  func publish(_ start: PieceStart, of piece: Int) {
    offset.store(start.offset, ordering: .relaxed)
    line.store(start.line, ordering: .relaxed)
    record.store(start.record, ordering: .relaxed)
    ready.store(piece, ordering: .releasing)
  }

  /// Ends the reading for every piece after the caller's.
  ///
  /// - Requires: the caller has waited for the start of its piece.
  func stop() {
    ready.store(PieceChain.stopped, ordering: .releasing)
  }
}
