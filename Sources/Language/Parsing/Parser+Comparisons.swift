import Diagnostics

/// Comparisons as people say them, which are reported and understood.
extension Parser {
  /// Takes `greater than`, `is at least` and the like, and returns the sign that says the same.
  mutating func takeWordyComparator() -> BinaryOperator? {
    guard !isAtEnd, current.kind == .word else { return nil }
    let start = position
    var isDenied = false
    if isAt("is") || isAt("are") {
      advance()
      isDenied = take("not")
    }
    guard let sign = takeComparisonWords(), !isDenied || sign == .equal else {
      position = start
      return nil
    }
    let meant = isDenied ? BinaryOperator.notEqual : sign
    reportForeign(meant: meant.rawValue, at: range(since: start))
    return meant
  }

  /// Takes the words of a comparison without the `is` before them.
  private mutating func takeComparisonWords() -> BinaryOperator? {
    let next = lexeme(after: 1)
    guard current.isFreeWord else { return nil }
    switch (current.word.lowercased(), next.startsLine ? "" : next.word.lowercased()) {
    case ("at", "least"): return taking(2, .greaterOrEqual)
    case ("at", "most"): return taking(2, .lessOrEqual)
    case ("greater", "than"), ("more", "than"), ("larger", "than"), ("higher", "than"):
      return takingOrEqual(.greater, .greaterOrEqual)
    case ("less", "than"), ("fewer", "than"), ("smaller", "than"), ("lower", "than"):
      return takingOrEqual(.less, .lessOrEqual)
    case ("over", _), ("above", _), ("exceeds", _): return taking(1, .greater)
    case ("under", _), ("below", _): return taking(1, .less)
    case ("equal", "to"), ("equals", "to"): return taking(2, .equal)
    case ("equals", _), ("equal", _): return taking(1, .equal)
    default: return nil
    }
  }

  private mutating func taking(_ count: Int, _ sign: BinaryOperator) -> BinaryOperator {
    for _ in 0..<count { advance() }
    return sign
  }

  /// Takes two words, and `or equal to` behind them.
  private mutating func takingOrEqual(
    _ strict: BinaryOperator, _ weak: BinaryOperator
  ) -> BinaryOperator {
    advance()
    advance()
    guard isAt("or"), ["equal", "equals"].contains(lexeme(after: 1).word) else { return strict }
    advance()
    advance()
    _ = take("to")
    return weak
  }

  /// Parses `not in [ … ]`, which is reported.
  mutating func parseNotIn(_ left: ExpressionID, since start: Int) -> ExpressionID {
    let sign = current.range
    advance()
    advance()
    let listStart = position
    let membership: ExpressionID
    if let holder = takeHolder() {
      membership = add(.holding(left, in: holder), since: start)
    } else {
      let elements = parseList()
      membership = add(.membership(left, elements), since: start)
    }
    let list = range(since: listStart)
    let remedy = "write `not \(source.text(of: tree[left].range)) in \(source.text(of: list))`"
    reportLightly(
      .misuse(.misplaced("`not` must stand before what it denies", remedy: remedy)), at: sign)
    return add(.not(membership), since: start)
  }

  /// Parses `between a and b`, which is reported.
  mutating func parseBetween(_ left: ExpressionID, since start: Int) -> ExpressionID? {
    advance()
    let low = parseSum()
    if !isRecovering { expect("and") }
    guard !isRecovering else { return left }
    let high = parseSum()
    let text = [left, low, high].map { source.text(of: tree[$0].range) }
    let above = add(.binary(.greaterOrEqual, left, low), since: start)
    let below = add(.binary(.lessOrEqual, left, high), since: start)
    let meant = "\(text[0]) >= \(text[1]) and \(text[0]) <= \(text[2])"
    reportForeign(meant: meant, at: range(since: start))
    return add(.binary(.and, above, below), since: start)
  }
}
