import Diagnostics

/// Reads pieces of one file for one worker.
///
/// A record belongs to the piece in which it starts. A worker indexes its piece from a guess, the
/// byte after the piece's first line feed, and learns the true start from the worker of the piece
/// before; a refuted guess costs a second pass over the piece, never an answer.
struct PieceReader: Sendable {
  /// What a piece came to.
  enum Outcome: Sendable {
    /// `piece` holds the records that start in it, perhaps none.
    case records
    /// The reading was ended by another worker before this piece.
    case nothing
    /// `piece` holds the records before one that cannot be read.
    case broken(Diagnostic)
  }

  private(set) var piece: Piece
  private let source: any ByteSource
  private let dataOffset: Int
  private let path: String
  private let pieceBytes: Int

  init(
    _ source: any ByteSource, _ shape: TableShape, pieceBytes: Int
  ) {
    self.source = source
    path = shape.path
    self.pieceBytes = pieceBytes
    dataOffset = shape.header.dataOffset
    piece = Piece(
      shape.schema, columnCount: shape.header.columnCount, vectorSize: shape.vectorSize)
  }

  /// Reads and indexes piece `number`, and tells the worker of the next piece where that starts.
  mutating func load(_ number: Int, in chain: borrowing PieceChain) throws(ReadProblem) -> Outcome {
    // The byte before the piece tells whether a record starts with the piece's first byte.
    let base = dataOffset + number * pieceBytes - 1
    let guess: Int?
    do {
      guess = try indexFromGuess(base: base, isFirst: number == 0)
    } catch {
      if chain.start(of: number) != nil { chain.stop() }
      throw error
    }
    guard let start = chain.start(of: number) else { return .nothing }
    guard start.offset - base <= pieceBytes else {
      piece.index.restart(at: piece.bytes.count)
      _ = piece.sortRecords(from: start)
      chain.publish(start, of: number + 1)
      return .records
    }
    do {
      let problem = try index(from: start.offset - base, base: base, guess: guess)
      return finish(number, base: base, start: start, problem: problem, in: chain)
    } catch {
      chain.stop()
      throw error
    }
  }

  /// The first offset in the buffer that belongs to the next piece.
  private var pieceEnd: Int { pieceBytes + 1 }

  /// Reads the piece with some bytes more, since its last record seldom ends with it, and indexes
  /// what can be from the guessed start, which is returned.
  private mutating func indexFromGuess(
    base: Int, isFirst: Bool
  ) throws(ReadProblem) -> Int? {
    piece.bytes.removeAll(keepingCapacity: true)
    try source.read(pieceEnd + min(pieceBytes, 4096), at: base, into: &piece.bytes)
    let guess =
      isFirst ? 1 : piece.bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    guard let guess, guess < pieceEnd else { return nil }
    piece.index.restart(at: guess)
    piece.index.advance(over: piece.bytes, pieceEnd: pieceEnd)
    return guess
  }

  /// Indexes the piece from its true start to the end of its last record.
  private mutating func index(
    from start: Int, base: Int, guess: Int?
  ) throws(ReadProblem) -> BrokenRecord? {
    if guess != start {
      piece.index.restart(at: start)
      piece.index.advance(over: piece.bytes, pieceEnd: pieceEnd)
    }
    while !piece.index.isComplete {
      let length = piece.bytes.count - piece.index.nextRecordStart
      // Two bytes more than the limit may be a line end that is not read yet.
      if length > TableLimits.recordBytes + 2 { return .tooLong }
      if base + piece.bytes.count < source.count {
        try readMore(max(length, 4096), base: base)
      } else if piece.index.isQuoted {
        return .unclosed
      } else {
        piece.index.finish(at: piece.bytes.count)
      }
    }
    guard piece.index.lastRecordLength > TableLimits.recordBytes else { return nil }
    piece.index.dropLastRecord()
    return .tooLong
  }

  private mutating func readMore(_ length: Int, base: Int) throws(ReadProblem) {
    let count = piece.bytes.count
    try source.read(length, at: base + count, into: &piece.bytes)
    guard piece.bytes.count > count else {
      throw .changed
    }
    piece.index.restartLastRecord()
    piece.index.advance(over: piece.bytes, pieceEnd: pieceEnd)
  }

  /// Sorts the records and passes the word to the next piece.
  private mutating func finish(
    _ number: Int, base: Int, start: PieceStart, problem: BrokenRecord?,
    in chain: borrowing PieceChain
  ) -> Outcome {
    var next = piece.sortRecords(from: start)
    guard let problem else {
      next.offset = base + piece.index.nextRecordStart
      chain.publish(next, of: number + 1)
      return .records
    }
    chain.stop()
    return .broken(problem.diagnostic(of: piece, line: next.line, path: path))
  }
}

/// Why the records after some place cannot be read.
enum BrokenRecord: Sendable {
  case unclosed
  case tooLong

  /// Returns the problem of the record that follows the complete ones of `piece`, on `line`.
  func diagnostic(of piece: Piece, line: Int, path: String) -> Diagnostic {
    let start = piece.index.nextRecordStart
    let quote = piece.index.isQuoted ? piece.index.quoteStart : nil
    let place = piece.place(
      of: (quote ?? start)..<((quote ?? start) + 1), recordStart: start, line: line)
    let limit = TableLimits.recordBytes >> 20
    return switch self {
    case .unclosed:
      Diagnostic(
        .unclosedQuote, .error, "a quote is opened but never closed", at: place.inFile(path),
        label: "opened here",
        help: "close the quote, or double a quote that belongs to the text")
    case .tooLong where quote != nil:
      Diagnostic(
        .recordTooLong, .error, "a quote is not closed within \(limit) MiB", at: place.inFile(path),
        label: "opened here",
        help: "close the quote, or double a quote that belongs to the text")
    case .tooLong:
      Diagnostic(
        .recordTooLong, .error, "a row is longer than \(limit) MiB", at: place.inFile(path),
        label: "the row starts here", help: "check that the file is a CSV file with line ends")
    }
  }
}
