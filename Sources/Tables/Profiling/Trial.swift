/// How the cells of a column fare when they are read as one type.
package struct Trial: Sendable {
  /// A cell that cannot be read as the type.
  package struct Failure: Hashable, Sendable {
    package var text: String
    /// The physical line where its row starts.
    package var line: Int
    package var problem: CellProblem
  }

  package let kind: CellKind
  /// The cells that can be read.
  package private(set) var count = 0
  package private(set) var failures = 0
  package private(set) var firstFailure: Failure?
  /// The smallest and the largest figure (scaled) or day that was read.
  package private(set) var low: Int128?
  package private(set) var high: Int128?
  /// The signs and codes of currencies that stand beside figures, with the number of cells.
  package private(set) var currencies: [String: Int] = [:]
  private let decimalComma: Bool
  private let reader: CellReader
  /// Readers of amounts, by the currency that may stand beside them.
  private var amounts: [String: CellReader] = [:]

  init(_ kind: CellKind, decimalComma: Bool = false) {
    self.kind = kind
    self.decimalComma = decimalComma
    reader = Trial.reader(kind, decimalComma: decimalComma, currency: nil)
  }

  private static func reader(
    _ kind: CellKind, decimalComma: Bool, currency: String?
  ) -> CellReader {
    var schema = TableSchema(name: "", fields: [])
    schema.decimalComma = decimalComma
    schema.currency = currency
    return CellReader(FieldSchema(name: "", header: "", kind: kind), of: schema)
  }

  /// `true` iff there were cells and all of them can be read.
  package var isSound: Bool { count > 0 && failures == 0 }

  /// `true` iff most cells cannot be read, so that trying the others would tell nothing.
  var isHopeless: Bool { failures > 3 && failures > count }

  /// Tries a cell by its trimmed text.
  mutating func take(_ cell: ArraySlice<UInt8>, line: Int) {
    do throws(CellProblem) {
      note(try read(cell))
    } catch {
      fail(cell, line: line, error)
    }
  }

  /// Reads a cell; an amount is read in whatever currency it names.
  private mutating func read(_ cell: ArraySlice<UInt8>) throws(CellProblem) -> CellContent {
    do throws(CellProblem) {
      return try reader.read(trimmed: cell)
    } catch {
      guard case .foreignCurrency(let found, _) = error else { throw error }
      let content = try amountReader(found).read(trimmed: cell)
      currencies[found, default: 0] += 1
      return content
    }
  }

  private mutating func amountReader(_ found: String) -> CellReader {
    if let known = amounts[found] { return known }
    let reader = Trial.reader(
      kind, decimalComma: decimalComma, currency: Trial.currencies(meantBy: found).first)
    // Text may look like many codes.
    if amounts.count < 8 { amounts[found] = reader }
    return reader
  }

  /// Returns the codes of the currencies that a sign or a code can stand for, the likeliest first.
  package static func currencies(meantBy found: String) -> [String] {
    CellReader.currencies(meantBy: found)
  }

  /// Counts a cell that this trial is not even given.
  mutating func fail(_ cell: ArraySlice<UInt8>, line: Int, _ problem: CellProblem) {
    failures += 1
    if firstFailure == nil {
      let text = String(decoding: cell.prefix(TableLimits.keptBytes), as: UTF8.self)
      firstFailure = Failure(text: text, line: line, problem: problem)
    }
  }

  private mutating func note(_ content: CellContent) {
    count += 1
    switch content {
    case .number(let value): widen(to: value.scaled)
    case .code(let code): widen(to: Int128(code))
    case .truth(let truth): widen(to: truth ? 1 : 0)
    case .text, .missing: break
    }
  }

  private mutating func widen(to value: Int128) {
    low = min(low ?? value, value)
    high = max(high ?? value, value)
  }
}
