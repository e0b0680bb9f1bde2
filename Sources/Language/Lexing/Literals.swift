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
    var rest = bytes
    let whole = try NumberLiteral.takeDigits(&rest)
    var fraction: [UInt8] = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = try NumberLiteral.takeDigits(&rest)
      while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    }
    let suffix = String(decoding: rest, as: UTF8.self)
    guard let shift = NumberLiteral.shifts[suffix] else { throw .unknownSuffix(suffix) }
    let exponent = shift - fraction.count
    guard exponent >= -Decimal.places else { throw .tooManyPlaces }
    guard let mantissa = NumberLiteral.mantissa(whole + fraction),
      let value = Decimal(mantissa: mantissa, exponent: exponent)
    else { throw .tooLarge }
    self.value = value
    isPercent = suffix == "%"
  }

  private static let shifts = ["": 0, "k": 3, "M": 6, "bn": 9, "%": -2]

  /// Takes digits from the front of `bytes` and returns them without their `_`.
  ///
  /// digits = digit { [ "_" ] digit } ;
  private static func takeDigits(
    _ bytes: inout ArraySlice<UInt8>
  ) throws(NumberProblem) -> [UInt8] {
    let run = bytes.prefix { $0.isDigit || $0 == UInt8(ascii: "_") }
    guard let first = run.first, let last = run.last else { throw .missingDigits }
    var previous = UInt8(ascii: "_")
    for byte in run {
      guard byte.isDigit || previous.isDigit else { throw .misplacedUnderscore }
      previous = byte
    }
    guard first.isDigit, last.isDigit else { throw .misplacedUnderscore }
    bytes = bytes.dropFirst(run.count)
    return run.filter(\.isDigit)
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
    else { throw DateLiteral.problem(widths, groups) }
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

  /// Returns what is wrong with text that has digits around a minus but is not shaped as a date.
  private static func problem(_ widths: [Int], _ groups: [ArraySlice<UInt8>]) -> DateProblem {
    guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }) else {
      return groups.count == 2 ? .crampedMinus : .misshapen(remedy: nil)
    }
    guard groups.count == 3 else { return .crampedMinus }
    if widths[0] == 4, widths[1] <= 2, widths[2] <= 2 {
      let padded = groups.map { group in
        (group.count == 1 ? "0" : "") + String(decoding: group, as: UTF8.self)
      }
      return .misshapen(remedy: padded.joined(separator: "-"))
    }
    return .misshapen(remedy: nil)
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
    else { throw .misshapenTime }
    let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard hours < 24, minutes < 60 else { throw .noSuchTime }
    minutesAfterMidnight = hours * 60 + minutes
  }
}

extension TextLiteral {
  /// The text that `bytes`, a text token, stands for: without its quotes, doubled ones undone.
  ///
  /// A text that is unclosed or has foreign quotes has been reported and is read as far as it goes.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    let quote = UInt8(ascii: "\"")
    guard bytes.first == quote else { return decodeForeign(bytes) }
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
