import Diagnostics
import Tables

/// A field that says in which column the currencies of its amounts stand.
struct CurrencyModifier {
  var column: Name
  /// The helper that reads the amounts as they are written, once it is added.
  var amount: Int?
  var table: Int
  /// The field's place in its table.
  var field: Int
  var range: SourceRange
}

/// Rates, and the columns that hold currencies.
extension Checker {
  mutating func note(_ column: Name, table: Int, at range: SourceRange) {
    currencyModifiers.append(
      CurrencyModifier(
        column: column, table: table, field: program.tables[table].schema.fields.count,
        range: range))
  }

  /// Adds, behind the fields of each table, what its amounts need to be converted and named: the
  /// columns of their currencies, where no field reads them, and the amounts as they are written.
  mutating func addCurrencyColumns() {
    for (index, modifier) in currencyModifiers.enumerated() {
      guard let code = codeField(of: modifier) else { continue }
      let table = TableID(modifier.table)
      var amount = program[table].schema.fields[modifier.field]
      program.tables[table.index].schema.fields[modifier.field].codeField = code
      amount.isAsWritten = true
      amount.isOptional = true
      (amount.blankMeans, amount.low, amount.high) = (nil, nil, nil)
      currencyModifiers[index].amount = addHelper(
        amount, type: .number, to: table, at: modifier.range)
    }
  }

  /// Makes readable what the figures of each row were before they were converted.
  mutating func nameConversions() {
    for modifier in currencyModifiers {
      let declared = TableID(modifier.table)
      let table = declared == .accounts ? program.group?.members ?? declared : declared
      guard let amount = modifier.amount,
        let code = program[table].schema.fields[modifier.field].codeField
      else { continue }
      program.conversions.append(
        CheckedConversion(
          table: table, field: modifier.field,
          figure: field(modifier.field, of: table, at: modifier.range),
          amount: field(amount, of: table, at: modifier.range),
          code: field(code, of: table, at: modifier.range)))
    }
  }

  /// Returns the field that reads the currencies: one that the table declares, or a helper.
  private mutating func codeField(of modifier: CurrencyModifier) -> Int? {
    let table = TableID(modifier.table)
    let column = modifier.column
    let fields = program[table].fields
    if !column.isQuoted, let known = fields.firstIndex(where: { $0.name == column.text }) {
      switch fields[known].type {
      case .text, .choice, .error: return known
      default:
        report(.badCurrencyColumn(column.text, fields[known].type), at: column.range)
        return nil
      }
    }
    let schema = program[table].schema
    if let known = schema.fields.firstIndex(where: { $0.isHelper && $0.header == column.text }) {
      return known
    }
    var helper = FieldSchema(
      name: fields[modifier.field].name, header: column.text, kind: .text)
    helper.isOptional = true
    helper.declaration = tree.source.place(of: modifier.range)
    return addHelper(helper, type: .text, to: table, at: modifier.range)
  }

  /// Adds a field that no name reaches, and returns its place.
  private mutating func addHelper(
    _ schema: FieldSchema, type: ValueType, to table: TableID, at range: SourceRange
  ) -> Int {
    var schema = schema
    schema.isHelper = true
    program.tables[table.index].schema.fields.append(schema)
    program.tables[table.index].fields.append(
      CheckedField(name: schema.name, type: type, range: range))
    return program[table].fields.count - 1
  }

  // MARK: Rates

  mutating func checkCurrencies() {
    let home = program.agreement.currency
    let first = [ratesDeclarations.first?.range, currencyModifiers.first?.range]
    if home == nil, let first = first.compactMap({ $0 }).first {
      report(
        .missingClause(of: "the agreement", clause: "currency", example: "currency EUR"),
        at: first)
    }
    for declaration in ratesDeclarations { check(declaration, home: home) }
    program.rates.sort { ($0.day, $0.range.start) < ($1.day, $1.range.start) }
    if ratesDeclarations.isEmpty, let home, let first = currencyModifiers.first {
      report(.noRates(home: home), at: first.range)
    }
    if currencyModifiers.isEmpty, let first = ratesDeclarations.first {
      report(.unusedRates, at: first.currency.range)
    }
    if let day = program.agreement.statedDay, let late = program.lateRates(on: day) {
      diagnostics.append(late)
    }
  }

  private mutating func check(_ declaration: RatesDeclaration, home: String?) {
    let target = declaration.currency
    if let home, target.text != home, !target.text.isEmpty {
      report(.ratesToOtherCurrency(target.text, home: home), at: target.range)
    }
    for rate in declaration.rates {
      guard let value = constantFigure(rate.value, what: "a rate", as: .number) else { continue }
      if value <= .zero {
        report(.badRate(rate.code.text), at: tree[rate.value].range)
      } else if rate.code.text == target.text {
        report(.rateOfOwnCurrency(target.text), at: rate.range)
      } else if let day = declaration.day {
        add(CheckedRate(code: rate.code.text, value: value, day: day, range: rate.range), rate.code)
      }
    }
  }

  private mutating func add(_ rate: CheckedRate, _ code: Name) {
    let others = program.rates.filter { $0.code == rate.code }
    if let first = others.first(where: { $0.day == rate.day }) {
      return report(.repeatedRate(rate.code, rate.day, first: first.range), at: code.range)
    }
    if others.isEmpty {
      if !CurrencyCode.all.contains(rate.code) {
        let nearest = CurrencyCode.nearest(to: rate.code)
        report(.unknownCurrency(rate.code, nearest: nearest), at: code.range)
      }
    } else {
      // Which of two rates holds depends on the day.
      noteDayReader(rate.range)
    }
    program.rates.append(rate)
  }
}
