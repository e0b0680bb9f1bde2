import Diagnostics
import Language
import Tables
import Testing

/// The calendar, fiscal years and reviews.
extension DeclarationTests {
  @Test func calendars() throws {
    guard
      case (.calendar(let calendar), let outline) = try parse(
        """
        calendar {
          working days Monday to Friday
          working days Sunday to Tuesday
          working days Monday, Thursday
          hours 09:00 to 17:30 zone "Europe/Berlin"
          hours 08:00 to 12:00
          holiday 2027-12-27 "Observed"
          holidays from "holidays.csv" of "DE", country
          holidays from "all.csv"
          holidays from "de.ics" in "DE" of sponsor.country, owner.home.country
          closed 2027-08-02 to 2027-08-15 "Shutdown"
          closed 2027-12-24
          closed every 24 December to 3 January "Year end"
          closed every 1 May
          closed last 5 working days of quarter "Quarter end"
          closed first day of year
        }
        """)
    else { throw Mismatch() }
    let clauses = calendar.clauses.map { clause in
      switch clause.kind {
      case .workingDays(let days): "days \(days)"
      case .hours(let from, let to, let zone): "hours \(from) \(to) \(zone?.text ?? "·")"
      case .holiday(let day, let name): "holiday \(day) \(name?.text ?? "·")"
      case .holidays(let path, let country, let of):
        "holidays \(path.text) \(country?.text ?? "·") \(outline.list(of))"
      case .closed(let days, let name): "closed \(words(days)) \(name?.text ?? "·")"
      case .error: "error"
      }
    }
    #expect(
      clauses == [
        "days [0, 1, 2, 3, 4]", "days [0, 1, 6]", "days [0, 3]", "hours 540 1050 Europe/Berlin",
        "hours 480 720 ·", "holiday 2027-12-27 Observed", #"holidays holidays.csv · "DE", country"#,
        "holidays all.csv · ", "holidays de.ics DE sponsor.country, owner.home.country",
        "closed 2027-08-02 2027-08-15 Shutdown", "closed 2027-12-24 2027-12-24 ·",
        "closed 24.12 3.1 Year end", "closed 1.5 1.5 ·",
        "closed last 5 working quarter Quarter end", "closed first 1 year ·",
      ])
  }

  private func words(_ days: ClosedDays) -> String {
    switch days {
    case .dates(let first, let last): "\(first) \(last)"
    case .yearly(let days):
      "\(days.first.day).\(days.first.month) \(days.last.day).\(days.last.month)"
    case .edge(let edge):
      "\(edge.isLast ? "last" : "first") \(edge.count)\(edge.isWorking ? " working" : "") "
        + edge.period.rawValue
    }
  }

  @Test(arguments: [
    ("starts April", FiscalCalendar(starting: YearDay(month: 4, day: 1) ?? .newYear)),
    ("starts 6 April", FiscalCalendar(starting: YearDay(month: 4, day: 6) ?? .newYear)),
    (
      "4-4-5 ends last Saturday of January",
      FiscalCalendar(.fourFourFive, ending: .last(weekday: 5, month: 1))
    ),
    (
      "5-4-4 ends Sunday nearest 31 January",
      FiscalCalendar(
        .fiveFourFour, ending: .nearest(weekday: 6, YearDay(month: 1, day: 31) ?? .newYear))
    ),
  ])
  func fiscalYears(text: String, calendar: FiscalCalendar) throws {
    guard case (.agreement(let agreement), _) = try parse("agreement \"A\" { fiscal year \(text) }")
    else { throw Mismatch() }
    #expect(agreement.clauses.map(\.kind) == [.fiscalYear(calendar)])
  }

  @Test func reviews() throws {
    guard
      case (.review(let review), let outline) = try parse(
        """
        review "Plan" for A, B every 13 weeks {
          starting effective + 14 days
          attended by owner, sponsor, "Legal"
          lasting 90 minutes
          lasting 1 hour
          at most 2 a day
          at most 1 a day per sponsor
          by score, name ascending
          ahead 12 months
          rolling nearest
          rolling modified following
        }
        """)
    else { throw Mismatch() }
    #expect(review.label.text == "Plan" && review.tiers.map(\.text) == ["A", "B"])
    #expect(review.cadence == Cadence(count: 13, unit: .weeks))
    let clauses = review.clauses.map { clause in
      switch clause.kind {
      case .starting(let date): "starting \(outline.text(date))"
      case .attendedBy(let names):
        "attended by \(names.map { $0.isQuoted ? "\"\($0.text)\"" : $0.text })"
      case .lasting(let minutes): "lasting \(minutes)"
      case .atMost(let most, let per): "at most \(most) \(per?.text ?? "·")"
      case .by(let keys): "by \(outline.text(keys))"
      case .ahead(let count, let unit): "ahead \(count) \(unit)"
      case .rolling(let rule): "rolling \(rule.rawValue)"
      case .error: "error"
      }
    }
    #expect(
      clauses == [
        "starting (effective + 14days)", #"attended by ["owner", "sponsor", "\"Legal\""]"#,
        "lasting 90", "lasting 60", "at most 2 ·", "at most 1 sponsor", "by score, name ascending",
        "ahead 12 months", "rolling nearest", "rolling modified following",
      ])
  }

  @Test(arguments: [
    ("every 90 days", 90, Cadence.Unit.days), ("every week", 1, .weeks),
    ("every 6 months", 6, .months), ("every quarter", 1, .quarters),
    ("every 2 quarters", 2, .quarters), ("every year", 1, .years),
  ])
  func cadences(text: String, count: Int, unit: Cadence.Unit) throws {
    guard case (.review(let review), _) = try parse(#"review "a" for B \#(text)"#) else {
      throw Mismatch()
    }
    #expect(review.cadence == Cadence(count: count, unit: unit))
  }
}
