/// How the length of an agreement shows in the time.
struct Criteria: Benchmark {
  let name = "criteria"
  let summary = "the tiers of N accounts by criteria that share figures and conditions"

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let accounts = try WideTable.write(rows: rows, in: folder)
    var jobs: [Job] = []
    for (label, count, different) in [
      ("10 criteria", 10, 10), ("200, 10 of them different", 200, 10),
      ("200, all different", 200, 200),
    ] {
      let agreement = try folder.write(
        "criteria\(jobs.count).kam", Criteria.agreement(count, different: different))
      let words = ["eval", agreement, accounts, "--tiers", folder.path("tiers.csv"), "--quiet"]
      jobs.append(Job(label: label, arguments: words))
    }
    return jobs
  }

  /// Figures of which each stands in many criteria, written out each time.
  private static let figures = [
    ("annual_revenue * margin", "k"), ("(growth + margin) * (1 + 10%)", "%"),
    ("years(customer_since, today)", ""), ("annual_revenue / (contacts + 1)", "k"),
    ("nps + 10 * contacts", ""),
  ]

  private static func agreement(_ count: Int, different: Int) -> String {
    var text = WideTable.declaration()
    for criterion in 0..<count {
      let kind = criterion % different
      let (figure, unit) = figures[kind % figures.count]
      let bound = 1 + kind / figures.count
      text += "criterion c\(criterion) weight \(1 + criterion % 7) {\n"
      text += "  100 when \(figure) >= \(2 * bound)\(unit) and \(condition(kind))\n"
      text += "  50  when \(figure) >= \(bound)\(unit)\n"
      text += "  0   otherwise\n}\n"
    }
    return text + """
      tier Strategic { when score >= 75 }
      tier Key       { when score >= 50 }
      tier Managed   { otherwise }

      """
  }

  /// One of four conditions that many criteria have in common.
  private static func condition(_ kind: Int) -> String {
    switch kind % 4 {
    case 0: "reference"
    case 1: "margin >= 20%"
    case 2: "nps >= 30 and contacts >= 2"
    default: "customer_since < today - 5 years"
    }
  }
}
