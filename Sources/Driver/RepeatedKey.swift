import Diagnostics
import Engine
import Tables

/// The rows that share one key.
struct RepeatedKey {
  /// Accepted rows, in their order.
  var rows: [Int]
  /// Where a row with the key stands that was rejected for another reason.
  var rejected: Place?

  /// Returns all repeated keys of a table, in the order of their first rows.
  static func all(in table: TableResult) -> [RepeatedKey] {
    let groups = Dictionary(grouping: table.repeated.keys, by: { table.repeated[$0] ?? $0 })
    return groups.keys.sorted().map { first in
      let rows = (groups[first] ?? []).sorted()
      let key = rows.count == 1 ? table.key(first) : nil
      let other = key.flatMap { key in table.rejected.first { $0.key == key } }
      return RepeatedKey(rows: rows, rejected: other?.place.inFile(table.path))
    }
  }
}
