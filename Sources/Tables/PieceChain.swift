import Synchronization

/// Where the first record that starts in a piece begins, or in a later piece if none does.
struct PieceStart: Hashable, Sendable {
  /// The offset in the file.
  var offset: Int
  /// The physical line, from 1.
  var line: Int
  /// The number that the next data record gets, from 1.
  var record: Int
  /// The row that a spreadsheet puts it in, where empty lines are rows too.
  var sheetRow: Int

  /// Returns the start of the first data record.
  static func first(after header: TableHeader) -> PieceStart {
    PieceStart(offset: header.dataOffset, line: header.dataLine, record: 1, sheetRow: 2)
  }
}

/// Hands out pieces in order, and passes the start of each piece from the worker before.
///
/// A worker holds the gate of its piece from the reading to the passing on, so that the worker
/// after it sleeps at that gate instead of spinning, which would take the processor from the very
/// worker it waits for. Waiting ends: it is always for a lower piece, which is with a running
/// worker, since pieces are taken in order and a worker never suspends while it has one.
struct PieceChain: ~Copyable, Sendable {
  /// A lock that many workers share, hence a class.
  private final class Gate: Sendable {
    let lock = Mutex(())
  }

  private let untaken = Atomic<Int>(0)
  /// The piece whose start stands in the fields below; `stopped` when the reading has ended.
  private let ready = Atomic<Int>(0)
  private let offset: Atomic<Int>
  private let line: Atomic<Int>
  private let record: Atomic<Int>
  private let sheetRow: Atomic<Int>
  /// INVARIANT: more gates than workers, so that the pieces that wait or are waited for, which
  /// follow each other, never share one.
  private let gates: [Gate]

  private static var stopped: Int { .max }

  init(_ start: PieceStart, workers: Int) {
    offset = Atomic(start.offset)
    line = Atomic(start.line)
    record = Atomic(start.record)
    sheetRow = Atomic(start.sheetRow)
    gates = (0...workers).map { _ in Gate() }
  }

  /// Returns the number of a piece that no other worker has.
  func takePiece() -> Int {
    untaken.wrappingAdd(1, ordering: .relaxed).oldValue
  }

  /// Runs `work` on `piece`, at whose end the next piece's start is published or all is stopped.
  func holding<Value: Sendable, Problem: Error>(
    _ piece: Int, _ work: () throws(Problem) -> Value
  ) throws(Problem) -> Value {
    try gates[piece % gates.count].lock.withLock { _ throws(Problem) in try work() }
  }

  /// Waits for the start of `piece`; nil when the reading ended before it.
  func start(of piece: Int) -> PieceStart? {
    while true {
      let current = ready.load(ordering: .acquiring)
      if current == PieceChain.stopped { return nil }
      if current == piece { break }
      gates[(piece - 1) % gates.count].lock.withLock { _ in }
    }
    return PieceStart(
      offset: offset.load(ordering: .relaxed), line: line.load(ordering: .relaxed),
      record: record.load(ordering: .relaxed), sheetRow: sheetRow.load(ordering: .relaxed))
  }

  /// Tells the worker of `piece` where it starts.
  ///
  /// - Requires: the caller holds the piece before and has waited for its start.
  func publish(_ start: PieceStart, of piece: Int) {
    offset.store(start.offset, ordering: .relaxed)
    line.store(start.line, ordering: .relaxed)
    record.store(start.record, ordering: .relaxed)
    sheetRow.store(start.sheetRow, ordering: .relaxed)
    ready.store(piece, ordering: .releasing)
  }

  /// Ends the reading for every piece after the caller's.
  ///
  /// - Requires: the caller has waited for the start of its piece.
  func stop() {
    ready.store(PieceChain.stopped, ordering: .releasing)
  }
}
