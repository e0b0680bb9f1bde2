internal import Language
internal import Tables

/// How one declared column reads its cells: the field's modifiers, one by one.
package struct CellReading {
  package enum Outcome: Hashable {
    case value(RefValue)
    /// The cell rejects its row.
    case unreadable(String)
  }

  let field: FieldDeclaration
  let tierNames: [String]
  let rates: ReferenceRates
  let usesDecimalComma: Bool
  let missingMarks: [String]
  let literals: LiteralReading

  /// Reads one cell as it stands in the file; `currency` is the cell that says in which currency it
  /// is, for a column that has one.
  package func read(_ cell: String, currency: String?) throws -> Outcome {
    let text = CellReading.trimmed(cell)
    if isBlank(text) { return try blank() }
    if case .choices(_, let separator) = field.type,
      CellReading.parts(of: text, separator?.text ?? ";").isEmpty
    {
      return try blank()
    }
    let code = currency.map(CellReading.trimmed) ?? rates.home
    guard var value = try value(of: text, in: code) else {
      return .unreadable("\(field.name.text): \"\(text)\" cannot be read")
    }
    if currency != nil, case .number(let amount) = value {
      guard let code, !isBlank(code), let converted = rates.convert(amount, from: code) else {
        return .unreadable("\(field.name.text): \(amount) cannot be converted")
      }
      value = .number(converted)
    }
    guard try isWithinBounds(value) else {
      return .unreadable("\(field.name.text): \(value) is out of bounds")
    }
    return .value(value)
  }

  private func isBlank(_ text: String) -> Bool {
    text.isEmpty || missingMarks.contains { ExactText($0) == ExactText(text) }
  }

  package static func trimmed(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let isSpace = { (scalar: Unicode.Scalar) in
      scalar.properties.isWhitespace || scalar == "\u{FEFF}"
    }
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }

  /// What a blank is worth, also where it is not allowed.
  func worthOfBlank() throws -> RefValue {
    if case .value(let value) = try blank() { value } else { .missing(.blank) }
  }

  private func blank() throws -> Outcome {
    for modifier in field.modifiers {
      if case .blankMeans(let expression) = modifier.kind {
        let value = try literals.value(of: expression)
        if case .choices = field.type, case .text(let text) = value {
          return .value(.values([text]))
        }
        return .value(value)
      }
    }
    switch field.type {
    case .reference: return .value(.missing(.noReference))
    case .tier where isOptional: return .value(.missing(.noReference))
    case .text, .number, .money, .percent, .date, .truth, .choice, .choices, .tier,
      .error:
      return isOptional
        ? .value(.missing(.blank)) : .unreadable("\(field.name.text): blank, but mandatory")
    }
  }

  private var isOptional: Bool { field.modifiers.contains { $0.kind == .optional } }

  private func value(of text: String, in currency: String?) throws -> RefValue? {
    switch field.type {
    case .text, .reference: return .text(text)
    case .number, .money:
      return number(text, in: currency).flatMap { $0.decimal(shiftedBy: exponent) }
        .map { .number($0) }
    case .percent: return percent(text).map { .number($0) }
    case .date: return date(text).map { .day($0) }
    case .truth:
      return CellReading.truths[text.lowercased()].map { .truth($0) }
    case .choice(let names):
      let isKnown = names.contains { ExactText($0.text) == ExactText(text) }
      return isKnown ? .text(text) : nil
    case .choices(let names, let separator):
      let held = CellReading.parts(of: text, separator?.text ?? ";").map { ExactText($0) }
      let known = names.map { ExactText($0.text) }
      guard held.allSatisfy(known.contains) else { return nil }
      return .values(known.filter(held.contains))
    case .tier:
      let isKnown = tierNames.contains { ExactText($0) == ExactText(text) }
      return isKnown ? .text(text) : nil
    case .error: throw ReferenceProblem("a field of unknown type")
    }
  }

  /// Returns what stands between separators and is not blank.
  private static func parts(of text: String, _ separator: String) -> [String] {
    text.split(separator: trimmed(separator)).map { trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  private static let truths = [
    "yes": true, "true": true, "y": true, "1": true,
    "no": false, "false": false, "n": false, "0": false,
  ]

  private func isWithinBounds(_ value: RefValue) throws -> Bool {
    guard case .number(let number) = value else { return true }
    for modifier in field.modifiers {
      guard case .bounds(let low, let high) = modifier.kind else { continue }
      if let low, let bound = try literals.value(of: low).number, number < bound { return false }
      if let high, let bound = try literals.value(of: high).number, number > bound { return false }
    }
    return true
  }

  // MARK: - Numbers

  private var exponent: Int {
    for modifier in field.modifiers {
      if case .exponent(let exponent) = modifier.kind { return exponent }
    }
    return 0
  }

  private func percent(_ text: String) -> Decimal? {
    if text.hasSuffix("%") {
      return number(CellReading.trimmed(String(text.dropLast())))?.decimal(shiftedBy: -2)
    }
    for modifier in field.modifiers {
      if modifier.kind == .asPoints { return number(text)?.decimal(shiftedBy: -2) }
      if modifier.kind == .asFraction { return number(text)?.decimal(shiftedBy: 0) }
    }
    return nil
  }

  /// Reads a figure: `-1.5`, `1,234.50`, `(250)`, `1.5e6`, and money with its sign or code.
  private func number(_ text: String, in currency: String? = nil) -> PlainNumber? {
    var text = text
    var isNegative = false
    if text.hasPrefix("("), text.hasSuffix(")") {
      isNegative = true
      text = CellReading.trimmed(String(text.dropFirst().dropLast()))
    }
    if field.type == .money { text = withoutCurrency(text, currency) }
    guard let plain = withoutGroups(text), var number = PlainNumber(plain) else { return nil }
    if isNegative {
      guard !number.isNegative else { return nil }
      number.isNegative = true
    }
    return number
  }

  private func withoutCurrency(_ text: String, _ currency: String?) -> String {
    guard let currency else { return text }
    for mark in [currency, CellReading.currencySigns[currency]].compactMap({ $0 }) {
      if text.hasPrefix(mark) {
        return CellReading.trimmed(String(text.dropFirst(mark.count)))
      }
      if text.hasPrefix("-" + mark) {
        return "-" + CellReading.trimmed(String(text.dropFirst(mark.count + 1)))
      }
      if text.hasSuffix(mark) { return CellReading.trimmed(String(text.dropLast(mark.count))) }
    }
    return text
  }

  private static let currencySigns = [
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "PLN": "zł", "CZK": "Kč",
  ]

  /// Returns the number with a point and without thousands separators; a lone group such as
  /// `1,234` could be a decimal, and is not understood.
  private func withoutGroups(_ text: String) -> String? {
    let (group, point): (Character, Character) = usesDecimalComma ? (".", ",") : (",", ".")
    let halves = text.split(separator: point, omittingEmptySubsequences: false)
    guard halves.count <= 2, let whole = halves.first else { return nil }
    let groups = whole.split(separator: group, omittingEmptySubsequences: false)
    if groups.count > 1 {
      let lead = groups[0].drop { $0 == "-" || $0 == "+" }
      guard (1...3).contains(lead.count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
        halves.count == 2 || groups.count > 2
      else { return nil }
    }
    let tail = halves.count == 2 ? "." + halves[1] : ""
    return groups.joined() + tail
  }

  // MARK: - Dates

  private func date(_ text: String) -> Day? {
    for modifier in field.modifiers {
      if case .asDate(let pattern) = modifier.kind {
        return PlainDate.day(text, pattern: pattern.text)
      }
    }
    return PlainDate.day(text)
  }
}

/// The few expressions that may stand where a field is declared.
package struct LiteralReading {
  let tree: SyntaxTree

  func value(of id: ExpressionID) throws -> RefValue {
    switch tree[id].kind {
    case .number(let number, isPercent: _): return .number(number)
    case .text(let text), .name(let text): return .text(text)
    case .date(let day): return .day(day)
    case .truth(let truth): return .truth(truth)
    case .parenthesized(let inner): return try value(of: inner)
    case .negated(let inner):
      guard let number = try value(of: inner).number else { break }
      return .number(Decimal(scaled: -number.scaled))
    case .error, .duration, .member, .today, .tier, .not, .binary, .presence, .membership,
      .holding, .fallback, .call:
      break
    }
    throw ReferenceProblem("not a literal")
  }
}
