/// Why a text is not JSON, and where that is noticed.
package struct JSONMistake: Error, Hashable, Sendable {
  /// In bytes from the start.
  package var offset: Int

  package init(offset: Int) { self.offset = offset }
}

/// Reads JSON value by value, without a tree: what nobody asks for is passed over.
///
/// - Complexity: O(bytes); nothing is kept.
package struct JSONScanner {
  private static let deepest = 200

  private let bytes: [UInt8]
  private var place = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Calls `body` for each member of the object that follows; `body` reads or skips its value.
  package mutating func object(
    _ body: (inout JSONScanner, String) throws(JSONMistake) -> Void
  ) throws(JSONMistake) {
    try list(from: "{", to: "}") { scanner throws(JSONMistake) in
      let name = try scanner.string()
      try scanner.expect(":")
      try body(&scanner, name)
    }
  }

  /// Calls `body` for each element of the array that follows; `body` reads or skips it.
  package mutating func array(
    _ body: (inout JSONScanner) throws(JSONMistake) -> Void
  ) throws(JSONMistake) {
    try list(from: "[", to: "]", body)
  }

  private mutating func list(
    from start: Unicode.Scalar, to end: Unicode.Scalar,
    _ body: (inout JSONScanner) throws(JSONMistake) -> Void
  ) throws(JSONMistake) {
    try expect(start)
    if take(end) { return }
    repeat { try body(&self) } while take(",")
    try expect(end)
  }

  /// Reads a text, or nil for `null` and for any other value, which is passed over.
  package mutating func optionalString() throws(JSONMistake) -> String? {
    if next == UInt8(ascii: "\"") { return try string() }
    try skip()
    return nil
  }

  /// Reads a number, or nil for any other value, and for one that has more places than are kept.
  package mutating func optionalNumber() throws(JSONMistake) -> Decimal? {
    _ = next
    let start = place
    try skip()
    return Decimal(plain: bytes[start..<place])
  }

  /// Reads yes or no, or nil for any other value.
  package mutating func optionalTruth() throws(JSONMistake) -> Bool? {
    _ = next
    let start = place
    try skip()
    if bytes[start..<place].elementsEqual("true".utf8) { return true }
    return bytes[start..<place].elementsEqual("false".utf8) ? false : nil
  }

  /// Reads a text.
  package mutating func string() throws(JSONMistake) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escaped()
      case 0..<0x20: throw JSONMistake(offset: place - 1)
      default: text.append(byte)
      }
    }
    throw JSONMistake(offset: place)
  }

  private mutating func escaped() throws(JSONMistake) -> [UInt8] {
    guard place < bytes.count else { throw JSONMistake(offset: place) }
    defer { place += 1 }
    switch bytes[place] {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[place]]
    case UInt8(ascii: "u"): return Array(String(try codePoint()).utf8)
    default: throw JSONMistake(offset: place)
    }
  }

  /// Reads the digits of `\uXXXX`, with those of a second half; `place` stays on the last digit.
  private mutating func codePoint() throws(JSONMistake) -> Unicode.Scalar {
    var value = try hexadecimal()
    if (0xD800..<0xDC00).contains(value), place + 2 < bytes.count,
      bytes[place + 1] == UInt8(ascii: "\\"), bytes[place + 2] == UInt8(ascii: "u")
    {
      place += 2
      value = 0x10000 + (value - 0xD800) << 10 + (try hexadecimal() &- 0xDC00)
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(JSONMistake) -> UInt32 {
    guard place + 4 < bytes.count,
      let value = UInt32(String(decoding: bytes[place + 1...place + 4], as: UTF8.self), radix: 16)
    else { throw JSONMistake(offset: place) }
    place += 4
    return value
  }

  /// Passes over the value that follows.
  package mutating func skip() throws(JSONMistake) { try skip(depth: 0) }

  private mutating func skip(depth: Int) throws(JSONMistake) {
    guard depth < JSONScanner.deepest else { throw JSONMistake(offset: place) }
    switch next {
    case UInt8(ascii: "{"):
      try object { scanner, _ throws(JSONMistake) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { scanner throws(JSONMistake) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    default:
      let start = place
      while place < bytes.count, JSONScanner.isOfWord(bytes[place]) { place += 1 }
      if place == start { throw JSONMistake(offset: place) }
    }
  }

  /// Requires that nothing follows.
  package mutating func finish() throws(JSONMistake) {
    if next != nil { throw JSONMistake(offset: place) }
  }

  /// The first byte of the value that follows, nil at the end.
  package var next: UInt8? {
    mutating get {
      while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
      return place < bytes.count ? bytes[place] : nil
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(JSONMistake) {
    if !take(sign) { throw JSONMistake(offset: place) }
  }
}
