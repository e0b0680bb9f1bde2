internal import Language
internal import Tables

/// The place of a row: its table and its record, counted from 0.
package struct RowID: Hashable, Sendable {
  package var table: String
  package var record: Int
}

/// A cell that a filling gives a value: blank and optional, or unreadable.
package struct OpenCell: Hashable, Sendable {
  package var row: RowID
  package var field: String

  package init(row: RowID, field: String) {
    self.row = row
    self.field = field
  }
}

/// The tables of an agreement, cell by cell.
struct ReferenceData {
  struct Row {
    var cells: [String: RefValue] = [:]
    /// The key as written, also of a rejected row.
    var key: String?
    /// Why the row is rejected.
    var problem: String?
    /// The fields whose cells a filling gives a value, blank optional ones and unreadable ones,
    /// with what a blank there is worth.
    var openFields: [String: RefValue] = [:]
    /// Whether no filling lets the row take part: its shape or its key is at fault.
    var isLost = false
    /// Whether only a filling lets the row take part.
    var isMended: Bool { problem != nil && !isLost }
    /// The rows that references lead to, by their fields; none where blank or unmatched.
    var targets: [String: RowID] = [:]
  }

  struct Table {
    let fields: [String: FieldDeclaration]
    let computed: [String: ExpressionID]
    var rows: [Row] = []
    /// The table that references to the accounts lead to.
    var own = "accounts"

    /// The table that a field refers to.
    func target(of field: String) -> String? {
      guard case .reference(let name) = fields[field]?.type else { return nil }
      return name.text == "accounts" ? own : name.text
    }
  }

  private(set) var tables: [String: Table] = [:]
  /// The tables before references are followed.
  let asRead: [String: Table]
  /// The names of each table's fields in their order.
  private(set) var fieldNames: [String: [String]] = [:]
  /// Whether the accounts are groups of the rows of their file.
  let isGrouped: Bool
  /// Who belongs to which group, once that is known.
  private(set) var groups: ReferenceGroups?

  init(reading raw: [String: RawTable], as tree: SyntaxTree, today: Day) throws {
    let rates = try ReferenceRates(of: tree, today: today)
    var tables: [String: Table] = [:]
    for case .table(let declaration) in tree.declarations {
      let name = declaration.name.text
      guard let rows = raw[name] else { throw ReferenceProblem("no data for \(name)") }
      tables[name] = try ReferenceData.read(rows, as: declaration, of: tree, rates)
      fieldNames[name] = ReferenceData.fields(of: declaration).map(\.name.text)
    }
    isGrouped = tree.declarations.contains { if case .group = $0 { true } else { false } }
    if isGrouped {
      tables[ReferenceData.members] = tables.removeValue(forKey: "accounts")
      tables[ReferenceData.members]?.own = ReferenceData.members
      fieldNames[ReferenceData.members] = fieldNames["accounts"]
    }
    asRead = tables
    self.tables = tables
    resolve()
  }

  /// The cells that a filling gives a value, by table, record and field.
  var openCells: [OpenCell] {
    asRead.keys.sorted().flatMap { table in
      let rows = asRead[table]?.rows ?? []
      return rows.indices.filter { !rows[$0].isLost }.flatMap { record in
        rows[record].openFields.keys.sorted().map { field in
          OpenCell(row: RowID(table: table, record: record), field: field)
        }
      }
    }
  }

  /// Returns the data with `values` in the open cells, those without one blank; a row that was
  /// rejected for its cells takes part.
  func filled(with values: [OpenCell: RefValue]) -> ReferenceData {
    var data = self
    data.tables = asRead
    for (name, table) in asRead {
      for (record, row) in table.rows.enumerated() where !row.isLost {
        data.tables[name]?.rows[record].problem = nil
        for (field, blank) in row.openFields {
          let cell = OpenCell(row: RowID(table: name, record: record), field: field)
          data.tables[name]?.rows[record].cells[field] = values[cell] ?? blank
        }
      }
    }
    data.resolve()
    return data
  }

  /// Whether `row` takes part in a filling alone; a group does where its head's row does.
  func isMended(_ row: RowID) -> Bool {
    let table = row.table == "accounts" ? fileOfAccounts : row.table
    return asRead[table]?.rows[row.record].isMended == true
  }

  /// Returns the row that a reference leads to, or nil when it is blank or unmatched.
  func target(of field: String, in row: RowID) -> RowID? {
    tables[row.table]?.rows[row.record].targets[field]
  }

  /// Returns the row that a key leads to: the group, for the key of any of its members.
  func record(withKey key: ExactText, in table: String) -> Int? {
    if table == "accounts", isGrouped {
      return record(withKey: key, in: ReferenceData.members).flatMap { group(of: $0) }
    }
    return tables[table]?.rows.firstIndex { row in
      row.problem == nil && row.key.map { ExactText($0) == key } == true
    }
  }

  /// Lets accounts be groups.
  mutating func form(_ groups: ReferenceGroups) {
    self.groups = groups
    tables = asRead
    resolve()
  }

  /// Follows all references; a group has those of its head.
  private mutating func resolve() {
    if isGrouped { resolveReferences(of: ReferenceData.members) }
    if let groups { enterGroups(groups) }
    for name in asRead.keys where name != ReferenceData.members { resolveReferences(of: name) }
  }

