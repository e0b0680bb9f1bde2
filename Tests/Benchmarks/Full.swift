/// Everything that kamc can say, at once.
struct Full: Benchmark {
  let name = "full"
  let summary = "N/10 accounts with all reports, sponsors and reviews for 200 of them"

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job] {
    let rows = rows / 10
    let fields = """
        name           : text
        owner          : text optional
        last_review    : date optional

      """
    let agreement = try folder.write(
      "criteria.kam",
      WideTable.declaration(more: fields) + WideTable.judgement(seats: 200) + Full.rest)
    let accounts = try WideTable.write(rows: rows, in: folder)
    try writeExecutives(in: folder)
    let files = ["--tiers", folder.path("tiers.csv"), "--schedule", folder.path("reviews.ics")]
    return [
      Job(
        label: "\(rows) rows, json",
        arguments: ["eval", agreement, accounts, "--format", "json"] + files)
    ]
  }

  private func writeExecutives(in folder: borrowing TemporaryFolder) throws(Failure) {
    var file = try TableFile(folder.path("executives.csv"))
    file.append("name,place,seats\n")
    for person in 0..<40 {
      file.append("owner")
      file.append(person, digits: 3)
      file.append("@example.com,")
      file.append(person)
      file.append(",6")
      try file.endRow()
    }
    try file.finish()
  }

  private static let rest = """
    table executives from "executives.csv" {
      name  : text key
      place : number
      seats : number at least 0
    }

    show tenure, "Part of all" = share(annual_revenue)
    require "Key accounts were reviewed" for Strategic that last_review >= today - 12 months
    warn "Few contacts" for Strategic, Key when contacts < 3

    sponsor for Strategic {
      from executives by place
      only executives.name != owner
      at most executives.seats each
    }

    calendar {
      working days Monday to Friday
      hours 09:00 to 17:00 zone "Europe/Berlin"
      holiday 2026-04-06 "Easter Monday"
      holiday 2026-05-01 "Labour Day"
      closed 2026-08-03 to 2026-08-14 "Summer closure"
    }

    review "Account planning" for Strategic every 90 days {
      starting effective + 14 days
      attended by owner, sponsor
      lasting 90 minutes
      at most 20 a day
    }

    """
}
