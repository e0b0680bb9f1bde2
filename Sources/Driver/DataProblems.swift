import Diagnostics
import Engine
import Language
import Tables

/// What the data did to a run, as diagnostics in the order of the tables.
enum DataProblems {
  /// - Parameter inputs: by table, the file it was read from.
  static func diagnostics(of evaluation: Evaluation, inputs: [TableInput?]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for table in evaluation.program.fileTables {
      guard table.index < inputs.count, let input = inputs[table.index] else { continue }
      found += absentRows(evaluation.tables[table.index], isAccounts: table == .accounts)
      found += rejectedRows(evaluation.tables[table.index], evaluation.program[table].schema)
      found += RowProblems(table, in: evaluation, input).diagnostics
    }
    return found + pointsBeyond(evaluation) + overrides(evaluation) + memberOverrides(evaluation)
  }

  // MARK: Rows

  /// Returns what to say of a table without rows: nobody is judged without accounts, while other
  /// tables may well be empty.
  private static func absentRows(_ table: TableResult, isAccounts: Bool) -> [Diagnostic] {
    guard table.rowCount == 0, table.rejectedCount == 0 else { return [] }
    return [
      Diagnostic(
        .emptyTable, isAccounts ? .warning : .note,
        "the file has a header and no rows under it" + (isAccounts ? ", so nobody is judged" : ""),
        at: Place(file: table.path, line: 1, column: 1, endLine: 1, endColumn: 2, excerpt: nil),
        help: "export the table again if it should have rows")
    ]
  }

  /// Returns a diagnostic for each described row; the last of each kind counts those that are not.
  private static func rejectedRows(_ table: TableResult, _ schema: TableSchema) -> [Diagnostic] {
    var described: [RejectionKind: Int] = [:]
    let dates = DateEvidence(table.rejected)
    return table.rejected.map { row in
      let number = described[row.kind, default: 0] + 1
      described[row.kind] = number
      var diagnostic = row.diagnostic(path: table.path, schema: schema)
      if let help = dates.help(for: row, schema) { diagnostic.help = help }
      if number > 1 { diagnostic.related = [] }
      return (row.kind, diagnostic)
    }.reversed().map { kind, diagnostic in
      var diagnostic = diagnostic
      if let number = described.removeValue(forKey: kind) {
        diagnostic.unlisted = (table.rejectedKinds[kind] ?? number) - number
      }
      return diagnostic
    }.reversed()
  }

  // MARK: Criteria and overrides

  /// Points are never clamped; one warning for each criterion counts those beyond its `out of`.
  private static func pointsBeyond(_ evaluation: Evaluation) -> [Diagnostic] {
    let program = evaluation.program
    return program.scores.flatMap { score in
      score.criteria.compactMap { criterion -> Diagnostic? in
        guard let points = evaluation.values(of: criterion.points),
          points.count == evaluation.tables[0].rowCount
        else { return nil }
        let beyond = (0..<points.count).filter { row in
          guard evaluation.isInTotals(row), let value = points.number(row) else { return false }
          return value < 0 || value > criterion.outOf.scaled
        }
        guard !beyond.isEmpty else { return nil }
        let shown = beyond.prefix(5).map {
          "`\(Printable.escaped(evaluation.tables[0].key($0)))`"
        }
        return Diagnostic(
          .pointsBeyond, .warning,
          "\(Count.of(beyond.count, "account")) "
            + "\(beyond.count == 1 ? "has" : "have") points below 0 or above \(criterion.outOf) in "
            + "`\(criterion.name)`: \(shown.joined(separator: ", "))"
            + (beyond.count > 5 ? " and \(beyond.count - 5) more" : ""),
          at: program.source.place(of: criterion.range),
          help: "raise `out of`, or bound the points with `min` and `max`")
      }
    }
  }

