import Diagnostics

/// What one cell holds.
enum CellContent: Hashable, Sendable {
  case number(Decimal)
  /// A day's number, the index of a choice, or a bit for each of several.
  case code(Int32)
  case truth(Bool)
  case text([UInt8])
  case missing(Absence)
}

/// Reads cells of one field with care: every form, and the reason why a cell cannot be read.
///
/// The loops in `ColumnReader` read the usual forms fast and leave all others to this type, so both
/// must agree.
struct CellReader: Sendable {
  let field: FieldSchema
  let decimalComma: Bool
  let encoding: TextEncoding
  var currency: AmountCurrency
  /// Cells that count as blank.
  let marks: [[UInt8]]

  init(_ field: FieldSchema, of schema: TableSchema) {
    self.field = field
    decimalComma = schema.decimalComma
    encoding = schema.encoding
    currency = field.isAsWritten ? .any : .own(schema.currency)
    marks = schema.missingMarks.map { Array($0.utf8) }
  }

  /// Reads a cell from its bytes in the file.
  func read(_ raw: ArraySlice<UInt8>) throws(CellProblem) -> CellContent {
    guard let text = encoding.utf8(of: CellReader.unquoted(raw)) else { throw .notText }
    return try read(trimmed: CellReader.trimmed(text))
  }

  /// Reads the text of a cell, without its quotes and the spaces around it.
  func read(trimmed cell: ArraySlice<UInt8>) throws(CellProblem) -> CellContent {
    if cell.contains(0) { throw .zeroByte }
    if isBlank(cell) || isBare(cell) { return try blank() }
    do throws(CellProblem) {
      return try content(cell)
    } catch {
      throw CellReader.isSpreadsheetError(cell) ? .spreadsheetError : error
    }
  }

  /// `true` iff a cell of the trimmed text `cell` counts as blank.
  func isBlank(_ cell: ArraySlice<UInt8>) -> Bool {
    cell.isEmpty || marks.contains { $0.elementsEqual(cell) }
  }

  private func content(_ cell: ArraySlice<UInt8>) throws(CellProblem) -> CellContent {
    switch field.kind {
    case .text, .reference: return .text(Array(cell))
    case .number(let exponent):
      return try amount(try number(cell, exponent: exponent))
    case .percent(let form): return .number(try inBounds(try percent(cell, form)))
    case .date(let pattern): return .code(try day(cell, pattern).number)
    case .truth: return .truth(try truth(cell))
    case .choice(let values): return .code(Int32(try choice(cell, values)))
    case .choices(let values, let separator): return .code(try bits(cell, values, separator))
    }
  }

  /// `true` iff the cell holds what spreadsheets write where a formula fails or a column is narrow.
  private static func isSpreadsheetError(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.first == UInt8(ascii: "#") else { return false }
    let errors = ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
    return cell.count > 1 && cell.allSatisfy { $0 == UInt8(ascii: "#") }
      || errors.contains { $0.utf8.elementsEqual(cell) }
  }

  /// What a blank cell means.
  func blank() throws(CellProblem) -> CellContent {
    switch field.blankMeans {
    case .number(let value)?: return .number(value)
    case .day(let day)?: return .code(day.number)
    case .truth(let value)?: return .truth(value)
    case .text(let text)?: return .text(Array(text.utf8))
    case .choice(let index)?: return .code(Int32(index))
    case nil: break
    }
    // A row whose reference is blank belongs to nobody, which is a finding and not an error.
    if case .reference = field.kind, !field.isKey { return .missing(.noReference) }
    guard field.isOptional, !field.isKey else { throw .blank }
    return .missing(field.isTier ? .noReference : .blank)
  }

  /// Returns the trimmed text of a cell as well as it can be shown.
  func shownText(of raw: ArraySlice<UInt8>) -> String {
    String(decoding: text(of: raw), as: UTF8.self)
  }

  /// Returns the trimmed text of a cell, or its bytes where they are none in the file's encoding.
  func text(of raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let text = encoding.utf8(of: CellReader.unquoted(raw)) ?? CellReader.unquoted(raw)
    return CellReader.trimmed(text)
  }

