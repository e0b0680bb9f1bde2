import Diagnostics
import Engine
import Language

/// What an explanation follows from beside the files: cells and clauses that somebody typed.
struct TypedChanges: Sendable {
  struct Cell: Sendable {
    var address: AccountCell
    /// What was typed.
    var line: String
    /// What the file holds; nil for a blank.
    var before: Constant?
    /// What it holds now; nil for a blank.
    var now: Constant?
  }

  /// The last change of each cell, in the order in which they were typed.
  var cells: [Cell] = []
  /// What was typed that changed the agreement.
  var clauses: [String] = []

  /// Returns the change of a cell of a file.
  func change(of cell: FigureSource.Cell) -> Cell? {
    cells.last {
      $0.address == AccountCell(table: cell.table, row: cell.row, field: cell.field)
    }
  }
}

/// What was typed, in the words of an explanation.
extension ExplanationText {
  mutating func writeTyped() {
    let typed = explanation.typed
    guard !typed.cells.isEmpty || !typed.clauses.isEmpty else { return }
    page.heading("Typed in this session, and not in the files")
    for clause in typed.clauses { page.paragraph(shown(clause)) }
    let members = explanation.members
    let file = program.accountsFile
    for cell in typed.cells {
      guard cell.address.table == file, members.contains(cell.address.row) else {
        page.paragraph(shown(cell.line))
        continue
      }
      let type = program[file].fields[cell.address.field].type
      let before = cell.before.map { text($0, type) } ?? "blank"
      page.paragraph("\(shown(cell.line)), where the file has \(before)")
    }
  }

  private func shown(_ line: String) -> String {
    Printable.escaped(ClauseText.collapsed(line), limit: 200)
  }
}
