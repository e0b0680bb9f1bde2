import Diagnostics
import Engine
import Language
import Tables

extension Pipeline {
  /// Keeps of what was found about rows only what concerns an account, and counts the rest in a note.
  ///
  /// - Parameters:
  ///   - runs: what was read; each of its files is told of once.
  ///   - row: an account of the first run; nil where none is asked for.
  ///   - command: what prints all of them.
  mutating func countOthers(in runs: [Run], about row: Int?, toSee command: String) {
    let concern = row.map { RowConcern(runs[0], $0) }
    keepWarnings(in: runs, toSee: command) { concern?.holds($0) ?? false }
  }

  /// Keeps of what was found about rows only some, and counts the rest in a note.
  mutating func keepWarnings(
    in runs: [Run], toSee command: String, where isKept: (Diagnostic) -> Bool
  ) {
    let paths = Set(
      runs.flatMap { run in
        run.evaluation.program.fileTables.map { run.evaluation.tables[$0.index].path }
      })
    var kept: [Diagnostic] = []
    var others: [Diagnostic] = []
    for item in diagnostics.sorted {
      let isOfRows = item.severity != .error && item.place.map { paths.contains($0.file) } ?? false
      if isOfRows, !isKept(item) { others.append(item) } else { kept.append(item) }
    }
    guard !others.isEmpty else { return }
    let rejected = rejectedHolidays
    self = fresh
    rejectedHolidays = rejected
    for item in kept { report(item) }
    let count = others.reduce(0) { $0 + 1 + $1.unlisted }
    report(
      Diagnostic(
        .otherWarnings, .note,
        "\(Count.of(count, "finding")) about \(row(count)) not shown here", at: nil,
        help: "`\(command)` lists \(count == 1 ? "it" : "them")"))
  }

  private func row(_ count: Int) -> String {
    count == 1 ? "a row of the data is" : "rows of the data are"
  }
}

/// Tells which findings about rows concern one account.
private struct RowConcern {
  /// By path, the lines of the account's rows and of rows that refer to it.
  private var lines: [String: Set<Int>] = [:]
  private var keys: Set<String> = []

  init(_ run: Run, _ row: Int) {
    let (evaluation, program) = (run.evaluation, run.evaluation.program)
    let file = evaluation.tables[program.accountsFile.index]
    for member in evaluation.memberRows(of: row) {
      keys.insert(file.key(member))
      guard member < file.places.count else { continue }
      lines[file.path, default: []].insert(file.places.line(of: member))
    }
    for table in program.fileTables where table != program.accountsFile {
      guard table.index < run.inputs.count, let input = run.inputs[table.index] else { continue }
      let rejected = evaluation.tables[table.index].rejected
      let fields = program[table].fields.indices.filter {
        program[table].fields[$0].type == .reference(.accounts)
          || program[table].fields[$0].type == .reference(program.accountsFile)
      }
      if rejected.isEmpty || fields.isEmpty { continue }
      let wanted = rejected.flatMap { row in
        fields.compactMap { field in
          input.header.columns[field].map { CellAddress(record: row.record, column: $0) }
        }
      }
      let cells = ShownCells(wanted, in: input, program[table].schema)
      for row in rejected
      where fields.contains(where: { cells.text(row.record, $0).map(keys.contains) ?? false }) {
        lines[input.path, default: []].insert(row.line)
      }
    }
  }

  func holds(_ diagnostic: Diagnostic) -> Bool {
    guard let place = diagnostic.place else { return true }
    if lines[place.file]?.contains(where: { (place.line...place.endLine).contains($0) }) ?? false {
      return true
    }
    let all = [diagnostic.message] + diagnostic.related.map(\.message)
    return keys.contains { key in
      let quoted = "`\(Printable.escaped(key, limit: 40))`"
      return all.contains { $0.contains(quoted) }
    }
  }
}