  private static func overrides(_ evaluation: Evaluation) -> [Diagnostic] {
    let program = evaluation.program
    let keys = evaluation.tables[0].index?.keys ?? TextColumn()
    return evaluation.decision.unmatchedOverrides.map { index in
      let override = program.overrides[index]
      let known = (0..<min(keys.count, 20_000)).lazy.map { keys.text($0) }
      return Diagnostic(
        .overrideOfNobody, .warning, "no account has the key `\(override.key)`",
        at: program.source.place(of: override.keyRange),
        help: Suggestion.nearest(to: override.key, among: known).map { "did you mean `\($0)`?" })
    }
  }
}

extension DataProblems {
  /// An override that names a member decides the whole group.
  private static func memberOverrides(_ evaluation: Evaluation) -> [Diagnostic] {
    guard evaluation.groups != nil else { return [] }
    return evaluation.decision.overrides.sorted { $0.value < $1.value }.compactMap { row, index in
      let override = evaluation.program.overrides[index]
      let head = evaluation.tables[0].key(row)
      guard head != override.key else { return nil }
      let shown = Printable.escaped(head, limit: 40)
      return Diagnostic(
        .memberOverride, .warning,
        "`\(override.key)` belongs to the group of `\(shown)`, so that this override decides the "
          + "tier of the whole group",
        at: evaluation.program.source.place(of: override.keyRange),
        help: "write `\(shown)` if that is meant, or judge `\(override.key)` alone")
    }
  }
}

/// What the unreadable dates of a column together say about its form.
private struct DateEvidence {
  /// By column, the forms that read all of its unreadable dates, and a row that only they read.
  private var forms: [Int: (likely: [String], witness: RejectedRow)] = [:]

  init(_ rows: [RejectedRow]) {
    for row in rows {
      guard let field = row.field, case .notDate(_, let likely) = row.problem, !likely.isEmpty
      else { continue }
      guard let known = forms[field] else {
        forms[field] = (likely, row)
        continue
      }
      let common = known.likely.filter(likely.contains)
      let narrows = !common.isEmpty && common.count < known.likely.count
      forms[field] = (common.isEmpty ? known.likely : common, narrows ? row : known.witness)
    }
  }

  /// Returns what to write where other cells of the column decide between several forms.
  func help(for row: RejectedRow, _ schema: TableSchema) -> String? {
    guard let field = row.field, case .notDate(_, let likely) = row.problem, likely.count > 1,
      let known = forms[field], known.likely.count == 1, let cell = known.witness.cell
    else { return nil }
    let text = Printable.escaped(known.witness.text, limit: 40)
    return
      "add `as \"\(known.likely[0])\"` to the field `\(schema.fields[field].name)`: `\(text)` in "
      + "\(cell) can be read in no other way"
  }
}

/// Numbers of things in words.
package enum Count {
  package static func of(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension Diagnostic {
  static func unreadable(_ path: String, _ problem: ReadProblem) -> Diagnostic {
    Diagnostic(
      problem.code, .error, "`\(Printable.escaped(path))` cannot be read: \(problem.reason)",
      at: nil, help: problem.help ?? "check the path and its permissions")
  }

  static func noUsableColumn(_ path: String) -> Diagnostic {
    Diagnostic(
      .noUsableColumn, .error,
      "no column of `\(Printable.escaped(path))` can be named in an agreement", at: nil,
      help: "give each column a header of its own in the first line")
  }

  static func unusableTableName(_ name: String) -> Diagnostic {
    Diagnostic(
      .badOptionValue, .error, "`\(Printable.escaped(name, limit: 40))` cannot be a table's name",
      at: nil,
      help: "write `--table NAME=PATH` with a word of its own for each table, such as `contacts`")
  }

  static func unknownTable(_ name: String, known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownTableOption, .error, "the agreement has no table called `\(Printable.escaped(name))`",
      at: nil,
      help: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
        ?? "its tables are \(known.joined(separator: ", "))")
  }
}
