import Diagnostics
import Engine
import Language
import Tables

/// The `--actions` file: what is to be done, in the order of its days.
package enum ActionsFile {
  private static let header = [
    "due", "by", "action", "account", "name", "review", "held", "kind", "finding",
  ]

  /// Returns the file as comma-separated values; what does not exist is empty.
  package static func csv(_ run: Run) -> [UInt8] {
    let evaluation = run.evaluation
    let program = evaluation.program
    var writer = CSVWriter()
    for name in header { writer.verbatim(name) }
    writer.endRecord()
    for item in ToDoList(run).items {
      writer.verbatim(item.due?.description ?? "")
      writer.text(item.by ?? "")
      writer.text(item.text ?? "")
      writer.text(item.name ?? "")
      let isOfAccount = item.isOfAccount(in: program)
      writer.text(isOfAccount ? evaluation.accountName(item.row) ?? "" : "")
      switch item.cause {
      case .finding(let index):
        for _ in 0..<2 { writer.empty() }
        writer.verbatim("finding")
        writer.text(program.findings[index].label)
      case .review(let label, _, let held, let step):
        writer.text(label)
        writer.verbatim(held.description)
        writer.verbatim(step.rawValue)
        writer.empty()
      }
      writer.endRecord()
    }
    return writer.bytes
  }

  /// Returns the file as an array of objects, shaped as in the whole result.
  package static func json(_ run: Run) -> [UInt8] {
    var json = JSONWriter(.indented)
    ToDoList(run).write(of: run.evaluation, FindingNames(run.evaluation.program), to: &json)
    return json.finished()
  }
}
