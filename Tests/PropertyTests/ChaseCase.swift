import Tables
import TestSupport

/// A random small agreement with limits, ranks and shares, and accounts with a few blank cells.
struct ChaseCase {
  private var random: SplitMix64
  private var agreement = ""
  private var accounts = ""
  private var asOf = Day.first

  var generated: GeneratedCase {
    GeneratedCase(source: agreement, files: ["accounts": accounts], asOf: asOf)
  }

  /// - Parameter blanks: how many cells are blank.
  init(seed: UInt64, blanks: Int, asOf: Day) {
    random = SplitMix64(seed: seed)
    agreement = write()
    accounts = rows(blanks)
    self.asOf = asOf
  }

  private mutating func write() -> String {
    var lines = [
      "agreement \"Chase\" { as of 2027-04-01; currency EUR }",
      """
      accounts {
        id : text key
        n  : number\(random.pick([" 0 to 10", " at least 0", ""])) optional
        m  : money\(random.pick([" at least 0", ""])) optional
        r  : one of x, y, z optional
        v  : yes/no optional
        d  : date optional
      }
      score value {
        missing \(random.pick(["zero", "skip"]))
        criterion a out of 10 { scale(n from 0 to 10) }
        criterion b out of 10 { 10 when v; 4 when m >= 20; 0 otherwise }
      }
      """,
      "tier A { when \(condition()) }", "tier B { when \(condition()) }", "tier C { otherwise }",
    ]
    for tiers in ["A", random.pick(["A, B", "B"])] where random.chance(70) {
      lines.append("limit \(tiers) to \(seats()) by \(random.pick(keys))\(spare())")
    }
    if random.chance(20) {
      let scope = random.pick(["from tiers ", ""])
      lines.append(
        "exclude \"Out\" \(scope)when \(random.pick(["n >= 9", "r = z", "v and m >= 30"]))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private let keys = [
    "n", "m descending", "value", "value, m", "rank(n)", "share(m)", "d descending",
    "n ascending, m",
  ]

  private mutating func seats() -> String {
    random.pick(["1", "1", "2", "count(accounts where v)", "max(1, count(accounts where n >= 3))"])
  }

  private mutating func spare() -> String {
    random.pick([
      "", "", " { spare when v }", " { spare uncounted when m >= 20 }", " { ties admit }",
    ])
  }

  private mutating func condition() -> String {
    random.pick([
      "n >= 5", "m >= 10", "v", "r = x", "value >= 50", "share(m) >= 30%", "rank(n) <= 2",
      "share(m within r) >= 60%", "share_before(m) < 50%", "count(accounts where v) >= 2",
      "m >= 0", "d >= 2027-01-01", "abs(n) >= 4",
    ])
  }

  private mutating func rows(_ blanks: Int) -> String {
    var rows = (0..<random.within(3...5)).map { _ in
      [
        random.pick(["0", "1", "3", "5", "9", "10"]), random.pick(["0", "5", "10", "20", "40"]),
        random.pick(["x", "y", "z"]), random.pick(["yes", "no"]),
        random.pick(["2026-05-01", "2027-01-01", "2027-12-31"]),
      ]
    }
    for _ in 0..<blanks { rows[random.within(0...rows.count - 1)][random.within(0...4)] = "" }
    return "id,n,m,r,v,d\n"
      + rows.enumerated().map { "A\($0 + 1),\($1.joined(separator: ","))\n" }.joined()
  }
}
