import Diagnostics
import Engine
import Language
import Tables

/// Why no figure can be sought.
struct SeekRefusal: Error {
  var diagnostic: Diagnostic

  init(_ message: String, help: String) {
    diagnostic = Diagnostic(.unusableSeek, .error, message, at: nil, help: help)
  }
}

/// Finds the figure that a line means, and what else it may be.
struct SeekAxisFinder {
  let state: WhatIfState
  /// The evaluation of the state, with the figures that are compared.
  let evaluation: Evaluation
  /// What the files hold, as the agreement reads them.
  let known: Evaluation
  /// As it is written.
  let step: String?

  private var program: CheckedProgram { evaluation.program }

  func axis(_ target: SeekLine.Target) throws(SeekRefusal) -> SeekAxis {
    switch target {
    case .limit(let tiers): try seats(tiers)
    case .weight(let name): try weight(name)
    case .letting(let name): try letting(name)
    case .figure(let text, let header): try figure(text, header)
    case .cell(let table, let field, let key):
      try cell(WhatIfState.Cell(table: table, field: field, key: key, value: ""))
    }
  }

  // MARK: Seats

  private func seats(_ names: [String]) throws(SeekRefusal) -> SeekAxis {
    let limits = program.limits.map { limit in limit.tiers.map { program.tiers[$0].name } }
    guard let index = limits.firstIndex(of: names) else {
      throw SeekRefusal(
        "there is no limit of `\(Printable.escaped(names.joined(separator: ", "), limit: 60))`",
        help: SeekAxisFinder.meant(
          names.joined(separator: ", "), limits.map { $0.joined(separator: ", ") }))
    }
    let result = evaluation.decision.limits[index]
    guard let seats = result.seats else {
      throw SeekRefusal(
        "the number of these seats is missing", help: "set it first: `set limit \(names[0]) = 10`")
    }
    let most = result.contenders.count + result.spared.count + result.overridden.count
    return SeekAxis(
      holder: .limit(names),
      name: "seats of \(names.map { Printable.escaped($0) }.joined(separator: ", "))",
      type: .number, unit: try unit(Decimal.unit, .number),
      present: Int128(seats) * Decimal.unit, low: 0, high: max(Int128(most), Int128(seats)),
      turns: nil, isComplete: true)
  }

  // MARK: Weights

  private func weight(_ name: String) throws(SeekRefusal) -> SeekAxis {
    let meant: EditableAgreement.Weight
    do throws(EditableAgreement.Problem) {
      meant = try state.agreement.weight(of: name)
    } catch {
      throw SeekRefusal.of(error)
    }
    guard let score = program.scores.first(where: { $0.name == meant.score }),
      let place = score.criteria.firstIndex(where: { $0.name == meant.name })
    else {
      throw SeekRefusal(
        "the weight of `\(Printable.escaped(name, limit: 40))` is not found",
        help: "write the name of a criterion")
    }
    if score.criteria.contains(where: { $0.weightTerm != nil }) {
      throw SeekRefusal(
        "weights of `\(score.name)` depend on the day, so that there is not one to be sought",
        help: "give the criteria plain weights first: `set weight \(meant.name) = 30`")
    }
    if score.criteria.count == 1 {
      throw SeekRefusal(
        "`\(meant.name)` is the only criterion of `\(score.name)`, so that its weight changes nothing",
        help: "seek a figure of its cases instead")
    }
    let weights = score.criteria.map {
      SeekAxis.Weight(name: "\(score.name).\($0.name)", value: $0.weight)
    }
    let isShort = program.scores.flatMap(\.criteria).count { $0.name == meant.name } == 1
    let named = isShort ? score.criteria.map(\.name) : weights.map(\.name)
    let isInPercent = score.isInPercent
    let type: ValueType = isInPercent ? .percent : .number
    let natural = SeekAxisFinder.unit(
      of: weights.map(\.value.scaled), coarsest: isInPercent ? Decimal.unit / 100 : Decimal.unit,
      finest: Decimal.unit / 10_000)
    let unit = try unit(natural, type)
    let sum = weights.reduce(Int128(0)) { $0 + $1.value.scaled }
    let high = isInPercent ? Decimal.unit : max(sum * 10, Decimal.unit * 100)
    return SeekAxis(
      holder: .weights(
        zip(named, weights).map { SeekAxis.Weight(name: $0, value: $1.value) }, place,
        isInPercent: isInPercent),
      name: "weight of \(meant.name)", type: type, unit: unit,
      present: weights[place].value.scaled, low: 0, high: high / unit, turns: nil,
      isComplete: true)
  }

