import Diagnostics
import Tables
import TestSupport
import Testing

/// Keeps the rows that it is given as texts, with where they came from.
struct RowCollector: RowConsumer {
  struct Row: Hashable {
    var line: UInt32
    var record: UInt32
    var cells: [String?]
  }

  var rows: [Row] = []

  mutating func consume(_ batch: inout RowBatch) {
    for row in 0..<batch.count {
      let cells = batch.columns.map { $0.shown(row) }
      rows.append(Row(line: batch.lines[row], record: batch.records[row], cells: cells))
    }
  }
}

extension CellColumn {
  /// The cell as text, or nil where it is missing.
  func shown(_ row: Int) -> String? {
    switch self {
    case .numbers(let values, let absence):
      absence[row] == 0 ? Decimal(scaled: values[row]).description : nil
    case .narrow(let values, let places, _, let absence):
      absence[row] == 0
        ? Decimal(mantissa: Int128(values[row]), exponent: -places)?.description : nil
    case .codes(let values, let absence): absence[row] == 0 ? "\(values[row])" : nil
    case .truths(let values, let absence): absence[row] == 0 ? "\(values[row])" : nil
    case .texts(let texts, let absence): absence[row] == 0 ? texts.text(row) : nil
    }
  }
}

/// How a reading is cut up.
struct Cut: CustomStringConvertible {
  var pieceBytes: Int
  var workers: Int
  var batchRows: Int
  var vectorSize = VectorSize.ofThisMachine
  var description: String {
    "pieces of \(pieceBytes), \(workers) workers, \(batchRows) rows, \(vectorSize)"
  }

  static let whole = Cut(
    pieceBytes: 1 << 20, workers: 1, batchRows: 1024, vectorSize: .sixteenBytes)
}

/// What a reading gave, in a form that can be compared.
struct Outcome: Hashable {
  var rows: [RowCollector.Row]
  var rejected: [RejectedRow]
  var rejectedCount: Int
  var diagnostics: [Diagnostic]
}

func read(
  _ bytes: [UInt8], as schema: TableSchema, narrowPlaces: [Int: Int] = [:], cut: Cut = .whole
) async throws -> Outcome {
  let source = MemorySource(bytes)
  let (header, problems) = try TableHeader.read(source: source, schema: schema, path: "t.csv")
  guard problems.isEmpty else {
    return Outcome(rows: [], rejected: [], rejectedCount: 0, diagnostics: problems)
  }
  let reading = try await TableReader.read(
    source, header: header, schema: schema, path: "t.csv",
    fields: Array(schema.fields.indices), narrowPlaces: narrowPlaces,
    workers: Workforce(cut.workers, vectorSize: { _ in cut.vectorSize }),
    pieceBytes: cut.pieceBytes, batchRows: cut.batchRows
  ) { _ in RowCollector() }
  var next = reading.consumers.map { _ in 0 }
  var rows: [RowCollector.Row] = []
  for share in reading.pieces {
    let first = next[share.worker]
    rows.append(contentsOf: reading.consumers[share.worker].rows[first..<first + share.rows])
    next[share.worker] += share.rows
  }
  #expect(rows.count == reading.accepted)
  return Outcome(
    rows: rows, rejected: reading.rejected, rejectedCount: reading.rejectedCount,
    diagnostics: reading.diagnostics)
}

/// Returns a schema of optional text columns.
func texts(_ headers: String...) -> TableSchema {
  TableSchema(
    name: "t",
    fields: headers.map {
      var field = FieldSchema(name: $0, header: $0, kind: .text)
      field.isOptional = true
      return field
    })
}

/// Fails at every read that reaches beyond some place.
private struct BrokenSource: ByteSource {
  var bytes: MemorySource
  var breaksAt: Int
  var count: Int { bytes.count }

  func read(_ length: Int, at offset: Int, into buffer: inout [UInt8]) throws(ReadProblem) {
    guard offset < breaksAt else { throw ReadProblem("input/output error") }
    try bytes.read(length, at: offset, into: &buffer)
  }
}

