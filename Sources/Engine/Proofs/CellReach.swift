import Language
import Tables

/// What follows from a cell: whether it decides anything, and whether it reaches other accounts.
struct CellReach {
  let decides: Bool
  let readsFar: Bool
  /// What says to which account the row belongs, of each figure that collects the cell.
  let buckets: Set<RegisterID>

  init(_ cell: RegisterID, of table: TableID, in plan: Plan) {
    let deciding = CellReach.deciding(in: plan)
    let reached = CellReach.reached(from: cell, among: deciding, in: plan)
    decides = plan.tierRegisters.contains { reached[$0.index] }
    var buckets: Set<RegisterID> = []
    var readsFar = false
    for index in plan.registers.indices where reached[index] && index != cell.index {
      let register = plan.registers[index]
      switch register.producer {
      case .operation: if ![.accounts, table].contains(register.home) { readsFar = true }
      case .aggregation(let number):
        let aggregation = plan.aggregations[number]
        if table != .accounts, aggregation.source == table, aggregation.target == .accounts,
          let bucket = aggregation.bucket
        {
          buckets.insert(bucket)
        } else {
          readsFar = true
        }
      case .constant, .field, .selfReference, .group, .head, .earlier, .valueRow, .pairMember,
        .value, .isUnrepeated, .ranking, .share, .inTotals, .tier:
        readsFar = true
      }
    }
    self.buckets = buckets
    self.readsFar = readsFar
  }

  /// By register, whether anything that decides tiers follows from it.
  private static func deciding(in plan: Plan) -> [Bool] {
    var deciding = [Bool](repeating: false, count: plan.registers.count)
    var open = plan.tierRegisters
    while let id = open.popLast() {
      guard !deciding[id.index] else { continue }
      deciding[id.index] = true
      open += plan.sources(of: id)
    }
    return deciding
  }

  private static func reached(
    from cell: RegisterID, among deciding: [Bool], in plan: Plan
  ) -> [Bool] {
    var reached = [Bool](repeating: false, count: plan.registers.count)
    reached[cell.index] = true
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for index in plan.registers.indices where !reached[index] && deciding[index] {
        guard plan.sources(of: RegisterID(index)).contains(where: { reached[$0.index] }) else {
          continue
        }
        reached[index] = true
        isGrowing = true
      }
    }
    return reached
  }
}

extension Evaluation {
  /// The rows that a figure of an account is collected over, ascending.
  func rows(collectedBy aggregation: Aggregation, for account: Int) -> [Int] {
    if aggregation.source == program.accountsFile { return memberRows(of: account).sorted() }
    guard let bucket = aggregation.bucket else { return [] }
    let owners = columns[bucket.index]
    let repeated = tables[aggregation.source.index].repeated
    return (0..<owners.count).filter {
      owners.isPresent($0) && Int(owners.codes[$0]) == account && repeated[$0] == nil
    }
  }
}
