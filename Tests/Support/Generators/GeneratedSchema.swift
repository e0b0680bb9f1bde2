internal import Tables

/// The type of an expression that a generator writes, with the unit that a checker would give it.
package enum GeneratedType: Hashable, Sendable {
  case number, money, percent, date, truth, text, tier
  /// The difference of two dates.
  case days
  case choice([String])
  /// Several of these values in one cell.
  case choices([String])
  case reference(String)

  var isSeveral: Bool {
    if case .choices = self { true } else { false }
  }

  var isChoice: Bool {
    if case .choice = self { true } else { false }
  }
}

/// A column of a generated table, or a field that it computes.
package struct GeneratedField: Hashable, Sendable {
  var name: String
  var type: GeneratedType
  var header: String?
  var isKey = false
  var isOptional = false
  /// What a blank means, as it is written.
  var blankMeans: String?
  /// Bounds as they are written, and the figures of cells within them.
  var bounds: String?
  var pool: [Decimal]?
  /// The power of ten of `in thousands` and `in millions`.
  var exponent = 0
  var percentForm = PercentForm.points
  var datePattern: String?
  /// What stands between the values of a cell that holds several.
  var valueSeparator = ";"
  /// The field with the currencies of the amounts.
  var currencies: String?
  /// What the cells of a text hold, where it is not just any.
  var texts: [String]?
  /// The expression of a computed field.
  var formula: String?

  init(_ name: String, _ type: GeneratedType) {
    self.name = name
    self.type = type
  }

  /// The line that declares the field.
  var declaration: String {
    if let formula { return "  \(name) = \(formula)" }
    var words = ["  \(name) : \(typeName)"]
    if isKey { words.append("key") }
    if let bounds { words.append(bounds) }
    if isOptional { words.append("optional") }
    if let blankMeans { words.append("else \(blankMeans)") }
    if exponent == 3 { words.append("in thousands") }
    if exponent == 6 { words.append("in millions") }
    if let currencies { words.append("in \(currencies)") }
    if type == .percent, percentForm == .points { words.append("as points") }
    if type == .percent, percentForm == .fraction { words.append("as fraction") }
    if let datePattern { words.append("as \"\(datePattern)\"") }
    if let header { words.append("from \"\(header)\"") }
    return words.joined(separator: " ")
  }

  private var typeName: String {
    switch type {
    case .number, .days: "number"
    case .money: "money"
    case .percent: "percent"
    case .date: "date"
    case .truth: "yes/no"
    case .text: "text"
    case .tier: "tier"
    case .choice(let values): "one of " + values.map(GeneratedSchema.word).joined(separator: ", ")
    case .choices(let values):
      "some of " + values.map(GeneratedSchema.word).joined(separator: ", ")
        + (valueSeparator == ";" ? "" : " separated by \"\(valueSeparator)\"")
    case .reference(let table): table
    }
  }
}

package struct GeneratedTable: Hashable, Sendable {
  var name: String
  var fields: [GeneratedField]
  var separator = ","
  var usesDecimalComma = false
  var missingMarks: [String] = []

  var columns: [GeneratedField] { fields.filter { $0.formula == nil } }

  var declaration: String {
    var lines = [name == "accounts" ? "accounts {" : "table \(name) from \"\(name).csv\" {"]
    if separator != "," { lines.append("  separator \"\(separator)\"") }
    if usesDecimalComma { lines.append("  decimal comma") }
    if !missingMarks.isEmpty {
      let marks = missingMarks.map { "\"\($0)\"" }.joined(separator: ", ")
      lines.append("  missing \(marks)")
    }
    return (lines + fields.map(\.declaration) + ["}"]).joined(separator: "\n")
  }
}

/// The tables of a generated agreement: accounts, two chains that refer to them, and executives
/// whom they refer to.
package struct GeneratedSchema: Hashable, Sendable {
  var tables: [GeneratedTable]
  var tiers: [String]
  var asOf: Day
  /// The declarations of rates.
  var rates: [String] = []
  /// How accounts form groups.
  var group: GeneratedGroup?

  func table(_ name: String) -> GeneratedTable? {
    name == "members" ? group?.members : tables.first { $0.name == name }
  }

  /// The tables whose references lead to `name`, directly or through others.
  func tables(referringTo name: String) -> [GeneratedTable] {
    tables.filter { $0.name != name && leads(from: $0.name, to: name, depth: 3) }
  }

  private func leads(from table: String, to target: String, depth: Int) -> Bool {
    self.table(table)?.fields.contains { field in
      guard case .reference(let next) = field.type, next != table else { return false }
      return next == target || depth > 0 && leads(from: next, to: target, depth: depth - 1)
    } == true
  }

  /// Writes a name bare where it is a word, else quoted.
  static func word(_ name: String) -> String {
    let isWord = name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
    }
    return isWord ? name : "\"\(name)\""
  }
}
