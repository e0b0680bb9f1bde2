/// The place of a table in `CheckedProgram.tables`, or the portfolio, which has one row.
package struct TableID: Hashable, Sendable {
  package var raw: Int32
  package init(_ index: Int) { raw = Int32(index) }
  package var index: Int { Int(raw) }

  package static let accounts = TableID(0)
  /// The home of figures that read no single row.
  package static let portfolio = TableID(-1)
}

/// The place of a list of values in `CheckedProgram.choices`.
package struct ChoiceID: Hashable, Sendable {
  package var raw: Int32
  package init(_ index: Int) { raw = Int32(index) }
  package var index: Int { Int(raw) }
}

/// What kind of value an expression has.
package enum ValueType: Hashable, Sendable {
  case number
  /// A number that is written and shown with a percent sign.
  case percent
  case money
  case date
  /// The number of days between two dates.
  case days
  /// A number of months or years, to be added to a date.
  case months
  case truth
  case text
  /// One of a list of values.
  case choice(ChoiceID)
  /// Some of a list of values: a bit for each, the first value's the lowest.
  case choices(ChoiceID)
  case tier
  /// A row of another table.
  case reference(TableID)
  /// The type of an expression that was reported already; it fits everywhere.
  case error

  /// `true` iff values are decimals.
  package var isNumeric: Bool {
    switch self {
    case .number, .percent, .money, .days: true
    default: false
    }
  }

  package var isOrdered: Bool { isNumeric || self == .date }

  /// Words for a message, such as "an amount of money".
  package var phrase: String {
    switch self {
    case .number: "a number"
    case .percent: "a percent"
    case .money: "an amount of money"
    case .date: "a date"
    case .days: "a number of days"
    case .months: "a number of months"
    case .truth: "a yes/no"
    case .text: "a text"
    case .choice: "one of a list of values"
    case .choices: "several of a list of values"
    case .tier: "a tier"
    case .reference: "a row of another table"
    case .error: "an unknown value"
    }
  }
}
