import Diagnostics
import Engine
import Language
import Tables

/// What is wrong with rows that could be read: repeated keys, references that lead nowhere, rows
/// that the agreement rejects.
struct RowProblems {
  /// Problems of one kind that are shown with their lines.
  private static let shown = 20
  /// Names that one message lists.
  private static let names = 5

  private let id: TableID
  private let evaluation: Evaluation
  private let table: TableResult
  private let checked: CheckedTable
  private let cells: ShownCells

  init(_ id: TableID, in evaluation: Evaluation, _ input: TableInput) {
    self.id = id
    self.evaluation = evaluation
    table = evaluation.tables[id.index]
    checked = evaluation.program[id]
    let wanted = RowProblems.wanted(id, evaluation, input.header)
    cells = ShownCells(wanted, in: input, evaluation.program[id].schema)
  }

  var diagnostics: [Diagnostic] {
    repeatedKeys + unmatched + totalRow + (isOfAccounts ? strays + lost + rejections : [])
  }

  /// `true` iff the rows come from the accounts' file.
  private var isOfAccounts: Bool { id == evaluation.program.accountsFile }

  // MARK: What is read again

  /// The cells that messages point at.
  private static func wanted(
    _ id: TableID, _ evaluation: Evaluation, _ header: TableHeader
  ) -> [CellAddress] {
    let table = evaluation.tables[id.index]
    let checked = evaluation.program[id]
    var wanted: [CellAddress] = []
    func want(_ record: Int, _ field: Int?) {
      guard let field, let column = header.columns[field] else { return }
      wanted.append(CellAddress(record: record, column: column))
    }
    for rows in RepeatedKey.all(in: table).prefix(shown) {
      for row in rows.rows.prefix(2) { want(table.places.record(of: row), checked.keyIndex) }
    }
    for field in checked.fields.indices {
      if let blanks = table.unmatched.blanks[field] { want(Int(blanks.record), field) }
      if let record = unmatched(field, of: id, evaluation).values.map(\.record).min() {
        want(Int(record), field)
      }
    }
    if let last = TotalRow.index(in: table) {
      want(table.places.record(of: last), checked.keyIndex)
    }
    if id == evaluation.program.accountsFile {
      for row in strayRows(evaluation).prefix(shown) {
        want(table.places.record(of: row), evaluation.program.group?.parent)
      }
      for (row, reject) in rejectedRows(evaluation).prefix(shown) {
        let record = table.places.record(of: row)
        for field in fields(of: reject, evaluation.program) { want(record, field) }
        want(record, checked.keyIndex)
      }
    }
    return wanted
  }

  /// The rows of accounts that the agreement rejects, with its clauses; a group's is its head's.
  private static func rejectedRows(_ evaluation: Evaluation) -> [(row: Int, reject: Int)] {
    if evaluation.decision.status.areAllClassified { return [] }
    return evaluation.decision.status.enumerated().compactMap { row, status in
      if case .rejected(let reject) = status { (evaluation.fileRow(of: row), reject) } else { nil }
    }
  }

  /// The rows that belong to no group, ascending.
  private static func strayRows(_ evaluation: Evaluation) -> [Int] {
    evaluation.groups?.strays.keys.sorted() ?? []
  }

  /// The account's fields that a `reject` reads, in the order of its text.
  private static func fields(of reject: Int, _ program: CheckedProgram) -> [Int] {
    program.figures(in: program.rejects[reject].condition).compactMap { figure in
      switch program[figure.term].kind {
      case .field(let field) where program[figure.term].home == .accounts: field
      case .named(.combined(let field), _): field
      default: nil
      }
    }
  }

  // MARK: Places

  private func place(_ row: Int, _ field: Int?) -> Place {
    cells.place(table.places.record(of: row), field) ?? linePlace(row)
  }

  /// The line of a row whose cells are not shown.
  private func linePlace(_ row: Int) -> Place {
    let line = table.places.line(of: row)
    return Place(
      file: table.path, line: line, column: 1, endLine: line, endColumn: 1, excerpt: nil)
  }

