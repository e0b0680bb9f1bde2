import Diagnostics

/// The currency that the amounts of a cell's row are in.
enum AmountCurrency: Hashable, Sendable {
  /// That of the table, if it has one.
  case own(String?)
  /// Whatever the cell says.
  case any
  /// Another one, to be divided by its rate; nil for the table's own.
  case converted(from: String, rate: Decimal?)
  /// None that is known; an amount in the row is at fault.
  case refused(CellProblem)
}

extension CellReader {
  /// Returns an amount in the table's currency.
  func converted(_ amount: Decimal) throws(CellProblem) -> Decimal {
    switch currency {
    case .own, .any, .converted(_, rate: nil): return amount
    case .converted(_, let rate?):
      guard let converted = amount.divided(by: rate) else { throw .beyondRange }
      return converted
    case .refused(let problem): throw problem
    }
  }
}

/// The column that tells the currencies of the amounts in another one.
struct CurrencyCells: Sendable {
  private struct Known {
    var code: String
    var bytes: [UInt8]
    var rate: Decimal?
  }

  /// The index of the column in the file.
  let column: Int
  private let isLast: Bool
  private let cells: CellReader
  private let known: [Known]

  init(_ cells: CellReader, column: Int, columnCount: Int, of schema: TableSchema) {
    self.cells = cells
    self.column = column
    isLast = column == columnCount - 1
    let own = schema.currency.map { Known(code: $0, bytes: Array($0.utf8), rate: nil) }
    known =
      (own.map { [$0] } ?? [])
      + schema.rates.map { Known(code: $0.code, bytes: Array($0.code.utf8), rate: $0.value) }
  }

  /// Returns the currency of the row whose cells stand behind the separator `first`.
  func currency(ofRowAt first: UInt32, in piece: Piece) -> AmountCurrency {
    let place = PlainCells.Place(column: column, isLast: isLast, ofRowAt: first, in: piece)
    let cell = cells.text(of: piece.bytes[place.offsets])
    if let match = known.first(where: { $0.bytes.elementsEqual(cell) }) {
      return .converted(from: match.code, rate: match.rate)
    }
    let codes = known.map(\.code)
    guard !cells.isBlank(cell) else { return .refused(.blankCurrency(known: codes)) }
    let text = String(decoding: cell, as: UTF8.self)
    let nearest =
      codes.first { $0 == text.uppercased() } ?? Suggestion.nearest(to: text, among: codes)
    return .refused(.unlistedCurrency(known: codes, nearest: nearest))
  }
}

extension PlainCells.Place {
  /// The offsets of a cell, without the CR of a line end.
  init(column: Int, isLast: Bool, ofRowAt first: UInt32, in piece: Piece) {
    let place = Int(first) &+ column
    let start = piece.index.ends[place] &+ 1
    var end = piece.index.ends[place &+ 1]
    if isLast, end > start, piece.bytes[Int(end) &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    self.init(start: start, end: end)
  }
}
