import Diagnostics
import Tables

/// The figure that a number token stands for.
struct NumberLiteral {
  var value: Decimal
  var isPercent: Bool

  /// Reads the whole of `bytes` as a number.
  ///
  /// number = digits [ "." digits ] [ "k" | "M" | "bn" | "%" ] ;
  init(_ bytes: ArraySlice<UInt8>) throws(NumberProblem) {
    if let plain = NumberLiteral.plain(bytes) {
      self = plain
      return
    }
    if let problem = NumberLiteral.grouping(bytes) { throw problem }
    var rest = bytes
    let whole = try NumberLiteral.takeDigits(&rest)
    var fraction: [UInt8] = []
    var hasPoint = false
    if rest.first == UInt8(ascii: ".") {
      hasPoint = true
      rest.removeFirst()
      fraction = try NumberLiteral.takeDigits(&rest)
    }
    let suffix = String(decoding: rest, as: UTF8.self)
    if whole.isEmpty || hasPoint && fraction.isEmpty {
      throw NumberLiteral.pointless(bytes, whole, fraction, suffix)
    }
    guard let shift = NumberLiteral.shifts[suffix] else {
      throw NumberLiteral.foreignSuffix(suffix, of: bytes)
    }
    while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    let exponent = shift - fraction.count
    guard exponent >= -Decimal.places else { throw .tooManyPlaces }
    guard let mantissa = NumberLiteral.mantissa(whole + fraction),
      let value = Decimal(mantissa: mantissa, exponent: exponent)
    else { throw .tooLarge }
    self.value = value
    isPercent = suffix == "%"
  }

  private init(value: Decimal, isPercent: Bool) {
    self.value = value
    self.isPercent = isPercent
  }

  /// Reads a whole number with or without a suffix of one byte; nil for every other spelling.
  private static func plain(_ bytes: ArraySlice<UInt8>) -> NumberLiteral? {
    var digits = bytes
    let shift: Int
    switch bytes.last {
    case UInt8(ascii: "k"): shift = 3
    case UInt8(ascii: "M"): shift = 6
    case UInt8(ascii: "%"): shift = -2
    default: shift = 0
    }
    if shift != 0 { digits = digits.dropLast() }
    guard (1...12).contains(digits.count) else { return nil }
    var whole: Int128 = 0
    for digit in digits {
      guard digit.isDigit else { return nil }
      whole = whole &* 10 &+ Int128(digit &- UInt8(ascii: "0"))
    }
    let scaled = whole * Decimal.powersOfTen[Decimal.places + shift]
    guard scaled < Decimal.bound else { return nil }
    return NumberLiteral(value: Decimal(scaled: scaled), isPercent: shift < 0)
  }

  /// Returns the number that `bytes` spell or, where they are misspelt, clearly mean.
  static func understood(_ bytes: ArraySlice<UInt8>) -> NumberLiteral? {
    do throws(NumberProblem) {
      return try NumberLiteral(bytes)
    } catch {
      return error.meant.flatMap { try? NumberLiteral(Array($0.utf8)[...]) }
    }
  }

  private static let shifts = ["": 0, "k": 3, "M": 6, "bn": 9, "%": -2]

  /// Takes digits from the front of `bytes` and returns them without their `_`.
  ///
  /// digits = digit { [ "_" ] digit } ;
  private static func takeDigits(
    _ bytes: inout ArraySlice<UInt8>
  ) throws(NumberProblem) -> [UInt8] {
    let run = bytes.prefix { $0.isDigit || $0 == UInt8(ascii: "_") }
    var previous = UInt8(ascii: "_")
    for byte in run {
      guard byte.isDigit || previous.isDigit else { throw .misplacedUnderscore }
      previous = byte
    }
    guard run.isEmpty || previous.isDigit else { throw .misplacedUnderscore }
    bytes = bytes.dropFirst(run.count)
    return run.filter(\.isDigit)
  }

  // MARK: What was meant

  /// Returns the problem of thousands that are set apart by points or quotes.
  private static func grouping(_ bytes: ArraySlice<UInt8>) -> NumberProblem? {
    // PERF: nearly all numbers are plain, and characters take fifty times as long as bytes.
    let points = bytes.count { $0 == UInt8(ascii: ".") }
    let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "'") }
    if isPlain, points < 2 { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let digits = text.prefix { !$0.isASCII || !$0.isLetter && $0 != "%" && $0 != " " }
    let groups = digits.split { $0 == "." || $0 == "'" || $0 == "’" }
    guard groups.count > 2 || groups.count == 2 && !digits.contains(".") else { return nil }
    // Decimals follow the last group behind a comma or, after quotes, a point.
    let hasQuotes = digits.contains { $0 == "'" || $0 == "’" }
    var meant = groups.joined(separator: "_").replacing(",", with: ".")
    if hasQuotes, let point = digits.lastIndex(of: ".") {
      meant = groups.dropLast().joined(separator: "_") + digits[point...]
    }
    let suffix = text.dropFirst(digits.count).filter { $0 != " " }
    return .misspelt(text, meant: meant + (Suffix.meant(by: String(suffix)) ?? ""), .grouping)
  }

  /// Returns the problem of a number without digits on one side of its point.
  private static func pointless(
    _ bytes: ArraySlice<UInt8>, _ whole: [UInt8], _ fraction: [UInt8], _ suffix: String
  ) -> NumberProblem {
    var meant = whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)
    if !fraction.isEmpty { meant += "." + String(decoding: fraction, as: UTF8.self) }
    let text = String(decoding: bytes, as: UTF8.self)
    let known = shifts[suffix] == nil ? Suffix.meant(by: suffix) ?? "" : suffix
    return .misspelt(text, meant: meant + known, .point)
  }

  private static func foreignSuffix(
    _ suffix: String, of bytes: ArraySlice<UInt8>
  ) -> NumberProblem {
    let word = suffix.filter { !$0.isWhitespace }
    guard let meant = Suffix.meant(by: word) else { return .unknownSuffix(word) }
    let text = String(decoding: bytes, as: UTF8.self)
    return .misspelt(text, meant: text.dropLast(suffix.count) + meant, .suffix)
  }

  private static func mantissa(_ digits: [UInt8]) -> Int128? {
    var value: Int128 = 0
    for digit in digits {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int128(digit - UInt8(ascii: "0")))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }
}

