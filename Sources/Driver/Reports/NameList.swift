import Diagnostics
import Engine

/// Lists of names that stop where they would only be long.
enum NameList {
  /// Returns the first rows by the names that `name` gives them.
  static func text(
    _ rows: [Int], limit: Int = ReportLimits.names, _ name: (Int) -> String
  ) -> String {
    // A single name is as short as saying that there is one more.
    let isShort = rows.count <= limit + 1
    let shown = rows.prefix(isShort ? rows.count : limit).map(name).joined(separator: ", ")
    return isShort ? shown : shown + " and \(Count.grouped(rows.count - limit)) more"
  }
}

extension Evaluation {
  /// An account by key and name, safe to show.
  func shownAccount(_ row: Int) -> String {
    let key = tables[0].key(row)
    // Where accounts are known by their names, once is enough.
    guard let name = accountName(row), name != key else { return Printable.escaped(key) }
    return "\(Printable.escaped(key)) \(Printable.escaped(name))"
  }
}
