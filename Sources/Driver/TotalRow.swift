import Engine
import Tables

/// A row at the end of a table that adds up the others, as reports have it.
enum TotalRow {
  private static let words = [
    "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "totale",
    "totaal", "suma", "somme",
  ]

  /// Returns the last accepted row if its key is a word for a total.
  static func index(in table: TableResult) -> Int? {
    let last = table.keys.count - 1
    // A table of one row has nothing to add up.
    guard last > 0, table.repeated[last] == nil else { return nil }
    let key = table.key(last).lowercased()
    return words.contains(key.last == ":" ? String(key.dropLast()) : key) ? last : nil
  }
}
