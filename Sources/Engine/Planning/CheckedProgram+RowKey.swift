import Language

extension CheckedProgram {
  /// `true` iff the term is the key of the row itself, which tables keep as bytes.
  package func isRowKey(_ id: TermID) -> Bool {
    guard case .field(let index) = self[id].kind, case .file = self[self[id].home].origin else {
      return false
    }
    return self[self[id].home].keyIndex == index
  }
}
