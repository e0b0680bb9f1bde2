import TestSupport

/// How long an author waits for what is wrong with a large agreement.
struct Check: Benchmark {
  let name = "check"
  let summary = "the check of an agreement of 1,000 lines, without data"
  let repetitions = 20

  private static let lines = 1000

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let agreement = try folder.write("criteria.kam", Check.agreement())
    return [Job(label: "check", arguments: ["check", agreement])]
  }

  /// Fields, figures, scores, tiers and findings in the proportions of a long agreement.
  private static func agreement() -> String {
    var numbers = SplitMix64(seed: 3)
    var text = """
      agreement "Benchmark: a long agreement" {
        as of   2026-01-01
        measure f0
      }

      accounts {
        id : text key

      """
    for field in 0..<60 {
      text += "  f\(field) : \(field % 3 == 2 ? "percent" : "money at least 0")"
      text += field % 4 == 3 ? " optional\n" : "\n"
    }
    text += "}\n\n"
    for figure in 0..<80 {
      let (a, b) = (3 * numbers.below(20), 3 * numbers.below(20) + 1)
      text += "let g\(figure) = (f\(a) - f\(b)) / (f\(b) + \(1 + numbers.below(9)))\n"
    }
    for score in 0..<12 { text += self.score(score, &numbers) }
    for tier in 0..<12 {
      text += "tier T\(tier) {\n  when \"Worth\" s\(tier) >= \(95 - tier) and f\(3 * tier) >= 1M\n"
      text += "  when \"Gain\" g\(tier) >= \(20 - tier)% and s\(tier) >= 50\n}\n"
    }
    text += "tier Rest { otherwise }\n\nshow \(figures(0..<80))\n"
    // The rest are findings; each takes a line.
    let rest = lines - text.count(where: { $0 == "\n" })
    for finding in 0..<rest {
      let (a, b) = (numbers.below(80), 3 * numbers.below(20))
      text += "warn \"Finding \(finding)\" for T\(finding % 12) "
      text += "when g\(a) < \(1 + numbers.below(90))% and f\(b) >= \(1 + numbers.below(90))k\n"
    }
    return text
  }

  private static func score(_ score: Int, _ numbers: inout SplitMix64) -> String {
    var text = "\nscore s\(score) {\n  missing skip\n"
    for criterion in 0..<6 {
      let figure = numbers.below(80)
      text += "  criterion c\(criterion) weight \(1 + numbers.below(40)) {\n"
      for step in 0..<5 {
        text += "    \(100 - 20 * step) when g\(figure) >= \(50 - 10 * step)%"
        text += " and f\(3 * numbers.below(20)) >= \(50 - 10 * step)k\n"
      }
      text += "    0 otherwise\n  }\n"
    }
    return text + "}\n"
  }

  private static func figures(_ range: Range<Int>) -> String {
    range.map { "g\($0)" }.joined(separator: ", ")
  }
}