  /// The first cell that a reference leads nowhere from.
  private func place(record: UInt32?, _ field: Int) -> Place {
    record.flatMap { cells.place(Int($0), field) }
      ?? Place(file: table.path, line: 1, column: 1, endLine: 1, endColumn: 1, excerpt: nil)
  }

  private func declaration(_ field: Int) -> [RelatedPlace] {
    checked.schema.fields[field].declaredHere.map { [$0] } ?? []
  }

  // MARK: Repeated keys

  private var repeatedKeys: [Diagnostic] {
    let keys = RepeatedKey.all(in: table)
    var found = keys.prefix(TableLimits.describedRejections).enumerated().map { number, key in
      repeatedKey(key, isShown: number < RowProblems.shown)
    }
    if let last = found.indices.last { found[last].unlisted = keys.count - found.count }
    return found
  }

  private func repeatedKey(_ key: RepeatedKey, isShown: Bool) -> Diagnostic {
    let places = key.rows.prefix(2).map { row in
      isShown ? place(row, checked.keyIndex) : linePlace(row)
    }
    let other = key.rejected.map { RelatedPlace("and in this row, which is rejected too", at: $0) }
    let name = Printable.escaped(table.key(key.rows[0]), limit: 40)
    let count = key.rows.count + (key.rejected == nil ? 0 : 1)
    return Diagnostic(
      .repeatedKey, .warning,
      "the key `\(name)` stands in \(count) rows of `\(checked.name)`, so none of them counts",
      at: places[places.count - 1], label: places.count > 1 ? "again here" : "here",
      help: "keep one of the rows, or give each a key of its own",
      related: (places.count > 1 ? [RelatedPlace("first here", at: places[0])] : [])
        + (other.map { [$0] } ?? []),
      series: table.path)
  }

  // MARK: Totals

  /// The last row where it looks like a total under the table, and is read like every other row.
  private var totalRow: [Diagnostic] {
    guard let last = TotalRow.index(in: table) else { return [] }
    let key = Printable.escaped(table.key(last), limit: 40)
    return [
      Diagnostic(
        .totalRow, .warning,
        "the last row of `\(checked.name)` looks like a total, and it counts like every other row",
        at: place(last, checked.keyIndex), label: "a key?",
        help: "delete the row `\(key)` if it adds up the rows above it",
        related: checked.keyIndex.map(declaration) ?? [])
    ]
  }

  // MARK: References

  private var unmatched: [Diagnostic] {
    checked.fields.enumerated().flatMap { field, declared -> [Diagnostic] in
      guard case .reference(let target) = declared.type else { return [] }
      var found: [Diagnostic] = []
      let texts = RowProblems.unmatched(field, of: id, evaluation)
      if !texts.isEmpty { found.append(unmatched(texts, field, target)) }
      if let blanks = table.unmatched.blanks[field], !checked.schema.fields[field].isOptional {
        found.append(blank(blanks, field, target))
      }
      return found
    }
  }

  /// What references of a field lead nowhere; that a parent's row is rejected is told by what becomes
  /// of the group.
  private static func unmatched(
    _ field: Int, of id: TableID, _ evaluation: Evaluation
  ) -> [String: UnmatchedReferences.Occurrences] {
    let table = evaluation.tables[id.index]
    let texts = table.unmatched.texts[field] ?? [:]
    guard let group = evaluation.program.group, id == group.members, field == group.parent else {
      return texts
    }
    let rejected = rejectedKeys(table)
    return texts.filter { !rejected.contains($0.key) }
  }

  private func blank(
    _ blanks: UnmatchedReferences.Occurrences, _ field: Int, _ target: TableID
  ) -> Diagnostic {
    let name = checked.fields[field].name
    let rows = "\(Count.of(blanks.count, "row")) of `\(checked.name)`"
    let one = blanks.count == 1
    return Diagnostic(
      .blankReference, .note,
      "\(rows) \(one ? "has" : "have") no `\(name)`"
        + (isOfAccounts ? "" : " and \(one ? "belongs" : "belong") to nobody"),
      at: place(record: blanks.record, field), label: one ? "blank" : "the first is blank",
      help: "fill in the key of a row of `\(evaluation.program[target].name)`, or declare "
        + "`\(name)` as `optional`",
      related: declaration(field))
  }

