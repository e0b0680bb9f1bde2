import Diagnostics
import Tables

/// Conditions that `and` joins and that cannot hold together.
extension CoverageChecker {
  mutating func checkConjunctions() {
    var isInner = [Bool](repeating: false, count: program.terms.count)
    for index in written {
      guard case .and(let a, let b) = program.terms[index].kind else { continue }
      isInner[a.index] = true
      isInner[b.index] = true
    }
    for index in written where !isInner[index] {
      if case .and = program.terms[index].kind { checkConjunction(TermID(index)) }
    }
  }

  private mutating func checkConjunction(_ id: TermID) {
    let parts = conjuncts(of: id)
    guard !canHold(parts), !isReported(within: id) else { return }
    let range = program[id].range
    for (index, later) in parts.enumerated() {
      for earlier in parts[..<index] where !canHold([earlier, later]) {
        report(
          .contradiction(
            first: CoverageProblem.Remark(
              text: "this rules it out", range: program[earlier].range),
            at: place(of: later, in: range)), .never(id))
        return
      }
    }
    report(.contradiction(first: nil, at: range), .never(id))
  }

  /// `false` iff no row makes all conditions yes.
  private mutating func canHold(_ conditions: [TermID]) -> Bool {
    analysis.begin()
    return analysis.canHold(conditions)
  }

  /// The conditions that `and` joins in one expression.
  private func conjuncts(of id: TermID) -> [TermID] {
    var parts: [TermID] = []
    var open = [id]
    while let next = open.popLast() {
      if case .and(let a, let b) = program[next].kind {
        open += [b, a]
      } else {
        parts.append(next)
      }
    }
    return parts
  }

  /// `true` iff a part of the condition was reported, names included.
  func isReported(within id: TermID) -> Bool {
    var open = [analysis.forms[id]]
    var seen: Set<TermID> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      if reportedAtoms.contains(next) { return true }
      switch program[next].kind {
      case .and, .or, .not, .compare, .holds, .isMissing, .fallback:
        open += program[next].kind.operands.map { analysis.forms[$0] }
      default: continue
      }
    }
    return false
  }
}
