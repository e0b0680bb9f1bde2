/// How long somebody waits for an answer in a what-if session.
struct WhatIf: Benchmark {
  let name = "whatif"
  let summary = "a line of `kamc repl` over N/10 and over N accounts, without loading them"

  /// How many lines of one kind a session has.
  private static let lines = 20
  /// What each session begins with.
  private static let first = "set weight size = 9"

  /// Lines that differ, so that no answer is known already.
  private static let kinds: [(label: String, line: @Sendable (Int) -> String)] = [
    ("a weight", { "set weight size = \(10 + $0)" }),
    ("a threshold", { "tier Key { when score >= \(50 + $0) }" }),
    ("a limit", { "set limit Strategic = \(30 + $0)" }),
    ("a cell", { "set annual_revenue of \"\(key($0))\" = \($0 + 1)M" }),
    ("undo and redo", { $0.isMultiple(of: 2) ? ":undo" : ":redo" }),
    ("a question", { "count(accounts where tier = Key and score >= \(50 + $0))" }),
    ("why", { ":why \(key($0))" }),
    ("top", { ":top \(10 + $0)" }),
    ("diff", { _ in ":diff" }),
  ]

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let agreement = try folder.write(
      "criteria.kam", WideTable.declaration() + WideTable.judgement(seats: 20))
    var jobs: [Job] = []
    for rows in [rows / 10, rows] {
      let words = [
        "repl", agreement, try WideTable.write(rows: rows, in: folder, name: "\(rows).csv"),
      ]
      let loading = jobs.count
      let start = try folder.write("start-\(rows)", WhatIf.first + "\n")
      jobs.append(Job(label: "\(rows) rows, loaded", arguments: words, input: start))
      for kind in WhatIf.kinds {
        let lines = [WhatIf.first] + (0..<WhatIf.lines).map(kind.line)
        let input = try folder.write(
          "\(kind.label)-\(rows)", lines.joined(separator: "\n") + "\n")
        jobs.append(
          Job(
            label: "  \(kind.label)", arguments: words, input: input,
            share: Job.Share(beyond: loading, parts: WhatIf.lines)))
      }
    }
    return jobs
  }

  /// The key of an account as the table has it.
  private static func key(_ row: Int) -> String { "A\("\(100_000_000 + row)".dropFirst())" }
}
