import Tables

/// The row of each key.
package struct KeyIndex: Sendable {
  /// How a key leads to its first row.
  private enum Entries {
    case texts(TextPool)
    case numbers(NumberedKeys)
  }

  private let entries: Entries
  /// Where each first row leads, -1 for nowhere; nil where each leads to itself.
  private var rows: [Int32]?
  private let isRepeating: Bool

  /// Makes the index of `keys`; `repeated` holds the rows whose key an earlier row has.
  init(_ keys: TextColumn, repeated: inout [(row: Int, first: Int)]) {
    if let numbers = NumberedKeys(keys, repeated: &repeated) {
      entries = .numbers(numbers)
    } else {
      entries = .texts(TextPool(keys, repeated: &repeated))
    }
    isRepeating = !repeated.isEmpty
    for (_, first) in repeated { remove(first) }
  }

  /// Makes an index in which keys that stand in several rows lead nowhere.
  package init(_ keys: TextColumn) {
    var repeated: [(row: Int, first: Int)] = []
    self.init(keys, repeated: &repeated)
  }

  /// Every row's key.
  private var texts: TextColumn {
    switch entries {
    case .texts(let pool): pool.texts
    case .numbers(let numbers): numbers.texts
    }
  }

  /// Makes the key of `row` lead nowhere, since another row has it too.
  mutating func remove(_ row: Int) {
    if rows == nil { rows = (0..<Int32(texts.count)).map { $0 } }
    rows?[row] = -1
  }

  /// Returns an index whose keys lead to what `rows` says of their rows; -1 for nowhere.
  func leading(to rows: [Int32]) -> KeyIndex {
    var copy = self
    copy.rows = (0..<texts.count).map { first in
      let row = self.rows?[first] ?? Int32(first)
      return row < 0 ? -1 : rows[Int(row)]
    }
    return copy
  }

  private func first(_ key: ArraySlice<UInt8>) -> Int? {
    switch entries {
    case .texts(let pool): pool.find(key)
    case .numbers(let numbers): numbers.find(key)
    }
  }

  /// `true` iff some row has this key.
  func contains(_ key: ArraySlice<UInt8>) -> Bool { first(key) != nil }

  /// Returns the row with this key, nil for a key that nobody has.
  package func row(of key: ArraySlice<UInt8>) -> Int? {
    guard let first = first(key) else { return nil }
    guard let rows else { return first }
    return rows[first] >= 0 ? Int(rows[first]) : nil
  }

  /// Writes the row of each key, -1 for a key that nobody has.
  package func find(_ keys: TextColumn, into found: inout [Int32]) {
    switch entries {
    case .texts(let pool): pool.find(keys, into: &found)
    case .numbers(let numbers): numbers.find(keys, into: &found)
    }
    guard let rows else { return }
    for place in found.indices where found[place] >= 0 { found[place] = rows[Int(found[place])] }
  }

  /// Returns the row with this key, nil for a key that nobody has.
  package func row(of key: String) -> Int? { row(of: Array(key.utf8)[...]) }

  /// The keys in the order of their first rows, for suggestions.
  package var keys: TextColumn {
    let texts = texts
    guard isRepeating else { return texts }
    var distinct = TextColumn()
    for row in 0..<texts.count where first(texts.bytes[texts.range(row)]) == row {
      distinct.append(texts.range(row), of: texts.bytes)
    }
    return distinct
  }
}
