import Diagnostics
import Engine
import Language
import Tables

/// The clauses that decided tiers, in the words of the agreement and with what they read.
struct ClausesJSON {
  private struct Entry {
    var text: String
    var line: Int
    var figures: [ValueColumn]
    /// Everything about the clause itself.
    var members: JSONFragment
  }

  private let evaluation: Evaluation
  /// By tier, by route.
  private let routes: [[Entry]]
  private let overrides: [Entry]
  private let limits: [Entry]
  /// One entry where the agreement has a `move`, else none.
  private let move: [Entry]

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    let program = evaluation.program
    func entry(_ range: SourceRange, _ label: String?, _ figures: [ValueColumn]) -> Entry {
      let text = program.clauseText(range)
      let line = program.source.line(at: Int(range.start))
      let members = JSONFragment {
        $0.member("clause", text)
        $0.member("line", line)
        $0.member("route", label)
      }
      return Entry(text: text, line: line, figures: figures, members: members)
    }
    routes = program.tiers.map { tier in
      tier.routes.map { route in
        entry(route.range, route.label, route.condition.map { evaluation.figures(of: $0) } ?? [])
      }
    }
    move = [program.move].compactMap { $0.map { entry($0.range, nil, []) } }
    overrides = program.overrides.map { entry($0.range, nil, []) }
    limits = program.limits.map { limit in
      entry(
        limit.range, nil,
        limit.keys.compactMap {
          ValueColumn(program.figureName($0.value), $0.value, in: evaluation)
        })
    }
  }

  private func entry(_ clause: Clause) -> Entry {
    switch clause {
    case .route(let tier, let index): routes[tier][index]
    case .override(let index): overrides[index]
    case .overflow(let limit): limits[limit]
    case .move: move[0]
    }
  }

  /// Writes where `row` was held back from, or null.
  func writeHeldBack(_ row: Int, to json: inout JSONWriter) {
    json.key("heldBack")
    guard let number = evaluation.decision.heldBack[row] else { return json.null() }
    let route = evaluation.plan.decision.routes[number]
    json.object {
      $0.member("from", evaluation.program.tiers[route.tier].name)
      $0.fragment(routes[route.tier][route.index].members)
    }
  }

  /// Why `rows` have their tiers, as objects or null.
  func reasons(_ rows: [Int]) -> JSONStrip {
    var strip = JSONStrip(count: rows.count)
    // PERF: few clauses decide all; what is made for each of them is made once for all its rows.
    var placesOfClauses: [Int: [Int]] = [:]
    for (place, row) in rows.enumerated() {
      placesOfClauses[evaluation.decision.clauses[row], default: []].append(place)
    }
    for places in placesOfClauses.values {
      let deciding = places.map { rows[$0] }
      guard let clause = deciding.first.flatMap({ evaluation.clause($0) }) else {
        for place in places { strip.set(place) { $0.append(contentsOf: JSONStrip.null) } }
        continue
      }
      let entry = entry(clause)
      let start = JSONFragment(startsObject: true) {
        $0.fragment(entry.members)
        $0.key("figures")
        $0.beginArray()
      }
      let figures = entry.figures.map { $0.figures(deciding, of: evaluation) }
      for (index, place) in places.enumerated() {
        strip.set(place) {
          start.append(to: &$0)
          figures.append(index, to: &$0)
          $0.append(contentsOf: ClausesJSON.end)
        }
      }
    }
    return strip
  }

  /// Writes what a route asks, with what `row` has.
  func write(route index: Int, of tier: Int, _ row: Int, to json: inout JSONWriter) {
    let entry = routes[tier][index]
    json.object {
      $0.member("tier", evaluation.program.tiers[tier].name)
      $0.fragment(entry.members)
      $0.figures(entry.figures, row, evaluation)
    }
  }
  private static let end = Array("]}".utf8)

  /// Writes which limit moved `row`, or null.
  func writeDisplacement(_ row: Int, to json: inout JSONWriter) {
    json.key("displaced")
    guard let displacement = evaluation.decision.displaced[row] else { return json.null() }
    let tiers = evaluation.program.tiers
    let result = evaluation.decision.limits[displacement.limit]
    json.object {
      $0.member("limit", limits[displacement.limit].text)
      $0.member("line", limits[displacement.limit].line)
      $0.member("from", tiers[displacement.from].name)
      $0.member("to", tiers[displacement.to].name)
      $0.member("rank", displacement.rank)
      $0.member("seats", result.seats)
      $0.member("lastSeat", result.lastSeat.map { evaluation.tables[0].key($0) })
    }
  }
}

extension CheckedProgram {
  /// Returns a clause on one line, without the block that follows it.
  func clauseText(_ range: SourceRange) -> String {
    let text = ClauseText.collapsed(source.text(of: range))
    var isQuoted = false
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == "{", !isQuoted {
        return ClauseText.collapsed(String(text[..<index]))
      }
    }
    return text
  }
}
