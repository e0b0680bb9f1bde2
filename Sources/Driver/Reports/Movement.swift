import Diagnostics
import Engine
import Language
import Tables

/// What became of the tiers that accounts had before.
///
/// Only accounts count that are in the data of this run; those that are not are listed.
struct Movement: Sendable {
  /// Accounts that had a tier, and those of them that have one now.
  private(set) var had: [Int] = []
  private(set) var kept: [Int] = []
  /// Of the latter, those that went to a better or to a lower tier.
  private(set) var up: [Int] = []
  private(set) var down: [Int] = []
  /// Those that have none now, and whose row counts.
  private(set) var out: [Int] = []
  /// Accounts with a tier that had none.
  private(set) var new: [Int] = []
  /// How many accounts of one tier there were before and are now.
  struct Stability: Sendable {
    var before = 0
    var now = 0
    /// Those that were in it and still are.
    var both = 0

    /// What is in both lists by what is in either; nil where both are empty.
    var overlap: Decimal? {
      let either = before + now - both
      return Decimal.quotient(Int128(both) * Decimal.unit, Int128(either) * Decimal.unit)
        .map { Decimal(scaled: $0) }
    }
  }

  /// By tier.
  private(set) var stability: [Stability]
  /// Accounts that had a tier by an earlier result and that the data lack.
  let gone: [(key: String, tier: String)]

  /// Returns nil where nothing says which tier any account had.
  ///
  /// Accounts stand in the order of their keys.
  ///
  /// - Complexity: O(n log n).
  init?(_ run: Run) {
    let evaluation = run.evaluation
    let gone = run.previous?.gone(in: evaluation) ?? []
    self.gone = gone
    stability = evaluation.program.tiers.map { tier in
      Stability(before: gone.count { $0.tier == tier.name })
    }
    guard let before = evaluation.program.previousTier.flatMap({ evaluation.values(of: $0) }) else {
      return nil
    }
    for row in 0..<min(before.count, evaluation.tables[0].rowCount)
    where evaluation.decision.status[row] != .repeatedKey {
      let tier = evaluation.tier(row)
      if let tier { stability[tier].now += 1 }
      if let old = before.code(row) {
        stability[old].before += 1
        if tier == old { stability[old].both += 1 }
      }
      guard let old = before.code(row) else {
        if tier != nil { new.append(row) }
        continue
      }
      had.append(row)
      guard let tier else {
        out.append(row)
        continue
      }
      kept.append(row)
      if tier < old { up.append(row) }
      if tier > old { down.append(row) }
    }
    if had.isEmpty, gone.isEmpty { return nil }
    let order = evaluation.order(by: [])
    for list in [\Movement.had, \.kept, \.up, \.down, \.out, \.new] {
      self[keyPath: list].sort { order.isAhead($0, $1) }
    }
  }

  var moved: Int { up.count + down.count }

  /// The part of the accounts that had a tier and have one which have another one.
  var share: Decimal? {
    Decimal.quotient(Int128(moved) * Decimal.unit, Int128(kept.count) * Decimal.unit)
      .map { Decimal(scaled: $0) }
  }
}

extension Evaluation {
  /// The day since which an account has its tier: that of the run where the tier is another than
  /// before; nil where it is the same and nothing says since when.
  package func since(_ row: Int) -> Day? {
    guard let tier = tier(row) else { return nil }
    func fact(_ term: TermID?) -> Int? {
      term.flatMap { values(of: $0) }.flatMap { row < $0.count ? $0.code(row) : nil }
    }
    guard fact(program.previousTier) == tier else { return statedDay }
    return fact(program.previousSince).map { Day(number: Int32($0)) }
  }
}

/// What moved since the last time, for people.
struct MovementText {
  private let evaluation: Evaluation
  private let movement: Movement?
  private let before: PreviousTiers
  private let previous: PreviousFile?

  init(_ run: Run, _ movement: Movement?) {
    evaluation = run.evaluation
    self.movement = movement
    previous = run.previous
    before = PreviousTiers(run.evaluation)
  }

  func write(to page: inout TextPage) {
    guard let movement else { return }
    page.heading("Movement since last time", remark: previous?.asOf.map { "as of \($0)" })
    page.paragraph(summary(movement))
    if movement.stability.contains(where: { $0.before + $0.now > 2 * $0.both }) {
      page.table(table(of: movement))
    }
    write("up", movement.up, to: &page) { "\($0) → \($1)" }
    write("down", movement.down, to: &page) { "\($0) → \($1)" }
    write("without a tier now", movement.out, to: &page) { old, _ in "was \(old)" }
    write("had no tier before", movement.new, to: &page) { _, new in new }
    writeGone(movement.gone, to: &page)
  }

  private func writeGone(_ gone: [(key: String, tier: String)], to page: inout TextPage) {
    guard !gone.isEmpty else { return }
    let names = NameList.text(Array(gone.indices)) {
      "\(Printable.escaped(gone[$0].key)) (was \(Printable.escaped(gone[$0].tier)))"
    }
    page.paragraph("no longer in the data: \(Count.grouped(gone.count)): \(names)")
  }

  private func table(of movement: Movement) -> TextTable {
    var table = TextTable(
      [.flexible, .right, .right, .right, .right],
      header: ["", "before", "now", "in both", "overlap"])
    for (tier, part) in zip(evaluation.program.tiers, movement.stability) {
      guard let overlap = part.overlap else { continue }
      let counts = [part.before, part.now, part.both].map { Count.grouped($0) }
      table.append([Printable.escaped(tier.name)] + counts + [ReadableValue.share(overlap)])
    }
    return table
  }

  private func summary(_ movement: Movement) -> String {
    let all = Count.of(movement.kept.count, "account", grouped: true)
    if movement.moved == 0 { return "none of the \(all) that had a tier and have one moved" }
    let share = movement.share.map { ", which is \(ReadableValue.share($0))" } ?? ""
    return "\(Count.grouped(movement.moved)) of the \(all) that had a tier and have one moved"
      + share
  }

  private func write(
    _ label: String, _ rows: [Int], to page: inout TextPage,
    _ words: (_ old: String, _ new: String) -> String
  ) {
    guard !rows.isEmpty else { return }
    let names = evaluation.program.tiers.map { Printable.escaped($0.name) }
    let shown = NameList.text(rows) { row in
      let tier = evaluation.tier(row).map { names[$0] } ?? ""
      let old = Printable.escaped(before.name(row) ?? "")
      return "\(Printable.escaped(evaluation.tables[0].key(row))) (\(words(old, tier)))"
    }
    page.paragraph("\(label): \(Count.grouped(rows.count)): \(shown)")
  }
}
