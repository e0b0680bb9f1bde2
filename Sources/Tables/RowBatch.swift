import Diagnostics

/// Takes the rows that a reading accepts, a batch at a time; each worker owns one.
package protocol RowConsumer: Sendable {
  /// Takes the rows of `batch`, whose buffers are used again for the batch that follows.
  mutating func consume(_ batch: inout RowBatch)
  /// Takes rows that were rejected for cells other than the key, with those cells blank; the first
  /// `TableLimits.openRejections` of the file are among them.
  mutating func consumeRejected(_ batch: RowBatch)
  /// Learns that the rows of a piece are all taken; pieces are numbered from 0 without gaps, up to the
  /// last that was read.
  mutating func finish(piece: Int)
}

extension RowConsumer {
  package mutating func consumeRejected(_ batch: RowBatch) {}
  package mutating func finish(piece: Int) {}
}

/// Some accepted rows of one piece, as columns.
package struct RowBatch: Sendable {
  /// The piece of the file that the rows start in, from 0.
  package internal(set) var piece = 0
  /// The batch within the piece, from 0.
  package internal(set) var batch = 0
  package var count: Int { records.count }
  /// The physical line, from 1, where each row starts.
  package internal(set) var lines: [UInt32] = []
  /// The number of each row among all data records, from 1; rejected ones count too.
  package internal(set) var records: [UInt32] = []
  /// The cells, a column for each field that was asked for, in that order.
  package internal(set) var columns: [CellColumn] = []

  package init() {}

  mutating func append(lines: [UInt32], records: [UInt32], _ columns: [CellColumn]) {
    self.lines += lines
    self.records += records
    self.columns =
      self.columns.isEmpty ? columns : zip(self.columns, columns).map { $0.appending($1) }
  }
}

/// How many rows of one piece were accepted, and by which worker.
package struct PieceShare: Hashable, Sendable {
  package var worker: Int
  package var rows: Int

  package init(worker: Int, rows: Int) {
    self.worker = worker
    self.rows = rows
  }
}

/// What a reading of a table gave.
///
/// A worker takes its pieces in ascending order, so what its consumer kept, row after row, is cut
/// by `pieces` into runs that are put in the order of the input by walking `pieces`.
package struct TableReading<Consumer: RowConsumer>: Sendable {
  /// The consumers, one for each worker.
  package var consumers: [Consumer]
  /// The pieces in the order of the input.
  package var pieces: [PieceShare]
  /// The number of accepted rows.
  package var accepted: Int
  /// The rejected rows in the order of the input: the first `TableLimits.describedRejections`, and of
  /// each kind the first `TableLimits.describedOfEachKind`.
  package var rejected: [RejectedRow]
  /// The number of all rejected rows.
  package var rejectedCount: Int
  /// The number of rejected rows of each kind.
  package var rejectedKinds: [RejectionKind: Int]
  /// The keys of all rejected rows that have one, in no order.
  package var rejectedKeys: TextColumn
  /// What ended the reading before the end of the file.
  package var diagnostics: [Diagnostic]
}
