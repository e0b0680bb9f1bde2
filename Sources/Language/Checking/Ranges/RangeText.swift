import Tables

/// Values and ranges in words, as the agreement writes them.
struct RangeText {
  let program: CheckedProgram
  let type: ValueType

  /// Returns one value.
  func value(_ value: Int128) -> String {
    switch type {
    case .number, .money, .error: RangeText.figure(value)
    case .percent: PercentText.text(Decimal(scaled: value))
    case .days: "\(Decimal(scaled: value)) days"
    case .months: "\(value) months"
    case .date: Day(number: Int32(clamping: value)).description
    case .truth: value == 1 ? "yes" : "no"
    case .choice(let list): word(value, in: program.choices[list.index])
    case .choices(let list): "`\(program.text(of: Int32(clamping: value), in: list))`"
    case .tier: word(value, in: program.tiers.map(\.name))
    case .text: word(value)
    case .reference: "a row"
    }
  }

  private func word(_ code: Int128, in words: [String]) -> String {
    words.indices.contains(Int(clamping: code)) ? "`\(words[Int(clamping: code)])`" : "a value"
  }

  /// A text stands at the number of the term that writes it.
  private func word(_ value: Int128) -> String {
    guard let index = Int(exactly: value), program.terms.indices.contains(index),
      case .constant(.text(let text)) = program.terms[index].kind
    else { return "a text" }
    return "\"\(text)\""
  }

  /// Figures as the language writes them: `250k`, `1.5M`, `2bn`.
  private static func figure(_ scaled: Int128) -> String {
    for (suffix, exponent) in [("bn", 9), ("M", 6), ("k", 3)] {
      let unit = Decimal.unit * Decimal.powersOfTen[exponent]
      guard scaled.magnitude >= unit.magnitude, scaled % (unit / 100) == 0 else { continue }
      return "\(Decimal(scaled: scaled / Decimal.powersOfTen[exponent]))\(suffix)"
    }
    return Decimal(scaled: scaled).description
  }

  // MARK: Ranges

  /// Returns a range after "is", such as "at least 5" or "`Food` or `Pharma`"; nil for everything.
  func range(_ values: ValueSet) -> String? {
    guard let low = values.lowest, let high = values.highest else { return "nothing" }
    if let points = points(of: values) { return RangeText.list(points.map(value)) }
    if type == .text { return "another text" }
    switch (isBottom(low), isTop(high)) {
    case (true, true): return nil
    case (false, true): return least(low, values.step)
    case (true, false): return most(high, values.step)
    case (false, false): return between(low, high, values.step)
    }
  }

  /// Returns the words for the lower end: "at least 5", "above 5".
  func least(_ low: Int128, _ step: Int128) -> String {
    if type == .date { return "\(value(low)) or later" }
    return isOpen(low, towards: low - step)
      ? "above \(value(low - step))" : "at least \(value(low))"
  }

  /// Returns the words for the upper end: "at most 5", "below 5".
  func most(_ high: Int128, _ step: Int128) -> String {
    if type == .date { return "\(value(high)) or earlier" }
    return isOpen(high, towards: high + step)
      ? "below \(value(high + step))" : "at most \(value(high))"
  }

  func between(_ low: Int128, _ high: Int128, _ step: Int128) -> String {
    if low == high { return "exactly \(value(low))" }
    switch (isOpen(low, towards: low - step), isOpen(high, towards: high + step)) {
    case (false, false):
      return type == .days
        ? "\(Decimal(scaled: low)) to \(value(high))" : "\(value(low)) to \(value(high))"
    case (true, false): return "above \(value(low - step)) to \(value(high))"
    case (false, true): return "\(value(low)) to below \(value(high + step))"
    case (true, true): return "between \(value(low - step)) and \(value(high + step))"
    }
  }

  /// Returns up to eight values of a set that has no others.
  private func points(of values: ValueSet) -> [Int128]? {
    var points: [Int128] = []
    for interval in values.intervals {
      guard interval.length / values.step < 8 else { return nil }
      var value = interval.low
      while value <= interval.high {
        points.append(value)
        value += values.step
      }
    }
    guard points.count <= 8, !type.isOrdered || points.count <= 2 else { return nil }
    return points
  }

  /// `true` iff the neighbour is written with fewer digits, so that the end is an open one.
  private func isOpen(_ end: Int128, towards neighbour: Int128) -> Bool {
    guard type.isNumeric, type != .days else { return false }
    return Decimal(scaled: neighbour).description.utf8.count
      < Decimal(scaled: end).description.utf8.count - 4
  }

  private func isBottom(_ value: Int128) -> Bool {
    switch type {
    case .date: value <= Int128(Day.first.number)
    default: value <= 1 - Decimal.bound
    }
  }

  private func isTop(_ value: Int128) -> Bool {
    switch type {
    case .date: value >= Int128(Day.last.number)
    default: value >= (1 << 40) * Decimal.unit
    }
  }

  static func list(_ words: [String], joiner: String = "or") -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(joiner) " + words[words.count - 1]
  }
}
