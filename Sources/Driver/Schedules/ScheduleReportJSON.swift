import Diagnostics
import Engine
import Language
import Tables

/// The calendar for other programs.
package struct ScheduleReportJSON {
  package static func render(_ report: ScheduleReport) -> [UInt8] {
    let evaluation = report.run.evaluation
    var json = JSONWriter(.indented)
    json.object {
      $0.member("format", 1)
      $0.member("agreement", evaluation.program.agreement.name)
      $0.member("asOf", evaluation.statedDay)
      $0.member("people", report.people)
      $0.array("months", report.months) { json, part in
        json.object {
          $0.member("month", part.month.code)
          $0.array("reviews", part.reviews) { $0.review($1) }
        }
      }
      $0.array("cancelled", report.schedule.cancelled) { $0.review($1) }
      $0.array("hours", report.hours.people) { write($1, report.hours.months, to: &$0) }
      $0.array("unplaced", report.run.schedule.unplaced) { $0.unplaced($1) }
    }
    return json.finished()
  }

  private static func write(
    _ person: HourTable.Person, _ months: [Month], to json: inout JSONWriter
  ) {
    json.object {
      $0.member("name", person.name)
      $0.member("executive", person.isExecutive)
      $0.member("hours", HourTable.hours(person.total))
      $0.array("months", months) { json, month in
        json.object {
          $0.member("month", month.code)
          $0.member("hours", HourTable.hours(person.minutes[month] ?? 0))
        }
      }
    }
  }
}
