import Diagnostics
import Engine
import Language
import Tables

/// What findings ask to be done, each with its day and who does it.
package struct ToDoList: Sendable {
  /// One thing to do, for one row of its finding.
  package struct Item: Sendable {
    /// Of `CheckedProgram.findings`.
    package var finding: Int
    package var row: Int
    /// What its row is called; nil for the portfolio.
    package var name: String?
    package var text: String
    /// nil where the agreement gives no time.
    package var due: Day?
    /// nil where the agreement names nobody, or the data do not say who it is.
    package var by: String?
  }

  /// By day, then by name, then in the order of the agreement.
  package private(set) var items: [Item] = []

  package init(_ run: Run) {
    let evaluation = run.evaluation
    let sponsors = run.sponsorNames
    for result in run.findings {
      let finding = evaluation.program.findings[result.index]
      guard let deed = finding.deed else { continue }
      let names = finding.table.map { RowNames($0, in: evaluation) }
      let due = deed.span?.after(evaluation.asOf)
      for row in result.rows {
        let by: String? =
          switch deed.by {
          case .named(let term): evaluation.text(term, row)
          case .sponsor: sponsors[row]
          case nil: nil
          }
        items.append(
          Item(
            finding: result.index, row: row, name: names?.name(row), text: deed.text, due: due,
            by: by))
      }
    }
    sort()
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

extension ToDoList {
  /// Writes the things to do as an array of objects.
  func write(of evaluation: Evaluation, _ names: FindingNames, to json: inout JSONWriter) {
    let program = evaluation.program
    json.array("actions", items) { json, item in
      let isOfAccount = program.findings[item.finding].table == .accounts
      json.object {
        $0.member("review", String?.none)
        $0.member("finding", program.findings[item.finding].label)
        $0.member("id", names.id(item.finding, row: item.name))
        $0.member("account", isOfAccount ? item.name : nil)
        if !isOfAccount { $0.member("row", item.name) }
        $0.member("action", item.text)
        $0.member("due", item.due)
        $0.member("by", item.by)
      }
    }
  }
}
