/// Figures: signs, groups of thousands, currencies, exponents and percent signs.
extension CellReader {
  /// Reads a number or an amount of money, multiplied by 10^`exponent`.
  func number(_ cell: ArraySlice<UInt8>, exponent: Int) throws(CellProblem) -> Decimal {
    var parts = FigureParts(cell)
    if parts.hasPercentSign { throw .percentSign }
    try checkCurrency(parts.takeCurrency())
    do throws(CellProblem) {
      return try decimal(parts, exponent: exponent)
    } catch {
      throw error == .notNumber ? problem(of: parts, exponent: exponent) : error
    }
  }

  /// Reads a percent; a sign always means hundredths.
  func percent(_ cell: ArraySlice<UInt8>, _ form: PercentForm) throws(CellProblem) -> Decimal {
    let parts = FigureParts(cell)
    if parts.hasPercentSign { return try decimal(parts, exponent: -2) }
    switch form {
    case .points: return try decimal(parts, exponent: -2)
    case .fraction: return try decimal(parts, exponent: 0)
    case .signed:
      _ = try decimal(parts, exponent: 0)
      throw .percentWithoutSign
    }
  }

  /// Returns the problem of a figure that holds more than digits and separators: `4.2m` or `132 k`.
  private func problem(of parts: FigureParts, exponent: Int) -> CellProblem {
    let figure = parts.figure
    let letters = figure.reversed().prefix { $0.isLetter || $0 == UInt8(ascii: ".") }.count
    let word = String(decoding: figure.suffix(letters), as: UTF8.self).lowercased()
    guard let power = CellReader.abbreviations[word] else { return .notNumber }
    guard var digits = try? digits(of: CellReader.trimmed(figure.dropLast(letters))) else {
      return .notNumber
    }
    // The field's own unit is left out again where the figure is written in it.
    digits.exponent += power - exponent
    return .abbreviated(figure: try? digits.decimal(isNegative: parts.isNegative))
  }

  /// The powers of ten that letters behind a figure stand for.
  private static let abbreviations = [
    "k": 3, "t": 3, "tsd": 3, "tsd.": 3, "thousand": 3, "m": 6, "mn": 6, "mm": 6, "mio": 6,
    "mio.": 6, "million": 6, "millions": 6, "b": 9, "bn": 9, "mrd": 9, "mrd.": 9, "billion": 9,
  ]

  private func checkCurrency(_ found: String?) throws(CellProblem) {
    guard let found else { return }
    let meant = CellReader.currencies(meantBy: found)
    switch currency {
    case .own(let code):
      guard let code, meant.contains(code) else {
        throw .foreignCurrency(found: found, expected: code)
      }
    case .converted(let code, _):
      guard meant.contains(code) else { throw .otherCurrency(found: found, row: code) }
    case .any, .refused: break
    }
  }

  /// Returns the codes of the currencies that a sign or a code can stand for, the likeliest first.
  static func currencies(meantBy found: String) -> [String] {
    FigureParts.signs.first { $0.sign == found }?.codes ?? [found]
  }

  /// Returns the value of a figure that holds only digits and separators.
  private func decimal(_ parts: FigureParts, exponent: Int) throws(CellProblem) -> Decimal {
    var digits = try digits(of: parts.figure)
    digits.exponent += exponent
    return try digits.decimal(isNegative: parts.isNegative)
  }

