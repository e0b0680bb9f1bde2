internal import Language
internal import Tables

extension ReferenceEvaluator {
  /// Adds the scores, points and shown figures of an account.
  mutating func describe(_ account: inout ReferenceResult.Account) throws {
    for score in scores {
      account.scores[score.name.text] = try value(of: score, for: account.record)
      for criterion in score.criteria {
        account.points["\(score.name.text).\(criterion.name.text)"] =
          try points(of: criterion, in: score, for: account.record)
      }
    }
    for (id, item) in shownItems where readsAccount(item.value) {
      account.shown[id] = try value(of: item.value, in: .account(account.record))
    }
  }

  /// Adds the figures of the portfolio and the findings.
  mutating func report(into result: inout ReferenceResult) throws {
    for (id, item) in shownItems where !readsAccount(item.value) {
      result.shown[id] = try value(of: item.value, in: Sight())
    }
    for case .show(let show) in tree.declarations {
      guard let name = show.each else { continue }
      let rows = try subjects(of: .each(name), in: result).map { subject in
        try show.items.map { try value(of: $0.value, in: subject.1) }
      }
      result.books.append(rows)
    }
    for (index, declaration) in tree.declarations.enumerated() {
      guard case .finding(let declaration) = declaration else { continue }
      var finding = ReferenceResult.Finding(
        declaration: index, kind: declaration.kind, label: declaration.label.text)
      for (subject, sight) in try subjects(of: declaration.scope, in: result) {
        switch try value(of: declaration.condition, in: sight) {
        case .missing: finding.undecided.append(subject)
        case .truth(let truth):
          if truth == (declaration.kind == .warn) { finding.fired.append(subject) }
        case let value: throw ReferenceProblem("a finding on \(value)")
        }
      }
      result.findings.append(finding)
    }
  }

  private var shownItems: [(ReferenceResult.ShownItem, ShowDeclaration.Item)] {
    tree.declarations.enumerated().flatMap { index, declaration in
      guard case .show(let show) = declaration, show.each == nil else {
        return [(ReferenceResult.ShownItem, ShowDeclaration.Item)]()
      }
      return show.items.enumerated().map { item in
        (ReferenceResult.ShownItem(declaration: index, item: item.offset), item.element)
      }
    }
  }

  // MARK: - Subjects

  private mutating func subjects(
    of scope: FindingDeclaration.Scope, in result: ReferenceResult
  ) throws -> [(ReferenceResult.Subject, Sight)] {
    switch scope {
    case .portfolio: return [(.portfolio, Sight())]
    case .all: return accounts(of: result) { _ in true }
    case .tiers(let names):
      return accounts(of: result) { tier in names.contains { $0.text == tier } }
    case .each(let name) where name.text == "tier": return tiers(of: result)
    case .each(let name):
      guard name.text != "accounts", data.tables[name.text] != nil else {
        return name.text == "accounts"
          ? accounts(of: result) { _ in true } : try groups(by: name.text)
      }
      return data.accepted(name.text).map { record in
        let row = RowID(table: name.text, record: record)
        return (.row(row), Sight(rows: [row]))
      }
    }
  }

  private func accounts(
    of result: ReferenceResult, where isMeant: (String) -> Bool
  ) -> [(ReferenceResult.Subject, Sight)] {
    result.accounts.filter { $0.tier.map(isMeant) == true }.map { account in
      (.account(key: account.key ?? ""), .account(account.record))
    }
  }

  /// Returns the accounts that have a tier by it, in the order of first appearance.
  private func tiers(of result: ReferenceResult) -> [(ReferenceResult.Subject, Sight)] {
    var groups: [Group] = []
    for account in result.accounts {
      guard let tier = account.tier else { continue }
      if let index = groups.firstIndex(where: { $0.value == .text(tier) }) {
        groups[index].accounts.append(account.record)
      } else {
        groups.append(Group(field: "tier", value: .text(tier), accounts: [account.record]))
      }
    }
    return groups.map { (.group($0.value), Sight(group: $0)) }
  }

  /// Returns the accounts in totals by the value of a field, in the order of first appearance;
  /// those without a value belong to no group.
  private mutating func groups(
    by field: String
  ) throws -> [(ReferenceResult.Subject, Sight)] {
    var groups: [Group] = []
    for account in base {
      let value = try value(ofName: field, in: .account(account))
      if value.isMissing { continue }
      if let index = groups.firstIndex(where: { $0.value == value }) {
        groups[index].accounts.append(account)
      } else {
        groups.append(Group(field: field, value: value, accounts: [account]))
      }
    }
    return groups.map { (.group($0.value), Sight(group: $0)) }
  }

  // MARK: - What reads the account

  /// Whether an expression has another value for another account.
  func readsAccount(_ id: ExpressionID) -> Bool {
    switch tree[id].kind {
    case .error, .number, .text, .date, .duration, .truth, .today: return false
    case .tier: return true
    case .name(let name): return readsAccount(named: name)
    case .member(let base, _): return readsAccount(base)
    case .negated(let inner), .not(let inner), .presence(let inner, isMissing: _),
      .parenthesized(let inner):
      return readsAccount(inner)
    case .binary(_, let left, let right), .fallback(let left, let right):
      return readsAccount(left) || readsAccount(right)
    case .holding(_, let holder): return readsAccount(holder)
    case .membership(let operand, let items):
      return readsAccount(operand) || items.contains(where: readsAccount)
    case .call(let call):
      switch aggregatedTable(of: call) {
      case "accounts"?: return call.partition != nil
      case _?: return true
      case nil:
        return ["rank", "share", "share_before", "share_through"].contains(call.name.text)
          || call.arguments.contains { readsAccount($0.value) }
      }
    }
  }

  private func readsAccount(named name: String) -> Bool {
    let accounts = data.tables["accounts"]
    if accounts?.fields[name] != nil || accounts?.computed[name] != nil { return true }
    if score(named: name) != nil || data.tables[name] != nil { return true }
    switch lets[name]?.body {
    case .expression(let expression)?: return readsAccount(expression)
    case .cases(let cases)?:
      return cases.contains {
        readsAccount($0.value) || $0.condition.map(readsAccount) == true
      }
    case nil: return false
    }
  }
}
