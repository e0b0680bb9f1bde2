import Engine
import Language
import Tables

/// A figure that may be another one, and all that it may be.
struct SeekAxis: Sendable {
  /// What holds the figure.
  enum Holder: Sendable {
    case limit([String])
    /// The criteria of a score with their weights, and which of them is to be another.
    case weights([Weight], Int, isInPercent: Bool)
    case letting(String, EditableAgreement.Figure)
    case figure(EditableAgreement.Figure, in: [String])
    case cell(WhatIfState.Cell)
  }

  struct Weight: Hashable, Sendable {
    var name: String
    var value: Decimal
  }

  /// What is tried, outwards from the present figure.
  struct Outward: Sendable {
    var count: Int
    private let first: Int128
    private let sign: Int128
    private let steps: [Int128]?

    init(_ steps: [Int128]) { (count, first, sign, self.steps) = (steps.count, 0, 1, steps) }

    init(from first: Int128, _ sign: Int128, count: Int128) {
      (self.first, self.sign, steps) = (first, sign, nil)
      self.count = Int(clamping: max(0, count))
    }

    subscript(place: Int) -> Int128 { steps?[place] ?? first + sign * Int128(place) }
  }

  var holder: Holder
  /// What it is called: `seats of Key`.
  var name: String
  var type: ValueType
  /// What one step is worth, scaled by 10^18; 1 for days.
  var unit: Int128
  /// The figure now, as `unit` counts but unscaled; nil for a blank cell.
  var present: Int128?
  /// The steps between which it may be.
  var low: Int128
  var high: Int128
  /// The steps at which something may become another, in ascending order; nil for all of them.
  var turns: [Int128]?
  /// `true` iff between the steps that are tried nothing can become another.
  var isComplete: Bool

  /// Returns what is to be tried on one side of the present figure.
  func outward(_ sign: Int128) -> Outward {
    guard let present else {
      return sign > 0 ? Outward(turns ?? [low]) : Outward([])
    }
    let floor = SeekAxis.floor(present, unit)
    let isOnGrid = floor * unit == present
    // A figure beyond its bounds comes back into them.
    let above = max(low, floor + 1)
    let below = min(high, isOnGrid ? floor - 1 : floor)
    if let turns {
      return sign > 0
        ? Outward(turns.filter { $0 >= above && $0 <= high })
        : Outward(turns.filter { $0 <= below && $0 >= low }.reversed())
    }
    return sign > 0
      ? Outward(from: above, 1, count: high - above + 1)
      : Outward(from: below, -1, count: below - low + 1)
  }

  /// The steps at or below a figure.
  static func floor(_ figure: Int128, _ unit: Int128) -> Int128 {
    let (quotient, remainder) = figure.quotientAndRemainder(dividingBy: unit)
    return remainder < 0 ? quotient - 1 : quotient
  }

  // MARK: Texts

  /// A step as it is typed.
  func typed(_ step: Int128) -> String {
    if type == .date { return Day(number: Int32(clamping: step)).description }
    return SeekAxis.typed(Decimal(scaled: step * unit), isPercent: type == .percent)
  }

  private static func typed(_ number: Decimal, isPercent: Bool) -> String {
    guard isPercent else { return number.description }
    return "\(number.multiplied(by: Decimal(100)) ?? number)%"
  }

  /// A figure as people read it.
  func shown(_ figure: Int128?, _ values: ReadableValue) -> String {
    guard let figure else { return "blank" }
    if type == .date { return Day(number: Int32(clamping: figure)).description }
    return values.exact(Decimal(scaled: figure), type)
  }

  /// The line that gives the figure its value at a step.
  func line(_ step: Int128) -> String {
    let text = typed(step)
    switch holder {
    case .limit(let tiers):
      return "set limit \(tiers.map(SeekAxis.name).joined(separator: ", ")) = \(text)"
    case .weights(let weights, let place, let isInPercent):
      let changed = SeekAxis.shared(weights, place, step * unit, isInPercent: isInPercent)
      let parts = weights.indices.filter { changed[$0] != weights[$0] || $0 == place }.map {
        "\(changed[$0].name) = \(SeekAxis.typed(changed[$0].value, isPercent: isInPercent))"
      }
      return "set weight \(parts.joined(separator: ", "))"
    case .letting(let name, _): return "let \(name) = \(text)"
    case .figure(let figure, let header):
      return "set \(figure.text) in \(header.joined(separator: " ")) = \(text)"
    case .cell(let cell):
      let path = (cell.table.map { "\($0)." } ?? "") + cell.field
      return "set \(path) of \(SeekAxis.quoted(cell.key)) = \(text)"
    }
  }

  private static func name(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? name : quoted(name)
  }

  static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\"", with: "\"\""))\""
  }

  // MARK: States

  /// Returns the state in which the figure is at a step; nil for one that has no such place.
  func state(_ state: WhatIfState, at step: Int128) -> WhatIfState? {
    var next = state
    let text = typed(step)
    do throws(EditableAgreement.Problem) {
      switch holder {
      case .limit(let tiers): try next.agreement.setLimit(of: tiers, to: text)
      case .weights(let weights, let place, let isInPercent):
        let changed = SeekAxis.shared(weights, place, step * unit, isInPercent: isInPercent)
        for (old, new) in zip(weights, changed) where old != new {
          try next.agreement.setWeight(
            of: new.name, to: SeekAxis.typed(new.value, isPercent: isInPercent))
        }
      case .letting(_, let figure), .figure(let figure, _):
        next.agreement.replace(figure, by: text)
      case .cell(var cell):
        cell.value = text
        next.cells.append(cell)
      }
    } catch {
      return nil
    }
    return next
  }

  /// In hundredths of a percent the parts are rounded that weights give up or get.
  private static let share = Decimal.unit / 10_000

  /// Returns the weights of a score in which one is another: of percents the others keep their
  /// proportions, as near as hundredths of a percent can, so that all add up to 100 %.
  static func shared(
    _ weights: [Weight], _ place: Int, _ value: Int128, isInPercent: Bool
  ) -> [Weight] {
    var changed = weights
    changed[place].value = Decimal(scaled: value)
    guard isInPercent else { return changed }
    let others = weights.indices.filter { $0 != place }
    let total = others.reduce(Int128(0)) { $0 + weights[$1].value.scaled }
    let rest = Decimal.unit - value
    guard total > 0 else { return changed }
    var rests: [(place: Int, rest: Int128)] = []
    var left = rest
    for other in others {
      let exact = weights[other].value.scaled * (rest / share)
      let (units, remainder) = exact.quotientAndRemainder(dividingBy: total)
      changed[other].value = Decimal(scaled: units * share)
      left -= units * share
      rests.append((other, remainder))
    }
    let order = rests.sorted { ($1.rest, $0.place) < ($0.rest, $1.place) }
    for item in order where left >= share {
      changed[item.place].value = Decimal(scaled: changed[item.place].value.scaled + share)
      left -= share
    }
    // What is finer than that goes to the first.
    if left > 0, let first = order.first {
      changed[first.place].value = Decimal(scaled: changed[first.place].value.scaled + left)
    }
    return changed
  }
}
