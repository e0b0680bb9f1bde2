import Diagnostics
import Engine
import Language
import Tables

/// What findings and reviews ask to be done, each with its day and who does it.
package struct ToDoList: Sendable {
  /// What asks for something to be done.
  package enum Cause: Hashable, Sendable {
    /// Of `CheckedProgram.findings`.
    case finding(Int)
    /// A step of a review that takes place on `held`.
    case review(label: String, uid: String, held: Day, ReviewStep)
  }

  /// What follows from a review.
  package enum ReviewStep: String, Hashable, Sendable {
    case action, check, target
  }

  /// One thing to do, for one row of what asks for it.
  package struct Item: Hashable, Sendable {
    package var cause: Cause
    package var row: Int
    /// What its row is called; nil for the portfolio.
    package var name: String?
    /// nil for a point to reach on which nobody has agreed.
    package var text: String?
    /// nil where the agreement gives no time.
    package var due: Day?
    /// nil where the agreement names nobody, or the data do not say who it is.
    package var by: String?
    /// `true` iff the agreement says who does it.
    package var asksWho: Bool
  }

  /// By day, then by name, then in the order of the agreement.
  package private(set) var items: [Item] = []

  package init(_ run: Run) {
    let sponsors = run.sponsorNames
    for result in run.findings { append(result, of: run.evaluation, sponsors) }
    items += ReviewActions(run).items
    sort()
  }

  private mutating func append(
    _ result: FindingResult, of evaluation: Evaluation, _ sponsors: [Int: String]
  ) {
    let finding = evaluation.program.findings[result.index]
    guard let deed = finding.deed else { return }
    let names = finding.table.map { RowNames($0, in: evaluation) }
    let due = deed.span?.after(evaluation.asOf)
    for row in result.rows {
      items.append(
        Item(
          cause: .finding(result.index), row: row, name: names?.name(row), text: deed.text,
          due: due, by: deed.by?.name(row, evaluation, sponsors), asksWho: deed.by != nil))
    }
  }

  private mutating func sort() {
    let order = items.indices.sorted { left, right in
      let (first, second) = (items[left], items[right])
      if first.due != second.due { return (first.due ?? .last) < (second.due ?? .last) }
      let (name, other) = (first.name ?? "", second.name ?? "")
      if name != other {
        return name.unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
      }
      return left < right
    }
    items = order.map { items[$0] }
  }
}

extension CheckedDeed.Doer {
  /// Returns who does it for a row; nil where the data do not say.
  func name(_ row: Int, _ evaluation: Evaluation, _ sponsors: [Int: String]) -> String? {
    switch self {
    case .named(let term): evaluation.text(term, row)
    case .sponsor: sponsors[row]
    }
  }
}

extension ToDoList.Item {
  /// `true` iff it is about an account.
  func isOfAccount(in program: CheckedProgram) -> Bool {
    switch cause {
    case .finding(let index): program.findings[index].table == .accounts
    case .review: true
    }
  }

  /// What is to be done, or that nobody has said.
  package var words: String {
    guard let text else { return "nothing agreed to reach" }
    if case .review(_, _, _, .target) = cause { return "to be reached: \(text)" }
    return text
  }
}

extension ToDoList {
  /// Writes the things to do as an array of objects.
  func write(of evaluation: Evaluation, _ names: FindingNames, to json: inout JSONWriter) {
    let program = evaluation.program
    json.beginArray()
    for item in items {
      json.object {
        switch item.cause {
        case .finding(let finding):
          let isOfAccount = item.isOfAccount(in: program)
          $0.member("review", String?.none)
          $0.member("finding", program.findings[finding].label)
          $0.member("id", names.id(finding, row: item.name))
          $0.member("account", isOfAccount ? item.name : nil)
          if !isOfAccount { $0.member("row", item.name) }
        case .review(let label, let uid, let held, let step):
          $0.member("review", label)
          $0.member("uid", uid)
          $0.member("held", held)
          $0.member("kind", step.rawValue)
          $0.member("account", item.name)
        }
        $0.member("action", item.text)
        $0.member("due", item.due)
        $0.member("by", item.by)
      }
    }
    json.endArray()
  }
}
