import Diagnostics
import Tables

/// Who must be there at reviews.
extension Checker {
  /// Returns the name by which clauses and messages speak of an attendee.
  func role(of attendee: ReviewDeclaration.Attendee) -> String {
    if let label = attendee.label { return label.text }
    guard attendee.column != nil || attendee.condition != nil else { return attendee.name.text }
    return tree.source.text(of: attendee.range).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  mutating func attendee(
    _ attendee: ReviewDeclaration.Attendee
  ) -> CheckedReview.Attendee? {
    let name = attendee.name
    if name.isQuoted {
      if name.text.allSatisfy(\.isWhitespace) {
        report(.namelessAttendee, at: name.range)
        return nil
      }
      return .person(name.text)
    }
    if case .table(let table) = names[name.text] { return rows(of: table, attendee) }
    if attendee.column != nil || attendee.condition != nil {
      let known = tableDeclarations.map(\.name.text).filter { $0 != "accounts" }
      reportUnknown(name.text, kind: "table", among: known, at: name.range)
      return nil
    }
    if name.text == "sponsor", names["sponsor"] == nil { return .sponsor }
    if name.text == "deputy", names["deputy"] == nil { return .deputy }
    let term = keyText(checkName(name.text, in: .account, at: name.range))
    return named(term, at: name.range).map { .field(role(of: attendee), $0) }
  }

  /// Returns a term that names an attendee, or nil where it cannot, which is reported.
  private mutating func named(_ term: TermID, at range: SourceRange) -> TermID? {
    switch type(term) {
    case .text: return term
    case .error: return nil
    default:
      report(
        .wrongType(what: "an attendee", expected: "a text or a person", found: type(term)),
        at: range)
      return nil
    }
  }

  /// Returns whom the rows of `table` name: those that belong to the account, or all where nothing
  /// leads from them to accounts.
  private mutating func rows(
    of table: TableID, _ attendee: ReviewDeclaration.Attendee
  ) -> CheckedReview.Attendee? {
    let range = attendee.range
    guard table != .accounts else {
      report(.manyRows(table: "accounts", example: "owner"), at: attendee.name.range)
      return nil
    }
    let paths = hasReferenceCircle ? [] : self.paths(from: table, to: .accounts)
    if paths.count > 1 {
      let words = paths.map { path in "`\(path.map(\.name).joined(separator: "."))`" }
      report(.manyPaths(table: program[table].name, to: "accounts", paths: words), at: range)
      return nil
    }
    let account = paths.first.map { pathTerm($0, at: range) }
    let context = Context.account.entering(table, path: account)
    guard let person = person(of: table, attendee) else { return nil }
    let condition = attendee.condition.map { checkCondition($0, in: context) }
    return .rows(
      CheckedReview.Rows(
        role: role(of: attendee), table: table, account: account, person: person,
        condition: condition))
  }

  /// Returns the text that names somebody in a row of `table`: the column that is written, or the
  /// key.
  private mutating func person(
    of table: TableID, _ attendee: ReviewDeclaration.Attendee
  ) -> TermID? {
    guard let name = attendee.column else {
      guard let key = program[table].keyIndex else {
        report(.noKey(table: program[table].name), at: attendee.name.range)
        return nil
      }
      return field(key, of: table, at: attendee.name.range)
    }
    return named(keyText(column(name, of: table)), at: name.range)
  }
}
