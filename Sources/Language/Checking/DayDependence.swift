import Diagnostics
import Tables

/// What decides tiers and changes as time passes.
package struct DayDependence: Sendable {
  /// A condition or figure that follows from the day, from what is written, and from at most one
  /// figure of the data that does not change.
  package struct Part: Hashable, Sendable {
    package var term: TermID
    /// The figure of the data, such as the date of a first order.
    package var atom: TermID?
    /// The other parts that it is worked out from, so that it turns because they do.
    package var inner: Set<TermID> = []
  }

  package private(set) var parts: [Part] = []
  /// `true` iff what else changes mixes the day with several figures, so that nobody can tell when.
  package private(set) var hasMixtures = false

  private let program: CheckedProgram
  private let forms: TermForms
  /// By term.
  private var readsDay: [Bool] = []
  private var seen: Set<TermID> = []

  /// - Complexity: O(terms).
  package init(_ program: CheckedProgram) {
    self.program = program
    forms = TermForms(program)
    for term in program.terms { readsDay.append(readsDay(term.kind)) }
    guard program.terms.contains(where: { $0.kind == .today }) else { return }
    for root in program.decidingTerms { visit(root) }
    let terms = Set(parts.map(\.term))
    for index in parts.indices { parts[index].inner = inner(parts[index].term, among: terms) }
  }

  /// Returns those of `parts` that the part `id` is worked out from.
  private func inner(_ id: TermID, among parts: Set<TermID>) -> Set<TermID> {
    var found: Set<TermID> = []
    var seen: Set<TermID> = [id]
    var open = [id]
    while let next = open.popLast() {
      for operand in program[next].kind.operands {
        let form = forms[operand]
        guard readsDay[form.index], seen.insert(form).inserted else { continue }
        if parts.contains(form) { found.insert(form) } else { open.append(form) }
      }
    }
    return found
  }

  private func readsDay(_ kind: TermKind) -> Bool {
    switch kind {
    case .today: true
    case .score(let index):
      program.scores[index].criteria.contains { criterion in
        readsDay[criterion.points.index] || criterion.weightTerm != nil
      }
    default: kind.operands.contains { readsDay[$0.index] }
    }
  }

  private mutating func visit(_ id: TermID) {
    let form = forms[id]
    guard readsDay[form.index], seen.insert(form).inserted else { return }
    switch program[form].kind {
    case .score(let index):
      for criterion in program.scores[index].criteria {
        visit(criterion.points)
        if let weight = criterion.weightTerm { visit(weight) }
      }
    case .and, .or, .not:
      // Conditions about the same figure turn as one.
      let operands = program[form].kind.operands
      if operands.allSatisfy({ readsDay[$0.index] }), let atoms = atoms(of: form), atoms.count <= 1
      {
        parts.append(Part(term: form, atom: atoms.first))
      } else {
        for operand in operands { visit(operand) }
      }
    case .isMissing, .fallback, .cases, .aggregate, .rank, .share, .follow, .named:
      for operand in program[form].kind.operands { visit(operand) }
    default:
      guard let atoms = atoms(of: form) else {
        for operand in program[form].kind.operands { visit(operand) }
        return
      }
      if atoms.count > 1 {
        hasMixtures = true
      } else {
        parts.append(Part(term: form, atom: atoms.first))
      }
    }
  }

  /// Returns the figures of the data that a term reads beside the day; nil where it is not worked
  /// out from them row by row.
  private func atoms(of id: TermID) -> Set<TermID>? {
    let form = forms[id]
    guard readsDay[form.index] else { return forms.isWritten(form) ? [] : [form] }
    switch program[form].kind {
    case .today: return []
    case .negate, .absolute, .round, .arithmetic, .shiftDays, .shiftMonths, .daysBetween, .pickDate,
      .datePart, .wholeMonths, .compare, .holds, .and, .or, .not, .isMissing, .fallback, .cases,
      .named:
      var found: Set<TermID> = []
      for operand in program[form].kind.operands {
        guard let atoms = atoms(of: operand) else { return nil }
        found.formUnion(atoms)
      }
      return found
    case .constant, .field, .follow, .pairMember, .valueRow, .group, .head, .earlier, .tier, .scale,
      .score,
      .aggregate, .rank, .share:
      return nil
    }
  }

  /// Returns figures that can be given values of atoms.
  package func figures(on day: Day) -> DayFigures { DayFigures(program, on: day, forms: forms) }
}

extension CheckedProgram {
  /// The terms from which statuses and tiers follow.
  var decidingTerms: [TermID] {
    var terms = excludes.map(\.condition) + rejects.map(\.condition) + (group?.alone ?? [])
    terms += tiers.flatMap { $0.routes.compactMap(\.condition) }
    for limit in limits {
      terms += [limit.seats] + limit.keys.map(\.value) + limit.spares.map(\.condition)
    }
    return terms
  }
}
