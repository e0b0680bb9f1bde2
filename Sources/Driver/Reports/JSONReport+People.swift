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
    let loads = SponsorLoads(run)
    json.array("sponsors", loads.people) { json, load in
      json.object {
        $0.member("name", load.name)
        $0.member("accounts", load.accounts.map { evaluation.tables[0].key($0) })
        $0.member("seats", load.seats)
        if evaluation.asksForDeputies {
          $0.member("deputyOf", load.deputyOf.map { evaluation.tables[0].key($0) })
        }
        if let measure = load.measure {
          $0.member("measure", measure.narrow.map { Decimal(scaled: $0) })
        }
        if evaluation.statesEffort {
          $0.member("days", load.days)
          $0.member("offer", load.offer)
        }
      }
    }
    writeVacancies(loads, to: &json)
    json.array("schedule", run.schedule.reviews) { $0.review($1) }
    ToDoList(run).write(of: evaluation, names, to: &json)
    json.array("unplaced", run.schedule.unplaced) { json, review in
      json.object {
        $0.member("review", review.review)
        $0.member("account", review.account)
        $0.member("planned", review.planned)
        $0.member("because", review.because)
      }
    }
  }

  private func writeVacancies(_ loads: SponsorLoads, to json: inout JSONWriter) {
    func write(_ name: String, _ vacant: [SponsorLoads.Vacant], to json: inout JSONWriter) {
      json.array(name, vacant) { json, item in
        json.object {
          $0.member("account", evaluation.tables[0].key(item.row))
          $0.member("because", item.because)
        }
      }
    }
    write("unsponsored", loads.unsponsored, to: &json)
    if evaluation.asksForDeputies { write("withoutDeputy", loads.withoutDeputy, to: &json) }
    if evaluation.program.sponsors.isEmpty { return }
    json.array("shortages", loads.shortages) { json, shortage in
      json.object {
        $0.member("tier", evaluation.program.tiers[shortage.tier].name)
        $0.member("accounts", shortage.accounts)
        $0.member("withoutSponsor", shortage.missing)
      }
    }
  }
}

extension Evaluation {
  /// `true` iff accounts are to have a deputy too.
  var asksForDeputies: Bool { program.sponsors.contains { $0.deputy != nil } }

  /// `true` iff the agreement says what accounts take of people's days.
  var statesEffort: Bool { program.sponsors.contains { $0.effort != nil } }
}

extension JSONWriter {
  /// Writes a review with its day, its time and why it moved.
  mutating func review(_ review: ScheduledReview) {
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
      $0.member("overdue", false)
      $0.member("marks", [String]())
    }
  }
}

/// The `--schedule` file as JSON: one object for each review, in the order of the calendar.
package enum ScheduleJSON {
  package static func render(_ run: Run) -> [UInt8] {
    var json = JSONWriter(.indented)
    json.beginArray()
    for review in run.schedule.reviews { json.review(review) }
    json.endArray()
    return json.finished()
  }
}
