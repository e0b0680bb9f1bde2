import TestSupport

/// Accounts in one wide table, of which an agreement reads eight columns of fourteen.
enum WideTable {
  private static let sectors = [
    "Manufacturing", "Healthcare", "Retail", "Energy", "Financial Services", "Telecoms",
    "Public Sector", "Media", "Logistics", "Chemicals", "Software", "Food & Beverage",
  ]
  private static let regions = ["EMEA", "AMER", "APAC", "LATAM", "ANZ"]

  /// Writes the table with its agreement and returns the words of a run that writes tiers.
  static func evaluation(
    rows: Int, in folder: borrowing TemporaryFolder
  ) throws(Failure) -> [String] {
    let agreement = try folder.write("criteria.kam", declaration() + judgement(seats: 20))
    return [
      "eval", agreement, try write(rows: rows, in: folder), "--tiers", folder.path("tiers.csv"),
    ]
  }

  /// Writes the table and returns its path.
  static func write(
    rows: Int, in folder: borrowing TemporaryFolder, name: String = "accounts.csv"
  ) throws(Failure) -> String {
    let path = folder.path(name)
    var file = try TableFile(path)
    var numbers = SplitMix64(seed: 7)
    file.append(
      "account_id,name,sector,region,owner,annual_revenue,growth,margin,customer_since,"
        + "last_review,nps,contacts,reference,notes\n")
    for row in 0..<rows {
      appendDescription(row, to: &file, &numbers)
      appendFigures(to: &file, &numbers)
      file.append(",free text note about the account number ")
      file.append(row)
      try file.endRow()
    }
    try file.finish()
    return path
  }

  private static func appendDescription(
    _ row: Int, to file: inout TableFile, _ numbers: inout SplitMix64
  ) {
    appendKey(row, to: &file)
    file.append(row % 11 == 0 ? ",\"Account " : ",Account ")
    file.append(row, digits: 8)
    file.append(row % 11 == 0 ? ", Inc.\"," : " Ltd,")
    file.append(numbers.pick(sectors))
    file.next()
    file.append(numbers.pick(regions))
    file.next()
    if !numbers.chance(3) {
      file.append("owner")
      file.append(numbers.below(180), digits: 3)
      file.append("@example.com")
    }
    file.next()
  }

  private static func appendFigures(to file: inout TableFile, _ numbers: inout SplitMix64) {
    file.append(numbers.skewed(bits: 18...32), places: 2)
    file.next()
    if !numbers.chance(5) {
      file.append(numbers.bell(-400...520), places: 1)
      file.append("%")
    }
    file.next()
    file.append(numbers.bell(-20...580), places: 1)
    file.append("%,")
    file.appendDay(of: 2001...2025, &numbers)
    file.next()
    if !numbers.chance(20) { file.appendDay(of: 2024...2025, &numbers) }
    file.next()
    file.append(numbers.within(-100...100))
    file.next()
    file.append(numbers.below(14))
    file.append(numbers.chance(50) ? ",yes" : ",no")
  }

  /// Appends the key of the account in `row`.
  static func appendKey(_ row: Int, to file: inout TableFile) {
    file.append("A")
    file.append(row, digits: 8)
  }

  /// What an agreement says about the table.
  ///
  /// - Parameter more: fields besides the eight that are judged.
  static func declaration(more: String = "") -> String {
    """
    agreement "Benchmark" {
      effective 2026-01-01
      expires   2026-12-31
      as of     2026-01-01
      currency  EUR
      measure   annual_revenue
    }

    accounts {
      account_id     : text key
      annual_revenue : money at least 0
      growth         : percent optional
      margin         : percent
      customer_since : date
      nps            : number -100 to 100
      contacts       : number at least 0
      reference      : yes/no
    \(more)}

    """
  }

  /// Six criteria, four tiers and a limit.
  static func judgement(seats: Int) -> String {
    """
    let tenure = years(customer_since, today)

    criterion size weight 30 {
      100 when annual_revenue >= 5M
      70  when annual_revenue >= 1M
      40  when annual_revenue >= 250k
      0   otherwise
    }
    criterion growing weight 20 { scale(growth from 0% to 20%) }
    criterion profitable weight 15 {
      100 when margin >= 30%
      50  when margin >= 20%
      0   otherwise
    }
    criterion loyal weight 15 {
      100         when tenure >= 5
      20 * tenure otherwise
    }
    criterion speaks_for_us weight 10 {
      100 when reference
      0   otherwise
    }
    criterion happy weight 10 {
      100 when nps >= 50 and contacts >= 3
      50  when nps >= 0
      0   otherwise
    }

    tier Strategic { when score >= 75 and annual_revenue >= 1M }
    tier Key       { when score >= 65 }
    tier Growth    { when score >= 40 }
    tier Managed   { otherwise }

    limit Strategic to \(seats) by score, annual_revenue, account_id ascending

    """
  }
}
