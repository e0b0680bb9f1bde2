import Diagnostics

/// The cells of a header while they are matched with the fields of a table.
struct HeaderCells {
  let names: [String]
  private let piece: Piece
  private let schema: TableSchema
  private let path: String
  private let count: Int

  /// - Parameter piece: the start of the file, indexed as far as its first record.
  init(of piece: Piece, schema: TableSchema, path: String) {
    self.piece = piece
    self.schema = schema
    self.path = path
    let count = Int(piece.index.recordEnds.first ?? 0)
    let reader = CellReader(FieldSchema(name: "", header: "", kind: .text), of: schema)
    names = (0..<min(count, TableLimits.columns)).map {
      reader.shownText(of: piece.bytes[piece.cell($0, after: 0, cells: count)])
    }
    self.count = count
  }

  // MARK: The header as a whole

  /// The problem of a first record that is no header of this table at all.
  var refusal: Diagnostic? {
    if count > TableLimits.columns { return tooManyColumns }
    if names.allSatisfy(\.isEmpty), count <= 1 { return FileRefusal.emptyFile(at: place(of: 0)) }
    return separatorNote ?? loneReturns ?? wrongSeparator
  }

  private var tooManyColumns: Diagnostic {
    Diagnostic(
      .tooManyColumns, .error,
      "the header has \(count) columns; a table has at most \(TableLimits.columns)",
      at: place(of: 0),
      help: "check that the file is a CSV file with line ends, and leave out "
        + "columns that the agreement does not read")
  }

  /// The line `sep=;` in which some programs tell others how cells are separated.
  private var separatorNote: Diagnostic? {
    let line = piece.bytes[range(of: 0).lowerBound..<range(of: count - 1).upperBound]
    let text = String(decoding: line, as: UTF8.self).lowercased()
    guard text.hasPrefix("sep="), text.utf8.count == 5, let sign = line.last else { return nil }
    let name = sign == UInt8(ascii: "\t") ? "tab" : String(UnicodeScalar(sign))
    return Diagnostic(
      .wrongSeparator, .error, "the first line is a note to a spreadsheet, not the header",
      at: wholeLine,
      help: sign == schema.separator || !schema.isDeclared
        ? "delete the line"
        : "delete the line, and write `separator \"\(name)\"` in `\(schema.name)`")
  }

  /// Lines that end like those of old Macintosh files.
  private var loneReturns: Diagnostic? {
    guard foundColumns(in: names) < schema.fields.count,
      let column = names.indices.first(where: {
        !isQuoted($0) && names[$0].utf8.contains(UInt8(ascii: "\r"))
      })
    else { return nil }
    return Diagnostic(
      .loneReturns, .error, "the lines of the file end with carriage returns alone",
      at: place(of: column),
      help: "save the file again as \"CSV UTF-8\", whose lines end with "
        + "line feeds")
  }

  private func isQuoted(_ column: Int) -> Bool {
    piece.bytes[range(of: column)].first == UInt8(ascii: "\"")
  }

  /// The problem of a header that another separator cuts into more of the declared columns.
  private var wrongSeparator: Diagnostic? {
    let found = foundColumns(in: names)
    guard found < schema.fields.count else { return nil }
    let usual: [(byte: UInt8, sign: String)] = [
      (UInt8(ascii: ";"), ";"), (UInt8(ascii: "\t"), "tab"), (UInt8(ascii: ","), ","),
      (UInt8(ascii: "|"), "|"), (UInt8(ascii: ":"), ":"),
    ]
    var best: (sign: String, found: Int)?
    for candidate in usual where candidate.byte != schema.separator {
      let cut = cut(at: candidate.byte)
      // One cell that holds another separator is cut wrongly, whatever its parts are called.
      let isCut = count == 1 && cut.count > 1 && candidate.sign != ":"
      let number = max(foundColumns(in: cut), isCut ? found + 1 : 0)
      if number > best?.found ?? found { best = (candidate.sign, number) }
    }
    guard let best else { return nil }
    let sign = best.sign == "tab" ? "tabs" : "`\(best.sign)`"
    return Diagnostic(
      .wrongSeparator, .error, "the file separates its cells with \(sign)", at: wholeLine,
      help: schema.isDeclared
        ? "write `separator \"\(best.sign)\"` in `\(schema.name)`"
        : "export the file with commas between the cells")
  }