/// The day that a date token stands for.
struct DateLiteral {
  var day: Day

  /// Reads the whole of `bytes` as a date.
  ///
  /// date = digit digit digit digit "-" digit digit "-" digit digit ;
  init(_ bytes: ArraySlice<UInt8>) throws(DateProblem) {
    let groups = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let widths = groups.map(\.count)
    guard bytes.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "-") }), groups.count == 3,
      widths == [4, 2, 2]
    else { throw DateLiteral.problem(bytes) }
    let numbers = groups.map(DateLiteral.number)
    let (year, month, dayOfMonth) = (numbers[0], numbers[1], numbers[2])
    guard year >= 1 else { throw .noSuchYear }
    guard (1...12).contains(month) else { throw .noSuchMonth(month) }
    let length = Day.length(ofMonth: month, year: year)
    guard let day = Day(year: year, month: month, day: dayOfMonth) else {
      throw .noSuchDay(month: month, year: year, length: length)
    }
    self.day = day
  }

  /// Returns the day that `bytes` spell or, where they are misspelt, clearly mean.
  static func understood(_ bytes: ArraySlice<UInt8>) -> Day? {
    do throws(DateProblem) {
      return try DateLiteral(bytes).day
    } catch {
      return error.meant.flatMap { try? DateLiteral(Array($0.utf8)[...]).day }
    }
  }

  /// Returns what is wrong with text that is not shaped as a date.
  private static func problem(_ bytes: ArraySlice<UInt8>) -> DateProblem {
    let text = String(decoding: bytes, as: UTF8.self)
    let separator = text.first { !$0.isNumber } ?? "-"
    let groups = text.split(separator: separator, omittingEmptySubsequences: false)
    guard groups.count != 2 else {
      return .crampedMinus(groups.joined(separator: " - "))
    }
    guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else {
      return .misshapen(days: [])
    }
    return .misshapen(days: DateProblem.days(of: groups.map(String.init), separator: separator))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

/// The time of day that a time token stands for.
struct TimeLiteral {
  var minutesAfterMidnight: Int

  /// Reads the whole of `bytes` as a time.
  ///
  /// time = digit digit ":" digit digit ;
  init(_ bytes: ArraySlice<UInt8>) throws(DateProblem) {
    let digits = bytes.filter(\.isDigit).map { Int($0 - UInt8(ascii: "0")) }
    guard bytes.count == 5, digits.count == 4, bytes[bytes.startIndex + 2] == UInt8(ascii: ":")
    else { throw .misshapenTime(meant: TimeLiteral.meant(by: bytes)) }
    let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard hours < 24, minutes < 60 else { throw .noSuchTime }
    minutesAfterMidnight = hours * 60 + minutes
  }

  /// Returns the minute that `bytes` spell or, where they are misspelt, clearly mean.
  static func understood(_ bytes: ArraySlice<UInt8>) -> Int? {
    do throws(DateProblem) {
      return try TimeLiteral(bytes).minutesAfterMidnight
    } catch {
      return error.meant.flatMap { try? TimeLiteral(Array($0.utf8)[...]).minutesAfterMidnight }
    }
  }

  /// Returns the time that `9:00`, `9:00pm` or `09:00:00` means.
  private static func meant(by bytes: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let parts = text.filter { $0 != "a" && $0 != "p" && $0 != "m" }.split(separator: ":")
    guard var hours = parts.first.flatMap({ Int($0) }), parts.count <= 3,
      parts.count < 3 || parts[2] == "00"
    else { return nil }
    let minutes = parts.count > 1 ? String(parts[1]) : "00"
    if text.hasSuffix("pm"), hours < 12 { hours += 12 }
    guard hours < 24, minutes.count == 2, let number = Int(minutes), number < 60 else { return nil }
    return (hours < 10 ? "0" : "") + "\(hours):\(minutes)"
  }
}

extension TextLiteral {
  /// The text that `bytes`, a text token, stands for: without its quotes, doubled ones undone.
  ///
  /// A text that is unclosed or has foreign quotes has been reported and is read as far as it goes.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    let quote = UInt8(ascii: "\"")
    let isClosedByOther = ["”", "“", "»"].contains {
      bytes.reversed().starts(with: $0.utf8.reversed())
    }
    guard bytes.first == quote, !isClosedByOther else { return decodeForeign(bytes) }
    var content: [UInt8] = []
    var index = bytes.startIndex + 1
    while index < bytes.endIndex {
      if bytes[index] == quote {
        guard index + 1 < bytes.endIndex, bytes[index + 1] == quote else { break }
        index += 1
      }
      content.append(bytes[index])
      index += 1
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// Drops the first and the last character, whatever quotes they are.
  private static func decodeForeign(_ bytes: ArraySlice<UInt8>) -> String {
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    return String(String.UnicodeScalarView(scalars.dropFirst().dropLast()))
  }
}
