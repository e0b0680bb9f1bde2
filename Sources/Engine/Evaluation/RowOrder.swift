import Language
import Tables

/// The order of accounts by ranking keys, then by the account key.
package struct RowOrder: Sendable {
  private struct Key: Sendable {
    /// nil for the row's own key.
    var values: Vector?
    var isAscending: Bool
    var isText: Bool
    var isConstant: Bool
  }

  private let keys: [Key]
  private let pool: TextPool
  private let accountKeys: TextColumn

  init(_ inputs: [KeyInput], columns: [Vector], pool: TextPool, keys accountKeys: TextColumn) {
    keys = inputs.map { input in
      let vector = input.register.map { columns[$0.index] }
      return Key(
        values: vector, isAscending: input.isAscending, isText: input.isText,
        isConstant: vector?.count == 1)
    }
    self.pool = pool
    self.accountKeys = accountKeys
  }

  /// Returns -1 where `left` comes first by the written keys, 1 where `right` does, 0 for a tie;
  /// missing comes last in either direction.
  package func compare(_ left: Int, _ right: Int) -> Int {
    for key in keys where !(key.isConstant && accountKeys.count != 1) {
      guard let values = key.values else {
        let order = compareKeys(left, right)
        if order != 0 { return key.isAscending ? order : -order }
        continue
      }
      let (hasLeft, hasRight) = (values.isPresent(left), values.isPresent(right))
      guard hasLeft, hasRight else {
        if hasLeft == hasRight { continue }
        return hasLeft ? -1 : 1
      }
      let order = compare(values, isText: key.isText, left, right)
      if order != 0 { return key.isAscending ? order : -order }
    }
    return 0
  }

  private func compare(_ values: Vector, isText: Bool, _ left: Int, _ right: Int) -> Int {
    if values.holdsNumbers {
      let (a, b) = (values.scaled(left), values.scaled(right))
      return a == b ? 0 : a < b ? -1 : 1
    }
    if values.codes.isEmpty { return Int(values.truths[left]) - Int(values.truths[right]) }
    let (a, b) = (values.codes[left], values.codes[right])
    guard isText, a != b else { return a == b ? 0 : a < b ? -1 : 1 }
    return RowOrder.compare(
      pool.texts.bytes[pool.texts.range(Int(a))], pool.texts.bytes[pool.texts.range(Int(b))])
  }

  private func compareKeys(_ left: Int, _ right: Int) -> Int {
    RowOrder.compare(
      accountKeys.bytes[accountKeys.range(left)], accountKeys.bytes[accountKeys.range(right)])
  }

  /// Compares UTF-8, which is the order of code points.
  static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    if left.lexicographicallyPrecedes(right) { return -1 }
    return left == right ? 0 : 1
  }

  /// Returns `rows`, which ascend, in order.
  ///
  /// - Complexity: O(n log n).
  func sorted(_ rows: [Int32]) -> [Int32] { order(of: rows).map { rows[Int($0)] } }

  /// Returns the places in `rows`, which ascend, in the order of the rows.
  ///
  /// - Complexity: O(n log n); O(n) where figures tell the rows apart.
  func order(of rows: [Int32]) -> [Int32] {
    var sorter = sorter(of: rows)
    return sorter.order { isAhead(Int(rows[Int($0)]), Int(rows[Int($1)])) }
  }

  /// Returns the places in `rows`, which ascend, of at least `count` that come first, in their order;
  /// no other row comes before one of these, or beside one by the written keys.
  ///
  /// - Complexity: O(n + k log k) for `k` places where the first key is a figure.
  func foremost(_ count: Int, of rows: [Int32]) -> [Int32] {
    guard let candidates = sorter(of: rows).foremost(count) else { return order(of: rows) }
    return order(of: candidates.map { rows[Int($0)] }).map { candidates[Int($0)] }
  }

  private func sorter(of rows: [Int32]) -> FigureSorter {
    let written = keys.filter { !($0.isConstant && accountKeys.count != 1) }
    let figures = written.prefix { $0.values?.holdsNumbers == true }
    return FigureSorter(
      figures.compactMap { key in key.values.map { ($0, key.isAscending) } }, rows: rows)
  }

  /// `true` iff the written keys do not tell the rows apart.
  package func isTied(_ left: Int, _ right: Int) -> Bool { compare(left, right) == 0 }

  /// `true` iff `left` comes first; the account key decides what the written keys leave open.
  package func isAhead(_ left: Int, _ right: Int) -> Bool {
    let order = compare(left, right)
    return order != 0 ? order < 0 : compareKeys(left, right) < 0
  }
}