  /// Enters a row for each record of the accounts' file, of which the heads of groups count.
  private mutating func enterGroups(_ groups: ReferenceGroups) {
    guard let file = tables[ReferenceData.members] else { return }
    var accounts = file
    accounts.own = "accounts"
    for (record, row) in file.rows.enumerated() {
      accounts.rows[record] = Row(key: row.key, problem: problemOfGroup(at: record))
      for field in groups.followed { accounts.rows[record].cells[field] = row.cells[field] }
    }
    tables["accounts"] = accounts
    resolveReferences(of: "accounts")
  }

  private mutating func resolveReferences(of name: String) {
    guard let table = tables[name] else { return }
    for record in table.rows.indices where table.rows[record].problem == nil {
      for field in table.fields.keys {
        guard let target = table.target(of: field),
          table.rows[record].cells[field] != nil
        else { continue }
        if case .text(let key)? = table.rows[record].cells[field],
          let found = self.record(withKey: key, in: target)
        {
          tables[name]?.rows[record].targets[field] = RowID(table: target, record: found)
          // Whoever refers to a member refers to its group.
          let own = tables[target]?.rows[found].key ?? key.string
          tables[name]?.rows[record].cells[field] = .text(own)
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
    _ raw: RawTable, as declaration: TableDeclaration, of tree: SyntaxTree, _ rates: ReferenceRates
  ) throws -> Table {
    let fields = fields(of: declaration)
    var computed: [String: ExpressionID] = [:]
    for case .computed(let name, let value, _) in declaration.items { computed[name.text] = value }
    var table = Table(
      fields: Dictionary(fields.map { ($0.name.text, $0) }) { first, _ in first },
      computed: computed)
    let columns = try fields.map {
      try Column($0, in: raw.header, of: declaration, tree: tree, rates: rates)
    }
    for record in raw.rows { table.rows.append(try row(record, of: columns, header: raw.header)) }
    rejectRepeatedKeys(&table.rows)
    return table
  }

  private struct Column {
    let name: String
    let index: Int
    let isKey: Bool
    /// The column with the currencies of the amounts in this one.
    let currencies: Int?
    let reading: CellReading

    init(
      _ field: FieldDeclaration, in header: [String], of table: TableDeclaration, tree: SyntaxTree,
      rates: ReferenceRates
    ) throws {
      name = field.name.text
      index = try Column.index(of: Column.title(of: field), in: header)
      isKey = field.modifiers.contains { $0.kind == .key }
      reading = CellReading(field, of: table, in: tree, rates)
      var currencies: String?
      for case .currency(let column) in field.modifiers.map(\.kind) {
        let named = ReferenceData.fields(of: table).first { $0.name.text == column.text }
        currencies = column.isQuoted ? column.text : named.map(Column.title) ?? column.text
      }
      self.currencies = try currencies.map { try Column.index(of: $0, in: header) }
    }

    private static func title(of field: FieldDeclaration) -> String {
      for case .header(let text) in field.modifiers.map(\.kind) { return text.text }
      return field.name.text
    }

    private static func index(of title: String, in header: [String]) throws -> Int {
      let found = header.firstIndex { CellReading.trimmed($0) == CellReading.trimmed(title) }
      guard let found else { throw ReferenceProblem("no column \(title)") }
      return found
    }
  }

  private static func row(
    _ record: [String], of columns: [Column], header: [String]
  ) throws -> Row {
    var row = Row()
    // Where a quote may have been left open, the cells from there on are not what was meant.
    var trusted = record.count
    if record.count != header.count {
      row.problem = "\(record.count) cells where the header has \(header.count)"
      row.isLost = true
      trusted = record.firstIndex { $0.contains { $0.isNewline } } ?? record.count
    }
    for column in columns where column.index < record.count {
      let currency = column.currencies.map { $0 < record.count ? record[$0] : "" }
      switch try column.reading.read(record[column.index], currency: currency) {
      case .value(let value):
        row.cells[column.name] = value
        if column.isKey, column.index < trusted, case .text(let key) = value {
          row.key = key.string
        }
        if value == .missing(.blank) { row.openFields[column.name] = value }
      case .unreadable(let problem):
        row.problem = row.problem ?? problem
        if column.isKey { row.isLost = true }
        row.openFields[column.name] = try column.reading.worthOfBlank()
      }
    }
    return row
  }

  private static func rejectRepeatedKeys(_ rows: inout [Row]) {
    let keys = rows.map { $0.key.map(ExactText.init) }
    for index in rows.indices where keys[index] != nil {
      if keys.filter({ $0 == keys[index] }).count > 1 {
        rows[index].problem = rows[index].problem ?? "several rows share the key"
        rows[index].isLost = true
      }
    }
  }
}

extension CellReading {
  /// How `field` of `table` is read in the agreement `tree`.
  init(
    _ field: FieldDeclaration, of table: TableDeclaration, in tree: SyntaxTree,
    _ rates: ReferenceRates
  ) {
    var tierNames: [String] = []
    for case .tier(let tier) in tree.declarations { tierNames.append(tier.name.text) }
    var usesDecimalComma = false
    var missingMarks: [String] = []
    for item in table.items {
      if case .decimalComma = item { usesDecimalComma = true }
      if case .missing(let marks) = item { missingMarks += marks.map(\.text) }
    }
    self.init(
      field: field, tierNames: tierNames, rates: rates, usesDecimalComma: usesDecimalComma,
      missingMarks: missingMarks, literals: LiteralReading(tree: tree))
  }
}
