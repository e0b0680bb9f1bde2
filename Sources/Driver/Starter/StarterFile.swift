import Diagnostics
import Language
import Tables

/// A file that an agreement is started from, with what is proposed for it.
struct StarterFile {
  /// The name of its table.
  let table: String
  /// The path as the user wrote it.
  let path: String
  let source: any ByteSource
  let profile: TableProfile
  let traits: TableTraits
  var fields: [FieldDraft] = []
  /// Columns that no field can name, with the reason.
  var unusable: [(column: Int, reason: String)] = []

  init(table: String, path: String, source: any ByteSource, profile: TableProfile) {
    self.table = table
    self.path = path
    self.source = source
    self.profile = profile
    traits = TableTraits(profile)
  }

  /// `true` iff a field can name at least one of the columns.
  var hasUsableColumn: Bool { profile.columns.contains { reasonAgainst($0) == nil } }

  /// Judges each column by itself, and names the fields.
  mutating func judge(currency: String?, reserved: [String]) {
    var names = FieldNames(reserved: reserved)
    for column in profile.columns {
      if let reason = reasonAgainst(column) {
        unusable.append((column.number, reason))
        continue
      }
      var draft = ColumnJudge.draft(column, traits, currency: currency)
      draft.name = names.name(for: draft.words, column: column.number)
      fields.append(draft)
    }
    noteCurrencies()
  }

  // MARK: Currencies

  /// The column whose cells are all codes of currencies, with how often each stands there.
  var currencies: (column: Int, codes: [String: Int])? {
    let found = profile.columns.filter { column in
      guard column.marks.isEmpty, let codes = column.values?.keys, !codes.isEmpty else {
        return false
      }
      let words = HeaderWords(column.header)
      return codes.allSatisfy(CurrencyCode.all.contains) && (codes.count > 1 || words.namesCurrency)
    }
    return found.count == 1 ? (found[0].number - 1, found[0].values ?? [:]) : nil
  }

  /// Makes plain figures of amounts in several currencies, which cannot be read without rates.
  private mutating func noteCurrencies() {
    guard let currencies, currencies.codes.count > 1,
      let codes = fields.first(where: { $0.column == currencies.column })
    else { return }
    for index in fields.indices {
      guard case .money(let exponent) = fields[index].kind else { continue }
      fields[index].kind = .number
      fields[index].isMixed = true
      let unit = exponent == 3 ? " in thousands" : exponent == 6 ? " in millions" : ""
      fields[index].notes.append(
        "in \(currencies.codes.count) currencies: write `money in \(codes.name)\(unit)`, and `rates`"
      )
    }
  }

  /// Why no field can name the column, or nil.
  private func reasonAgainst(_ column: ColumnProfile) -> String? {
    let others = profile.columns.filter { $0.header == column.header && $0.number != column.number }
    if column.header.isEmpty { return "has no header: give it one to use it" }
    if Spelling.quoted(column.header) == nil {
      return "has a header of several lines or with invisible characters: rename it to use it"
    }
    guard let other = others.first else { return nil }
    return "has the header of column \(other.number): rename one of them to use it"
  }

  // MARK: Keys

  /// Makes the likeliest column the key: the first that tells all rows apart, by its name a key or
  /// else a text. If none does, the accounts get the one that comes closest.
  mutating func chooseKey() async throws(ReadProblem) -> KeyCensus? {
    let candidates = fields.indices.filter { table == "accounts" || keyRank(fields[$0]) < 4 }
      .sorted { (keyRank(fields[$0]), $0) < (keyRank(fields[$1]), $1) }
    for index in candidates where !fields[index].isOptional && distinctness(index) == 100 {
      let census = try await profile.census(
        of: fields[index].column, in: source, marks: traits.marks)
      guard census.isUnique else { continue }
      setKey(index, evidence: profile.rows == 0 ? "no rows to tell from" : "no two rows share it")
      return census
    }
    guard table == "accounts" else { return nil }
    let closest = candidates.max {
      (distinctness($0), -keyRank(fields[$0]), -$0) < (distinctness($1), -keyRank(fields[$1]), -$1)
    }
    guard let index = closest else { return nil }
    setKey(index, evidence: "no column tells all rows apart: those that share it are rejected")
    return nil
  }

  /// The part of the rows that a column tells apart, in percent.
  private func distinctness(_ index: Int) -> Int {
    if profile.rows == 0 { return 100 }
    let column = profile.columns[fields[index].column]
    let texts = column.marks.filter { !traits.marks.contains($0.key) }.values.reduce(0, +)
    return column.distinctness * (column.filled + texts) / profile.rows
  }

  /// How likely it is that the field is a key; 0 is likeliest.
  private func keyRank(_ field: FieldDraft) -> Int {
    if field.words.suggestsKey { return 0 }
    return switch field.kind {
    case .text: field.words.suggestsIdentity ? 1 : 2
    case .number, .choice, .reference: 3
    case .truth, .money, .percent, .date: 4
    }
  }

  private mutating func setKey(_ index: Int, evidence: String) {
    fields[index].kind = .text
    fields[index].isKey = true
    fields[index].isOptional = false
    fields[index].evidence = evidence
    (fields[index].blanks, fields[index].notes) = ([], [])
  }

  // MARK: References

  /// `true` iff `field` may lead to rows of `other`: its cells are texts, or its header says so.
  func mayLead(_ field: FieldDraft, to other: StarterFile) -> Bool {
    guard let key = other.fields.first(where: \.isKey), profile.columns[field.column].filled > 1
    else { return false }
    // A table of pairs may have another table's key as its own only by accident.
    if field.isKey {
      return table != "accounts" && table != other.table && key.header == field.header
    }
    switch field.kind {
    case .truth, .money, .percent, .date, .reference: return false
    case .text, .number, .choice: break
    }
    if profile.columns[field.column].nonDigits > 0 { return true }
    let target = HeaderWords(other.table).words + HeaderWords(key.header).words.dropLast()
    return field.words.words == key.words.words
      || target.contains { word in
        field.words.words.contains { $0 == word || $0 + "s" == word }
      }
  }

  mutating func refer(_ field: Int, to other: String) {
    fields[field].kind = .reference(other)
    fields[field].isKey = false
    fields[field].evidence = "each one is a key of `\(other)`"
    fields[field].notes = []
  }
}
