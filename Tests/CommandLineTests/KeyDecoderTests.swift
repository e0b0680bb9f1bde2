import Testing
import kamc

/// What bytes of a terminal mean, in whatever pieces they come.
@Suite struct KeyDecoderTests {
  private static let cases: [(String, [Key])] = [
    ("abc", [.text("abc")]), ("a\rb", [.text("a"), .enter, .text("b")]),
    ("é汐🇩🇪", [.text("é汐🇩🇪")]),
    ("\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}", [.home, .left, .interrupt, .endOfInput, .end, .right]),
    (
      "\u{8}\u{7F}\u{9}\u{B}\u{C}\u{E}\u{10}",
      [
        .backspace, .backspace, .tab, .cutToEnd, .clearScreen, .next, .previous,
      ]
    ),
    (
      "\u{12}\u{14}\u{15}\u{17}\u{19}\u{1A}\u{1C}",
      [
        .search, .swap, .cutToStart, .cutWordBack, .putBack, .suspend, .quit,
      ]
    ),
    ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D\u{1B}[H\u{1B}[F", [.up, .down, .right, .left, .home, .end]),
    (
      "\u{1B}OA\u{1B}OH\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~\u{1B}[3~",
      [
        .up, .home, .home, .end, .home, .end, .delete,
      ]
    ),
    (
      "\u{1B}[1;5C\u{1B}[1;3D\u{1B}[1;2C\u{1B}b\u{1B}f\u{1B}d\u{1B}\u{7F}",
      [
        .wordRight, .wordLeft, .right, .wordLeft, .wordRight, .cutNameAhead, .cutNameBack,
      ]
    ),
    (
      "\u{1B}\r\u{1B}é\u{1B}[5~\u{1B}[[Ax\u{1B}[999;999;999zy",
      [
        .newLine, .unknown, .unknown, .unknown, .text("x"), .unknown, .text("y"),
      ]
    ),
    ("\u{1B}[200~a\u{1B}[A\r\nb\u{1B}[201~c", [.paste("a\u{1B}[A\r\nb"), .text("c")]),
    ("\u{1B}[200~\u{1B}[201~", [.paste("")]), ("\u{1B}\u{1B}[A", [.cancel, .up]),
    ("\u{1B}[1\u{3}", [.unknown, .interrupt]),
  ]

  @Test(arguments: cases)
  func whole(text: String, keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(Array(text.utf8)) == keys)
    #expect(!decoder.isUndecided)
  }

  @Test(arguments: cases)
  func byteByByte(text: String, keys: [Key]) {
    var decoder = KeyDecoder()
    let found = text.utf8.flatMap { decoder.keys([$0]) }
    // Text comes a character at a time.
    func flat(_ keys: [Key]) -> [Key] {
      keys.flatMap { key in
        guard case .text(let text) = key else { return [key] }
        return text.unicodeScalars.map { Key.text(String($0)) }
      }
    }
    #expect(flat(found) == flat(keys))
  }

  @Test func escapeByItself() {
    var decoder = KeyDecoder()
    #expect(decoder.keys([0x1B]).isEmpty && decoder.isUndecided)
    #expect(decoder.rest() == [.cancel] && !decoder.isUndecided)
    #expect(decoder.keys(Array("[A".utf8)) == [.text("[A")])
  }

  @Test func brokenTextIsReplaced() {
    var decoder = KeyDecoder()
    #expect(decoder.keys([0x80, 0xC3, 0x28, 0xFF]) == [.text("\u{FFFD}\u{FFFD}(\u{FFFD}")])
    #expect(decoder.keys([0xE6]).isEmpty)
    #expect(decoder.keys([0xB1, 0x0D]) == [.text("\u{FFFD}"), .enter])
  }

  /// Whatever comes, nothing traps, and an Enter after it arrives.
  @Test func anyBytesAreRead() {
    var state: UInt64 = 7
    for _ in 0..<2000 {
      var decoder = KeyDecoder()
      var bytes: [UInt8] = []
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        bytes.append(byte % 3 == 0 ? 0x1B : byte % 3 == 1 ? 0x5B : byte)
      }
      _ = decoder.keys(bytes)
      _ = decoder.rest()
      _ = decoder.keys(Array("~~\u{1B}[201~".utf8))
      #expect(decoder.keys([0x0D]).last == .enter, "\(bytes)")
    }
  }
}