  /// Returns the trimmed cells of the header line under another separator.
  private func cut(at separator: UInt8) -> [String] {
    let reader = CellReader(FieldSchema(name: "", header: "", kind: .text), of: schema)
    let line = piece.bytes[range(of: 0).lowerBound..<range(of: count - 1).upperBound]
    return line.split(
      separator: separator, maxSplits: TableLimits.columns, omittingEmptySubsequences: false
    ).map { reader.shownText(of: $0) }
  }

  private func foundColumns(in names: [String]) -> Int {
    let names = Set(names)
    return schema.fields.count { names.contains($0.header) }
  }

  // MARK: The columns of fields

  /// The column of each field, with the problems of those that have none.
  var columns: ([Int?], [Diagnostic]) {
    var problems: [Diagnostic] = []
    var seen: Set<String> = []
    let columns = schema.fields.map { field -> Int? in
      let found = names.indices.filter { names[$0] == field.header }
      let isFirst = seen.insert(field.header).inserted
      if found.count > 1, isFirst { problems.append(repeated(found, field)) }
      if found.isEmpty, isFirst { problems.append(absent(field)) }
      return found.first
    }
    if let stranger = strangeHeader(columns) { return (columns, [stranger]) }
    return (columns, problems)
  }

  /// The one problem of a first record that has none of several declared columns.
  private func strangeHeader(_ columns: [Int?]) -> Diagnostic? {
    if let row = laterHeader(columns) { return misplaced(row) }
    guard columns.count > 1, columns.allSatisfy({ $0 == nil }),
      schema.fields.allSatisfy({ nearest(to: $0) == nil })
    else { return nil }
    let wanted = schema.fields.prefix(6).map { "\"\(Printable.escaped($0.header))\"" }
    let more = schema.fields.count > 6 ? ", …" : ""
    return Diagnostic(
      .absentColumn, .error,
      "the first row has none of the \(schema.fields.count) columns of `\(schema.name)`",
      at: wholeLine, label: "expected the headers \(wanted.joined(separator: ", "))\(more)",
      help: "add a first row with the headers"
        + (schema.isDeclared ? ", or name the file's own headers with `from`" : ""))
  }

  /// Returns the number of an early record that has more of the declared columns than the first.
  private func laterHeader(_ columns: [Int?]) -> Int? {
    let found = columns.count { $0 != nil }
    guard found < columns.count else { return nil }
    var index = piece.index
    index.restart(at: range(of: 0).lowerBound)
    index.advance(over: piece.bytes, pieceEnd: min(piece.bytes.count, 1 << 14))
    let reader = CellReader(FieldSchema(name: "", header: "", kind: .text), of: schema)
    var first: UInt32 = 0
    for (number, last) in index.recordEnds.prefix(20).enumerated() {
      let cells = (Int(first)..<Int(last)).map { place in
        reader.shownText(
          of: piece.bytes[Int(index.ends[place] &+ 1)..<Int(index.ends[place + 1])]
            .filter { $0 != UInt8(ascii: "\r") }[...])
      }
      if number > 0, foundColumns(in: cells) > max(found, columns.count / 2) { return number + 1 }
      first = last
    }
    return nil
  }

  private func misplaced(_ row: Int) -> Diagnostic {
    Diagnostic(
      .misplacedHeader, .error,
      "the header stands in row \(row) of the file, but it has to be the first",
      at: wholeLine, label: "no header",
      help: "delete the \(row == 2 ? "row" : "\(row - 1) rows") "
        + "above it, or export the table without a title")
  }

