internal import Language
internal import Tables

/// The place of a row: its table and its record, counted from 0.
package struct RowID: Hashable, Sendable {
  package var table: String
  package var record: Int
}

/// The tables of an agreement, cell by cell.
struct ReferenceData {
  struct Row {
    var cells: [String: RefValue] = [:]
    /// The key as written, also of a rejected row.
    var key: String?
    /// Why the row is rejected.
    var problem: String?
    /// The rows that references lead to, by their fields; none where blank or unmatched.
    var targets: [String: RowID] = [:]
  }

  struct Table {
    let fields: [String: FieldDeclaration]
    let computed: [String: ExpressionID]
    var rows: [Row] = []

    /// The table that a field refers to.
    func target(of field: String) -> String? {
      if case .reference(let name) = fields[field]?.type { name.text } else { nil }
    }
  }

  private(set) var tables: [String: Table] = [:]
  /// The names of each table's fields in their order.
  private(set) var fieldNames: [String: [String]] = [:]

  init(reading raw: [String: RawTable], as tree: SyntaxTree) throws {
    for case .table(let declaration) in tree.declarations {
      let name = declaration.name.text
      guard let rows = raw[name] else { throw ReferenceProblem("no data for \(name)") }
      tables[name] = try ReferenceData.read(rows, as: declaration, of: tree)
      fieldNames[name] = ReferenceData.fields(of: declaration).map(\.name.text)
    }
    for name in tables.keys { resolveReferences(of: name) }
  }

  /// Returns the row that a reference leads to, or nil when it is blank or unmatched.
  func target(of field: String, in row: RowID) -> RowID? {
    tables[row.table]?.rows[row.record].targets[field]
  }

  private func record(withKey key: ExactText, in table: String) -> Int? {
    tables[table]?.rows.firstIndex { row in
      row.problem == nil && row.key.map { ExactText($0) == key } == true
    }
  }

  private mutating func resolveReferences(of name: String) {
    guard let table = tables[name] else { return }
    for record in table.rows.indices where table.rows[record].problem == nil {
      for field in table.fields.keys {
        guard let target = table.target(of: field) else { continue }
        if case .text(let key)? = table.rows[record].cells[field],
          let found = self.record(withKey: key, in: target)
        {
          tables[name]?.rows[record].targets[field] = RowID(table: target, record: found)
        } else {
          tables[name]?.rows[record].cells[field] = .missing(.noReference)
        }
      }
    }
  }

  // MARK: - Reading

  private static func fields(of declaration: TableDeclaration) -> [FieldDeclaration] {
    declaration.items.compactMap { if case .field(let field) = $0 { field } else { nil } }
  }

  private static func read(
    _ raw: RawTable, as declaration: TableDeclaration, of tree: SyntaxTree
  ) throws -> Table {
    let fields = fields(of: declaration)
    var computed: [String: ExpressionID] = [:]
    for case .computed(let name, let value, _) in declaration.items { computed[name.text] = value }
    var table = Table(
      fields: Dictionary(fields.map { ($0.name.text, $0) }) { first, _ in first },
      computed: computed)
    let columns = try fields.map { try Column($0, in: raw.header, of: declaration, tree: tree) }
    for record in raw.rows { table.rows.append(try row(record, of: columns, header: raw.header)) }
    rejectRepeatedKeys(&table.rows)
    return table
  }

  private struct Column {
    let name: String
    let index: Int
    let isKey: Bool
    let reading: CellReading

    init(
      _ field: FieldDeclaration, in header: [String], of table: TableDeclaration, tree: SyntaxTree
    ) throws {
      name = field.name.text
      var title = name
      for case .header(let text) in field.modifiers.map(\.kind) { title = text.text }
      let found = header.firstIndex { CellReading.trimmed($0) == CellReading.trimmed(title) }
      guard let found else { throw ReferenceProblem("no column \(title)") }
      index = found
      isKey = field.modifiers.contains { $0.kind == .key }
      reading = CellReading(field, of: table, in: tree)
    }
  }

  private static func row(
    _ record: [String], of columns: [Column], header: [String]
  ) throws -> Row {
    var row = Row()
    if record.count != header.count {
      row.problem = "\(record.count) cells where the header has \(header.count)"
    }
    for column in columns where column.index < record.count {
      switch try column.reading.read(record[column.index]) {
      case .value(let value):
        row.cells[column.name] = value
        if column.isKey, case .text(let key) = value { row.key = key.string }
      case .unreadable(let problem): row.problem = row.problem ?? problem
      }
    }
    return row
  }

  private static func rejectRepeatedKeys(_ rows: inout [Row]) {
    let keys = rows.map { $0.key.map(ExactText.init) }
    for index in rows.indices where keys[index] != nil {
      if keys.filter({ $0 == keys[index] }).count > 1 {
        rows[index].problem = rows[index].problem ?? "several rows share the key"
      }
    }
  }
}

extension CellReading {
  /// How `field` of `table` is read in the agreement `tree`.
  init(_ field: FieldDeclaration, of table: TableDeclaration, in tree: SyntaxTree) {
    var tierNames: [String] = []
    var currency: String?
    for declaration in tree.declarations {
      if case .tier(let tier) = declaration { tierNames.append(tier.name.text) }
      guard case .agreement(let agreement) = declaration else { continue }
      for case .currency(let name) in agreement.clauses.map(\.kind) { currency = name.text }
    }
    var usesDecimalComma = false
    var missingMarks: [String] = []
    for item in table.items {
      if case .decimalComma = item { usesDecimalComma = true }
      if case .missing(let marks) = item { missingMarks += marks.map(\.text) }
    }
    self.init(
      field: field, tierNames: tierNames, currency: currency, usesDecimalComma: usesDecimalComma,
      missingMarks: missingMarks, literals: LiteralReading(tree: tree))
  }
}
