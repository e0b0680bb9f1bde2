import TestSupport

/// Sponsors for all accounts, with preferences that no two people meet alike.
struct Sponsors: Benchmark {
  let name = "sponsors"
  let summary = "N/200 accounts × N/2000 people with preferences and too few seats"

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let (accounts, people) = (rows / 200, max(1, rows / 2000))
    let path = folder.path("accounts.csv")
    var file = try TableFile(path)
    var numbers = SplitMix64(seed: 11)
    file.append("id,revenue,region,industry,before\n")
    for row in 0..<accounts {
      WideTable.appendKey(row, to: &file)
      file.next()
      file.append(numbers.skewed(bits: 18...32), places: 2)
      appendTraits(to: &file, &numbers)
      file.append(",P")
      file.append(numbers.below(people), digits: 4)
      try file.endRow()
    }
    try file.finish()
    try writePeople(people, in: folder, &numbers)
    var jobs: [Job] = []
    for (label, seats, more) in [
      ("enough seats", 12, ""), ("too few seats", 8, ""), ("keeping", 12, "  keep before\n"),
      ("no preferences", 12, "plain"),
    ] {
      let rules = more == "plain" ? "" : Sponsors.preferences + more
      let agreement = try folder.write(
        "\(label).kam", Sponsors.head + rules + "  at most \(seats) each\n}\n")
      jobs.append(
        Job(
          label: "\(accounts) × \(people), \(label)",
          arguments: ["eval", agreement, path, "--tiers", folder.path("tiers.csv")]))
    }
    return jobs
  }

  private func appendTraits(to file: inout TableFile, _ numbers: inout SplitMix64) {
    file.append(",R")
    file.append(numbers.below(6))
    file.append(",I")
    file.append(numbers.below(15))
  }

  private func writePeople(
    _ people: Int, in folder: borrowing TemporaryFolder, _ numbers: inout SplitMix64
  ) throws(Failure) {
    var file = try TableFile(folder.path("people.csv"))
    file.append("name,place,region,industry,level\n")
    for person in 0..<people {
      file.append("P")
      file.append(person, digits: 4)
      file.next()
      file.append(person)
      appendTraits(to: &file, &numbers)
      file.append(",L")
      file.append(numbers.below(4))
      try file.endRow()
    }
    try file.finish()
  }

  private static let head = """
    agreement "Sponsors" { as of 2027-01-01 }
    accounts {
      id       : text key
      revenue  : money at least 0
      region   : text
      industry : text
      before   : text
    }
    table people from "people.csv" {
      name     : text key
      place    : number
      region   : text
      industry : text
      level    : text
    }
    tier Strategic { when rank(revenue) <= 100 }
    tier Key { otherwise }
    sponsor for Strategic, Key {
      from people by place
      only people.level != "L0" or region = people.region

    """

  private static let preferences = """
      prefer people.region = region weight 5
      prefer people.industry = industry weight 3
      prefer people.level = "L3" and rank(revenue) <= 1000 weight 2

    """
}
