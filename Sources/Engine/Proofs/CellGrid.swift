import Language
import Tables

/// The values that can be written in a cell, one unit of its last place apart.
package struct CellGrid: Sendable {
  /// What one step is worth, in the cell's own currency and scaled by 10^18; 1 for days.
  package let unit: Int128
  /// What one of the agreement's currency is worth in the cell's.
  let rate: Int128?
  /// The steps between which values can be written.
  let low: Int128
  let high: Int128

  /// The finest step in which percents, and plain figures, are changed where all are whole.
  private static let percentPlaces = 16

  /// Returns nil for a cell that is no figure and no date.
  init?(_ cell: AccountCell, _ schema: FieldSchema, in evaluation: Evaluation) {
    let column = cell.amounts(in: evaluation)
    switch schema.kind {
    case .number(let exponent):
      unit = CellGrid.unit(of: column, atMost: Decimal.places + exponent)
    case .percent: unit = CellGrid.unit(of: column, atMost: CellGrid.percentPlaces)
    case .date: unit = 1
    case .text, .truth, .choice, .choices, .reference: return nil
    }
    rate = cell.rate(in: evaluation)
    if case .date = schema.kind {
      (low, high) = (Int128(Day.first.number), Int128(Day.last.number))
      return
    }
    let isPercent = if case .percent = schema.kind { true } else { false }
    let open = isPercent ? Possible.boundlessPercents : Possible.boundlessNumbers
    let least = schema.low?.scaled ?? open.low
    let most = schema.high?.scaled ?? open.high
    low = CellGrid.step(notBelow: least, unit, rate)
    high = CellGrid.step(notAbove: most, unit, rate)
  }

  /// Returns what the cell holds at a step, as columns hold it.
  func value(_ step: Int128) -> Int128 {
    guard let rate else { return step * unit }
    return Decimal.quotient(step * unit, rate) ?? step * unit
  }

  /// Returns the step at which a cell is that holds an amount in its own currency.
  func step(of amount: Int128) -> Int128 { amount / unit }

  /// The largest power of ten of which all values are multiples.
  private static func unit(of column: Vector, atMost places: Int) -> Int128 {
    var exponent = min(places, Decimal.powersOfTen.count - 1)
    for row in 0..<column.count where column.isPresent(row) {
      let value = column.raw(row)
      while exponent > 0, value % Decimal.powersOfTen[exponent] != 0 { exponent -= 1 }
    }
    return Decimal.powersOfTen[exponent]
  }

  private static func step(notBelow value: Int128, _ unit: Int128, _ rate: Int128?) -> Int128 {
    let amount = rate.map { Decimal.product(value, $0) ?? value } ?? value
    let (quotient, remainder) = amount.quotientAndRemainder(dividingBy: unit)
    return quotient + (remainder > 0 ? 1 : 0)
  }

  private static func step(notAbove value: Int128, _ unit: Int128, _ rate: Int128?) -> Int128 {
    -step(notBelow: -value, unit, rate)
  }
}

/// A cell of a row that was accepted: of the account itself, of a member of its group, or of a row of
/// another table that belongs to it.
package struct AccountCell: Hashable, Sendable {
  package var table: TableID
  package var row: Int
  /// Of the table's fields.
  package var field: Int

  package init(table: TableID, row: Int, field: Int) {
    self.table = table
    self.row = row
    self.field = field
  }

  /// The register of the cell's column; nil where nothing reads it.
  func register(in plan: Plan) -> RegisterID? {
    plan.register(madeBy: .field(field), at: table)
  }

  private func conversion(in evaluation: Evaluation) -> CheckedConversion? {
    let program = evaluation.program
    return program.conversions.first { $0.table == table && $0.field == field }
  }

  /// The amounts of the cell's column as they are written.
  func amounts(in evaluation: Evaluation) -> Vector {
    if let conversion = conversion(in: evaluation),
      let amounts = evaluation.values(of: conversion.amount)
    {
      return amounts
    }
    return register(in: evaluation.plan)
      .map { evaluation.columns[$0.index] } ?? Vector()
  }

  /// What one of the agreement's currency is worth in the cell's own; nil where it is the same.
  func rate(in evaluation: Evaluation) -> Int128? {
    guard let conversion = conversion(in: evaluation),
      let code = evaluation.text(conversion.code, row)
    else { return nil }
    return evaluation.program[table].schema.rates
      .first { $0.code == code }?.value.scaled
  }

  /// The code of the cell's currency, where it is another one than the agreement's.
  package func currency(in evaluation: Evaluation) -> String? {
    guard rate(in: evaluation) != nil, let conversion = conversion(in: evaluation) else {
      return nil
    }
    return evaluation.text(conversion.code, row)
  }
}
