extension UInt8 {
  /// `true` iff this is `0` to `9`.
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// `true` iff this is an ASCII letter.
  var isLetter: Bool {
    let lower = self | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
  }

  /// `true` iff this may stand in a word of ASCII.
  var isWordByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// `true` iff this is a control character other than a tab or a line end.
  var isControl: Bool { (self < 0x20 && !isBlank && !isLineEnd) || self == 0x7F }
}

/// A Unicode scalar and the number of bytes that spell it.
struct DecodedScalar {
  var value: Unicode.Scalar
  var length: Int

  /// Decodes the scalar at `offset`, or returns nil where the bytes are not UTF-8.
  init?(_ bytes: [UInt8], at offset: Int) {
    let lead = UInt32(bytes[offset])
    let length: Int
    let least: UInt32
    var value: UInt32
    switch lead {
    case 0x00...0x7F: (length, least, value) = (1, 0, lead)
    case 0xC2...0xDF: (length, least, value) = (2, 0x80, lead & 0x1F)
    case 0xE0...0xEF: (length, least, value) = (3, 0x800, lead & 0x0F)
    case 0xF0...0xF4: (length, least, value) = (4, 0x10000, lead & 0x07)
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    for byte in bytes[(offset + 1)..<(offset + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    self.value = scalar
    self.length = length
  }

  /// `true` iff the scalar may stand in a word.
  var isWordPart: Bool {
    switch value.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }
}
