import TestSupport

/// Reviews for a year, with three people in each of whom everybody is in many.
struct Schedule: Benchmark {
  let name = "schedule"
  let summary = "N/500 accounts × 5 reviews × 3 of N/3333 people, anew and kept"

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let (accounts, people) = (max(1, rows / 500), max(1, rows / 3_333))
    let path = folder.path("accounts.csv")
    try write(accounts, people, to: path)
    let title = "\(accounts) × 5 × \(people)"
    let files = (spread: folder.path("spread.json"), crowded: folder.path("crowded.json"))
    let spread = try folder.write("spread.kam", Schedule.agreement("first"))
    let crowded = try folder.write("crowded.kam", Schedule.agreement("2027-01-01"))
    return [
      Job(
        label: "\(title), spread",
        arguments: ["eval", spread, path, "--quiet", "--schedule", files.spread]),
      Job(
        label: "\(title), all from one day",
        arguments: ["eval", crowded, path, "--quiet", "--schedule", files.crowded]),
      Job(
        label: "\(title), spread, all kept",
        arguments: [
          "eval", spread, path, "--quiet", "--previous", files.spread,
          "--schedule", folder.path("kept.json"),
        ]),
    ]
  }

  private func write(_ accounts: Int, _ people: Int, to path: String) throws(Failure) {
    var file = try TableFile(path)
    var numbers = SplitMix64(seed: 17)
    file.append("id,revenue,first,owner,executive,controller\n")
    for row in 0..<accounts {
      WideTable.appendKey(row, to: &file)
      file.next()
      file.append(numbers.skewed(bits: 18...32), places: 2)
      file.append(",2027-0")
      file.append(1 + numbers.below(3))
      file.append("-")
      file.append(1 + numbers.below(28), digits: 2)
      for role in ["O", "E", "C"] {
        file.append(",")
        // A third of the people in each role.
        file.append(role)
        file.append(numbers.below(max(1, people / 3)), digits: 4)
      }
      try file.endRow()
    }
    try file.finish()
  }

  private static func agreement(_ start: String) -> String {
    """
    agreement "Schedule" { as of 2027-01-01 }
    accounts {
      id         : text key
      revenue    : money at least 0
      first      : date
      owner      : text
      executive  : text
      controller : text
    }
    tier Key { otherwise }
    calendar {
      hours 09:00 to 17:00
      closed 2027-08-02 to 2027-08-13 "Summer"
      at most 4 a day per person
    }
    review "Planning" for Key every 90 days {
      starting \(start)
      attended by owner, executive, controller
      lasting 90 minutes
      at most 12 a week per owner
      by revenue
      ahead 12 months
    }

    """
  }
}
