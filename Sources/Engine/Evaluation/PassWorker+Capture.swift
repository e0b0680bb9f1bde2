import Language
import Tables

/// Rows with blanks.
extension PassWorker {
  /// Returns the rows of the current batch whose blanks could change a decision.
  func openRows(_ count: Int) -> [Int] {
    guard context.pass.table != .portfolio else { return [] }
    let openness = context.plan.openness
    var marks: [UInt8] = []
    for id in openness.triggers[context.pass.table.index] {
      let absence = vectors[id.index].absence
      guard PassWorker.union(of: absence, count) & Absence.open != 0 else { continue }
      if marks.isEmpty { marks = Array(repeating: 0, count: count) }
      PassWorker.addOpen(absence, to: &marks)
    }
    guard !marks.isEmpty else { return [] }
    if openness.capturesLeftOut[context.pass.table.index] {
      let leftOut = leftOut(count)
      for row in 0..<count { marks[row] &= leftOut[row] }
      if PassWorker.union(of: marks, count) == 0 { return [] }
    }
    return marks.indices.filter { marks[$0] != 0 }
  }

  private static func union(of absence: [UInt8], _ count: Int) -> UInt8 {
    let reasons = absence.span
    precondition(reasons.count >= count)
    var union: UInt8 = 0
    for row in 0..<count { union |= reasons[row] }
    return union
  }

  /// Returns all bits for each row that some aggregate of the pass leaves out for a blank, else none.
  private func leftOut(_ count: Int) -> [UInt8] {
    var leftOut = [UInt8](repeating: 0, count: count)
    for number in context.pass.aggregations {
      let aggregation = context.plan.aggregations[number]
      var open = [UInt8](repeating: 0, count: count)
      // PERF: mostly nothing is open in what an aggregation reads, which is told at a glance.
      let openInputs = [aggregation.figure, aggregation.bucket].compactMap { $0 }.filter(isOpen)
      for id in openInputs { PassWorker.addOpen(vectors[id.index].absence, to: &open) }
      if let id = aggregation.condition {
        if !openInputs.isEmpty { PassWorker.restrict(&open, to: vectors[id.index]) }
        if isOpen(id) { PassWorker.addOpen(vectors[id.index].absence, to: &open) }
      }
      PassWorker.addOpen(open, to: &leftOut)
    }
    return leftOut
  }

  private func isOpen(_ id: RegisterID) -> Bool {
    let absence = vectors[id.index].absence
    return PassWorker.union(of: absence, absence.count) & Absence.open != 0
  }

  private static func addOpen(_ absence: [UInt8], to marks: inout [UInt8]) {
    let reasons = absence.span
    var marks = marks.mutableSpan
    precondition(reasons.count >= marks.count)
    for row in marks.indices { marks[row] |= reasons[row] & Absence.open == 0 ? 0 : 0xFF }
  }

  private static func restrict(_ marks: inout [UInt8], to condition: Vector) {
    let (truths, absence) = (condition.truths.span, condition.absence.span)
    var marks = marks.mutableSpan
    precondition(truths.count >= marks.count && absence.count >= marks.count)
    for row in marks.indices { marks[row] &= absence[row] == 0 ? 0 &- truths[row] : 0 }
  }
}
