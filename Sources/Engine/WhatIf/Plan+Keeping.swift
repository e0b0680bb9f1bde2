import Language

/// What a run keeps so that other runs can follow from it without its files.
extension Plan {
  /// Keeps every value that decides tiers, does not follow from the day, and is read beside one that
  /// does.
  mutating func keepForOtherDays() {
    var wanted: Set<RegisterID> = []
    var seen: Set<RegisterID> = []
    let tainted = registersOfDay
    var open = tierRegisters
    while let id = open.popLast() {
      guard seen.insert(id).inserted else { continue }
      if tainted[id.index] { open += sources(of: id) } else { wanted.insert(id) }
    }
    keptForOtherDays = wanted
    for level in levels.indices {
      for pass in levels[level].passes.indices {
        let (made, kept) = (levels[level].passes[pass].made, levels[level].passes[pass].keeps)
        // Reports do without them, so that the registers are not marked as kept.
        levels[level].passes[pass].keeps +=
          made.filter { wanted.contains($0) && !kept.contains($0) }
      }
    }
  }

  /// The registers that are read where tiers are decided.
  var tierRegisters: [RegisterID] {
    var found = decision.excludes + decision.rejects + [decision.route]
    found += [decision.before].compactMap { $0 }
    for limit in decision.limits {
      found += [limit.seats] + limit.keys.compactMap(\.register) + limit.spares
      found += [limit.next].compactMap { $0 }
    }
    return found
  }

  /// By register, whether it may have other values on another day.
  private var registersOfDay: [Bool] {
    var tainted = [Bool](repeating: false, count: registers.count)
    // Inputs stand before what reads them.
    for index in registers.indices {
      let id = RegisterID(index)
      tainted[index] =
        ofDay.contains(id) || sources(of: id).contains { tainted[$0.index] }
    }
    return tainted
  }
}

extension Plan.Pass {
  /// The registers whose values the pass makes.
  fileprivate var made: [RegisterID] { fields + steps }
}

extension Planner {
  /// Keeps all cells but keys, which are kept anyway.
  mutating func keepCells() {
    plan.keepsCells = true
    for (index, table) in program.tables.enumerated() {
      guard case .file = table.origin else { continue }
      for (number, field) in table.fields.enumerated() where number != table.keyIndex {
        keep(self.field(number, of: TableID(index), kind(of: field.type)))
      }
    }
  }
}