  // MARK: Figures of the agreement

  private func letting(_ name: String) throws(SeekRefusal) -> SeekAxis {
    let figure: EditableAgreement.Figure
    do throws(EditableAgreement.FigureProblem) {
      figure = try state.agreement.figure(ofLet: name)
    } catch {
      throw SeekRefusal.of(error)
    }
    return try axis(
      .letting(name, figure), figure, called: Printable.escaped(name, limit: 40), name)
  }

  private func figure(_ text: String, _ header: [String]) throws(SeekRefusal) -> SeekAxis {
    let figure: EditableAgreement.Figure
    do throws(EditableAgreement.FigureProblem) {
      figure = try state.agreement.figure(text, in: header)
    } catch {
      throw SeekRefusal.of(error)
    }
    let place = Printable.escaped(header.joined(separator: " "), limit: 40)
    return try axis(
      .figure(figure, in: header), figure, called: "\(Printable.escaped(text)) in \(place)")
  }

  private func axis(
    _ holder: SeekAxis.Holder, _ figure: EditableAgreement.Figure, called name: String,
    _ letName: String? = nil
  ) throws(SeekRefusal) -> SeekAxis {
    let (tree, expression, _) = Parser.parseExpression(
      SourceText(name: "input", bytes: Array(figure.text.utf8)))
    let use = FigureUse(evaluation, figure.range, named: letName)
    if case .date(let day) = tree[expression].kind {
      let reach: Int128 = 366 * 10
      let now = Int128(day.number)
      return SeekAxis(
        holder: holder, name: name, type: .date, unit: 1, present: now,
        low: max(Int128(Day.first.number), now - reach),
        high: min(Int128(Day.last.number), now + reach), turns: use.turns(by: 1),
        isComplete: use.isComplete)
    }
    guard case .number(let number, let isPercent) = tree[expression].kind else {
      throw SeekRefusal("`\(Printable.escaped(figure.text))` is no figure", help: "seek a number")
    }
    let type: ValueType = isPercent ? .percent : use.type ?? .number
    let natural = SeekAxisFinder.unit(
      of: [number.scaled] + use.figures, coarsest: isPercent ? Decimal.unit / 100 : Decimal.unit,
      finest: isPercent ? Decimal.unit / 10_000 : Decimal.unit / 100)
    let unit = try unit(natural, type)
    let most = ([number.scaled] + use.figures).map { Int128($0.magnitude) }.max() ?? 0
    // Figures are written without a sign; whatever is beyond the largest one is alike.
    let high = min(max(most * 2, unit * 100), Decimal.bound / 2) / unit
    var turns = use.turns(by: unit)
    if let known = turns { turns = [0] + known.filter { $0 > 0 && $0 < high } + [high] }
    return SeekAxis(
      holder: holder, name: name, type: type, unit: unit, present: number.scaled, low: 0,
      high: high, turns: turns, isComplete: use.isComplete)
  }

  // MARK: Cells

