/// How the bytes of a file stand for characters.
package enum TextEncoding: String, CaseIterable, Hashable, Sendable {
  case utf8
  /// ISO 8859-1: each byte is the character of that number.
  case latin1
  /// Latin-1 with letters and signs in place of most of the controls from 0x80 to 0x9F.
  case windows1252
}

extension TextEncoding {
  /// The name by which people know the encoding.
  package var title: String {
    switch self {
    case .utf8: "UTF-8"
    case .latin1: "Latin-1"
    case .windows1252: "Windows-1252"
    }
  }

  /// Returns `bytes` as UTF-8, or nil where they are not text in this encoding.
  func utf8(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
    switch self {
    case .utf8: return String(validating: bytes, as: UTF8.self) == nil ? nil : bytes
    case .latin1, .windows1252:
      var text: [UInt8] = []
      for byte in bytes {
        guard let scalar = scalar(of: byte) else { return nil }
        text.append(
          contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
      }
      return text[...]
    }
  }

  /// Returns `bytes` as text, with a replacement character for each fault.
  func text(of bytes: ArraySlice<UInt8>) -> String {
    switch self {
    case .utf8: return String(decoding: bytes, as: UTF8.self)
    case .latin1, .windows1252:
      var text = ""
      for byte in bytes { text.unicodeScalars.append(scalar(of: byte) ?? "\u{FFFD}") }
      return text
    }
  }

  /// Returns the number of characters in the text of `bytes`, in Unicode scalars.
  func scalars(in bytes: ArraySlice<UInt8>) -> Int {
    switch self {
    case .latin1, .windows1252: bytes.count
    case .utf8 where bytes.allSatisfy({ $0 < 0x80 }): bytes.count
    case .utf8: String(decoding: bytes, as: UTF8.self).unicodeScalars.count
    }
  }

  /// Returns the character of one byte, for encodings that have one for each.
  private func scalar(of byte: UInt8) -> Unicode.Scalar? {
    guard self == .windows1252, (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
    let number = TextEncoding.windowsScalars[Int(byte) - 0x80]
    return number == 0 ? nil : Unicode.Scalar(number)
  }

  /// The characters from 0x80 to 0x9F, with 0 for the bytes that stand for nothing.
  private static let windowsScalars: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]
}

extension TextEncoding {
  /// Returns the encoding that people also call `name`.
  package static func meant(by name: String) -> TextEncoding? {
    let bare = name.lowercased().filter { $0.isLetter || $0.isNumber }
    return switch bare {
    case "utf8", "utf", "unicode": .utf8
    case "latin1", "latin", "iso88591", "iso": .latin1
    case "windows1252", "cp1252", "win1252", "windows", "ansi", "ms1252": .windows1252
    default: nil
    }
  }
}
