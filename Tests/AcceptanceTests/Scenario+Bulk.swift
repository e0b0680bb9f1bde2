import TestSupport

extension Scenario {
  /// Enough bytes for several workers, with ties, blanks, mistakes and repeated keys among them.
  ///
  /// Rows are long rather than many: work is divided by bytes, and takes its time by rows.
  static let bulk = Scenario(
    name: "bulk",
    files: [
      "criteria.kam": bulkAgreement, "accounts.csv": bulkAccounts, "orders.csv": bulkOrders,
      "people.csv": "name,seats\n" + (1...9).map { "P\($0),\($0 * 4)\n" }.joined(),
    ])

  private static let bulkAgreement = """
    agreement "Bulk" {
      as of 2027-04-01
      currency EUR
      measure revenue
    }

    accounts {
      id      : text key
      region  : one of North, South, East, West
      owner   : text optional
      revenue : money at least 0
      margin  : percent as points optional
      since   : date
    }

    table orders from "orders.csv" {
      account : accounts
      product : text
      value   : money
    }

    table people from "people.csv" {
      name  : text key
      seats : number
    }

    let bought   = sum(orders.value)
    let products = count(distinct orders.product)

    score worth {
      missing skip
      criterion size weight 60% { scale(revenue from 0 to 1M) }
      criterion earning weight 40% { scale(margin from 0% to 40%) }
    }

    tier Key { when worth >= 60 and bought > 500 }
    tier Near { when rank(bought within region) <= 100 }
    tier Rest { otherwise }

    limit Key to 60 by worth, bought

    show bought, products, share(revenue), share_before(bought)
    show "Average margin" = average(accounts.margin)
    show "Most bought" = max(accounts.bought)

    require "Owners" for Key that owner is present
    warn "Many" for each owner when count(accounts where tier = Key) > 2
    warn "Negative" for each orders when value < 0

    sponsor for Key {
      from people
      at most people.seats each
    }

    calendar { hours 09:00 to 17:00 zone "Europe/Berlin" }

    review "Planning" for Key every 6 months {
      attended by owner, sponsor
      at most 3 a day
    }

    """

  private static let bulkAccounts: String = {
    var random = SplitMix64(seed: 1)
    var text = "id,region,owner,revenue,margin,since,note\n"
    let note = String(repeating: "Nobody reads this. ", count: 30)
    for row in 0..<1_500 {
      // One key in a hundred stands twice, one figure in a hundred cannot be read.
      let key = random.chance(1) ? random.below(1_500) : row
      let region = random.pick(["North", "South", "East", "West"])
      let owner = random.chance(10) ? "" : "Owner \(random.below(40))"
      let revenue =
        random.chance(1) ? "much" : "\(random.below(1_000))000.\(random.within(10...99))"
      let margin = random.chance(20) ? "" : "\(random.below(45))"
      let since = "20\(random.within(10...26))-0\(random.within(1...9))-1\(random.below(10))"
      text += "A\(key),\(region),\(owner),\(revenue),\(margin),\(since),\(note)\n"
    }
    return text
  }()

  private static let bulkOrders: String = {
    var random = SplitMix64(seed: 2)
    var text = "account,product,value,note\n"
    let note = String(repeating: "Nor this. ", count: 25)
    for _ in 0..<4_000 {
      let account = random.chance(2) ? "" : "A\(random.below(1_510))"
      let product = "Product number \(random.below(300))"
      let value = "\(random.below(2_000) - 50).\(random.below(100_000))"
      text += "\(account),\(product),\(value),\(note)\n"
    }
    return text
  }()
}
