import Language
import Tables

/// Registers of what stands in files, and of what an earlier result says in its place.
extension Planner {
  mutating func field(_ index: Int, of table: TableID, _ kind: RegisterKind) -> RegisterID {
    if case .eachValue = program[table].origin {
      let register = make(.value, kind, home: table, level: firstLevel(of: table))
      plan.registers[register.index].isText = program[table].fields[index].type == .text
      return keep(register)
    }
    if case .groups(let members) = program[table].origin {
      let column = self.field(index, of: members, kind)
      return operation(.gather(headRegister, column), kind, home: table)
    }
    if table == .accounts, let fact = replacement(of: index) { return earlier(fact) }
    let level = firstLevel(of: table)
    if case .reference(table) = program[table].fields[index].type {
      return keep(make(.selfReference(index), .code, home: table, level: level + 1))
    }
    let register = make(.field(index), kind, home: table, level: level)
    plan.registers[register.index].isText = program[table].fields[index].type == .text
    return register
  }

  /// What an earlier result says in the place of a field of the accounts.
  func replacement(of field: Int) -> EarlierFact? {
    guard hasEarlier else { return nil }
    if program[.accounts].fields[field].type == .tier { return .tier }
    return program.isSince(field) ? .since : nil
  }

  /// Keys are known once all rows have been read.
  mutating func earlier(_ fact: EarlierFact) -> RegisterID {
    let first = firstLevel(of: .accounts)
    let kind: RegisterKind =
      switch fact {
      case .tier, .since, .sponsor, .sponsorSince: .code
      case .score: .number
      }
    let register = make(
      .earlier(fact), kind, home: .accounts,
      level: plan.readLevels[0] == nil ? first : first + 1)
    plan.registers[register.index].isText = fact == .sponsor
    return keep(register)
  }

  var groupRegister: RegisterID {
    mutating get {
      keep(
        make(
          .group, .code, home: program.accountsFile, level: formationLevel))
    }
  }

  var headRegister: RegisterID {
    mutating get { keep(make(.head, .code, home: .accounts, level: formationLevel)) }
  }
}
