import Diagnostics
import Tables

/// Where the data name people of ours: the fields of the type `person`.
package struct CheckedPeople: Hashable, Sendable {
  /// A table other than the accounts that names people of ours.
  package struct Relation: Hashable, Sendable {
    package var table: TableID
    /// The ways from a row to accounts: references; none where the table leads to no account.
    package var accounts: [TermID]
    /// The texts that name people.
    package var people: [TermID]
    /// The text field called `name`, of which a table that leads to accounts has one where its rows
    /// are the customer's people.
    package var contact: TermID?
  }

  /// A field of the accounts that names people.
  package struct AccountField: Hashable, Sendable {
    package var name: String
    package var term: TermID
  }

  package var fields: [AccountField] = []
  /// In the order of the tables.
  package var relations: [Relation] = []

  /// The field whose people own accounts: the one called `owner`, else the first.
  package var owner: AccountField? { fields.first { $0.name == "owner" } ?? fields.first }

  /// Everything that has to be known of the data to tell who knows whom.
  package var terms: [TermID] {
    fields.map(\.term)
      + relations.flatMap { $0.accounts + $0.people + [$0.contact].compactMap { $0 } }
  }

  package var isEmpty: Bool { fields.isEmpty && relations.isEmpty }
}

/// Finding the people whom the data name.
extension Checker {
  /// Names the figures of all fields that name people, and the ways from them to accounts.
  mutating func findPeople() {
    for (index, table) in program.tables.enumerated() {
      let people = table.fields.indices.filter {
        table.fields[$0].isPerson && table.fields[$0].type == .text
      }
      guard !people.isEmpty, TableID(index) != program.group?.members else { continue }
      let terms = people.map { field($0, of: TableID(index), at: table.fields[$0].range) }
      if index == 0 {
        program.people.fields = zip(people, terms).map {
          CheckedPeople.AccountField(name: table.fields[$0].name, term: $1)
        }
      } else {
        addRelation(TableID(index), terms)
      }
    }
  }

  private mutating func addRelation(_ table: TableID, _ people: [TermID]) {
    let range = program[table].range
    let ways =
      hasReferenceCircle ? [] : paths(from: table, to: .accounts).map { pathTerm($0, at: range) }
    let name = program[table].fields.firstIndex {
      $0.name == "name" && $0.type == .text && !$0.isPerson
    }
    let contact = ways.isEmpty ? nil : name.map { field($0, of: table, at: range) }
    program.people.relations.append(
      CheckedPeople.Relation(table: table, accounts: ways, people: people, contact: contact))
  }
}

extension CheckedProgram {
  /// Returns the agreement with a reason to leave accounts out that comes before all others and
  /// holds for those with these keys.
  package func excluding(_ keys: [String], because reason: String) -> CheckedProgram {
    guard let index = self[.accounts].keyIndex, !keys.isEmpty else { return self }
    var program = self
    func add(_ kind: TermKind, _ type: ValueType, _ home: TableID) -> TermID {
      program.terms.append(Term(kind, type: type, home: home, stage: .rows, range: .start))
      return TermID(program.terms.count - 1)
    }
    let key = add(.field(index), .text, .accounts)
    var conditions = keys.map { text in
      let constant = add(.constant(.text(text)), .text, .portfolio)
      return add(.compare(.equal, key, constant), .truth, .accounts)
    }
    // In pairs, so that few conditions build on each other.
    while conditions.count > 1 {
      conditions = stride(from: 0, to: conditions.count, by: 2).map { place in
        place + 1 < conditions.count
          ? add(.or(conditions[place], conditions[place + 1]), .truth, .accounts)
          : conditions[place]
      }
    }
    program.excludes.insert(
      CheckedExclude(
        reason: reason, fromTiersOnly: false, condition: conditions[0], range: .start), at: 0)
    return program
  }
}
