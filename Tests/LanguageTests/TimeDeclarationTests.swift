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
          at most 3 a week per person
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
      case .atMost(let most): "at most \(most.count) a \(most.period) \(most.per?.text ?? "·")"
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
        "at most 3 a week person",
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
          last met met
          only renewal is present
          attended by owner, sponsor, "Legal", "Finance" = team.person where function = "Finance",
            board
          lasting 90 minutes
          lasting 1 hour
          at most 2 a day
          at most 1 a day per sponsor
          at most 3 a week per person
          at most 4 a month per "Finance"
          within 30 days before renewal
          notice 3 months
          also "Renewal" on renewal - 90 days
            unless one falls from renewal - 120 days to renewal - 60 days
          also "Budget" on 2027-10-15
          by score, name ascending
          ahead 12 months
          rolling nearest
          rolling modified following
        }
        """)
    else { throw Mismatch() }
    #expect(review.label.text == "Plan" && review.tiers.map(\.text) == ["A", "B"])
    #expect(review.timing == .every(Cadence(count: 13, unit: .weeks)))
    #expect(
      review.clauses.map { text(of: $0.kind, outline) } == [
        "starting (effective + 14days)", "last met met", "only (renewal !)",
        #"attended by owner, sponsor, "Legal", Finance = team.person where (function = "Finance"), "#
          + "board",
        "lasting 90", "lasting 60", "at most 2 a day ·", "at most 1 a day sponsor",
        "at most 3 a week person", "at most 4 a month Finance", "within 30 days before renewal",
        "notice 3 months",
        "also Renewal (renewal - 90days) (renewal - 120days) (renewal - 60days)",
        "also Budget 2027-10-15", "by score, name ascending", "ahead 12 months",
        "rolling nearest", "rolling modified following",
      ])
  }

  private func text(of clause: ReviewDeclaration.Clause.Kind, _ outline: Outline) -> String {
    switch clause {
    case .starting(let date): "starting \(outline.text(date))"
    case .lastMet(let date): "last met \(outline.text(date))"
    case .only(let condition): "only \(outline.text(condition))"
    case .also(let also):
      ["also \(also.label.text)", outline.text(also.on)]
        .joined(separator: " ")
        + (also.unless.map { " \(outline.text($0.from)) \(outline.text($0.to))" } ?? "")
    case .within(let span, let side, of: let date):
      "within \(span.count) \(span.unit) \(side) \(outline.text(date))"
    case .notice(let span): "notice \(span.count) \(span.unit)"
    case .attendedBy(let attendees):
      "attended by " + attendees.map { text(of: $0, outline) }.joined(separator: ", ")
    case .lasting(let minutes): "lasting \(minutes)"
    case .atMost(let most): "at most \(most.count) a \(most.period) \(most.per?.text ?? "·")"
    case .by(let keys): "by \(outline.text(keys))"
    case .ahead(let count, let unit): "ahead \(count) \(unit)"
    case .plan(let step): PlanTests.text(step, outline)
    case .rolling(let rule): "rolling \(rule.rawValue)"
    case .error: "error"
    }
  }

  private func text(of attendee: ReviewDeclaration.Attendee, _ outline: Outline) -> String {
    (attendee.label.map { "\($0.text) = " } ?? "")
      + (attendee.name.isQuoted ? "\"\(attendee.name.text)\"" : attendee.name.text)
      + (attendee.column.map { ".\($0.text)" } ?? "")
      + (attendee.condition.map { " where \(outline.text($0))" } ?? "")
  }

  @Test func reviewsOnDates() throws {
    guard
      case (.review(let review), let outline) = try parse(
        #"review "Renewal" for A on renewal - 90 days { lasting 1 hour }"#),
      case .on(let date) = review.timing
    else { throw Mismatch() }
    #expect(outline.text(date) == "(renewal - 90days)" && review.clauses.count == 1)
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
    #expect(review.timing == .every(Cadence(count: count, unit: unit)))
  }
}
