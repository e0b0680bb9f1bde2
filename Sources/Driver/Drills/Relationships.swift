import Engine
import Language
import Tables

/// Who of our people owns which accounts, and who knows whom there.
struct Relationships {
  /// By account, who owns it.
  private(set) var owners: [Int: String] = [:]
  /// By account, who has a relationship with it.
  private(set) var people: [Int: Set<String>] = [:]
  /// By account and the name of a contact there, who knows the contact.
  private(set) var contacts: [Int: [String: Set<String>]] = [:]
  /// Everybody whom a field names.
  private(set) var everyone: Set<String> = []

  /// - Complexity: O(rows) of the tables that name people.
  init(_ evaluation: Evaluation) {
    let people = evaluation.program.people
    for field in people.fields {
      for row in 0..<evaluation.tables[0].rowCount where evaluation.counts(row, of: .accounts) {
        guard let person = evaluation.text(field.term, row) else { continue }
        everyone.insert(person)
        if field == people.owner { owners[row] = person }
      }
    }
    for relation in people.relations { add(relation, evaluation) }
  }

  private mutating func add(_ relation: CheckedPeople.Relation, _ evaluation: Evaluation) {
    for row in 0..<evaluation.tables[relation.table.index].rowCount
    where evaluation.counts(row, of: relation.table) {
      let named = relation.people.compactMap { evaluation.text($0, row) }
      everyone.formUnion(named)
      let contact = relation.contact.flatMap { evaluation.text($0, row) }
      for account in Set(relation.accounts.compactMap { evaluation.row($0, of: row) }) {
        people[account, default: []].formUnion(named)
        if let contact {
          contacts[account, default: [:]][contact, default: []].formUnion(named)
        }
      }
    }
  }
}

extension Evaluation {
  /// `true` iff what stands in a row may be counted: its key is its own, and an account is not left
  /// out of everything.
  fileprivate func counts(_ row: Int, of table: TableID) -> Bool {
    table == .accounts ? isInTotals(row) : tables[table.index].repeated[row] == nil
  }

  /// Returns the row to which a reference leads, if there is one.
  fileprivate func row(_ reference: TermID, of row: Int) -> Int? {
    guard let (values, place) = cell(reference, row), values.isPresent(place) else { return nil }
    return Int(values.codes[place])
  }
}
