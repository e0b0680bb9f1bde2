import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// What the analysis of ranges calls impossible never happens: every value of every term, in every
/// row, is among those that it holds possible.
@Suite("Ranges are sound")
struct RangeSoundnessTests {
  @Test func valuesStayInTheirRanges() async throws {
    var checked = 0
    var narrowed = 0
    for seed in Trials("ranges", count: 30, from: 770_000) {
      let generated = GeneratedCase(seed: seed)
      let run = try await EngineRun(
        generated, settings: WorkSettings(workers: 1), demandsEverything: true)
      let analysis = RangeAnalysis(run.evaluation.program)
      for (id, value) in run.values() {
        checked += 1
        if !analysis.admits(nil, of: id) || !analysis.admits(1 - Decimal.bound, of: id) {
          narrowed += 1
        }
        if !analysis.admits(value, of: id) {
          let text = run.evaluation.program.source.text(of: run.evaluation.program[id].range)
          Issue.record("seed \(seed): \(value.map(String.init) ?? "missing") of \(text)")
        }
      }
    }
    guard Trials.areWhole else { return }
    #expect(checked > 10_000, "\(checked) values")
    #expect(narrowed > checked / 10, "\(narrowed) of \(checked) ranges say anything")
  }
}

extension EngineRun {
  /// Returns the value of every term in every row that counts, on the line of its type; texts and
  /// references have no place there.
  func values() -> [(id: TermID, value: Int128?)] {
    var values: [(id: TermID, value: Int128?)] = []
    let program = evaluation.program
    for index in program.terms.indices {
      let id = TermID(index)
      for row in rowsThatCount(program[id].home) {
        guard let (vector, place) = evaluation.cell(id, row) else { continue }
        guard vector.isPresent(place) else {
          values.append((id, nil))
          continue
        }
        switch program[id].type {
        case .number, .percent, .money, .days: values.append((id, vector.scaled(place)))
        case .date, .choice, .choices, .tier: values.append((id, Int128(vector.codes[place])))
        case .truth: values.append((id, Int128(vector.truths[place])))
        case .months, .text, .reference, .error: break
        }
      }
    }
    return values
  }

  private func rowsThatCount(_ home: TableID) -> [Int] {
    if home == .portfolio { return [0] }
    guard case .file = evaluation.program[home].origin else { return [] }
    let rows = rows(of: home).values.sorted()
    return home == .accounts ? rows.filter { evaluation.isInTotals($0) } : rows
  }
}
