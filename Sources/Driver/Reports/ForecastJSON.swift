import Diagnostics
import Engine
import Language

/// Who changes by the passing of time alone.
struct ForecastJSON {
  private let run: Run

  init(_ run: Run) { self.run = run }

  /// Writes the forecast, or null where nothing depends on the day.
  func write(to json: inout JSONWriter) {
    json.key("forecast")
    guard let forecast = run.forecast else { return json.null() }
    json.object {
      $0.member("until", forecast.until)
      $0.member("isComplete", forecast.isComplete)
      $0.array("days", forecast.turns) { write($1, to: &$0) }
    }
  }

  private func write(_ turn: Forecast.Turn, to json: inout JSONWriter) {
    let program = run.evaluation.program
    json.object {
      $0.member("on", turn.day)
      $0.array("because", turn.causes) { json, range in
        json.object {
          $0.member("clause", program.clauseText(range))
          $0.member("line", program.source.line(at: Int(range.start)))
        }
      }
      $0.array("moves", turn.moves) { json, move in
        json.object {
          $0.member("key", move.key)
          $0.member("name", move.name)
          $0.member("from", move.from.map { program.tiers[$0].name })
          $0.member("to", move.to.map { program.tiers[$0].name })
        }
      }
    }
  }
}
