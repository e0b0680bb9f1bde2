import Diagnostics
import Language

/// An agreement with every construct of the language.
enum Sample {
  static let agreement = #"""
    # Agreed by the executive committee, minute 14/2027.
    agreement "Northwind key accounts 2027" {
      agreed    2027-03-15 by "Chief executive", "Finance director"
      effective 2027-04-01
      expires   2028-03-31
      as of     2027-04-01                 # --as-of overrides it
      currency  EUR
      measure   revenue
      fiscal year starts April
    }

    accounts {
      id        : text key               from "Account ID"
      name      : text                   from "Account Name"
      parent    : accounts optional      from "Parent ID"
      country   : text
      revenue   : money at least 0       from "Revenue FY27"
      last_year : money at least 0 optional from "Revenue FY26" in thousands
      margin    : percent as points      from "Gross Margin %"
      spend     : money at least 0 at most 2bn optional from "Addressable Spend" in millions
      fit       : number 1 to 5
      harms     : yes/no else no         from "Loss Harms Reputation"
      before    : tier optional          from "Previous Tier"
      since     : date as "dd/mm/yyyy" optional
      status    : one of Direct, "Inter company", Partner else Direct
      owner     : text optional          from "KAM"
      size      = revenue + (last_year else 0)
      missing "N/A", "NULL"
      decimal comma
      encoding latin1
      separator ";"
    }

    table contacts from "contacts.csv" {
      account : accounts
      name    : text
      stance  : one of champion, supporter, neutral, detractor
      met     : date optional
    }

    let growth    = (revenue - last_year) / last_year
    let wallet    = revenue / spend
    let champions = count(contacts where stance = champion and met >= today - 180 days)
    let people    = count(distinct contacts.name where met is present within country)
    let defended  = share(revenue) >= 10% or harms
      or rank(revenue, name ascending where country != "DE" within country) <= 3
    let squared   = share(revenue) * share(revenue)
    let seats {
      6  when today < 2027-07-01
      12 otherwise
    }

    score attractiveness "Attractiveness" {
      missing skip
      criterion potential "Addressable spend" weight 30% out of 10 {
        10 when spend >= 10M
        7  when spend >= 5M; 4 when spend >= 2M
        0  otherwise
      }
      criterion growing "Growth" out of 10 weight 50% missing zero {
        4  when last_year is missing or last_year = 0
        10 when growth >= 15%
        0  otherwise
      }
      criterion fits weight 20% out of 10 { fit * 2 }
      criterion profitable { scale(margin from 0% to 20%) }
    }
    criterion loyal weight 5 { 100 when years(since, today) >= 5; 0 otherwise }

    exclude "Own company" when country = "Intercompany"
    exclude "New" from tiers when revenue = 0
    reject "Negative margin" when margin < -100%

    tier Strategic means "Customers we cannot afford to lose" {
      when "Portfolio" attractiveness >= 60 and wallet >= 25%
      when "Defence" defended
      when "Direct" = status and not (before in [Star, "Long tail"])
    }
    tier Star    { when attractiveness >= 60 }
    tier Reserve { }
    tier "Long tail" { otherwise }

    limit Strategic, Star to seats by attractiveness, spend, name ascending {
      spare "Defended" when defended
      spare uncounted when harms
      overflow to Reserve
      ties admit
    }

    override "A17" to Strategic until 2027-12-31 because "Board minute 9/2027"
    override "A18" to "Long tail" because "The customer ""asked"" for it"

    show wallet, champions
    show "HHI" = 10_000 * sum(accounts.squared)

    require "Every key account has an owner" for Strategic, Star that owner is present
    require "Few key accounts" that count(accounts where tier in [Strategic, Star]) <= 35
    require "A margin" for all that margin is present
    warn "Single-threaded relationship" for Strategic, Star when count(distinct contacts.name) < 3
    warn "Too many accounts" for each owner when count(accounts) > 15
    warn "Nobody has met them for long" for Strategic, Star when met < today - 90 days
      question "Do we know how they are?" fresh for 6 months after met
      do "Meet them" by owner in 2 weeks
    require "Known" for all that margin is present do "Ask" in 1 month by "Sales" question "Known?"

    table executives from "executives.csv" {
      name  : text key
      level : one of CEO, CFO, COO
      place : number
      seats : number at least 0
    }

    sponsor for Strategic, Star {
      from executives by place
      only executives.name != owner
      at most executives.seats each
      keep owner unless owner = "Dietz"
    }

    calendar {
      working days Monday to Friday
      hours 09:00 to 17:00 zone "Europe/Berlin"
      holidays from "holidays.csv" of "DE", country
      holiday 2027-12-27 "Christmas Day observed"
      closed 2027-08-02 to 2027-08-15 "Summer shutdown"
      closed 2027-12-24
    }

    review "Account planning" for Strategic, Star every 90 days {
      starting effective + 14 days
      attended by owner, sponsor, "Legal"
      lasting 90 minutes
      at most 2 a day
      at most 1 a day per sponsor
      by attractiveness
      ahead 12 months
      last met met
      only renewal is present
      notice 90 days
      at most 3 a week per person
      also "Renewal review" on renewal - 90 days
        unless one falls from renewal - 120 days to renewal - 60 days
    }
    review "Look back" for "Long tail" every quarter
    review "Deep dive" for Star on renewal - 90 days {
      within 30 days of renewal
      attended by "Finance" = team.person where function = "Finance", board
    }

    """#

  static func source(_ text: String) -> SourceText {
    SourceText(name: "test.kam", bytes: Array(text.utf8))
  }

  /// Returns the tree of `text` and its mistakes as `line:column code message`.
  static func parse(_ text: String) -> (tree: SyntaxTree, mistakes: [String]) {
    let (tree, diagnostics) = Parser.parse(source(text))
    return (tree, diagnostics.map(describe))
  }

  static func describe(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.place.map { "\($0.line):\($0.column) " } ?? ""
    return place + "\(diagnostic.code.rawValue) \(diagnostic.message)"
  }
}
