import Diagnostics
import Engine
import Language
import Tables

/// How much of the measure the largest accounts hold, in exact arithmetic.
struct Concentration: Hashable, Sendable {
  /// The parts of the total that the 10 and the 20 largest accounts have.
  var top10: Decimal
  var top20: Decimal
  /// The smallest number of accounts, largest first, that have at least 80 % of the total.
  var accountsFor80: Int
  /// The sum of the squared shares times 10,000 (Herfindahl-Hirschman); nil where a figure is below 0.
  var hhi: Decimal?
  /// The accounts that have at least 10 %, the largest first.
  var large: [Part] = []

  /// An account and its part of the total.
  struct Part: Hashable, Sendable {
    var row: Int
    var share: Decimal
  }

  /// Looks at the accounts in totals that have a figure; nil without a measure, or where the total
  /// is not positive.
  ///
  /// - Complexity: O(n log n).
  init?(_ evaluation: Evaluation) {
    guard let measure = Measure(evaluation) else { return nil }
    let counted = measure.largest(in: evaluation)
    let figures = counted.map(\.figure)
    let total = figures.reduce(into: Wide.zero) { $0 += Wide($1) }
    guard total > .zero else { return nil }
    func part(_ count: Int) -> Decimal {
      let sum = figures.prefix(count).reduce(into: Wide.zero) { $0 += Wide($1) }
      return Decimal(scaled: sum.quotient(by: total) ?? 0)
    }
    top10 = part(10)
    top20 = part(20)
    accountsFor80 = Concentration.count(figures, reaching: total.times(4), dividedBy: 5)
    let shares = figures.map { Wide($0).quotient(by: total) ?? 0 }
    if figures.last.map({ $0 >= 0 }) ?? false {
      let squares = shares.map { Decimal.product($0, $0) ?? 0 }
      hhi = Decimal(scaled: 10_000 * squares.reduce(0, +))
    }
    large = zip(counted, shares).prefix { $1 >= Decimal.unit / 10 }.map {
      Part(row: $0.row, share: Decimal(scaled: $1))
    }
  }

  private static func count(_ figures: [Int128], reaching goal: Wide, dividedBy divisor: Int) -> Int
  {
    var sum = Wide.zero
    for (index, figure) in figures.enumerated() {
      sum += Wide(figure)
      if !(sum.times(divisor) < goal) { return index + 1 }
    }
    return figures.count
  }
}

/// The figure of an account that summaries are about.
struct Measure: Sendable {
  let name: String
  let type: ValueType
  private let column: ValueColumn

  init?(_ evaluation: Evaluation) {
    let program = evaluation.program
    guard let term = program.agreement.measure else { return nil }
    let name = program.measureName ?? ""
    guard let column = ValueColumn(name, term, in: evaluation) else { return nil }
    self.name = name
    self.column = column
    type = program[term].type
  }

  func figure(_ row: Int) -> Int128? { column.number(row) }

  /// Returns the accounts in totals that have a figure, the largest first, equals by key.
  func largest(in evaluation: Evaluation) -> [(row: Int, figure: Int128)] {
    let keys = evaluation.order(by: [])
    return (0..<evaluation.tables[0].rowCount).compactMap { row in
      evaluation.isInTotals(row) ? figure(row).map { (row, $0) } : nil
    }.sorted { left, right in
      left.figure == right.figure
        ? keys.isAhead(left.row, right.row) : left.figure > right.figure
    }
  }

  /// Its name, with the currency where it is money.
  func heading(_ program: CheckedProgram) -> String {
    let code = program.agreement.currency.map { ", \($0)" } ?? ""
    return name + (type == .money ? code : "")
  }

  /// Returns the sum over `rows`, leaving out accounts without a figure.
  func total(_ rows: some Sequence<Int>) -> Wide {
    rows.reduce(into: Wide.zero) { sum, row in
      if let figure = figure(row) { sum += Wide(figure) }
    }
  }
}

extension CheckedProgram {
  /// The measure as the agreement names it.
  var measureName: String? { agreement.measure.map { figureName($0) } }

  /// The name of a term that has one, else its text.
  func figureName(_ term: TermID) -> String {
    let figures = figures(in: term)
    let isFigure = figures.count == 1 && figures[0].term == term
    return ClauseText.collapsed(isFigure ? figures[0].name : source.text(of: self[term].range))
  }
}

extension Wide {
  /// Returns the value added to itself until it is `count` times as large.
  fileprivate func times(_ count: Int) -> Wide {
    (0..<count).reduce(into: Wide.zero) { sum, _ in sum += self }
  }
}