  private func unmatched(
    _ texts: [String: UnmatchedReferences.Occurrences], _ field: Int, _ target: TableID
  ) -> Diagnostic {
    let sorted = texts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let rejected = RowProblems.rejectedKeys(evaluation.tables[target.index])
    let rows = texts.values.reduce(0) { $0 + $1.count }
    let shown = sorted.prefix(RowProblems.names).map { name, occurrences in
      "`\(Printable.escaped(name, limit: 40))`"
        + (occurrences.count > 1 ? " (\(occurrences.count) times)" : "")
        + (rejected.contains(name) ? ", whose row is rejected" : "")
    }
    let rest = sorted.count - shown.count
    let targetName = evaluation.program[target].name
    let helps = sorted.prefix(RowProblems.names).map(\.key).filter { !rejected.contains($0) }
    let isParent = isOfAccounts && field == evaluation.program.group?.parent
    return Diagnostic(
      .unmatchedReference, .warning,
      "\(Count.of(rows, "row")) of `\(checked.name)` \(rows == 1 ? "refers" : "refer") by "
        + "`\(checked.fields[field].name)` to no row of `\(targetName)`: "
        + shown.joined(separator: "; ") + (rest > 0 ? " and \(rest) more" : "")
        + (isParent ? "; \(rows == 1 ? "it stands" : "they stand") alone" : ""),
      at: place(record: texts.values.map(\.record).min(), field),
      label: rows == 1 ? nil : "the first of them",
      help: nearest(helps, target)
        ?? (helps.isEmpty
          ? "mend the rejected rows first"
          : "add the rows to `\(targetName)`, or "
            + "correct the cells"),
      related: declaration(field))
  }

  /// The keys of rows that were rejected, for whatever reason.
  private static func rejectedKeys(_ table: TableResult) -> Set<String> {
    let rejected = (0..<table.rejectedKeys.count).lazy.map { table.rejectedKeys.text($0) }
    return Set(rejected).union(table.repeated.keys.lazy.map { table.key($0) })
  }

  private func nearest(_ names: [String], _ target: TableID) -> String? {
    let keys = evaluation.tables[target.index].index?.keys ?? TextColumn()
    let known = (0..<min(keys.count, 20_000)).lazy.map { keys.text($0) }
    let nearest = names.compactMap { name in
      Suggestion.nearest(to: name, among: known).map {
        "`\(Printable.escaped($0))` for `\(Printable.escaped(name))`"
      }
    }
    return nearest.isEmpty ? nil : "did you mean \(nearest.joined(separator: ", "))?"
  }

  // MARK: Groups

  private var strays: [Diagnostic] {
    guard let groups = evaluation.groups else { return [] }
    let rows = RowProblems.strayRows(evaluation)
    let alike = Dictionary(grouping: rows) { groups.strays[$0] }
    let first = alike.compactMap { stray, rows in stray.map { (stray: $0, rows: rows) } }
      .sorted { $0.rows[0] < $1.rows[0] }
    var found = first.prefix(TableLimits.describedRejections).enumerated().map { number, item in
      stray(item.stray, item.rows, groups, isShown: number < RowProblems.shown)
    }
    if let last = found.indices.last { found[last].unlisted = first.count - found.count }
    return found
  }

