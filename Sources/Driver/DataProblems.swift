import Diagnostics
import Engine
import Language
import Tables

/// What the data did to a run, as diagnostics in the order of the tables.
enum DataProblems {
  static func diagnostics(of evaluation: Evaluation) -> [Diagnostic] {
    evaluation.program.tables.indices.flatMap { index -> [Diagnostic] in
      guard case .file = evaluation.program.tables[index].origin else { return [] }
      let table = evaluation.tables[index]
      let name = evaluation.program.tables[index].name
      return table.rejected.map { $0.diagnostic(path: table.path, table: name) }
        + repeatedKeys(table, name) + unmatched(index, evaluation)
    } + rejections(evaluation) + overrides(evaluation) + pointsBeyond(evaluation)
  }

  private static func place(_ table: TableResult, _ row: Int) -> Place {
    let line = Int(table.lines[row])
    return Place(
      file: table.path, line: line, column: 1, endLine: line, endColumn: 1, excerpt: nil)
  }

  private static func repeatedKeys(_ table: TableResult, _ name: String) -> [Diagnostic] {
    table.repeated.keys.sorted().map { row in
      let first = table.repeated[row] ?? row
      let key = Printable.escaped(table.key(row))
      return Diagnostic(
        .repeatedKey, .warning, "the key `\(key)` stands in more than one row of `\(name)`",
        at: place(table, row),
        help: "keep one of the rows; until then none of them counts",
        related: first == row
          ? [] : [RelatedPlace("it stands here first", at: place(table, first))],
        series: table.path)
    }
  }

  private static func unmatched(_ index: Int, _ evaluation: Evaluation) -> [Diagnostic] {
    let table = evaluation.tables[index]
    let checked = evaluation.program.tables[index]
    var found: [Diagnostic] = []
    for (field, declared) in checked.fields.enumerated() {
      guard case .reference(let target) = declared.type else { continue }
      let names = table.unmatched.texts[field] ?? [:]
      if !names.isEmpty { found.append(unmatched(names, declared.name, target, index, evaluation)) }
      if let blanks = table.unmatched.blanks[field], blanks > 0,
        !checked.schema.fields[field].isOptional
      {
        found.append(
          Diagnostic(
            .blankReference, .note,
            "\(Count.of(blanks, "row")) of `\(checked.name)` "
              + "\(blanks == 1 ? "has" : "have") no `\(declared.name)` "
              + "and \(blanks == 1 ? "belongs" : "belong") to nobody",
            at: filePlace(table)))
      }
    }
    return found
  }

  private static func unmatched(
    _ names: [String: Int], _ field: String, _ target: TableID, _ index: Int,
    _ evaluation: Evaluation
  ) -> Diagnostic {
    let table = evaluation.tables[index]
    let sorted = names.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let rejected = rejectedKeys(evaluation.tables[target.index])
    let rows = names.values.reduce(0, +)
    let shown = sorted.prefix(5).map { name, count in
      "`\(Printable.escaped(name))`\(count > 1 ? " (\(count) times)" : "")"
        + (rejected.contains(name) ? ", whose row was rejected" : "")
    }
    let more = sorted.count > 5 ? " and \(sorted.count - 5) more" : ""
    return Diagnostic(
      .unmatchedReference, .warning,
      "\(Count.of(rows, "row")) of `\(evaluation.program.tables[index].name)` "
        + "\(rows == 1 ? "refers" : "refer") by `\(field)` to no row of "
        + "`\(evaluation.program[target].name)`: \(shown.joined(separator: "; "))\(more)",
      at: filePlace(table),
      help: nearest(
        sorted.prefix(5).map(\.key).filter { !rejected.contains($0) }, target, evaluation))
  }

  /// The keys of rows that were rejected, for whatever reason.
  private static func rejectedKeys(_ table: TableResult) -> Set<String> {
    Set(table.rejected.compactMap(\.key) + table.repeated.keys.map { table.key($0) })
  }

  private static func nearest(
    _ names: [String], _ target: TableID, _ evaluation: Evaluation
  ) -> String? {
    let keys = evaluation.tables[target.index].index?.keys ?? TextColumn()
    let known = (0..<min(keys.count, 20_000)).lazy.map { keys.text($0) }
    let nearest = names.compactMap { name in
      Suggestion.nearest(to: name, among: known).map {
        "`\(Printable.escaped($0))` for `\(Printable.escaped(name))`"
      }
    }
    return nearest.isEmpty ? nil : "did you mean \(nearest.joined(separator: ", "))?"
  }

  private static func filePlace(_ table: TableResult) -> Place {
    Place(file: table.path, line: 1, column: 1, endLine: 1, endColumn: 1, excerpt: nil)
  }

  /// Accounts that the agreement itself rejects.
  private static func rejections(_ evaluation: Evaluation) -> [Diagnostic] {
    let table = evaluation.tables[0]
    return evaluation.decision.status.enumerated().compactMap { row, status -> Diagnostic? in
      guard case .rejected(let index) = status else { return nil }
      return Diagnostic(
        .rejectedByAgreement, .warning,
        "`\(Printable.escaped(table.key(row)))` is rejected: "
          + evaluation.program.rejects[index].reason,
        at: place(table, row), help: "mend the row, or change the agreement's `reject`",
        series: table.path)
    }
  }

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

/// Numbers of things in words.
package enum Count {
  package static func of(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension Diagnostic {
  static func unreadable(_ path: String, _ problem: ReadProblem) -> Diagnostic {
    Diagnostic(
      .unreadableFile, .error, "`\(Printable.escaped(path))` cannot be read: \(problem.reason)",
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

  static func missingAsOf(_ agreement: String) -> Diagnostic {
    Diagnostic(
      .missingAsOf, .error, "`\(agreement)` depends on the date, and does not say as of when",
      at: nil, help: "write `as of 2027-04-01` in `agreement`, or give `--as-of 2027-04-01`")
  }
}
