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
}