  /// Sorts the bytes of a figure into its digits and its exponent.
  private func digits(of figure: ArraySlice<UInt8>) throws(CellProblem) -> FigureDigits {
    let point = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    var mantissa = figure
    var digits = FigureDigits()
    if let mark = figure.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      mantissa = figure[..<mark]
      guard digits.readExponent(figure[(mark + 1)...]) else { throw .notNumber }
    }
    let split = mantissa.firstIndex(of: point)
    let whole = split.map { mantissa[..<$0] } ?? mantissa
    let fraction = split.map { mantissa[($0 + 1)...] } ?? []
    guard whole.contains(where: \.isDigit) || fraction.contains(where: \.isDigit) else {
      throw .notNumber
    }
    guard fraction.allSatisfy(\.isDigit) else { throw fault(in: fraction) }
    let groups = try groups(of: whole)
    if groups.count > 1, mantissa.count != figure.count { throw .notNumber }
    if groups.count == 2, split == nil, !decimalComma, whole.contains(UInt8(ascii: ",")) {
      throw ambiguous(groups)
    }
    digits.append(groups.joined())
    digits.append(fraction)
    digits.exponent -= fraction.count
    return digits
  }

  /// Returns the problem of bytes that should have been digits.
  private func fault(in text: ArraySlice<UInt8>) -> CellProblem {
    let separators = Array(".,' \u{A0}\u{202F}\u{2019}".utf8)
    let isFigure = text.allSatisfy { $0.isDigit || separators.contains($0) }
    return isFigure ? .misplacedSeparator(decimalComma: decimalComma) : .notNumber
  }

  private func ambiguous(_ groups: [ArraySlice<UInt8>]) -> CellProblem {
    let texts = groups.map { String(decoding: $0, as: UTF8.self) }
    return .ambiguousNumber(
      thousands: texts.joined(), decimal: texts.joined(separator: "."))
  }

  /// Cuts the digits before the decimal sign into groups of thousands.
  private func groups(of whole: ArraySlice<UInt8>) throws(CellProblem) -> [ArraySlice<UInt8>] {
    var groups: [ArraySlice<UInt8>] = []
    var rest = whole
    var used: ArraySlice<UInt8>?
    while true {
      let group = rest.prefix(while: \.isDigit)
      groups.append(group)
      rest = rest[group.endIndex...]
      if rest.isEmpty { break }
      guard let length = groupSeparatorLength(atStartOf: rest) else { throw fault(in: rest) }
      if let used, !used.elementsEqual(rest.prefix(length)) { throw fault(in: whole) }
      used = rest.prefix(length)
      rest = rest.dropFirst(length)
    }
    guard groups.count > 1 else { return groups }
    let isGrouped =
      (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    guard isGrouped, groups[0].first != UInt8(ascii: "0") else {
      throw fault(in: whole)
    }
    return groups
  }

  /// Returns the length of the sign that separates thousands: a comma (a point under
  /// `decimal comma`), a space, a no-break space or an apostrophe.
  private func groupSeparatorLength(atStartOf text: ArraySlice<UInt8>) -> Int? {
    let comma = decimalComma ? UInt8(ascii: ".") : UInt8(ascii: ",")
    if text.first == comma || text.first == UInt8(ascii: "'") { return 1 }
    if text.starts(with: "\u{2019}".utf8) { return 3 }
    return CellReader.spaceLength(atStartOf: text)
  }
}

/// A figure without what stands around it.
private struct FigureParts {
  /// What remains: digits, separators and an exponent.
  private(set) var figure: ArraySlice<UInt8>
  private(set) var isNegative = false
  private(set) var hasPercentSign = false

  init(_ cell: ArraySlice<UInt8>) {
    figure = cell
    takePercentSign()
    if figure.count > 2, figure.first == UInt8(ascii: "("), figure.last == UInt8(ascii: ")") {
      isNegative = true
      figure = CellReader.trimmed(figure.dropFirst().dropLast())
      if !hasPercentSign { takePercentSign() }
    } else {
      takeSign()
    }
  }

  private mutating func takePercentSign() {
    guard figure.last == UInt8(ascii: "%") else { return }
    hasPercentSign = true
    figure = CellReader.trimmed(figure.dropLast())
  }

  /// Takes a sign, which is `+`, `-` or the minus sign U+2212.
  private mutating func takeSign() {
    if figure.first == UInt8(ascii: "+") {
      figure = figure.dropFirst()
    } else if figure.first == UInt8(ascii: "-") {
      isNegative = true
      figure = figure.dropFirst()
    } else if figure.starts(with: "\u{2212}".utf8) {
      isNegative = true
      figure = figure.dropFirst(3)
    }
  }

