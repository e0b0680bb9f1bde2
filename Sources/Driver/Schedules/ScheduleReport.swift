import Diagnostics
import Engine
import Language
import Tables

/// What `kamc schedule` answers: the calendar of all reviews, or of those that some people attend.
package struct ScheduleReport: Sendable {
  package let run: Run
  let schedule: Schedule
  /// Those who were asked about; empty for everybody.
  let people: [String]
  let hours: HourTable

  init(_ run: Run, people: [String]) {
    self.run = run
    self.people = people
    schedule = people.isEmpty ? run.schedule : run.schedule.attended(by: Set(people))
    hours = HourTable(schedule.reviews, run, of: Set(people))
  }

  /// The reviews of each month that has any.
  var months: [(month: Month, reviews: [ScheduledReview])] {
    hours.months.compactMap { month in
      let reviews = schedule.reviews.filter { Month($0.date) == month }
      return reviews.isEmpty ? nil : (month, reviews)
    }
  }
}

extension Pipeline {
  /// Returns the calendar of reviews.
  ///
  /// - Parameter people: those whose reviews are asked for; nobody for everybody.
  package mutating func schedule(
    _ request: RunRequest, people: [String]
  ) async throws(RunFailure) -> ScheduleReport {
    var request = request
    request.detail = .decisions
    let run = try await run(request)
    try require(people, in: run)
    return ScheduleReport(run, people: people)
  }
}
