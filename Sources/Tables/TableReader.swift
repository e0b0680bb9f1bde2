import Diagnostics

/// Reads the rows of a table, in pieces and in parallel.
package enum TableReader {
  /// Reads the cells of `fields` and gives them to consumers, one for each worker, in batches.
  ///
  /// Exactly the fields asked for are parsed and validated. Which rows are accepted, what their
  /// cells are and which problems are found depends neither on `workers` nor on `pieceBytes` nor on
  /// `batchRows`.
  ///
  /// - Parameters:
  ///   - fields: indices into `schema.fields`, each once.
  ///   - narrowPlaces: by field, in how many decimal places figures are wanted as 64-bit counts,
  ///     where all of a batch fit.
  ///   - makeConsumer: makes the consumer of the worker with the given number.
  /// - Throws: `ReadProblem` when the source cannot be read.
  /// - Requires: `header` was read for `schema` without an error.
  /// - Complexity: O(bytes), with O(`pieceBytes`) memory for each worker.
  package static func read<Consumer: RowConsumer>(
    _ source: any ByteSource, header: TableHeader, schema: TableSchema, path: String,
    fields: [Int], narrowPlaces: [Int: Int] = [:], workers: Workforce, pieceBytes: Int = 256 << 10,
    batchRows: Int = 2048,
    makeConsumer: @escaping @Sendable (Int) -> Consumer
  ) async throws(ReadProblem) -> TableReading<Consumer> {
    let pieceBytes = min(max(1, pieceBytes), TableLimits.recordBytes)
    let dataBytes = max(0, source.count - header.dataOffset)
    let pieces = (dataBytes + pieceBytes - 1) / pieceBytes
    let shape = TableShape(
      header: header, schema: schema, path: path, fields: fields,
      narrowPlaces: narrowPlaces, vectorSize: workers.vectorSize(for: pieces))
    let workers = workers.cut(to: pieces)
    let chain = PieceChain(.first(after: header), workers: workers.count)
    let results = await workers.run { number in
      TableWorker(
        number: number,
        reader: PieceReader(
          source, shape, pieceBytes: pieceBytes),
        batcher: RowBatcher(shape, batchRows: max(1, batchRows)),
        consumer: makeConsumer(number)
      ).working(through: pieces, of: chain)
    }
    var done: [TableWorker<Consumer>] = []
    for result in results { done.append(try result.get()) }
    return joined(done)
  }

  /// Joins what workers brought, who stand by their numbers.
  private static func joined<Consumer: RowConsumer>(
    _ workers: [TableWorker<Consumer>]
  ) -> TableReading<Consumer> {
    let shares = workers.flatMap { worker in
      worker.shares.map { ($0.piece, PieceShare(worker: worker.number, rows: $0.rows)) }
    }
    let pieces = shares.sorted { $0.0 < $1.0 }.map { $0.1 }
    var rejections = Rejections()
    for worker in workers { rejections.join(worker.batcher.rejections) }
    return TableReading(
      consumers: workers.map(\.consumer), pieces: pieces,
      accepted: pieces.reduce(0) { $0 + $1.rows }, rejected: rejections.described,
      rejectedCount: rejections.count, rejectedKinds: rejections.kinds,
      rejectedKeys: rejections.keys,
      diagnostics: workers.flatMap(\.diagnostics).sorted())
  }
}

/// What all workers know of the table.
struct TableShape: Sendable {
  var header: TableHeader
  var schema: TableSchema
  var path: String
  /// Indices into `schema.fields`.
  var fields: [Int]
  /// By field, the decimal places of figures that are wanted in 64 bits.
  var narrowPlaces: [Int: Int] = [:]
  var vectorSize = VectorSize.sixteenBytes

  /// Returns where the currencies of a field's amounts stand, if they differ.
  func currencies(of field: Int) -> CurrencyCells? {
    guard let code = schema.fields[field].codeField, let column = header.columns[code] else {
      return nil
    }
    return CurrencyCells(
      CellReader(schema.fields[code], of: schema), column: column,
      columnCount: header.columnCount, of: schema)
  }
}

/// One worker with its buffers and its consumer.
struct TableWorker<Consumer: RowConsumer>: Sendable {
  let number: Int
  private(set) var reader: PieceReader
  private(set) var batcher: RowBatcher
  private(set) var consumer: Consumer
  private(set) var shares: [(piece: Int, rows: Int)] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(number: Int, reader: PieceReader, batcher: RowBatcher, consumer: Consumer) {
    self.number = number
    self.reader = reader
    self.batcher = batcher
    self.consumer = consumer
  }

  /// Returns this worker after it took pieces until none was left.
  consuming func working(
    through pieces: Int, of chain: borrowing PieceChain
  ) -> Result<TableWorker, ReadProblem> {
    do throws(ReadProblem) {
      try takePieces(upTo: pieces, of: chain)
      return .success(self)
    } catch {
      return .failure(error)
    }
  }

  private mutating func takePieces(
    upTo pieces: Int, of chain: borrowing PieceChain
  ) throws(ReadProblem) {
    while true {
      let piece = chain.takePiece()
      guard piece < pieces else { return }
      let outcome = try chain.holding(piece) { () throws(ReadProblem) in
        try reader.load(piece, in: chain)
      }
      switch outcome {
      case .records: consumeRows(of: piece)
      case .nothing: return
      case .broken(let diagnostic):
        consumeRows(of: piece)
        diagnostics.append(diagnostic)
        return
      }
    }
  }

  private mutating func consumeRows(of number: Int) {
    batcher.begin(number)
    while batcher.fill(from: reader.piece) { consumer.consume(&batcher.batch) }
    if let open = batcher.takeOpen() { consumer.consumeRejected(open) }
    consumer.finish(piece: number)
    shares.append((number, batcher.accepted))
  }
}
