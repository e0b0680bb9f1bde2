/// What it costs to say why.
struct Explained: Benchmark {
  let name = "explained"
  let summary = "N/10 accounts of the flat table: the tiers alone, and with every reason"

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let words = try WideTable.evaluation(rows: rows / 10, in: folder)
    return [
      Job(label: "tiers, quiet", arguments: words + ["--quiet"]),
      Job(label: "and the text report", arguments: words),
      Job(label: "and everything, json", arguments: words + ["--format", "json"]),
    ]
  }
}
