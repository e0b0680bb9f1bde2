import Diagnostics
import Tables

/// The ways by which the rows of one table lead to those of another.
extension Checker {
  /// One reference of a way, or what leads on like one.
  struct Step {
    enum Kind {
      case field(Int)
      /// From an account to the row of one of its values.
      case value
      /// From a row of the accounts' file to its group.
      case group
    }
    var table: TableID
    var kind: Kind
    var name: String
  }

  /// Returns the ways of following references from `source` to `target`, without self-references.
  func paths(from source: TableID, to target: TableID) -> [[Step]] {
    if case .eachValue = program[target].origin {
      return source == .accounts
        ? [[Step(table: source, kind: .value, name: program[target].name)]]
        : paths(from: source, to: .accounts).map {
          $0 + [Step(table: .accounts, kind: .value, name: program[target].name)]
        }
    }
    if source == program.group?.members {
      let step = Step(table: source, kind: .group, name: "group")
      return target == .accounts
        ? [[step]] : paths(from: .accounts, to: target).map { [step] + $0 }
    }
    var found: [[Step]] = []
    for (index, field) in program[source].fields.enumerated() {
      guard case .reference(let next) = field.type, next != source else { continue }
      let step = Step(table: source, kind: .field(index), name: field.name)
      if next == target {
        found.append([step])
      } else {
        found += paths(from: next, to: target).map { [step] + $0 }
      }
    }
    return found
  }

  mutating func pathTerm(_ path: [Step], at range: SourceRange) -> TermID {
    let terms = path.map { step -> TermID in
      switch step.kind {
      case .field(let index): return field(index, of: step.table, at: range)
      case .group: return groupTerm(at: range)
      case .value:
        let table = program.valueTable(named: step.name)
        return add(
          Term(
            .valueRow(table), type: .reference(table), home: step.table, stage: .rows,
            range: range))
      }
    }
    return terms.dropLast().reversed().reduce(terms[terms.count - 1]) { inner, reference in
      follow(reference, inner, at: range)
    }
  }
}
