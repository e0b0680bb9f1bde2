internal import Language
internal import Tables

extension ReferenceEvaluator {
  /// Returns the value of a function: over rows, over the portfolio, or of its arguments alone.
  mutating func value(of call: Call, in sight: Sight) throws -> RefValue {
    switch call.name.text {
    case "rank": return try rank(call, in: sight)
    case "share": return try share(call, in: sight) { _ in true }
    case "share_before": return try share(call, in: sight) { $0 > 0 }
    case "share_through": return try share(call, in: sight) { $0 >= 0 }
    case "count", "sum", "average", "min", "max", "latest":
      if let table = aggregatedTable(of: call) {
        return try aggregate(call, over: table, in: sight)
      }
    default: break
    }
    var arguments: [RefValue] = []
    for argument in call.arguments { arguments.append(try value(of: argument.value, in: sight)) }
    if call.name.text == "scale" { return try scale(arguments, call, in: sight) }
    if let absence = RefValue.absence(of: arguments) { return .missing(absence) }
    return try ReferenceEvaluator.function(call.name.text, of: arguments)
  }

  /// Returns the table whose rows a call reads: its only argument is a table, or a value of one.
  func aggregatedTable(of call: Call) -> String? {
    guard call.arguments.count == 1, var id = call.arguments.first?.value else { return nil }
    while true {
      switch tree[id].kind {
      case .member(let base, _), .parenthesized(let base): id = base
      case .name(let name): return data.tables[name] != nil ? name : nil
      default: return nil
      }
    }
  }

  /// Applies a function to values that are all present.
  private static func function(_ name: String, of arguments: [RefValue]) throws -> RefValue {
    switch (name, arguments.first, arguments.dropFirst().first) {
    case ("min", let first?, _): return try extreme(first, arguments) { $0 < 0 }
    case ("max", let first?, _): return try extreme(first, arguments) { $0 > 0 }
    case ("abs", .number(let number), nil):
      return .number(Decimal(scaled: number.scaled < 0 ? -number.scaled : number.scaled))
    case ("round", .number(let number), nil): return .computed(rounded(number, toPlaces: 0))
    case ("round", .number(let number), .number(let places)):
      guard let places = places.integer, (0...18).contains(places) else { break }
      return .computed(rounded(number, toPlaces: places))
    case ("year", .day(let day), nil): return .number(Decimal(day.civil.year))
    case ("month", .day(let day), nil): return .number(Decimal(day.civil.month))
    case ("months", .day(let from), .day(let to)): return .number(Decimal(months(from, to)))
    case ("years", .day(let from), .day(let to)): return .number(Decimal(years(from, to)))
    default: break
    }
    throw ReferenceProblem("\(name)(\(arguments))")
  }

  static func extreme(
    _ first: RefValue, _ values: [RefValue], _ isBetter: (Int) -> Bool
  ) throws -> RefValue {
    var best = first
    for value in values where isBetter(try order(value, best)) { best = value }
    return best
  }

  private static func rounded(_ number: Decimal, toPlaces places: Int) -> Decimal? {
    ExactArithmetic.rounded(
      BigInteger(number.scaled), over: BigInteger(Decimal.unit), toPlaces: places)
  }

  /// Returns the largest n with `from` + n months ≤ `to`, by trying one after the other.
  private static func months(_ from: Day, _ to: Day) -> Int {
    largest { from.adding(months: $0).map { $0 <= to } ?? ($0 < 0) }
  }

  private static func years(_ from: Day, _ to: Day) -> Int {
    largest { from.adding(months: 12 * $0).map { $0 <= to } ?? ($0 < 0) }
  }

  /// Returns the largest n for which `holds`, which holds for every smaller one.
  private static func largest(_ holds: (Int) -> Bool) -> Int {
    var n = 0
    while holds(n + 1) { n += 1 }
    while !holds(n) { n -= 1 }
    return n
  }

  /// Returns 0 at `from`, the criterion's `out of` at `to`, linear between and clamped.
  private mutating func scale(
    _ arguments: [RefValue], _ call: Call, in sight: Sight
  ) throws -> RefValue {
    guard let bounds = call.bounds, let outOf = sight.outOf, arguments.count == 1 else {
      throw ReferenceProblem("scale outside a criterion")
    }
    let values = [
      arguments[0], try value(of: bounds.low, in: sight), try value(of: bounds.high, in: sight),
    ]
    if let absence = RefValue.absence(of: values) { return .missing(absence) }
    guard let x = values[0].number, let low = values[1].number, let high = values[2].number else {
      throw ReferenceProblem("scale(\(values))")
    }
    if low == high { return .missing(.divisionByZero) }
    let isReached = low < high ? x >= high : x <= high
    let isBelow = low < high ? x <= low : x >= low
    if isReached || isBelow { return .number(isReached ? outOf : .zero) }
    let way = BigInteger(x.scaled) - BigInteger(low.scaled)
    let whole = BigInteger(high.scaled) - BigInteger(low.scaled)
    return .computed(ExactArithmetic.cut(way * BigInteger(outOf.scaled), over: whole))
  }
}
