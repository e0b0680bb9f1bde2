import Diagnostics
import Engine
import Language
import Tables

/// Figures as people read them: grouped by commas, percents with their sign, money with its code.
struct ReadableValue: Sendable {
  /// What stands for a figure that does not exist.
  static let missing = "missing"

  /// The agreement's currency code, and a space.
  private let currency: String

  init(_ program: CheckedProgram) {
    currency = program.agreement.currency.map { "\($0) " } ?? ""
  }

  /// Returns the value of a term in `row`, with what it was converted from:
  /// `EUR 1,860,465.12, which is PLN 8,000,000 at 4.3 on 2027-01-04`.
  func text(_ term: TermID, _ row: Int, of evaluation: Evaluation) -> String {
    let words = text(evaluation.value(term, row))
    guard let source = evaluation.conversion(of: term, row) else { return words }
    return "\(words), which is \(source.code) \(ReadableValue.number(source.amount)) at "
      + "\(source.rate) on \(source.day)"
  }

  func text(_ value: Value) -> String {
    switch value {
    case .missing: ReadableValue.missing
    case .number(let number, let type): text(number, type)
    case .day(let day): day.description
    case .truth(let truth): truth ? "yes" : "no"
    case .text(let text): Printable.escaped(text, limit: 60)
    }
  }

  func text(_ number: Decimal, _ type: ValueType) -> String {
    switch type {
    case .percent: ReadableValue.percent(number)
    case .money: money(number)
    case .days: "\(ReadableValue.number(number)) \(number == .one ? "day" : "days")"
    case .number, .date, .months, .truth, .text, .choice, .choices, .tier, .reference, .error:
      ReadableValue.number(number)
    }
  }

  func money(_ amount: Decimal) -> String {
    currency + ReadableValue.grouped(ReadableValue.shortened(amount, toPlaces: 2))
  }

  /// A sum in whole units, or exactly where it is small.
  static func amount(_ sum: Wide) -> String {
    guard let scaled = sum.narrow else { return "beyond range" }
    let number = Decimal(scaled: scaled)
    let isLarge = scaled.magnitude >= Decimal.unit.magnitude * 1000
    return grouped(number.rounded(toPlaces: isLarge ? 0 : 2) ?? number)
  }

  static func number(_ number: Decimal) -> String { grouped(shortened(number, toPlaces: 2)) }

  /// Returns a fraction in percent, with at least one place: `36.0 %`.
  static func percent(_ fraction: Decimal) -> String {
    guard let points = fraction.multiplied(by: Decimal(100)) else { return "\(fraction)" }
    let digits = grouped(shortened(points, toPlaces: 1))
    return digits.contains(".") ? "\(digits) %" : "\(digits).0 %"
  }

  /// Returns a fraction in percent with exactly one place.
  static func share(_ fraction: Decimal) -> String {
    let points = fraction.multiplied(by: Decimal(100))?.rounded(toPlaces: 1)
    let digits = grouped(points ?? fraction)
    return digits.contains(".") ? "\(digits) %" : "\(digits).0 %"
  }

  /// Returns the exact value with commas between thousands.
  static func grouped(_ number: Decimal) -> String {
    let text = number.description
    let whole = text.prefix { $0 != "." }
    let digits = whole.drop { $0 == "-" }
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return (whole.first == "-" ? "-" : "") + grouped + text.dropFirst(whole.count)
  }

  /// Returns the value rounded to `places`, or to more where it would look rounder than it is: 67.999
  /// must not stand beside a bound of 68 as 68.
  private static func shortened(_ number: Decimal, toPlaces places: Int) -> Decimal {
    for places in places..<Decimal.places {
      guard let rounded = number.rounded(toPlaces: places) else { break }
      let lastDigit = rounded.scaled / Decimal.powersOfTen[Decimal.places - places] % 10
      if rounded == number || lastDigit != 0 { return rounded }
    }
    return number
  }
}