  private func cell(_ meant: WhatIfState.Cell) throws(SeekRefusal) -> SeekAxis {
    let reader = CellValueReader(known)
    let place: CellChange
    do throws(CellRefusal) {
      place = try reader.place(of: meant)
    } catch {
      throw SeekRefusal(error)
    }
    let schema = program[place.table].schema.fields[place.field]
    let type = program[place.table].fields[place.field].type
    guard [.number, .percent, .money, .date].contains(type) else {
      throw SeekRefusal(
        "`\(schema.name)` is no figure and no date, so that there is nothing between its values",
        help: "try its values one by one with `set`")
    }
    let name = "\(schema.name) of \(Printable.escaped(meant.key, limit: 40))"
    let present = present(place, meant).flatMap { SeekAxisFinder.scaled($0) }
    let column = column(of: place)
    if type == .date {
      let now = present ?? Int128(evaluation.asOf.number)
      let reach: Int128 = 366 * 30
      return SeekAxis(
        holder: .cell(meant), name: name, type: type, unit: 1, present: present,
        low: max(Int128(Day.first.number), now - reach),
        high: min(Int128(Day.last.number), now + reach), turns: nil, isComplete: true)
    }
    let natural = SeekAxisFinder.unit(
      of: column + [present].compactMap { $0 },
      coarsest: Decimal.bound,
      finest: type == .percent ? Decimal.unit / 10_000 : Decimal.unit / 100)
    let unit = try unit(natural, type)
    let most = (column.map { Int128($0.magnitude) }.max() ?? Decimal.unit * 100) * 2
    let low = schema.low.map { $0.scaled } ?? -most
    let high = schema.high.map { min($0.scaled, max(most, unit * 100)) } ?? max(most, unit * 100)
    let bounds = (-SeekAxis.floor(-low, unit), SeekAxis.floor(high, unit))
    let start = present.map { SeekAxis.floor($0, unit) } ?? bounds.0
    let others = column.flatMap { figure -> [Int128] in
      let step = SeekAxis.floor(figure, unit)
      return [step - 1, step, step + 1]
    }
    return SeekAxis(
      holder: .cell(meant), name: name, type: type, unit: unit, present: present, low: bounds.0,
      high: bounds.1, turns: SeekAxisFinder.ladder(from: start, bounds, others),
      isComplete: false)
  }

  /// What the cell holds now: what was typed last, or what the file has.
  private func present(_ place: CellChange, _ meant: WhatIfState.Cell) -> Constant? {
    let reader = CellValueReader(known)
    for cell in state.cells.reversed() {
      guard let change = try? reader.change(cell),
        (change.table, change.row, change.field) == (place.table, place.row, place.field)
      else { continue }
      return change.value
    }
    return known.cell(place.table, place.row, place.field)?.value
  }

  private static func scaled(_ constant: Constant) -> Int128? {
    switch constant {
    case .number(let number): number.scaled
    case .day(let day): Int128(day.number)
    case .months, .truth, .text, .code: nil
    }
  }

  /// The figures that the other rows of a column hold, each once.
  private func column(of place: CellChange) -> [Int128] {
    guard let cells = KeptCells(of: place.field, in: place.table, of: known) else { return [] }
    var found: Set<Int128> = []
    for row in 0..<known.tables[place.table.index].rowCount {
      if let value = cells.value(row), let figure = SeekAxisFinder.scaled(value) {
        found.insert(figure)
      }
    }
    return found.sorted()
  }

  /// Steps to try of very many: farther and farther apart, and beside what others hold.
  private static func ladder(
    from start: Int128, _ bounds: (low: Int128, high: Int128), _ others: [Int128]
  ) -> [Int128] {
    var steps: Set<Int128> = [bounds.low, bounds.high]
    for sign in [Int128(1), -1] {
      var distance: Int128 = 1
      while distance < bounds.high - bounds.low {
        steps.insert(start + sign * distance)
        distance += max(1, distance / 2)
      }
    }
    // The nearest of them are enough, as what lies farther is found by the ladder.
    let near = others.sorted { abs($0 - start) < abs($1 - start) }.prefix(200)
    steps.formUnion(near)
    return steps.filter { $0 >= bounds.low && $0 <= bounds.high }.sorted()
  }

