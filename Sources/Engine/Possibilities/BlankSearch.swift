import Language
import Tables

/// Finds the values of an account's own blanks at which what becomes of it changes.
struct BlankSearch {
  let result: OpenResult
  private var machine: TapeMachine

  init(_ result: OpenResult, _ machine: TapeMachine) {
    self.result = result
    self.machine = machine
  }

  /// Returns the cells of a row that could change its endings, each taken alone.
  ///
  /// - Complexity: O(log range) judgements for each turning value that is sought.
  mutating func blanks(_ row: Int, place: Int, seeksTurns: Bool) -> [AccountBlank] {
    var blanks: [AccountBlank] = []
    machine.load(row, place: place)
    let open = machine.open
    for index in open.sorted(by: { machine.tape.cells[$0].field < machine.tape.cells[$1].field }) {
      let cell = machine.tape.cells[index]
      machine.load(row, place: place)
      machine.run()
      let whole = machine.range(ofCell: index)
      let all = endings(row, index, whole)
      var pieces = machine.pieces(ofCell: index)
      if !isOrdered(cell.field) { pieces = pieces.flatMap(\.singles) }
      let points = pieces.flatMap { $0.low == $0.high ? [$0.low] : [$0.low, $0.high] }
      let sets = points.map { endings(row, index, Possible(certain: $0)) }
      guard sets.contains(where: { $0 != all }) else { continue }
      var cuts: [Int128] = []
      if seeksTurns, isOrdered(cell.field) {
        for place in points.indices.dropFirst() where sets[place] != sets[place - 1] {
          cuts.append(
            turn(row, index, from: points[place - 1], sets[place - 1], to: points[place]))
        }
      }
      var reached = EndingSet()
      for set in sets { reached.formUnion(set) }
      blanks.append(
        AccountBlank(
          cell: OpenCell(table: .accounts, field: cell.field, line: 0, record: 0, row: row),
          turns: cuts.map { BlankSearch.rounder($0) }, endings: reached,
          settles: sets.allSatisfy { $0 != all }, cuts: cuts))
    }
    return blanks
  }

  private func isOrdered(_ field: Int) -> Bool {
    result.judge.context.program[.accounts].schema.fields[field].kind.isOrdered
  }

  /// The least value up to `high` with other endings than `low` has; between the two they change once.
  ///
  /// PERF: figures turn at round values, which digit after digit finds in a few steps.
  private mutating func turn(
    _ row: Int, _ cell: Int, from low: Int128, _ endings: EndingSet, to high: Int128
  ) -> Int128 {
    func isBelow(_ value: Int128, _ search: inout BlankSearch) -> Bool {
      search.endings(row, cell, Possible(certain: value)) == endings
    }
    var (low, high) = (low, high)
    if low < 0, high > 0 { if isBelow(0, &self) { low = 0 } else { high = 0 } }
    if low >= 0 {
      low -= low % Decimal.unit
      for step in Decimal.powersOfTen.reversed() where step <= high - low {
        while low + step < high, isBelow(low + step, &self) { low += step }
        let next = min(low + step, high)
        if isBelow(next - 1, &self) { return next }
        high = next
      }
      return high
    }
    while UInt128(bitPattern: high &- low) > 1 {
      let middle = (low >> 1) + (high >> 1) + (low & high & 1)
      if isBelow(middle, &self) { low = middle } else { high = middle }
    }
    return high
  }

  /// Where endings change just above a round figure, that figure is where they turn.
  private static func rounder(_ turn: Int128) -> Int128 {
    let short = Decimal.powersOfTen[9]
    return turn % short == 1 ? turn - 1 : turn
  }

  /// Returns what can become of the row if one cell is in `range` and all others are open.
  private mutating func endings(_ row: Int, _ cell: Int, _ range: Possible) -> EndingSet {
    machine.narrow(cell, to: range)
    machine.run()
    let endings = result.judge.endings(row, machine)
    return result.limits.endings(result.judge.outcomes(endings, row, machine), of: row)
  }
}