  /// Returns the cell without the quotes around it and the doubling of those inside.
  static func unquoted(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let quote = UInt8(ascii: "\"")
    guard raw.count >= 2, raw.first == quote, raw.last == quote else { return raw }
    let inner = raw.dropFirst().dropLast()
    guard inner.contains(quote) else { return inner }
    var text: [UInt8] = []
    var isSecond = false
    for byte in inner {
      isSecond = byte == quote && !isSecond
      if !isSecond { text.append(byte) }
    }
    return text[...]
  }

  /// Returns `text` without spaces, tabs and no-break spaces around it.
  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let length = spaceLength(atStartOf: text) { text = text.dropFirst(length) }
    while let length = spaceLength(atEndOf: text) { text = text.dropLast(length) }
    return text
  }

  /// The bytes of U+00A0 and U+202F.
  private static let noBreakSpaces: [[UInt8]] = [[0xC2, 0xA0], [0xE2, 0x80, 0xAF]]

  /// Returns the length of the space that `text` starts with.
  static func spaceLength(atStartOf text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first else { return nil }
    if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") { return 1 }
    guard first >= 0x80 else { return nil }
    return noBreakSpaces.first { text.starts(with: $0) }?.count
  }

  private static func spaceLength(atEndOf text: ArraySlice<UInt8>) -> Int? {
    guard let last = text.last else { return nil }
    if last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { return 1 }
    guard last >= 0x80 else { return nil }
    return noBreakSpaces.first { text.suffix($0.count).elementsEqual($0) }?.count
  }

  /// Returns a figure as it counts: in the table's currency and within the field's bounds.
  func amount(_ figure: Decimal) throws(CellProblem) -> CellContent {
    let amount = try converted(figure)
    return .number(try inBounds(amount, converted: amount == figure ? nil : amount))
  }

  private func inBounds(
    _ value: Decimal, converted: Decimal? = nil
  ) throws(CellProblem) -> Decimal {
    if let low = field.low, value < low { throw .below(low, converted: converted) }
    if let high = field.high, value > high { throw .above(high, converted: converted) }
    return value
  }

  private func truth(_ cell: ArraySlice<UInt8>) throws(CellProblem) -> Bool {
    switch String(decoding: cell, as: UTF8.self).lowercased() {
    case "yes", "y", "true", "1": return true
    case "no", "n", "false", "0": return false
    default: throw .notTruth
    }
  }

  private func choice(_ cell: ArraySlice<UInt8>, _ values: [String]) throws(CellProblem) -> Int {
    if let index = values.firstIndex(where: { $0.utf8.elementsEqual(cell) }) { return index }
    let text = String(decoding: cell, as: UTF8.self)
    if let value = values.first(where: { $0.lowercased() == text.lowercased() }) {
      throw .choiceCase(value)
    }
    throw .notChoice(values: values, nearest: Suggestion.nearest(to: text, among: values))
  }

  /// `true` iff a cell of several values has separators and nothing between them.
  private func isBare(_ cell: ArraySlice<UInt8>) -> Bool {
    guard case .choices(_, let separator) = field.kind else { return false }
    return CellReader.parts(of: cell, separator).isEmpty
  }

  /// Returns the bits of the values of a cell, of which some may be there twice.
  private func bits(
    _ cell: ArraySlice<UInt8>, _ values: [String], _ separator: String
  ) throws(CellProblem) -> Int32 {
    var bits: Int32 = 0
    for part in CellReader.parts(of: cell, separator) {
      do throws(CellProblem) {
        bits |= 1 << Int32(try choice(part, values))
      } catch {
        throw error.about(String(decoding: part, as: UTF8.self))
      }
    }
    return bits
  }

  /// Returns what stands between separators, without spaces around it and without what is blank.
  static func parts(of cell: ArraySlice<UInt8>, _ separator: String) -> [ArraySlice<UInt8>] {
    let sign = CellReader.trimmed(Array(separator.utf8)[...])
    var parts: [ArraySlice<UInt8>] = []
    var (start, place) = (cell.startIndex, cell.startIndex)
    while place < cell.endIndex {
      guard cell[place...].starts(with: sign) else {
        place += 1
        continue
      }
      parts.append(CellReader.trimmed(cell[start..<place]))
      place += sign.count
      start = place
    }
    parts.append(CellReader.trimmed(cell[start...]))
    return parts.filter { !$0.isEmpty }
  }
}
