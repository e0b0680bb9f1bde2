import Diagnostics
import Engine
import Language
import Tables

extension Schedule {
  /// The reviews that somebody attends.
  package func attended(by people: Set<String>) -> Schedule {
    var schedule = self
    schedule.reviews.removeAll { people.isDisjoint(with: $0.attendees) }
    // For those who no longer attend, a review is as good as cancelled.
    schedule.cancelled += withdrawn
    schedule.cancelled.removeAll { people.isDisjoint(with: $0.attendees) }
    let theirs = Set(schedule.reviews.map(\.uid))
    schedule.cancelled.removeAll { theirs.contains($0.uid) }
    return schedule
  }
}

extension Run {
  /// Everybody who attends a review, or was to attend one that is cancelled, by name.
  package var attendees: [String] {
    let reviews = schedule.reviews + schedule.cancelled + schedule.withdrawn
    return Set(reviews.flatMap(\.attendees)).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
  }

  /// Those who can sponsor accounts.
  var executives: Set<String> { Set(sponsors.flatMap { $0.people.map(\.name) }) }
}

extension Pipeline {
  /// Requires that the people are known to the run: they attend a review, or could sponsor accounts.
  package mutating func require(_ people: [String], in run: Run) throws(RunFailure) {
    let attendees = run.attendees
    let known = Set(attendees).union(run.executives)
    let unknown = people.filter { !known.contains($0) }
    for name in unknown {
      let others = attendees + run.executives.subtracting(attendees).sorted()
      report(
        .unknownPerson(
          name, known: others, help: "write a name as the schedule has it")
      )
    }
    if !unknown.isEmpty { throw .wrong }
  }
}
