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
struct PieceChain: ~Copyable, Sendable {
  private let turns: Turns
  /// Where the piece starts whose turn it is.
  private let offset: Atomic<Int>
  private let line: Atomic<Int>
  private let record: Atomic<Int>
  private let sheetRow: Atomic<Int>

  init(_ start: PieceStart, workers: Int) {
    turns = Turns(workers: workers)
    offset = Atomic(start.offset)
    line = Atomic(start.line)
    record = Atomic(start.record)
    sheetRow = Atomic(start.sheetRow)
  }

  /// Returns the number of a piece that no other worker has.
  func takePiece() -> Int { turns.take() }

  /// Runs `work` on `piece`, at whose end the next piece's start is published or all is stopped.
  func holding<Value: Sendable, Problem: Error>(
    _ piece: Int, _ work: () throws(Problem) -> Value
  ) throws(Problem) -> Value {
    try turns.holding(piece, work)
  }

  /// Waits for the start of `piece`; nil when the reading ended before it.
  func start(of piece: Int) -> PieceStart? {
    guard turns.wait(for: piece) else { return nil }
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
    turns.pass(to: piece)
  }

  /// Ends the reading for every piece after the caller's.
  ///
  /// - Requires: the caller has waited for the start of its piece.
  func stop() { turns.stop() }
}
