/// A small agreement that has something of everything in its reports.
enum SmallRun {
  static let files = MemoryFiles([
    "criteria.kam": criteria, "accounts.csv": accounts, "people.csv": people,
  ])

  private static let criteria = """
    agreement "Northwind key accounts" {
      agreed 2027-03-15 by "Chief executive", "Finance director"
      effective 2027-04-01
      expires 2028-03-31
      as of 2027-04-01
      currency EUR
      measure revenue
    }

    accounts {
      id      : text key
      name    : text
      revenue : money at least 0
      spend   : money optional
      owner   : text optional
      own     : yes/no else no
      fresh   : yes/no else no
      famous  : yes/no else no
      before  : tier optional
    }

    table people from "people.csv" {
      name  : text key
      seats : number
    }

    score worth "Worth" {
      criterion size weight 3 out of 10 {
        10 when revenue >= 5M
        5 when revenue >= 1M
        0 otherwise
      }
      criterion room weight 1 out of 10 { 10 when spend >= 2 * revenue; 0 otherwise }
    }

    exclude "Own company" when own
    exclude "New" from tiers when fresh
    reject "Revenue beyond belief" when revenue > 1bn

    tier Strategic means "We plan with them" {
      when "Worth" worth >= 50 and revenue >= 1M   # the rule
      when famous
    }
    tier Core { when worth >= 30 }
    tier Other { otherwise }

    limit Strategic to 2 by worth, revenue {
      spare "Famous" when famous
      overflow to Core
    }

    override "A6" to Core until 2027-12-31 because "Minute 9"

    let top = sum(accounts.revenue where tier = Strategic)

    show spend
    show "Strategic revenue" = top

    require "Everyone has an owner" for Strategic, Core that owner is present
    require "Strategic carry a million" that top >= 1M
    require "Spend is known to be large" for Strategic that spend >= 1M
    warn "Small share of wallet" for all when revenue < spend / 4
    warn "Much for one" for each owner when count(accounts) > 2

    sponsor for Strategic {
      from people by name ascending
      only people.name != owner
      at most people.seats each
    }

    calendar { working days Monday to Friday }

    review "Planning" for Strategic every 6 months {
      starting effective + 2 days
      lasting 60 minutes
      ahead 12 months
    }
    """

  private static let accounts = """
    id,name,revenue,spend,owner,own,fresh,famous,before
    A1,Société Générale d'Électricité,9000000,30000000,Ann,,,,Core
    A2,三菱商事,6000000,,Ann,,,,
    A3,Plain Ltd,2500000.5,6000000,Bob,,,,Strategic
    A4,"Tab\tand\u{202E}bidi",100,,,,,yes,
    A5,Small,5000,90000,Ann,,,,
    A6,Pilot,4000,,Bob,,,,
    A7,Own,7,,,yes,,,
    A8,New,1000000,,,,yes,,
    A9,Broken,many,,,,,,
    A10,Twice,1,,,,,,
    A10,Twice,2,,,,,,
    A11,Giant,2000000000,,,,,,
    """

  private static let people = """
    name,seats
    Ann,1
    Zoë,0
    """
}
