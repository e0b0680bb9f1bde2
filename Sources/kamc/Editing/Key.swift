/// A key that is pressed, by what it does to a line, or text that comes instead of keys.
package enum Key: Hashable, Sendable {
  case text(String)
  /// Several characters at once, perhaps lines, which are no keys.
  case paste(String)
  case enter
  /// Another line, even where the text is whole.
  case newLine
  case tab
  case left, right, wordLeft, wordRight, home, end
  /// A line up or down, in the text and then in the history.
  case up, down
  /// An entry of the history back or forth, wherever the cursor stands.
  case previous, next
  case backspace, delete
  case cutToEnd, cutToStart, cutWordBack, cutNameBack, cutNameAhead, putBack, swap
  case search, searchAhead, cancel
  case clearScreen
  case interrupt, suspend, quit
  /// Ends the input, or deletes where there is something to delete.
  case endOfInput
  case unknown
}

/// Tells keys from the bytes that a terminal sends, in whatever pieces they come.
package struct KeyDecoder: Sendable {
  /// How much of one paste is kept.
  private static let longestPaste = 1 << 20
  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)
  private static let escape: UInt8 = 0x1B

  /// What is no whole key yet.
  private var waiting: [UInt8] = []
  /// What was pasted so far, nil outside of a paste.
  private var pasted: [UInt8]?

  package init() {}

  /// `true` iff more bytes decide what was pressed; where they do not come at once, `rest()` does.
  package var isUndecided: Bool { pasted == nil && waiting.first == KeyDecoder.escape }

  /// Returns the keys that are whole now.
  package mutating func keys(_ bytes: some Sequence<UInt8>) -> [Key] {
    waiting += bytes
    var keys: [Key] = []
    var used = 0
    while used < waiting.count {
      if pasted != nil {
        guard let paste = takePaste(from: &used) else { break }
        keys.append(paste)
        continue
      }
      guard let (key, length) = KeyDecoder.key(waiting[used...]) else { break }
      used += length
      if case .text(let more) = key, case .text(let text)? = keys.last {
        keys[keys.count - 1] = .text(text + more)
      } else if let key {
        keys.append(key)
      } else {
        pasted = []
      }
    }
    waiting.removeFirst(used)
    return keys
  }

  /// Takes what waits for what it is by itself: the key Escape, or a piece of nothing.
  package mutating func rest() -> [Key] {
    guard isUndecided else { return [] }
    defer { waiting = [] }
    return waiting.count == 1 ? [.cancel] : []
  }

  /// Returns nil until the end of the paste is there; of its end marker a part may be.
  private mutating func takePaste(from used: inout Int) -> Key? {
    let marker = KeyDecoder.pasteEnd
    var place = used
    while place < waiting.count {
      let rest = waiting[place...]
      if rest.starts(with: marker) || marker.starts(with: rest) { break }
      place += 1
    }
    let room = max(0, KeyDecoder.longestPaste - (pasted?.count ?? 0))
    pasted?.append(contentsOf: waiting[used..<place].prefix(room))
    used = place
    guard waiting[place...].starts(with: marker), let bytes = pasted else {
      return nil
    }
    used += marker.count
    pasted = nil
    return .paste(String(decoding: bytes, as: UTF8.self))
  }

  // MARK: One key

  /// Returns a key with the number of its bytes, nil in its place at the start of a paste; nil where
  /// bytes are missing.
  private static func key(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    guard let first = bytes.first else { return nil }
    if first == escape { return escaped(bytes) }
    if first < 0x20 || first == 0x7F { return (control(first), 1) }
    return character(bytes).map { (.text($0), $1) }
  }

  private static func control(_ byte: UInt8) -> Key {
    switch byte {
    case 0x01: .home
    case 0x02: .left
    case 0x03: .interrupt
    case 0x04: .endOfInput
    case 0x05: .end
    case 0x06: .right
    case 0x07: .cancel
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x0B: .cutToEnd
    case 0x0C: .clearScreen
    case 0x0E: .next
    case 0x10: .previous
    case 0x12: .search
    case 0x13: .searchAhead
    case 0x14: .swap
    case 0x15: .cutToStart
    case 0x17: .cutWordBack
    case 0x19: .putBack
    case 0x1A: .suspend
    case 0x1C: .quit
    default: .unknown
    }
  }

  /// Returns a character of UTF-8; bytes that are none give U+FFFD.
  private static func character(_ bytes: ArraySlice<UInt8>) -> (String, Int)? {
    let length =
      switch bytes.first ?? 0 {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    let rest = bytes.dropFirst().prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
    if rest.count + 1 < length, rest.count + 1 == bytes.count { return nil }
    let whole = bytes.prefix(rest.count + 1)
    return (String(decoding: whole, as: UTF8.self), whole.count)
  }

  // MARK: Escape sequences

  private static func escaped(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    guard let second = bytes.dropFirst().first else { return nil }
    switch second {
    case escape: return (.cancel, 1)
    case UInt8(ascii: "["): return sequence(bytes)
    case UInt8(ascii: "O"):
      guard let third = bytes.dropFirst(2).first else { return nil }
      return (arrow(third, isWord: false), 3)
    case 0x0A, 0x0D: return (.newLine, 2)
    case 0x08, 0x7F: return (.cutNameBack, 2)
    case UInt8(ascii: "b"), UInt8(ascii: "B"): return (.wordLeft, 2)
    case UInt8(ascii: "f"), UInt8(ascii: "F"): return (.wordRight, 2)
    case UInt8(ascii: "d"), UInt8(ascii: "D"): return (.cutNameAhead, 2)
    case ..<0x20: return (.unknown, 2)
    default: return character(bytes.dropFirst()).map { (.unknown, $1 + 1) }
    }
  }

  /// Reads `ESC [`, figures between semicolons, and a letter or a sign.
  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    let body = bytes.dropFirst(2)
    // The function keys of the Linux console have a bracket of their own.
    if body.first == UInt8(ascii: "[") { return body.count > 1 ? (.unknown, 4) : nil }
    let figures = body.prefix { (0x20...0x3F).contains($0) }
    guard let last = body.dropFirst(figures.count).first else {
      return figures.count > 60 ? (.unknown, bytes.count) : nil
    }
    let length = 2 + figures.count + 1
    // What is no end begins another key.
    guard (0x40...0x7E).contains(last) else { return (.unknown, length - 1) }
    let words = figures.split(separator: UInt8(ascii: ";")).map {
      Int(String(decoding: $0, as: UTF8.self)) ?? 0
    }
    let isWord = words.count > 1 && [3, 5, 7, 9].contains(words[1])
    if last != UInt8(ascii: "~") { return (arrow(last, isWord: isWord), length) }
    switch words.first {
    case 1, 7: return (.home, length)
    case 4, 8: return (.end, length)
    case 3: return (isWord ? .cutNameAhead : .delete, length)
    case 200: return (nil, length)
    default: return (.unknown, length)
    }
  }

  private static func arrow(_ letter: UInt8, isWord: Bool) -> Key {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): isWord ? .wordRight : .right
    case UInt8(ascii: "D"): isWord ? .wordLeft : .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "M"): .enter
    default: .unknown
    }
  }
}
