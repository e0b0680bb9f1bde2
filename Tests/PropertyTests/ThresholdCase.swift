import TestSupport

/// A random agreement dense with thresholds on a few bounded figures, so that many of its conditions
/// are in vain, with rows that lie on every threshold and between them.
struct ThresholdCase {
  private(set) var agreement = ""
  private(set) var accounts = ""
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    agreement = write()
    accounts = rows()
  }

  // MARK: The agreement

  private mutating func write() -> String {
    var lines = [
      "agreement \"Thresholds\" { as of 2027-01-01 }",
      """
      accounts {
        id : text key
        a  : number 0 to 10
        b  : number 1 to 5 optional
        c  : one of x, y, z
        d  : yes/no optional
        e  : yes/no else no
        m  : money at least 0 optional
        p  : percent as points 0% to 100% else 0%
        s  : date
        t  : text
      }
      """,
      "let sum = a + b", "let double = b * 2", "let ratio = a / b", "let kept = m else 0",
      "let low = min(a, 4)", "let gone = m is missing", "let limit = 3",
    ]
    for index in 0..<3 { lines.append("let case\(index) {\n\(cases { $0.integer(0...12) })}") }
    lines.append("let decided = \(condition(2))")
    lines.append("score worth {\n  missing \(random.pick(["zero", "skip"]))")
    for name in ["one", "two", "three"] {
      let weight = random.within(1...5)
      lines.append("  criterion \(name) weight \(weight) out of 10 {\n\(body())}")
    }
    lines.append("}")
    if random.chance(50) { lines.append("exclude \"Out\" from tiers when \(condition(1))") }
    if random.chance(30) {
      lines.append("reject \"Wrong\" when \(condition(2)) and \(condition(2))")
    }
    for name in ["First", "Second", "Third"] {
      let routes = (0..<random.within(1...3)).map { _ in "  when \(route())\n" }
      lines.append("tier \(name) {\n\(routes.joined())}")
    }
    lines.append("tier Last { otherwise }")
    for number in 0..<4 { lines.append("show \"\(number)\" = \(condition(2))") }
    lines.append("show \"f\" = b else \(random.pick(["0", "a"])), \"g\" = case0 else 0")
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func integer(_ range: ClosedRange<Int>) -> String {
    String(random.within(range))
  }

  private mutating func cases(_ value: (inout ThresholdCase) -> String) -> String {
    var lines = (0..<random.within(2...5)).map { _ in
      "  \(value(&self)) when \(condition(random.below(3)))\n"
    }
    // A chain of bands on one figure.
    if random.chance(40) {
      let figure = random.pick(["a", "b", "sum", "low"])
      lines = (0..<random.within(2...5)).map { _ in
        let low = random.within(0...8)
        let high = low + random.within(1...3)
        let below = random.pick(["<", "<="])
        return "  \(value(&self)) when \(figure) >= \(low) and \(figure) \(below) \(high)\n"
      }
    }
    return lines.joined() + "  \(value(&self)) otherwise\n"
  }

  private mutating func body() -> String {
    switch random.below(4) {
    case 0: "  scale(a from \(random.within(0...3)) to \(random.within(4...12)))\n"
    case 1: "  \(random.pick(["b", "double", "low", "a / 2"]))\n"
    default: cases { $0.integer(0...10) }
    }
  }

  private mutating func route() -> String {
    switch random.below(10) {
    case ..<4: "worth \(random.pick([">=", ">", "<"])) \(random.within(0...12) * 10)"
    case ..<7: "\(random.pick(["a", "sum"])) >= \(random.within(1...9))"
    default: condition(2)
    }
  }

  private mutating func condition(_ depth: Int) -> String {
    guard depth > 0, random.chance(70) else { return atom() }
    switch random.below(5) {
    case 0, 1: return "(\(condition(depth - 1)) and \(condition(depth - 1)))"
    case 2, 3: return "(\(condition(depth - 1)) or \(condition(depth - 1)))"
    default: return "not (\(condition(depth - 1)))"
    }
  }

  private mutating func atom() -> String {
    let sign = random.pick(["<", "<=", ">", ">=", "=", "!="])
    let equal = random.pick(["=", "!="])
    switch random.below(14) {
    case 0, 1: return "a \(sign) \(random.within(-1...11))"
    case 2, 3: return "b \(sign) \(random.within(0...6))"
    case 4: return "c \(equal) \(random.pick(["x", "y", "z"]))"
    case 5: return "c in [\(random.pick(["x", "y", "x, y", "y, z", "x, y, z"]))]"
    case 6: return random.pick(["d", "e", "d = yes", "e = no", "gone", "(d else no)"])
    case 7:
      return "\(random.pick(["b", "d", "m", "a", "sum", "ratio"])) is "
        + random.pick(["missing", "present"])
    case 8: return "\(random.pick(["sum", "double", "low"])) \(sign) \(random.within(0...15))"
    case 9: return "kept \(sign) \(random.within(0...3) * 100)"
    case 10: return "p \(random.pick(["<", "<=", ">", ">="])) \(random.within(0...5) * 25)%"
    case 11: return "s \(sign) 202\(random.within(5...8))-01-01"
    case 12: return "t \(equal) \"\(random.pick(["u", "v"]))\""
    default: return random.pick(["a \(sign) b", "ratio \(sign) 2", "b \(sign) limit", "a = a"])
    }
  }

  // MARK: The rows

  private mutating func rows() -> String {
    var text = "id,a,b,c,d,e,m,p,s,t\n"
    for row in 0..<60 {
      let cells = [
        "A\(row)", number(0...10, blanks: 0), number(1...5, blanks: 25),
        random.pick(["x", "y", "z"]), random.pick(["yes", "no", ""]),
        random.pick(["yes", "no", ""]),
        random.pick(["", "0", "100", "150", "200", "300", "1000"]),
        random.pick(["", "0", "10", "25", "50", "75", "100"]),
        "202\(random.within(4...9))-0\(random.within(1...9))-01", random.pick(["u", "v", "w"]),
      ]
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  /// A whole figure, or one halfway to the next.
  private mutating func number(_ range: ClosedRange<Int>, blanks: Int) -> String {
    if random.chance(blanks) { return "" }
    let whole = random.within(range)
    return whole < range.upperBound && random.chance(30) ? "\(whole).5" : "\(whole)"
  }
}
