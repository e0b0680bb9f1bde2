import Diagnostics
import Tables

extension Lexer {
  /// Scans a number, a date or a time.
  ///
  /// Digits, a minus and digits without spaces are a date or a mistake, never a subtraction.
  mutating func scanFigure() {
    let start = offset
    if let end = endOfForeignDate() { return emitDate(to: end) }
    var end = endOfGroups() ?? endOfDigits(from: start)
    if isDigitAfter(UInt8(ascii: ":"), at: end) || isTwelveHourTime(end) {
      return scanTime(from: end)
    }
    end = endOfSuffix(from: end)
    if isDigitAfter(UInt8(ascii: "-"), at: end) { return scanDate(from: end) }
    do {
      _ = try NumberLiteral(bytes[start..<end])
    } catch {
      report(.number(error), from: start, to: end)
    }
    emit(.number, to: end)
  }

  /// `true` iff `am` or `pm` follows one or two digits that end at `end`.
  private func isTwelveHourTime(_ end: Int) -> Bool {
    guard end - offset <= 2, wordEnd(from: end) == end + 2 else { return false }
    let word = SourceRange(start: end, end: end + 2)
    return source.spells("am", at: word) || source.spells("pm", at: word)
  }

  /// Returns the end of digits with a point among or beside them.
  private func endOfDigits(from start: Int) -> Int {
    let end = end(from: start) { $0.isDigit || $0 == UInt8(ascii: "_") }
    guard byte(at: end) == UInt8(ascii: ".") else { return end }
    // A word after the point belongs to it only if the digits do.
    if end > start, byte(at: end + 1)?.isLetter == true { return end }
    return self.end(from: end + 1) { $0.isDigit || $0 == UInt8(ascii: "_") }
  }

  /// Returns the end of digits whose thousands are set apart by points or quotes, if they are.
  private func endOfGroups() -> Int? {
    let first = end(from: offset, while: \.isDigit)
    guard (1...3).contains(first - offset), let next = byte(at: first),
      next == UInt8(ascii: ".") || next == UInt8(ascii: "'") || next >= 0x80
    else { return nil }
    let separators = [".", "'", "’"].map { Array($0.utf8) }
    guard let separator = separators.first(where: { bytes[first...].starts(with: $0) }) else {
      return nil
    }
    var end = first
    var groups = 0
    while bytes[end...].starts(with: separator) {
      let next = self.end(from: end + separator.count, while: \.isDigit)
      guard next - end - separator.count == 3 else { break }
      end = next
      groups += 1
    }
    let isPoint = separator == [UInt8(ascii: ".")]
    guard groups > (isPoint ? 1 : 0) else { return nil }
    let decimal = isPoint ? UInt8(ascii: ",") : UInt8(ascii: ".")
    return isDigitAfter(decimal, at: end) ? self.end(from: end + 1, while: \.isDigit) : end
  }

  /// Returns the end of what is written after a number for thousands, millions or percent, also
  /// where a space stands before it.
  private func endOfSuffix(from end: Int) -> Int {
    let joined = wordEnd(from: end)
    if byte(at: joined) == UInt8(ascii: "%") { return joined + 1 }
    if joined > end { return joined }
    let start = self.end(from: end, while: \.isBlank)
    guard start > end, let first = byte(at: start) else { return end }
    if first == UInt8(ascii: "%") { return start + 1 }
    guard Suffix.mayStart(with: first) else { return end }
    let word = wordEnd(from: start)
    let text = String(decoding: bytes[start..<word], as: UTF8.self)
    return Suffix.meant(by: text) == nil ? end : word
  }