  // MARK: Steps

  /// The power of ten of which all figures are multiples.
  private static func unit(
    of figures: [Int128], coarsest: Int128, finest: Int128
  ) -> Int128 {
    var unit = coarsest
    for figure in figures {
      while unit > finest, figure % unit != 0 { unit /= 10 }
    }
    return unit
  }

  /// The step that was asked for, or the natural one.
  private func unit(_ natural: Int128, _ type: ValueType) throws(SeekRefusal) -> Int128 {
    guard let step else { return natural }
    let (tree, expression, mistakes) = Parser.parseExpression(
      SourceText(name: "input", bytes: Array(step.utf8)))
    guard mistakes.isEmpty, case .number(let number, let isPercent) = tree[expression].kind,
      number.scaled > 0, isPercent == (type == .percent)
    else {
      throw SeekRefusal(
        "`\(Printable.escaped(step, limit: 40))` is no step of this figure",
        help: "write `in steps of \(type == .percent ? "0.5%" : "5")` before `so that`")
    }
    return number.scaled
  }

  static func meant(_ name: String, _ known: [String]) -> String {
    if let nearest = Suggestion.nearest(to: name, among: known) {
      return "did you mean `\(Printable.escaped(nearest, limit: 60))`?"
    }
    let names = known.prefix(12).map { "`\(Printable.escaped($0, limit: 60))`" }
    return names.isEmpty ? "the agreement has none" : "there are " + names.joined(separator: ", ")
  }
}

extension SeekRefusal {
  /// Tells what a cell cannot be, as of a change that is typed.
  fileprivate init(_ refusal: CellRefusal) { diagnostic = refusal.diagnostic }

  fileprivate static func of(_ problem: EditableAgreement.Problem) -> SeekRefusal {
    switch problem {
    case .unknownCriterion(let name, let known):
      SeekRefusal(
        "no criterion is called `\(Printable.escaped(name, limit: 60))`",
        help: SeekAxisFinder.meant(name, known))
    case .unknownLimit(let name, let known):
      SeekRefusal(
        "there is no limit of `\(Printable.escaped(name, limit: 60))`",
        help: SeekAxisFinder.meant(name, known))
    case .ambiguousCriterion(let name, let scores):
      SeekRefusal(
        "several scores have a criterion `\(Printable.escaped(name, limit: 60))`",
        help: "write " + scores.map { "`\($0).\(name)`" }.joined(separator: " or "))
    }
  }

  static func of(_ problem: EditableAgreement.FigureProblem) -> SeekRefusal {
    switch problem {
    case .unknownLet(let name, let known):
      return SeekRefusal(
        "no let is called `\(Printable.escaped(name, limit: 60))`",
        help: SeekAxisFinder.meant(name, known))
    case .workedOut(let name):
      return SeekRefusal(
        "`\(Printable.escaped(name, limit: 60))` is more than one figure",
        help: "seek a let that is a figure, as `let minimum = 70`, or a figure within this one: "
          + "`seek 70 in let \(Printable.escaped(name, limit: 40)) so that …`")
    case .unknownDeclaration(let name, let known):
      return SeekRefusal(
        "no declaration starts with `\(Printable.escaped(name, limit: 60))`",
        help: SeekAxisFinder.meant(name, known))
    case .standing(let text, let name, let times, let known):
      let figures = known.prefix(12).map { "`\(Printable.escaped($0, limit: 30))`" }
      let subject = "`\(Printable.escaped(text, limit: 30))`"
      let place = "`\(Printable.escaped(name, limit: 60))`"
      if times > 1 {
        return SeekRefusal(
          "\(subject) stands \(times) times in \(place)",
          help: "give the one that is meant a name, as `let minimum = \(text)`, and seek that")
      }
      return SeekRefusal(
        "\(subject) is no figure of \(place)",
        help: figures.isEmpty ? "it has none" : "it has " + figures.joined(separator: ", "))
    }
  }
}
