extension Lexer {
  /// Scans a number, a date or a time.
  ///
  /// Digits, a minus and digits without spaces are a date or a mistake, never a subtraction.
  mutating func scanFigure() {
    let start = offset
    var end = end(from: start) { $0.isDigit || $0 == UInt8(ascii: "_") }
    if bytes[start] == UInt8(ascii: ".") || isDigitAfter(UInt8(ascii: "."), at: end) {
      end = self.end(from: end + 1) { $0.isDigit || $0 == UInt8(ascii: "_") }
    }
    if isDigitAfter(UInt8(ascii: ":"), at: end) { return scanTime() }
    end = wordEnd(from: end)
    if byte(at: end) == UInt8(ascii: "%") { end += 1 }
    if isDigitAfter(UInt8(ascii: "-"), at: end) { return scanDate(from: end) }
    do {
      _ = try NumberLiteral(bytes[start..<end])
    } catch {
      report(.number(error), from: start, to: end)
    }
    emit(.number, to: end)
  }

  /// `true` iff `sign` is at `index` and a digit follows it.
  private func isDigitAfter(_ sign: UInt8, at index: Int) -> Bool {
    byte(at: index) == sign && byte(at: index + 1)?.isDigit == true
  }

  /// Scans a date, or a subtraction that lacks its spaces, whose minus is at `minus`.
  private mutating func scanDate(from minus: Int) {
    let end = end(from: minus) {
      $0.isWordByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":")
    }
    do {
      _ = try DateLiteral(bytes[offset..<end])
    } catch {
      report(.date(error), from: offset, to: end)
    }
    emit(.date, to: end)
  }

  private mutating func scanTime() {
    let end = end(from: offset) { $0.isWordByte || $0 == UInt8(ascii: ":") }
    do {
      _ = try TimeLiteral(bytes[offset..<end])
    } catch {
      report(.date(error), from: offset, to: end)
    }
    emit(.time, to: end)
  }

  /// Scans a quoted text, which ends at the latest with its line.
  ///
  /// text = '"' { character | '""' } '"' ;
  mutating func scanText() {
    let quote = UInt8(ascii: "\"")
    var index = offset + 1
    while let next = byte(at: index), !next.isLineEnd {
      index += 1
      guard next == quote else { continue }
      if byte(at: index) == quote {
        index += 1
      } else {
        inspectCharacters(from: offset, to: index)
        return emit(.text, to: index)
      }
    }
    let end = likelyEnd(ofUnclosedTextBefore: index)
    report(.sign(.unclosedText), from: offset, to: end)
    noteTrouble(at: offset)
    emit(.text, to: end)
  }

  /// Returns where a text that its line never closes was probably meant to end: before a brace, so
  /// that the block after a name is still understood, or else with the line.
  private func likelyEnd(ofUnclosedTextBefore lineEnd: Int) -> Int {
    var end = bytes[offset..<lineEnd].firstIndex(of: UInt8(ascii: "{")) ?? lineEnd
    while end > offset + 1, bytes[end - 1].isBlank { end -= 1 }
    return end
  }

  /// Takes a text in quotes of another kind, which is reported, if its line closes it soon.
  mutating func takeForeignText(closedBy closings: [Unicode.Scalar]) -> Bool {
    guard let opening = DecodedScalar(bytes, at: offset) else { return false }
    var index = offset + opening.length
    let horizon = min(bytes.count, index + 256)
    while index < horizon, !bytes[index].isLineEnd,
      let scalar = DecodedScalar(bytes, at: index)
    {
      index += scalar.length
      guard closings.contains(scalar.value) else { continue }
      let content = TextLiteral.decode(bytes[offset..<index])
      report(.sign(.foreignQuotes(content)), from: offset, to: index)
      emit(.text, to: index)
      return true
    }
    return false
  }
}
