import Language
import Tables

extension Evaluation {
  /// The row of the accounts' file in which an account stands; of a group its head's.
  package func fileRow(of account: Int) -> Int {
    groups.map { Int($0.heads[account]) } ?? account
  }

  /// The rows of the accounts' file that are judged as one, the group's head first, then by key.
  package func memberRows(of account: Int) -> [Int] {
    let head = fileRow(of: account)
    guard let groups else { return [head] }
    let order = order(by: [], of: program.accountsFile)
    return [head]
      + groups.members(of: account).filter { $0 != head }.sorted { order.isAhead($0, $1) }
  }

  /// The keys of the accounts that are judged as one, in the same order.
  package func memberKeys(of account: Int) -> [String] {
    memberRows(of: account).map { tables[program.accountsFile.index].key($0) }
  }
}