@Suite struct TableReaderTests {
  /// Writes a file with three columns and every oddity of CSV, quotes in odd places only on demand.
  static func oddFile(
    _ random: inout SplitMix64, records: Int, hasOddQuotes: Bool = true
  ) -> [UInt8] {
    var cells = [
      "a", "", "bc", "\"\"", "\"x\"", "\"a,b\"", "\"a\nb\"", "\"a\r\nb\n\n\"", "\"say \"\"hi\"\"\"",
      "\"\"\"\"", "é", "longer text of more than sixteen bytes",
      "\"longer text, with a comma and \"\"quotes\"\"\"", "c\rd", "\"\n\"",
      "\"\(String(repeating: "long, ", count: 20))\"",
      "\"\(String(repeating: "\"\"", count: 40))\"",
    ]
    if hasOddQuotes { cells += ["5\"", "a\"b,c\"d", "\"x\"y", "\"x\" "] }
    let common = ["alpha", "beta gamma", "12", "", "\"d,e\""]
    var text = "a,b,c" + (Bool.random(using: &random) ? "\n" : "\r\n")
    for _ in 0..<records {
      var count = 3
      switch Int.random(in: 0..<12, using: &random) {
      case 0: count = 0
      case 1: count = Int.random(in: 1...5, using: &random)
      default: break
      }
      let row = (0..<count).map { _ in
        (Int.random(in: 0..<3, using: &random) == 0 ? cells : common).randomElement(using: &random)
          ?? ""
      }
      text += row.joined(separator: ",") + (Bool.random(using: &random) ? "\n" : "\r\n")
    }
    if Bool.random(using: &random) { text += "\"last\",row,here" }
    return Array(text.utf8)
  }

  /// Returns what the naive splitter says that a reading must give.
  static func expected(_ bytes: [UInt8]) -> (rows: [RowCollector.Row], faults: [String]) {
    var rows: [RowCollector.Row] = []
    var faults: [String] = []
    var number = 0
    for record in NaiveCSV(bytes).records.dropFirst() {
      if record.isEmptyLine { continue }
      number += 1
      if record.cells.count != 3 {
        faults.append("\(number) \(record.line) ragged \(record.cells.count)")
      } else if record.hasTextAfterQuote {
        faults.append("\(number) \(record.line) text after quote")
      } else {
        let cells = record.cells.map { cell in
          let text = String(decoding: cell, as: UTF8.self)
            .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
          return text.isEmpty ? nil : text
        }
        rows.append(
          RowCollector.Row(line: UInt32(record.line), record: UInt32(number), cells: cells))
      }
    }
    return (rows, faults)
  }

  static func shown(_ row: RejectedRow) -> String {
    switch row.problem {
    case .ragged(let cells, _): "\(row.record) \(row.line) ragged \(cells)"
    case .textAfterQuote: "\(row.record) \(row.line) text after quote"
    default: "\(row.record) \(row.line) \(row.problem)"
    }
  }

  @Test func endsAtAQuoteThatIsNeverClosed() async throws {
    let bytes = Array("a,b\n1,2\n3,\"4\n5,6\n".utf8)
    for pieceBytes in 1...20 {
      let cut = Cut(pieceBytes: pieceBytes, workers: 2, batchRows: 7)
      let outcome = try await read(bytes, as: texts("a", "b"), cut: cut)
      #expect(outcome.rows.map(\.cells) == [["1", "2"]])
      #expect(outcome.diagnostics.map(\.code) == [.unclosedQuote])
      #expect(outcome.diagnostics.first?.place?.line == 3)
      #expect(outcome.diagnostics.first?.place?.column == 3)
    }
  }

  @Test func endsAtARecordThatIsTooLong() async throws {
    var bytes = Array("a,b\n1,2\n3,\"4\n".utf8)
    bytes += [UInt8](repeating: UInt8(ascii: "x"), count: TableLimits.recordBytes + 100)
    for pieceBytes in [7, 256 << 10] {
      let cut = Cut(pieceBytes: pieceBytes, workers: 1, batchRows: 7)
      let outcome = try await read(bytes, as: texts("a", "b"), cut: cut)
      #expect(outcome.rows.map(\.cells) == [["1", "2"]])
      #expect(outcome.diagnostics.map(\.code) == [.recordTooLong])
      #expect(outcome.diagnostics.first?.place?.line == 3)
    }
  }

  @Test func countsRejectedRowsBeyondThoseItDescribes() async throws {
    let rows = 3 * TableLimits.describedRejections
    let bytes = Array(("a,b\n" + String(repeating: "1\n", count: rows)).utf8)
    let outcome = try await read(
      bytes, as: texts("a", "b"), cut: Cut(pieceBytes: 64, workers: 3, batchRows: 7))
    #expect(outcome.rejectedCount == rows)
    #expect(outcome.rejected.map(\.record) == Array(1...TableLimits.describedRejections))
  }

  @Test(arguments: [1, 2, 4])
  func aSourceThatFailsEndsTheReading(workers: Int) async throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 500)
    let schema = texts("a", "b")
    let source = BrokenSource(bytes: MemorySource(Array(text.utf8)), breaksAt: 1000)
    let (header, _) = try TableHeader.read(source: source, schema: schema, path: "t.csv")
    await #expect(throws: ReadProblem("input/output error")) {
      _ = try await TableReader.read(
        source, header: header, schema: schema, path: "t.csv", fields: [0],
        workers: Workforce(workers),
        pieceBytes: 64
      ) { _ in RowCollector() }
    }
  }
}
