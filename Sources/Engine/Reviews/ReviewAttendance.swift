import Language
import Tables

/// Who must be there at an account's reviews.
struct ReviewAttendance {
  private let review: CheckedReview
  private let evaluation: Evaluation
  private let sponsors: [Int: String]
  private let deputies: [Int: String]
  /// By attendee: by account, whom the rows of a table name; those who come to all have the key nil.
  private var named: [[Int?: Set<String>]]

  /// - Complexity: O(rows) of the tables that name people.
  init(_ review: CheckedReview, _ results: [SponsorResult], _ evaluation: Evaluation) {
    self.review = review
    self.evaluation = evaluation
    sponsors = results.namesByAccount
    deputies = results.deputiesByAccount
    named = review.attendees.map { attendee in
      guard case .rows(let rows) = attendee else { return [:] }
      return ReviewAttendance.people(of: rows, evaluation)
    }
  }

  private static func people(
    of rows: CheckedReview.Rows, _ evaluation: Evaluation
  ) -> [Int?: Set<String>] {
    let table = evaluation.tables[rows.table.index]
    var people: [Int?: Set<String>] = [:]
    for row in 0..<table.rowCount where table.repeated[row] == nil {
      if let condition = rows.condition, !evaluation.holds(condition, row) { continue }
      guard let name = evaluation.text(rows.person, row) else { continue }
      var account: Int?
      if let reference = rows.account {
        guard let (values, place) = evaluation.cell(reference, row), values.isPresent(place) else {
          continue
        }
        account = Int(values.codes[place])
      }
      people[account, default: []].insert(name)
    }
    return people
  }

  /// Returns those who must be there, by role; people of one role by name, so that the order of rows
  /// does not count.
  func attendees(of row: Int) -> [Attendee] {
    review.attendees.enumerated().map { place, attendee in
      Attendee(role: attendee.role, names: names(attendee, place, row))
    }
  }

  private func names(
    _ attendee: CheckedReview.Attendee, _ place: Int, _ row: Int
  ) -> [String] {
    switch attendee {
    case .sponsor: [sponsors[row]].compactMap { $0 }
    case .deputy: [deputies[row]].compactMap { $0 }
    case .field(_, let term): [evaluation.text(term, row)].compactMap { $0 }
    case .person(let name): [name]
    case .rows(let rows):
      (named[place][rows.account == nil ? nil : row] ?? []).sorted {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
    }
  }
}

/// What an earlier run scheduled.
package struct EarlierSchedule: Sendable {
  package var reviews: [ScheduledReview]
  /// What it cancelled, whose numbers go on.
  package var cancelled: [ScheduledReview]

  package init(reviews: [ScheduledReview] = [], cancelled: [ScheduledReview] = []) {
    self.reviews = reviews
    self.cancelled = cancelled
  }
}