  private func repeated(_ columns: [Int], _ field: FieldSchema) -> Diagnostic {
    let letters = columns.map { SheetCell.letters(ofColumn: $0 + 1) }
    let shown = letters.dropLast().joined(separator: ", ") + " and " + (letters.last ?? "")
    return Diagnostic(
      .repeatedHeader, .error,
      "the header \"\(Printable.escaped(names[columns[0]]))\" stands over the columns \(shown)",
      at: place(of: columns[1]), label: "again here",
      help: "rename one of them, so that `\(field.name)` can tell which one it means",
      related: [RelatedPlace("first here", at: place(of: columns[0]))]
        + (field.declaredHere.map { [$0] } ?? []))
  }

  private func absent(_ field: FieldSchema) -> Diagnostic {
    let nearest = nearest(to: field)
    return Diagnostic(
      .absentColumn, .error,
      "`\(schema.name)` has no column \"\(Printable.escaped(field.header))\""
        + (field.isHelper
          ? ", which names the currencies of `\(field.name)`"
          : schema.isDeclared ? ", which the field `\(field.name)` reads" : ""),
      at: nearest.map(place(of:)) ?? wholeLine, help: help(field, nearest: nearest),
      related: field.declaredHere.map { [$0] } ?? [])
  }

  private func help(_ field: FieldSchema, nearest: Int?) -> String {
    guard schema.isDeclared else {
      let cell = nearest.map { SheetCell(row: 1, column: $0 + 1).description }
      return cell.map { "if \($0) is meant, write \"\(field.header)\" there" }
        ?? "add the column to the file"
    }
    guard let nearest else {
      let blank = names.indices.filter { names[$0].isEmpty }
      let action =
        "add the column to the file, or name its header "
        + (field.isHelper ? "behind `in`" : "with `from`")
      guard let first = blank.first else { return action }
      return "\(action); column "
        + "\(SheetCell.letters(ofColumn: first + 1)) has no header"
    }
    let name = names[nearest]
    if HeaderCells.spaced(name) == HeaderCells.spaced(field.header) {
      return
        "the spaces inside the header in \(SheetCell(row: 1, column: nearest + 1)) are others: "
        + "write it there as \"\(Printable.escaped(field.header))\""
    }
    if field.isHelper {
      return "did you mean the column \"\(Printable.escaped(name))\"? then write "
        + "`in \"\(Printable.escaped(name))\"` for the field `\(field.name)`"
    }
    return "did you mean the column \"\(Printable.escaped(name))\"? then add "
      + "`from \"\(Printable.escaped(name))\"` to the field `\(field.name)`"
  }

  /// Returns the column whose header is nearest to the one that `field` names.
  private func nearest(to field: FieldSchema) -> Int? {
    let taken = Set(schema.fields.map(\.header))
    let others = names.indices.filter { !names[$0].isEmpty && !taken.contains(names[$0]) }
    let bare = HeaderCells.bare(field.header)
    if !bare.isEmpty, let same = others.first(where: { HeaderCells.bare(names[$0]) == bare }) {
      return same
    }
    return Suggestion.nearest(to: field.header, among: others.map { names[$0] }).flatMap {
      names.firstIndex(of: $0)
    }
  }

  /// Returns the letters and digits of a header alone, in lower case.
  private static func bare(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        }))
  }

  /// Returns a header without any white space.
  private static func spaced(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.filter { !$0.properties.isWhitespace }))
  }

  // MARK: Places

  private func range(of column: Int) -> Range<Int> {
    piece.cell(column, after: 0, cells: count)
  }

  private func place(of column: Int) -> Place {
    piece.place(of: range(of: column), recordStart: range(of: 0).lowerBound, line: 1).inFile(path)
  }

  /// The header's first line from its first cell on.
  private var wholeLine: Place {
    let start = range(of: 0).lowerBound
    return piece.place(
      of: start..<range(of: count - 1).upperBound, recordStart: start, line: 1
    ).inFile(path)
  }
}
