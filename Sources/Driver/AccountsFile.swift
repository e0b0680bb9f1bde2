import Engine
import Language

/// The file of the accounts, whose rows are accounts or form groups that are.
extension CheckedProgram {
  /// The tables that are read from files, the accounts' first.
  package var fileTables: [TableID] {
    let others = tables.indices.map { TableID($0) }.filter {
      guard case .file = self[$0].origin else { return false }
      return $0 != accountsFile
    }
    return [accountsFile] + others
  }
}

extension Groups {
  /// The keys of a circle up to where it closes; of a long one the first.
  func shownCircle(_ number: Int) -> [String] {
    let (keys, most) = (circles[number], 12)
    return keys.prefix(most) + (keys.count > most ? ["…"] : []) + keys.prefix(1)
  }
}
