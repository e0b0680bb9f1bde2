import Diagnostics
import Engine
import Language
import Tables

/// Who changes by the passing of time alone, day by day.
struct ForecastText {
  private let run: Run
  private let program: CheckedProgram

  init(_ run: Run) {
    self.run = run
    program = run.evaluation.program
  }

  func write(to page: inout TextPage) {
    guard let forecast = run.forecast else { return }
    page.heading("What time changes", remark: "until \(forecast.until), if nothing else does")
    let moving = forecast.turns.filter { !$0.moves.isEmpty }
    // A single day is as short as saying that there is one more.
    let count = moving.count <= ReportLimits.turns + 1 ? moving.count : ReportLimits.turns
    for turn in moving.prefix(count) { write(turn, to: &page) }
    if moving.isEmpty { page.paragraph("no account changes its tier") }
    if moving.count > count {
      page.paragraph("and on \(moving.count - count) more days, see --format json")
    }
    if !forecast.isComplete {
      page.paragraph(
        "some figures change on very many days: they are judged on the first days of months")
    }
  }

  private func write(_ turn: Forecast.Turn, to page: inout TextPage) {
    var causes: [String] = []
    for cause in turn.causes.map(words) where !causes.contains(cause) { causes.append(cause) }
    let shown = causes.prefix(2).joined(separator: ", ")
    let more = causes.count > 2 ? " and \(causes.count - 2) more" : ""
    page.paragraph(causes.isEmpty ? "by \(turn.day)" : "on \(turn.day), by \(shown)\(more)")
    for (from, to) in steps(of: turn) {
      let moves = turn.moves.filter { $0.from == from && $0.to == to }
      let names = NameList.text(Array(moves.indices)) { name(moves[$0]) }
      page.paragraph("\(step(from, to)): \(names)", indent: 4)
    }
  }

  /// What changes, in words or in those of the agreement.
  private func words(_ cause: SourceRange) -> String {
    if let override = program.overrides.first(where: { $0.range == cause }) {
      return "the end of the override of \(Printable.escaped(override.key))"
    }
    if let rate = program.rates.first(where: { $0.range == cause }) {
      return "the new rate of \(Printable.escaped(rate.code))"
    }
    return "`\(Printable.escaped(program.clauseText(cause), limit: 60))`"
  }

  /// The ways that accounts take, those from the best tier first.
  private func steps(of turn: Forecast.Turn) -> [(from: Int?, to: Int?)] {
    var steps: [(from: Int?, to: Int?)] = []
    for move in turn.moves where !steps.contains(where: { $0 == (move.from, move.to) }) {
      steps.append((move.from, move.to))
    }
    let last = program.tiers.count
    return steps.sorted { ($0.from ?? last, $0.to ?? last) < ($1.from ?? last, $1.to ?? last) }
  }

  private func step(_ from: Int?, _ to: Int?) -> String {
    let names = program.tiers.map(\.name)
    switch (from, to) {
    case (let from?, let to?): return "these leave \(names[from]) for \(names[to])"
    case (let from?, nil): return "these leave \(names[from]) and have no tier"
    case (nil, let to?): return "these come into \(names[to])"
    case (nil, nil): return ""
    }
  }

  private func name(_ move: Forecast.Move) -> String {
    let key = Printable.escaped(move.key)
    return move.name.map { "\(key) \(Printable.escaped($0))" } ?? key
  }
}
