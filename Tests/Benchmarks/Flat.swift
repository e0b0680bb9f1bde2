/// Many accounts in one wide table: the main job.
struct Flat: Benchmark {
  let name = "flat"
  let summary = "the tiers of N accounts in one table of 14 columns, 8 of them read"

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let words = try WideTable.evaluation(rows: rows, in: folder)
    return [Job(label: "\(rows) rows", arguments: words + ["--quiet"])]
  }
}
