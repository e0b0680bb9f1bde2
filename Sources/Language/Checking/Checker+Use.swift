import Diagnostics
import Tables

/// What is declared and never read.
extension Checker {
  /// Notes lets, tables, computed fields and optional fields that nothing reads.
  ///
  /// A field that must be there is used by being there: a row without it is rejected.
  mutating func checkUse() {
    for letting in letDeclarations where !usedNames.contains(letting.name.text) {
      report(.unusedName(letting.name.text, kind: "let"), at: letting.name.range)
    }
    let read = readFields()
    for (index, table) in program.tables.enumerated() {
      guard case .file = table.origin else { continue }
      guard index == 0 || isUsed(TableID(index), read) else {
        report(.unusedName(table.name, kind: "table"), at: table.range)
        continue
      }
      checkUse(of: TableID(index), read[TableID(index), default: []])
    }
  }

  private mutating func checkUse(of table: TableID, _ read: Set<Int>) {
    let fields = program[table].schema.fields
    let codes = fields.compactMap(\.codeField)
    let unread = fields.indices.filter {
      !fields[$0].isHelper && !codes.contains($0) && fields[$0].isOptional && !fields[$0].isKey
        && !read.contains($0)
    }
    if let first = unread.first {
      report(
        .unusedFields(unread.map { fields[$0].name }, table: program[table].name),
        at: program[table].fields[first].range)
    }
    for (index, field) in program[table].computed.enumerated()
    where !usedComputed[table, default: []].contains(index)
      && !(table == program.group?.members
        && usedComputed[.accounts, default: []].contains(index))
    {
      report(.unusedName(field.name, kind: "computed field"), at: nameRange(of: field))
    }
  }

  /// Notes that relationships with accounts are declared, and that tiers would be the same without
  /// them.
  mutating func checkRelationships() {
    let tables = program.people.relations.filter { !$0.accounts.isEmpty }.map(\.table)
    guard let first = tables.first, !program.tiers.isEmpty else { return }
    var seen: Set<TermID> = []
    var open = program.decidingTerms
    while let id = open.popLast() {
      guard seen.insert(id).inserted else { continue }
      let term = program[id]
      switch term.kind {
      case .score(let index): open += program.scores[index].criteria.map(\.points)
      case .aggregate(let aggregate) where tables.contains(aggregate.source): return
      default: break
      }
      open += term.kind.operands
    }
    report(
      .relationshipsDecideNothing(tables: tables.map { program[$0].name }),
      at: program[first].range)
  }

  /// The name of a computed field, which begins its line.
  private func nameRange(of field: CheckedComputed) -> SourceRange {
    SourceRange(
      start: Int(field.range.start), end: Int(field.range.start) + field.name.utf8.count)
  }

  /// Returns the fields of each table that some term reads.
  private func readFields() -> [TableID: Set<Int>] {
    var read: [TableID: Set<Int>] = [:]
    let names = Set(program.conversions.flatMap { [$0.figure, $0.amount, $0.code] })
    for (index, term) in program.terms.enumerated() where !names.contains(TermID(index)) {
      if case .field(let index) = term.kind { read[term.home, default: []].insert(index) }
    }
    if let group = program.group { read[group.members, default: []].insert(group.parent) }
    return read
  }

  /// `true` iff rows of a table are counted, read, gone through, or referred to.
  private func isUsed(_ table: TableID, _ read: [TableID: Set<Int>]) -> Bool {
    if read[table] != nil { return true }
    if program.sponsors.contains(where: { $0.people == table }) { return true }
    if program.goesThrough(table) { return true }
    let isReferredTo = program.tables.contains { other in
      other.fields.contains { $0.type == .reference(table) }
    }
    if isReferredTo { return true }
    return program.terms.contains { term in
      if case .aggregate(let aggregate) = term.kind { aggregate.source == table } else { false }
    }
  }
}
