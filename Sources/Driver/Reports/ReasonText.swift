import Diagnostics
import Engine
import Language
import Tables

/// Why an account has its tier, in one sentence of the agreement's own words.
struct ReasonText {
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let values: ReadableValue

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    program = evaluation.program
    values = ReadableValue(evaluation.program)
  }

  /// Returns the sentence for a classified account.
  func sentence(_ row: Int) -> String {
    switch evaluation.clause(row) {
    case .route(let tier, let index): route(program.tiers[tier].routes[index], row)
    case .override(let index): override(program.overrides[index], row)
    case .overflow(let limit): displacement(row, limit)
    case .move: heldBack(row)
    case nil: ""
    }
  }

  /// Returns what a route asks, with what the account has.
  func route(_ route: CheckedRoute, _ row: Int) -> String {
    guard let condition = route.condition else { return route.label ?? "otherwise" }
    let label = route.label.map { "\($0): " } ?? ""
    guard route.isKeep, case .and(_, let kept) = program[condition].kind else {
      return label + annotated(condition, row)
    }
    return label + "kept while " + annotated(kept, row)
  }

  private func heldBack(_ row: Int) -> String {
    guard let number = evaluation.decision.heldBack[row], let move = program.move else { return "" }
    let held = evaluation.plan.decision.routes[number]
    let tier = program.tiers[held.tier]
    return
      "\(tier.name) by its figures (\(route(tier.routes[held.index], row))), and accounts move "
      + "at most \(Count.of(move.steps, "tier"))"
  }

  private func override(_ override: CheckedOverride, _ row: Int) -> String {
    let alone = Int(evaluation.decision.tiersByRulesAlone[row])
    let until = override.until.map { " until \($0)" } ?? ""
    let rules = alone >= 0 ? "; by the rules alone \(program.tiers[alone].name)" : ""
    return "override\(until) because \(override.reason)\(rules)"
  }

  private func displacement(_ row: Int, _ index: Int) -> String {
    guard let displacement = evaluation.decision.displaced[row] else { return "" }
    let result = evaluation.decision.limits[index]
    let names = program.limits[index].tiers.map { program.tiers[$0].name }
    let contenders = result.taken - result.fixed + result.displacedCount
    let free = max(0, (result.seats ?? 0) - result.fixed)
    let seats =
      result.fixed == 0
      ? Count.of(free, "seat")
      : "the \(Count.of(free, "seat")) that others left"
    let last = result.lastSeat.map { ", last seat \(name($0))" } ?? ""
    return "limit \(names.joined(separator: ", ")): rank \(displacement.rank) of \(contenders) "
      + "for \(seats)\(last)"
  }

  /// Returns the figures by which a limit ranks an account: `worth 85, fees EUR 1,020,000`.
  func keys(of limit: Int, _ row: Int) -> String {
    program.limits[limit].keys.map {
      "\(program.figureName($0.value)) \(values.text($0.value, row, of: evaluation))"
    }.joined(separator: ", ")
  }

  /// Returns with which figures the last seat was won, and those of `row`, to go on from the sentence
  /// about it.
  func cut(of limit: Int, besides row: Int) -> String {
    guard let last = evaluation.decision.limits[limit].lastSeat else { return "" }
    return " with \(keys(of: limit, last)); it has \(keys(of: limit, row))"
  }

  private func name(_ row: Int) -> String { Printable.escaped(evaluation.tables[0].key(row)) }

  // MARK: Conditions with their figures

  /// Returns a condition as it is written, each comparison followed by the figures it read:
  /// `worth >= 68 (81.18) and revenue >= 2M (EUR 9,381,800)`.
  func annotated(_ condition: TermID, _ row: Int) -> String {
    let figures = program.figures(in: condition)
    // Only the first term of each name is made available by a run.
    let terms = Dictionary(figures.map { ($0.name, $0.term) }) { first, _ in first }
    return text(of: condition, row, terms, inside: nil)
  }

  private enum Junction { case and, or, not }

  private func text(
    of id: TermID, _ row: Int, _ terms: [String: TermID], inside outer: Junction?
  ) -> String {
    func join(_ left: TermID, _ right: TermID, _ word: String, _ junction: Junction) -> String {
      let joined =
        text(of: left, row, terms, inside: junction) + " \(word) "
        + text(of: right, row, terms, inside: junction)
      return outer == nil || outer == junction ? joined : "(\(joined))"
    }
    if case .and(let left, let right) = program[id].kind { return join(left, right, "and", .and) }
    if case .or(let left, let right) = program[id].kind { return join(left, right, "or", .or) }
    if case .not(let inner) = program[id].kind {
      return "not " + text(of: inner, row, terms, inside: .not)
    }
    return comparison(id, row, terms)
  }

  private func comparison(_ id: TermID, _ row: Int, _ terms: [String: TermID]) -> String {
    let figures = program.figures(in: id)
    let words = Printable.escaped(program.figureName(id))
    let shown = figures.compactMap { figure in
      terms[figure.name].map { term in
        (ClauseText.collapsed(figure.name), values.text(term, row, of: evaluation))
      }
    }
    switch shown.count {
    case 0: return words
    case 1: return "\(words) (\(shown[0].1))"
    default: return "\(words) (\(shown.map { "\($0) \($1)" }.joined(separator: ", ")))"
    }
  }
}

extension LimitResult {
  /// The seats that were not competed for.
  var fixed: Int { spared.count + overridden.count }
}
