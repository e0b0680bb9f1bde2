import Diagnostics
import Engine
import Tables

/// The cells of one file that messages point at, found again in it.
struct ShownCells {
  private let found: [CellAddress: FoundCell]
  private let header: TableHeader
  private let path: String

  init(_ wanted: [CellAddress], in input: TableInput, _ schema: TableSchema) {
    header = input.header
    path = input.path
    // A file that can no longer be read is shown without its lines.
    let again = try? RecordFinder.find(
      wanted, in: input.source, header: input.header, schema: schema)
    found = again ?? [:]
  }

  private func cell(_ record: Int, _ field: Int?) -> FoundCell? {
    field.flatMap { header.columns[$0] }.flatMap {
      found[CellAddress(record: record, column: $0)]
    }
  }

  func place(_ record: Int, _ field: Int?) -> Place? {
    cell(record, field)?.place.inFile(path)
  }

  func text(_ record: Int, _ field: Int) -> String? { cell(record, field)?.text }
}
