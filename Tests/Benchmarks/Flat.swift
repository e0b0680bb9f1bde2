/// Many accounts in one wide table: the main job.
struct Flat: Benchmark {
  let name = "flat"
  let summary = "the tiers of N accounts in one table of 14 columns, 8 of them read"

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let agreement = try folder.write(
      "criteria.kam", WideTable.declaration() + WideTable.judgement(seats: 20))
    let accounts = try WideTable.write(rows: rows, in: folder)
    let words = ["eval", agreement, accounts, "--tiers", folder.path("tiers.csv"), "--quiet"]
    return [Job(label: "\(rows) rows", arguments: words)]
  }
}
