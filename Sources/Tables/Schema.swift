import Diagnostics

/// How the cells of a column are read.
package enum CellKind: Hashable, Sendable {
  case text
  /// A number or money; the cell's figure is multiplied by 10^`exponent` (3 for `in thousands`).
  case number(exponent: Int)
  case percent(PercentForm)
  /// nil reads ISO dates.
  case date(DatePattern?)
  case truth
  /// One of these values; the code of a cell is the value's index.
  case choice([String])
  /// Some of these values with `separator` between them; the code of a cell has a bit for each.
  case choices([String], separator: String)
  /// The key of a row of `table`; read as text and matched by the engine.
  case reference(table: String)
}

extension CellKind {
  /// `true` iff values of the kind are less or more than each other.
  package var isOrdered: Bool {
    switch self {
    case .number, .percent, .date: true
    case .text, .truth, .choice, .choices, .reference: false
    }
  }
}

/// What a percent cell without a sign means.
package enum PercentForm: Hashable, Sendable {
  /// Undeclared: only cells with a percent sign can be read.
  case signed
  /// 31 means 31 %.
  case points
  /// 0.31 means 31 %.
  case fraction
}

/// A date format: the letters d dd m mm mmm yyyy and literal signs.
package struct DatePattern: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case day(digits: Int)
    case month(digits: Int)
    case monthName
    case year
    case literal(UInt8)
  }
  package var parts: [Part]
  package var text: String

  package init(parts: [Part], text: String) {
    self.parts = parts
    self.text = text
  }
}

/// What stands for a blank cell of a field with `else`.
package enum CellValue: Hashable, Sendable {
  case number(Decimal)
  case day(Day)
  case truth(Bool)
  case text(String)
  case choice(Int)
}

/// One column that a table declares.
package struct FieldSchema: Hashable, Sendable {
  package var name: String
  /// The header in the file, trimmed.
  package var header: String
  package var kind: CellKind
  package var isKey = false
  package var isOptional = false
  /// `true` iff the values are the agreement's tiers; that one is blank is a fact.
  package var isTier = false
  /// The value of a blank cell, which is then never missing.
  package var blankMeans: CellValue?
  package var low: Decimal?
  package var high: Decimal?
  /// `true` iff the numbers are amounts of money.
  package var isMoney = false
  /// The field with the codes of the amounts' currencies; nil for amounts in the table's own.
  package var codeField: Int?
  /// `true` iff amounts are read in whatever currency they are.
  package var isAsWritten = false
  /// `true` iff the field only helps to read or to explain another one.
  package var isHelper = false
  /// Where the agreement declares the field; nil for fields that no agreement declares.
  package var declaration: Place?

  package init(name: String, header: String, kind: CellKind) {
    self.name = name
    self.header = header
    self.kind = kind
  }
}

/// What one unit of a table's currency is worth in another.
package struct CurrencyRate: Hashable, Sendable {
  package var code: String
  /// Above zero.
  package var value: Decimal
  package var day: Day

  package init(code: String, value: Decimal, day: Day) {
    self.code = code
    self.value = value
    self.day = day
  }
}

/// The columns that a table declares, and how its file is written.
package struct TableSchema: Hashable, Sendable {
  package var name: String
  package var fields: [FieldSchema]
  package var separator: UInt8 = UInt8(ascii: ",")
  package var decimalComma = false
  package var encoding: TextEncoding = .utf8
  /// The code of the currency whose sign or code may stand beside a figure, such as `EUR`.
  package var currency: String?
  /// What one unit of `currency` is worth in others, each at most once.
  package var rates: [CurrencyRate] = []
  /// Whole cells, after trimming, that count as blank.
  package var missingMarks: [String] = []
  /// `true` iff an agreement declares the table, so that it can say how to read the file.
  package var isDeclared = true

  package init(name: String, fields: [FieldSchema]) {
    self.name = name
    self.fields = fields
  }

  package var keyIndex: Int? { fields.firstIndex { $0.isKey } }
}

extension FieldSchema {
  /// `true` iff a blank cell of the field is open: that a reference or a tier is blank is a fact.
  package var canBeOpen: Bool {
    if case .reference = kind { return false }
    return isOptional && !isKey && blankMeans == nil && !isTier
  }
}
