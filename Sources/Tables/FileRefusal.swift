import Diagnostics

/// Why the bytes of a file cannot be read as CSV text at all.
struct FileRefusal {
  /// What the file is instead, with what to do about it.
  private struct Kind {
    var name: String
    var help: String
  }

  private let bytes: ArraySlice<UInt8>
  private let encoding: TextEncoding
  private let place: Place

  /// - Parameter bytes: the first bytes of the file.
  init(_ bytes: [UInt8], as encoding: TextEncoding, path: String) {
    self.bytes = bytes.prefix(4096)
    self.encoding = encoding
    place = Place(file: path, line: 1, column: 1, endLine: 1, endColumn: 2, excerpt: nil)
  }

  /// The problem, if there is one.
  var diagnostic: Diagnostic? {
    if bytes.isEmpty || bytes.elementsEqual(FileRefusal.mark) {
      return FileRefusal.emptyFile(at: place)
    }
    if let kind = kindBySignature ?? kindByStart {
      return Diagnostic(
        .binaryFile, .error, "the file is \(kind.name), not CSV text", at: place, help: kind.help)
    }
    if let wide = wideEncoding {
      return Diagnostic(
        .wrongEncoding, .error, "the file is \(wide), not \(encoding.title)", at: place,
        help: "save the file as \"CSV UTF-8\"")
    }
    if encoding != .utf8, bytes.starts(with: FileRefusal.mark) {
      return Diagnostic(
        .wrongEncoding, .error,
        "the file is marked as UTF-8, but the agreement says `encoding \(encoding.rawValue)`",
        at: place, help: "remove `encoding \(encoding.rawValue)` from the table")
    }
    guard bytes.contains(0) else { return nil }
    return Diagnostic(
      .binaryFile, .error, "the file holds zero bytes, so it is not CSV text", at: place,
      help: "check that the path names a CSV file")
  }

  static func emptyFile(at place: Place) -> Diagnostic {
    Diagnostic(
      .emptyFile, .error, "the file is empty, without even a header", at: place,
      help: "check the path, or export the table again with its header")
  }

  /// The bytes with which a UTF-8 file may start.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  // MARK: Encodings

  /// The name of an encoding with more than one byte for each letter.
  private var wideEncoding: String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a mark, every second byte of Western text is zero.
    let sample = bytes.prefix(bytes.count & ~1)
    guard sample.count >= 4 else { return nil }
    var zeros = (even: 0, odd: 0)
    for (index, byte) in sample.enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let most = max(zeros.even, zeros.odd)
    return most * 4 >= sample.count && min(zeros.even, zeros.odd) * 8 <= most ? "UTF-16" : nil
  }

  // MARK: Other kinds of files

  private func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return false }
    return (bytes.startIndex...bytes.endIndex - wanted.count).contains { start in
      bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted)
    }
  }

  private var kindBySignature: Kind? {
    let export = "open it in a spreadsheet and save the worksheet as \"CSV UTF-8\""
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
      if contains("opendocument.spreadsheet") {
        return Kind(name: "an OpenDocument spreadsheet", help: export)
      }
      return contains("xl/") || contains("[Content_Types].xml")
        ? Kind(name: "an Excel workbook", help: export)
        : Kind(name: "a ZIP archive", help: "unpack it, and name the CSV file that was in it")
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return Kind(name: "an old Excel workbook", help: export)
    }
    if bytes.starts(with: [0x1F, 0x8B]) {
      return Kind(name: "packed with gzip", help: "unpack it with `gunzip` first")
    }
    if bytes.starts(with: Array("PAR1".utf8)) {
      return Kind(name: "a Parquet file", help: "export the table as CSV")
    }
    if bytes.starts(with: Array("SQLite format 3".utf8)) {
      return Kind(name: "a database", help: "export the table as CSV")
    }
    return bytes.starts(with: Array("%PDF-".utf8))
      ? Kind(name: "a PDF document", help: "ask for the table as CSV or as a worksheet") : nil
  }

  private var kindByStart: Kind? {
    let text = CellReader.trimmed(
      bytes.dropFirst(bytes.starts(with: FileRefusal.mark) ? 3 : 0).drop {
        $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
      })
    let start = String(decoding: text.prefix(64), as: UTF8.self).lowercased()
    let starts: [(String, Kind)] = [
      ("<!doctype html", FileRefusal.webPage), ("<html", FileRefusal.webPage),
      ("<?xml", Kind(name: "an XML file", help: "export the table as CSV")),
      ("{\\rtf", Kind(name: "a text document", help: "save the table as CSV")),
      ("{\"", Kind(name: "a JSON file", help: "export the table as CSV")),
      ("[{", Kind(name: "a JSON file", help: "export the table as CSV")),
    ]
    return starts.first { start.hasPrefix($0.0) }?.1
  }

  private static let webPage = Kind(
    name: "a web page", help: "sign in where you got it, and download the CSV file itself")
}