  private func stray(
    _ stray: Groups.Stray, _ rows: [Int], _ groups: Groups, isShown: Bool
  ) -> Diagnostic {
    let parent = evaluation.program.group?.parent
    // What hangs below a circle may stand before it in the file.
    let first = rows.first { row in
      if case .circle(let number) = stray {
        table.key(row) == groups.circles[number][0]
      } else {
        true
      }
    }
    let row = first ?? rows[0]
    let at = isShown ? place(row, parent) : linePlace(row)
    let names = NameList.text(rows) { Printable.escaped(table.key($0), limit: 40) }
    let out = "\(names) \(rows.count == 1 ? "counts" : "count") nowhere"
    let related = parent.map(declaration) ?? []
    switch stray {
    case .circle(let number):
      let circle = groups.shownCircle(number).map { "`\(Printable.escaped($0, limit: 40))`" }
      return Diagnostic(
        .circleOfParents, .warning,
        "these accounts are each other's parents, so that \(out): "
          + circle.joined(separator: " → "),
        at: at, label: "the parent of the first",
        help: "leave the parent blank for the account that is at the top", related: related,
        series: table.path)
    case .rejectedHead(let key):
      return Diagnostic(
        .rejectedHead, .warning,
        "the account `\(Printable.escaped(key, limit: 40))` at the top of a group was rejected, so "
          + "that \(out)",
        at: at, label: "leads to it", help: "mend the row of the account at the top first",
        related: related, series: table.path)
    }
  }

  /// Groups that are judged without a member whose row was rejected.
  private var lost: [Diagnostic] {
    guard let groups = evaluation.groups, !groups.lost.isEmpty else { return [] }
    let places = rejectedPlaces
    return groups.lost.sorted { $0.key < $1.key }.prefix(TableLimits.describedRejections).map {
      let head = Int(groups.heads[$0.key])
      let names = $0.value.prefix(RowProblems.names).map { Printable.escaped($0, limit: 40) }
      let rest = $0.value.count - names.count
      let place = $0.value.lazy.compactMap { places[$0] }.first
      return Diagnostic(
        .lostMember, .warning,
        "the group `\(Printable.escaped(table.key(head), limit: 40))` is judged without "
          + names.map { "`\($0)`" }.joined(separator: ", ")
          + (rest > 0 ? " and \(rest) more" : "") + ", whose row was rejected",
        at: place ?? linePlace(head), help: "mend the rejected row", series: table.path)
    }
  }

  /// Where the rows stand that were rejected, by key; only some of very many are known.
  private var rejectedPlaces: [String: Place] {
    let repeated = table.repeated.keys.sorted().map { (table.key($0), linePlace($0)) }
    let unreadable = table.rejected.compactMap { row in
      row.key.map { ($0, row.place.inFile(table.path)) }
    }
    return Dictionary(unreadable + repeated) { first, _ in first }
  }

  // MARK: Rows that the agreement rejects

  private var rejections: [Diagnostic] {
    let rejected = RowProblems.rejectedRows(evaluation)
    var found = rejected.prefix(TableLimits.describedRejections).enumerated().map { number, item in
      rejection(item.row, item.reject, isShown: number < RowProblems.shown)
    }
    if let last = found.indices.last { found[last].unlisted = rejected.count - found.count }
    return found
  }

  private func rejection(_ row: Int, _ index: Int, isShown: Bool) -> Diagnostic {
    let reject = evaluation.program.rejects[index]
    let record = table.places.record(of: row)
    let fields = isShown ? RowProblems.fields(of: index, evaluation.program) : []
    let values = fields.compactMap { field in
      cells.text(record, field).map { text in
        let shown = text.isEmpty ? "blank" : Printable.escaped(text, limit: 40)
        return (field: field, words: "`\(checked.fields[field].name)` is \(shown)")
      }
    }
    let first = values.first?.field ?? checked.keyIndex
    return Diagnostic(
      .rejectedByAgreement, .warning,
      "`\(Printable.escaped(table.key(row), limit: 40))` is rejected: \(reject.reason)",
      at: isShown ? place(row, first) : linePlace(row), label: values.first?.words,
      help: "correct the row, or change the `reject` of the agreement",
      related: values.dropFirst().map { RelatedPlace($0.words, at: place(row, $0.field)) }
        + [
          RelatedPlace(
            "this condition holds",
            at: evaluation.program.source.place(of: evaluation.program[reject.condition].range))
        ],
      series: table.path)
  }
}