  /// Returns the end of a date with points or slashes, such as `01.04.2027`, if there is one.
  private func endOfForeignDate() -> Int? {
    var widths: [Int] = []
    var index = offset
    let first = end(from: offset, while: \.isDigit)
    guard let sign = byte(at: first), sign == UInt8(ascii: ".") || sign == UInt8(ascii: "/") else {
      return nil
    }
    while widths.count < 3 {
      let end = end(from: index, while: \.isDigit)
      widths.append(end - index)
      index = end
      guard isDigitAfter(sign, at: end) else { break }
      if widths.count < 3 { index += 1 }
    }
    let isDayFirst = (1...2).contains(widths[0]) && widths.last == 4
    let isYearFirst = widths[0] == 4 && (1...2).contains(widths.last ?? 0)
    let isShort = sign == UInt8(ascii: ".") && widths[0] <= 2 && widths.last == 2
    guard widths.count == 3, (1...2).contains(widths[1]), !isDigitAfter(sign, at: index),
      isDayFirst || isYearFirst || isShort
    else { return nil }
    return index
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
    if isWeekPattern(to: end) { return emit(.word, to: end) }
    emitDate(to: end)
  }

  /// `true` iff the bytes to `end` deal the weeks of a quarter, behind `fiscal year`.
  private func isWeekPattern(to end: Int) -> Bool {
    let text = String(decoding: bytes[offset..<end], as: UTF8.self)
    guard FiscalCalendar.Pattern(rawValue: text) != nil,
      let last = tokens.last(where: { $0.kind != .space })
    else { return false }
    return last.kind == .word && source.text(of: last.range) == "year"
  }

  private mutating func emitDate(to end: Int) {
    do {
      _ = try DateLiteral(bytes[offset..<end])
    } catch {
      report(.date(error), from: offset, to: end)
    }
    emit(.date, to: end)
  }

  /// Scans a time, of whose first figure `start` is the end: `9:00`, also `.9:00`.
  private mutating func scanTime(from start: Int) {
    let end = end(from: start) { $0.isWordByte || $0 == UInt8(ascii: ":") }
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
    if let closing = foreignClosing(before: index) {
      let content = TextLiteral.decode(bytes[offset..<closing])
      report(.sign(.foreignQuotes(content)), from: offset, to: closing)
      return emit(.text, to: closing)
    }
    let end = likelyEnd(ofUnclosedTextBefore: index)
    let earlier = firstQuoteOfLine
    report(.sign(earlier == offset ? .unclosedText : .oddQuotes), from: offset, to: end)
    noteTrouble(at: earlier)
    emit(.text, to: end)
  }

  /// Returns the end of a quote of another kind that closes the text here, if there is one.
  private func foreignClosing(before lineEnd: Int) -> Int? {
    let quotes = ["”", "“", "»"].map { Array($0.utf8) }
    return (offset + 1..<lineEnd).first { index in
      quotes.contains { bytes[index..<lineEnd].starts(with: $0) }
    }.flatMap { index in DecodedScalar(bytes, at: index).map { index + $0.length } }
  }

  /// Where the first quote of the line is: after a forgotten one, nothing on the line is what it
  /// seems.
  private var firstQuoteOfLine: Int {
    let start = bytes[..<offset].lastIndex(where: \.isLineEnd).map { $0 + 1 } ?? 0
    return bytes[start..<offset].firstIndex(of: UInt8(ascii: "\"")) ?? offset
  }

  /// Returns where a text that its line never closes was probably meant to end: before a brace, so
  /// that the block around it is still understood, or else with the line.
  private func likelyEnd(ofUnclosedTextBefore lineEnd: Int) -> Int {
    var end = bytes[offset..<lineEnd].firstIndex(of: UInt8(ascii: "{")) ?? lineEnd
    while end > offset + 1, bytes[end - 1].isBlank || bytes[end - 1] == UInt8(ascii: "}") {
      end -= 1
    }
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
      inspectCharacters(from: offset, to: index)
      let content = TextLiteral.decode(bytes[offset..<index])
      report(.sign(.foreignQuotes(content)), from: offset, to: index)
      emit(.text, to: index)
      return true
    }
    return false
  }
}
