import Diagnostics
import Engine
import Language
import Tables

/// The addresses of people, by their names as the keys of their tables have them.
struct AddressBook {
  private var addresses: [String: MailAddress] = [:]
  /// What stands in the place of an address and is none, in the order of the tables.
  private(set) var unusable: [(name: String, text: String, table: String)] = []

  init(_ evaluation: Evaluation) {
    for column in evaluation.program.addresses {
      let table = evaluation.tables[column.table.index]
      for row in 0..<table.rowCount where table.repeated[row] == nil {
        guard let text = evaluation.text(column.email, row) else { continue }
        let name = table.key(row)
        if let address = MailAddress(text) {
          if addresses[name] == nil { addresses[name] = address }
        } else {
          unusable.append((name, text, evaluation.program[column.table].name))
        }
      }
    }
  }

  subscript(name: String) -> MailAddress? { addresses[name] }
}
