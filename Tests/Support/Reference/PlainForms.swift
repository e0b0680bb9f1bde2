package import Tables

/// `-12.50e3` taken apart into a sign, digits and a power of ten.
package struct PlainNumber: Hashable {
  package var isNegative = false
  private var digits: [Int] = []
  private var exponent = 0

  package init?(_ text: String) {
    var rest = Substring(text)
    if let sign = rest.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      rest.removeFirst()
    }
    let parts = rest.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard parts.count == 1 || parts.count == 2 else { return nil }
    if parts.count == 2 {
      guard let power = Int(parts[1]) else { return nil }
      exponent = power
    }
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty }) else { return nil }
    for digit in halves.joined() {
      guard digit.isASCII, let value = digit.wholeNumberValue else { return nil }
      digits.append(value)
    }
    if halves.count == 2 { exponent -= halves[1].count }
  }

  /// Returns the number × 10^`shift`, or nil out of range or beyond 18 places.
  package func decimal(shiftedBy shift: Int) -> Decimal? {
    var digits = Array(digits.drop { $0 == 0 })
    guard !digits.isEmpty else { return .zero }
    var exponent = exponent
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    guard digits.count <= 38, abs(exponent) <= 100 else { return nil }
    let mantissa = digits.reduce(Int128(0)) { $0 * 10 + Int128($1) }
    return Decimal(mantissa: isNegative ? -mantissa : mantissa, exponent: exponent + shift)
  }
}

/// Dates in ISO form and in patterns of d dd m mm mmm yyyy.
package enum PlainDate {
  /// Reads `2027-04-01`, also with a time of zero.
  package static func day(_ text: String) -> Day? {
    let date = text.prefix(10)
    guard let day = day(String(date), pattern: "yyyy-mm-dd") else { return nil }
    let time = text.dropFirst(10)
    guard let sign = time.first else { return day }
    let zeroes = ["00:00", "00:00:00", "00:00:00.000", "00:00Z", "00:00:00Z", "00:00:00.000Z"]
    return (sign == "T" || sign == " ") && zeroes.contains(String(time.dropFirst())) ? day : nil
  }

  /// Reads a date as `pattern` says; a time after it is cut.
  package static func day(_ text: String, pattern: String) -> Day? {
    var rest = Substring(text)
    var signs = Substring(pattern)
    var (year, month, day) = (0, 0, 0)
    while let sign = signs.first {
      let run = signs.prefix { $0 == sign }
      switch (sign, run.count) {
      case ("y", 4): guard take(4...4, from: &rest, into: &year) else { return nil }
      case ("m", 3): guard takeMonthName(from: &rest, into: &month) else { return nil }
      case ("m", 2): guard take(2...2, from: &rest, into: &month) else { return nil }
      case ("m", 1): guard take(1...2, from: &rest, into: &month) else { return nil }
      case ("d", 2): guard take(2...2, from: &rest, into: &day) else { return nil }
      case ("d", 1): guard take(1...2, from: &rest, into: &day) else { return nil }
      default:
        guard rest.hasPrefix(run) else { return nil }
        rest = rest.dropFirst(run.count)
      }
      signs = signs.dropFirst(run.count)
    }
    guard rest.isEmpty || isTime(rest) else { return nil }
    return Day(year: year, month: month, day: day)
  }

  private static func take(
    _ count: ClosedRange<Int>, from rest: inout Substring, into value: inout Int
  ) -> Bool {
    let digits = rest.prefix(count.upperBound).prefix { $0.isASCII && $0.isWholeNumber }
    guard count.contains(digits.count), let number = Int(digits) else { return false }
    value = number
    rest = rest.dropFirst(digits.count)
    return true
  }

  private static func takeMonthName(from rest: inout Substring, into month: inout Int) -> Bool {
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let index = names.firstIndex(of: rest.prefix(3).lowercased()) else { return false }
    month = index + 1
    rest = rest.dropFirst(3)
    return true
  }

  /// Whether `rest` is `T` or a space, and hours and minutes with or without seconds.
  private static func isTime(_ rest: Substring) -> Bool {
    guard rest.first == "T" || rest.first == " " else { return false }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count)
      && parts.allSatisfy { $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isWholeNumber } }
  }
}
