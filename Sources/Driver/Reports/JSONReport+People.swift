import Diagnostics
import Engine
import Language
import Tables

/// Who sponsors what, and when reviews take place.
struct PeopleJSON {
  private let run: Run
  private let evaluation: Evaluation
  private let names: FindingNames

  init(_ run: Run, _ names: FindingNames) {
    self.run = run
    self.names = names
    evaluation = run.evaluation
  }

  func write(to json: inout JSONWriter) {
    SponsorsJSON(run).write(to: &json)
    json.array("schedule", run.schedule.reviews) { $0.review($1) }
    json.key("actions")
    ToDoList(run).write(of: evaluation, names, to: &json)
    json.array("unplaced", run.schedule.unplaced) { $0.unplaced($1) }
    run.writeAgendas(to: &json)
    if let changes = run.schedule.changes { write(changes, to: &json) }
  }

  /// What differs from the earlier schedule.
  private func write(_ changes: [ScheduleChange], to json: inout JSONWriter) {
    json.key("scheduleChanges")
    json.object { json in
      for kind in ScheduleChange.Kind.allCases {
        json.array(kind.rawValue, changes.filter { $0.kind == kind }) { json, change in
          json.review(change.review, change: change)
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes a review with its day, its time and why it moved.
  ///
  /// - Parameter change: what became of it since the earlier schedule, where that is told.
  mutating func review(_ review: ScheduledReview, change: ScheduleChange? = nil) {
    object {
      $0.member("uid", review.uid)
      $0.member("sequence", review.sequence)
      $0.member("review", review.review)
      $0.member("account", review.account)
      $0.member("name", review.name)
      $0.member("planned", review.planned)
      $0.member("date", review.date)
      $0.member("start", review.start.map(Clock.text))
      $0.member("end", review.end.map(Clock.text))
      $0.member("attendees", review.attendees)
      $0.member("moved", review.moved)
      $0.member("overdue", review.isOverdue)
      $0.member("marks", review.markWords)
      guard let change, change.kind != .added else { return }
      if let before = change.before {
        $0.key("before")
        $0.object {
          $0.member("date", before.date)
          $0.member("start", before.start.map(Clock.text))
          $0.member("end", before.end.map(Clock.text))
        }
      }
      $0.member("because", change.because)
    }
  }
}

extension JSONWriter {
  /// Writes a review that found no day, and why.
  mutating func unplaced(_ review: UnplacedReview) {
    object {
      $0.member("review", review.review)
      $0.member("account", review.account)
      $0.member("planned", review.planned)
      $0.member("because", review.because)
      $0.member("overdue", review.isOverdue)
    }
  }
}

/// The `--schedule` file as JSON: one object for each review, in the order of the calendar.
package enum ScheduleJSON {
  package static func render(_ schedule: Schedule) -> [UInt8] {
    var json = JSONWriter(.indented)
    json.beginArray()
    for review in schedule.reviews { json.review(review) }
    json.endArray()
    return json.finished()
  }
}
