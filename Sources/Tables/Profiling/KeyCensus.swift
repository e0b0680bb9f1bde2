/// The different texts of a column that may be a key, as hashes.
///
/// A hash of 64 bits stands for a text: that two texts share one is too unlikely to matter for a
/// first proposal. Eight bytes a row are held, no more.
package struct KeyCensus: Sendable {
  private let hashes: [UInt64]
  /// `true` iff no two rows hold the same text.
  package let isUnique: Bool

  fileprivate init(_ unsorted: [UInt64]) {
    hashes = unsorted.sorted()
    isUnique = zip(hashes, hashes.dropFirst()).allSatisfy { $0 != $1 }
  }

  fileprivate func contains(_ hash: UInt64) -> Bool {
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low] == hash
  }
}

extension TableProfile {
  /// Reads the texts of the column at `index`.
  ///
  /// - Parameter marks: texts that count as blank.
  package func census(
    of index: Int, in source: any ByteSource, marks: [String]
  ) async throws(ReadProblem) -> KeyCensus {
    let found = try await read([index], of: source, marks, HashCollector())
    return KeyCensus(found.hashes)
  }

  /// Returns for each of `questions` whether every text of the column stands in the census.
  ///
  /// - Parameter marks: texts that count as blank.
  package func isCovered(
    _ questions: [(column: Int, by: KeyCensus)], in source: any ByteSource, marks: [String]
  ) async throws(ReadProblem) -> [Bool] {
    guard !questions.isEmpty else { return [] }
    let columns = Array(Set(questions.map(\.column))).sorted()
    let places = questions.map { columns.firstIndex(of: $0.column) ?? 0 }
    let examiner = Examiner(places: places, censuses: questions.map(\.by))
    return try await read(columns, of: source, marks, examiner).isCovered
  }

  private func read<Consumer: RowConsumer>(
    _ columns: [Int], of source: any ByteSource, _ marks: [String], _ consumer: Consumer
  ) async throws(ReadProblem) -> Consumer {
    var schema = TableSchema(name: "file", fields: header.cells.map { ColumnReading.field($0) })
    schema.separator = separator
    schema.encoding = encoding
    schema.missingMarks = marks
    let reading = try await TableReader.read(
      source, header: header, schema: schema, path: "", fields: columns, workers: 1
    ) { _ in consumer }
    return reading.consumers[0]
  }
}

/// Collects the hashes of one column.
private struct HashCollector: RowConsumer {
  private(set) var hashes: [UInt64] = []

  mutating func consume(_ batch: inout RowBatch) {
    guard case .texts(let texts, let absence) = batch.columns[0] else { return }
    for row in 0..<batch.count where absence[row] == 0 {
      hashes.append(CellHash.of(texts.bytes[texts.range(row)]))
    }
  }
}

/// Finds out which columns hold nothing but keys.
private struct Examiner: RowConsumer {
  /// For each question, the place of its column in the batch.
  private let places: [Int]
  private let censuses: [KeyCensus]
  private(set) var isCovered: [Bool]

  init(places: [Int], censuses: [KeyCensus]) {
    self.places = places
    self.censuses = censuses
    isCovered = places.map { _ in true }
  }

  mutating func consume(_ batch: inout RowBatch) {
    for question in places.indices where isCovered[question] {
      guard case .texts(let texts, let absence) = batch.columns[places[question]] else { continue }
      isCovered[question] = (0..<batch.count).allSatisfy { row in
        absence[row] != 0
          || censuses[question].contains(CellHash.of(texts.bytes[texts.range(row)]))
      }
    }
  }
}
