import Diagnostics
import Tables

/// `calendar { … }`.
package struct CalendarDeclaration: Hashable, Sendable {
  package var clauses: [Clause] = []
  package var range: SourceRange

  package init(range: SourceRange) { self.range = range }

  package struct Clause: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// `working days Monday to Friday` or `working days Monday, Tuesday`: 0 for Monday … 6.
      case workingDays([Int])
      /// `hours 09:00 to 17:00 [zone "Europe/Berlin"]`: minutes after midnight.
      case hours(from: Int, to: Int, zone: TextLiteral?)
      /// `holiday 2027-12-27 ["Christmas Day observed"]`.
      case holiday(Day, TextLiteral?)
      /// `holidays from "holidays.csv" [in "DE"] [of "DE", country, sponsor.country]`: texts are
      /// fixed countries, names and paths are texts that the account leads to.
      case holidays(TextLiteral, in: TextLiteral?, of: [ExpressionID])
      /// `closed 2027-08-02 [to 2027-08-15] ["Summer shutdown"]`.
      case closed(ClosedDays, TextLiteral?)
      /// `at most 3 a week per person`.
      case atMost(ReviewMost)
      case error
    }
    package var kind: Kind
    package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
      self.kind = kind
      self.range = range
    }
  }
}

/// The days of a closure.
package enum ClosedDays: Hashable, Sendable {
  /// `2027-08-02 to 2027-08-15`.
  case dates(Day, Day)
  /// `every 24 December to 3 January`.
  case yearly(YearlyDays)
  /// `last 5 working days of quarter`.
  case edge(PeriodEdge)
}

/// The first or the last days of each month, quarter or year.
package struct PeriodEdge: Hashable, Sendable {
  package var isLast: Bool
  package var count: Int
  /// `true` iff working days are counted, else all.
  package var isWorking: Bool
  package var period: FiscalCalendar.Period

  package init(isLast: Bool, count: Int, isWorking: Bool, period: FiscalCalendar.Period) {
    self.isLast = isLast
    self.count = count
    self.isWorking = isWorking
    self.period = period
  }

  /// The days of the longest fiscal year.
  package static let most = 371
}

/// Where a review goes whose planned day is none.
package enum Rolling: String, Hashable, CaseIterable, Sendable {
  case following, preceding, nearest
  case modifiedFollowing = "modified following"
}
