import Language

extension CheckedProgram {
  /// `true` iff the term is the key of the row itself, which tables keep as bytes.
  package func isRowKey(_ id: TermID) -> Bool {
    guard case .field(let index) = self[id].kind else { return false }
    switch self[self[id].home].origin {
    case .file, .groups: return self[self[id].home].keyIndex == index
    case .eachValue, .pairs: return false
    }
  }
}
