import TestSupport

/// Accounts that are judged by the rows of another table.
struct Joined: Benchmark {
  let name = "joined"
  let summary = "the tiers of N accounts by the sums over ten opportunities each"

  private static let opportunitiesPerAccount = 10

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let agreement = try folder.write("criteria.kam", Joined.agreement)
    let accounts = try WideTable.write(rows: rows, in: folder)
    try writeOpportunities(of: rows, in: folder)
    let words = ["eval", agreement, accounts, "--tiers", folder.path("tiers.csv"), "--quiet"]
    return [Job(label: "\(rows) rows", arguments: words)]
  }

  private func writeOpportunities(
    of accounts: Int, in folder: borrowing TemporaryFolder
  ) throws(Failure) {
    var file = try TableFile(folder.path("opportunities.csv"))
    var numbers = SplitMix64(seed: 11)
    file.append("opportunity_id,account_id,stage,closed,value\n")
    for row in 0..<accounts * Joined.opportunitiesPerAccount {
      file.append("O")
      file.append(row, digits: 9)
      file.next()
      WideTable.appendKey(numbers.below(accounts), to: &file)
      if numbers.chance(76) {
        file.append(numbers.chance(63) ? ",Won," : ",Lost,")
        file.appendDay(of: 2022...2025, &numbers)
        file.next()
        file.append(numbers.skewed(bits: 16...24), places: 2)
      } else {
        file.append(numbers.chance(75) ? ",Engaging,," : ",Prospecting,,")
      }
      try file.endRow()
    }
    try file.finish()
  }

  private static let agreement = """
    agreement "Benchmark: accounts and their opportunities" {
      as of    2026-01-01
      currency EUR
    }

    accounts {
      account_id     : text key
      annual_revenue : money
    }

    table opportunities from "opportunities.csv" {
      account : accounts from "account_id"
      stage   : one of Won, Lost, Engaging, Prospecting
      closed  : date optional
      value   : money optional
    }

    let won_recently = sum(opportunities.value where stage = Won and closed >= 2025-01-01)
    let decided      = count(opportunities where stage in [Won, Lost])
    let won          = count(opportunities where stage = Won)

    criterion sales weight 60 {
      100 when won_recently >= 50k
      60  when won_recently >= 10k
      20  when won_recently > 0
      0   otherwise
    }
    criterion loyalty weight 40 {
      100 when decided > 0 and won * 2 >= decided
      0   otherwise
    }

    tier Strategic { when score >= 90 and won_recently > 0 }
    tier Key       { when score >= 60 }
    tier Managed   { otherwise }

    limit Strategic to 20 by won_recently, account_id ascending

    """
}
