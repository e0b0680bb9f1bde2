import Language
import Tables

/// Figures that follow from the day and the text alone, such as `today - 6 months`.
extension Planner {
  /// Returns the value of a term that reads no data; nil for other terms, and where it is missing.
  ///
  /// PERF: an operation over the portfolio is known a level later than its constants, so that what
  /// reads it takes a pass of its own over columns that are kept for it.
  ///
  /// - Complexity: O(1) beside its operands, of which each is worked out once.
  mutating func settle(_ id: TermID) -> Constant? {
    guard program[id].home == .portfolio else { return nil }
    for operand in program[id].kind.operands {
      let register = register(for: operand)
      guard case .constant = plan[register].producer else { return nil }
    }
    guard let value = try? settled.value(id) else { return nil }
    settled.given[id] = value
    return value
  }

  /// Returns a value of the agreement as columns hold it.
  func value(of constant: Constant) -> ConstantValue {
    switch constant {
    case .number(let value): .number(value.scaled)
    case .day(let day): .code(day.number)
    case .months(let months): .code(Int32(clamping: months))
    case .truth(let truth): .truth(truth)
    case .text(let text): .text(text)
    case .code(let code): .code(Int32(clamping: code))
    }
  }

  /// `true` iff the codes of a column are numbers of texts.
  func isText(_ producer: Producer, _ kind: RegisterKind) -> Bool {
    guard kind == .code else { return false }
    switch producer {
    case .constant(.text): return true
    case .operation(let operation):
      return (operation.inputs + [operation.foreignInput].compactMap { $0 })
        .contains { plan[$0].isText }
    case .constant, .field, .value, .selfReference, .aggregation, .ranking, .share, .valueRow,
      .pairMember, .group, .head, .earlier, .isUnrepeated, .inTotals, .tier:
      return false
    }
  }
}
