import Diagnostics

/// What a file is that is no agreement, told by how it starts.
package enum FileKind: Hashable {
  case wordDocument, workbook, openDocument, richText, portableDocument, webPage, picture, archive
  case program, table
  /// Bytes that are no text.
  case bytes

  /// Finds the kind of `bytes`; nil if they may be an agreement.
  package init?(_ bytes: [UInt8]) {
    if let kind = FileKind.signed(bytes) ?? FileKind.marked(bytes) {
      self = kind
    } else if FileKind.isNoText(bytes) {
      self = .bytes
    } else if FileKind.isTable(bytes) {
      self = .table
    } else {
      return nil
    }
  }

  /// What messages call it.
  package var noun: String {
    switch self {
    case .wordDocument: "a Word document"
    case .workbook: "an Excel workbook"
    case .openDocument: "an OpenDocument file"
    case .richText: "a document with formatting"
    case .portableDocument: "a PDF document"
    case .webPage: "a web page"
    case .picture: "a picture"
    case .archive: "a compressed file"
    case .program: "a program"
    case .table: "a table of data"
    case .bytes: "not text"
    }
  }

  var remedy: String {
    switch self {
    case .wordDocument, .openDocument, .richText, .portableDocument, .webPage:
      "save the agreement as plain text, under a name such as `criteria.kam`"
    case .workbook:
      "name the agreement first; the accounts are exported from the workbook as CSV"
    case .table:
      "name the agreement first and the accounts second: "
        + "`kamc check criteria.kam accounts.csv`"
    case .picture, .archive, .program, .bytes:
      "name the file of the agreement, such as `criteria.kam`"
    }
  }

  // MARK: Telling

  /// What other programs write at the start of their files.
  private static let signatures: [(start: [UInt8], kind: FileKind)] = [
    (Array("%PDF".utf8), .portableDocument), (Array("{\\rtf".utf8), .richText),
    ([0xD0, 0xCF, 0x11, 0xE0], .wordDocument), ([0x89, 0x50, 0x4E, 0x47], .picture),
    ([0xFF, 0xD8, 0xFF], .picture), (Array("GIF8".utf8), .picture), ([0x1F, 0x8B], .archive),
    (Array("7z".utf8) + [0xBC], .archive), ([0x7F] + Array("ELF".utf8), .program),
  ]

  private static func signed(_ bytes: [UInt8]) -> FileKind? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return packed(bytes) }
    return signatures.first { bytes.starts(with: $0.start) }?.kind
  }

  /// Tells office documents, which are archives, by the names of the files in them.
  private static func packed(_ bytes: [UInt8]) -> FileKind {
    let head = String(decoding: bytes.prefix(1 << 16), as: UTF8.self).utf8
    let names: [(name: String, kind: FileKind)] = [
      ("word/", .wordDocument), ("xl/", .workbook), ("opendocument", .openDocument),
    ]
    return names.first { head.firstRange(of: $0.name.utf8) != nil }?.kind ?? .archive
  }

  private static func marked(_ bytes: [UInt8]) -> FileKind? {
    let start = bytes.drop { $0.isBlank || $0.isLineEnd || $0 >= 0x80 }.prefix(14)
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return ["<!doctype", "<html", "<?xml"].contains { text.hasPrefix($0) } ? .webPage : nil
  }

  /// `true` iff the first lines have the same separators and nothing that starts a declaration.
  private static func isTable(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.prefix(1 << 14).split(whereSeparator: \.isLineEnd).prefix(20)
    let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    guard let header = lines.first, lines.count > 1, header.first != UInt8(ascii: "#"),
      let separator = separators.first(where: { header.contains($0) }),
      !lines.contains(where: startsDeclaration)
    else { return false }
    let count = header.count { $0 == separator }
    return lines.dropFirst().contains { line in line.count { $0 == separator } == count }
  }

  private static func startsDeclaration(_ line: ArraySlice<UInt8>) -> Bool {
    // A no-break space is C2 A0 in UTF-8, and separates words as a space does.
    func isSpace(_ byte: UInt8) -> Bool { byte.isBlank || byte == 0xC2 || byte == 0xA0 }
    let word = line.drop(while: isSpace).prefix(while: { $0.isWordByte && !isSpace($0) })
    guard word.endIndex < line.endIndex else { return false }
    let next: UInt8 = isSpace(line[word.endIndex]) ? UInt8(ascii: " ") : line[word.endIndex]
    return (next.isBlank || next == UInt8(ascii: "{"))
      && DeclarationWord(rawValue: String(decoding: word, as: UTF8.self)) != nil
  }

  /// `true` iff control characters are among the first bytes, and a tenth of those is no text.
  private static func isNoText(_ bytes: [UInt8]) -> Bool {
    let head = Array(bytes.prefix(4096))
    // The last letter may be cut in two.
    let end = head.count < bytes.count ? head.count - 4 : head.count
    var strange = 0
    var index = 0
    while index < end {
      let scalar = DecodedScalar(head, at: index)
      if head[index].isControl || scalar == nil { strange += 1 }
      index += scalar?.length ?? 1
    }
    return strange * 10 > end && head.contains(where: \.isControl)
  }
}

extension SourceText {
  /// `true` iff the first bytes of a file are those of an agreement rather than of a table.
  package static func isAgreement(_ bytes: [UInt8], named name: String) -> Bool {
    let lines = bytes.split(whereSeparator: \.isLineEnd)
    if lines.contains(where: opensAgreement) { return true }
    return name.hasSuffix(".kam") && FileKind(bytes) == nil
  }

  /// `true` iff a line starts with `accounts {` or with `agreement "`.
  private static func opensAgreement(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop(while: \.isBlank)
    let word = text.prefix(while: \.isWordByte)
    let next = text[word.endIndex...].drop(while: \.isBlank).first
    switch String(decoding: word, as: UTF8.self) {
    case "accounts": return next == UInt8(ascii: "{")
    case "agreement": return next == UInt8(ascii: "\"")
    default: return false
    }
  }
}
