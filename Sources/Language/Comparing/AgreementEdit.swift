/// One thing that two agreements say differently: a clause or declaration that was added, taken out
/// or reworded, or the order of clauses in which the first that holds counts.
package struct AgreementEdit: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case added, removed, changed, reordered
  }

  /// A clause as one of the agreements has it, without comments, on one line.
  package struct Side: Hashable, Sendable {
    package var text: String
    /// The line on which it starts, from 1.
    package var line: Int
  }

  package var kind: Kind
  /// The headers of the blocks around the clause, the outermost first, as far as they name
  /// something: `score worth`, `criterion size`.
  package var within: [String]
  /// nil for what was added.
  package var old: Side?
  /// nil for what was removed.
  package var new: Side?
}