  /// Takes a currency's sign or three-letter code from before or after the figure.
  mutating func takeCurrency() -> String? {
    if let currency = FigureParts.currency(atStartOf: figure) {
      figure = CellReader.trimmed(figure.dropFirst(currency.utf8.count))
      if !isNegative { takeSign() }
      return currency
    }
    if let currency = FigureParts.currency(atEndOf: figure) {
      figure = CellReader.trimmed(figure.dropLast(currency.utf8.count))
      return currency
    }
    return nil
  }

  private static func currency(atStartOf text: ArraySlice<UInt8>) -> String? {
    let code = text.prefix(3)
    let endsCode = text.dropFirst(3).first.map { !$0.isLetter } ?? false
    if isCode(code), endsCode { return String(decoding: code, as: UTF8.self) }
    return signs.first { text.starts(with: $0.sign.utf8) }?.sign
  }

  private static func currency(atEndOf text: ArraySlice<UInt8>) -> String? {
    let code = text.suffix(3)
    let startsCode = text.dropLast(3).last.map { !$0.isLetter } ?? false
    if isCode(code), startsCode { return String(decoding: code, as: UTF8.self) }
    return signs.first { text.suffix($0.sign.utf8.count).elementsEqual($0.sign.utf8) }?.sign
  }

  /// The signs of currencies, with the codes of those that they can stand for; longer ones first.
  static let signs: [(sign: String, codes: [String])] = [
    ("US$", ["USD"]), ("CA$", ["CAD"]), ("AU$", ["AUD"]), ("NZ$", ["NZD"]), ("HK$", ["HKD"]),
    ("A$", ["AUD"]), ("C$", ["CAD"]), ("S$", ["SGD"]), ("R$", ["BRL"]), ("€", ["EUR"]),
    ("$", ["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN"]), ("£", ["GBP"]),
    ("¥", ["JPY", "CNY"]), ("₹", ["INR"]), ("₩", ["KRW"]), ("₺", ["TRY"]), ("₴", ["UAH"]),
    ("₪", ["ILS"]), ("zł", ["PLN"]), ("Kč", ["CZK"]), ("Ft", ["HUF"]), ("kr.", ["DKK"]),
    ("kr", ["SEK", "NOK", "DKK", "ISK"]), ("Fr.", ["CHF"]),
  ]

  private static func isCode(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == 3 && text.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }
}

/// The digits of a figure and the power of ten that they are multiplied by.
private struct FigureDigits {
  /// Digits without leading zeros.
  private var digits: [UInt8] = []
  var exponent = 0

  mutating func append(_ more: some Sequence<UInt8>) {
    for digit in more where !(digits.isEmpty && digit == UInt8(ascii: "0")) {
      digits.append(digit &- UInt8(ascii: "0"))
    }
  }

  /// Reads what follows an `e`; a monstrous exponent counts as a large one.
  mutating func readExponent(_ text: ArraySlice<UInt8>) -> Bool {
    let isNegative = text.first == UInt8(ascii: "-")
    let signed = isNegative || text.first == UInt8(ascii: "+")
    let figure = signed ? text.dropFirst() : text
    guard !figure.isEmpty, figure.allSatisfy(\.isDigit) else { return false }
    let magnitude = figure.reduce(0) { min(1 << 40, $0 * 10 + Int($1 &- UInt8(ascii: "0"))) }
    exponent = isNegative ? -magnitude : magnitude
    return true
  }

  /// Returns the value, if it is in range and has at most 18 places.
  func decimal(isNegative: Bool) throws(CellProblem) -> Decimal {
    var significant = digits[...]
    var exponent = exponent
    while significant.last == 0 {
      significant.removeLast()
      exponent += 1
    }
    if significant.isEmpty { return .zero }
    guard significant.count + exponent <= 20 else { throw .beyondRange }
    guard exponent >= -Decimal.places else { throw .tooManyPlaces }
    let mantissa = significant.reduce(Int128(0)) { $0 * 10 + Int128($1) }
    guard
      let value = Decimal(mantissa: isNegative ? -mantissa : mantissa, exponent: exponent)
    else { throw .beyondRange }
    return value
  }
}

extension UInt8 {
  /// `true` iff the byte is `0` to `9`.
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  /// `true` iff the byte is an ASCII letter.
  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}
