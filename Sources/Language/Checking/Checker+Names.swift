import Diagnostics
import Tables

/// What the names in an expression may mean: the rows it can read, innermost last.
struct Context {
  struct Frame {
    var row: TableID
    /// A term at home in `row` that refers to the row of the frame outside; nil if there is none.
    var path: TermID?
  }

  var frames: [Frame]
  /// What is being decided, for messages, where only the portfolio can be read.
  var portfolioPhrase: String?
  /// The criterion's `out of`, where `scale` may be used.
  var outOf: Decimal?

  init(row: TableID, outOf: Decimal? = nil) {
    frames = [Frame(row: row, path: nil)]
    self.outOf = outOf
  }

  /// A context that reads no row.
  static func portfolio(_ phrase: String) -> Context {
    var context = Context(row: .portfolio)
    context.portfolioPhrase = phrase
    return context
  }

  static let account = Context(row: .accounts)

  /// The context of a condition over the rows of `table`, asked from here by `path`.
  func entering(_ table: TableID, path: TermID?) -> Context {
    var context = self
    if path == nil { context.frames = [] }
    context.frames.append(Frame(row: table, path: path))
    context.outOf = nil
    return context
  }

  var row: TableID { frames[frames.count - 1].row }

  /// The context outside the innermost row, if that row refers to it.
  var outer: Context? {
    guard frames.count > 1, frames[frames.count - 1].path != nil else { return nil }
    var context = self
    context.frames.removeLast()
    return context
  }
}

extension Checker {
  /// Returns the term that the bare `name` stands for in `context`, or nil if there is none.
  mutating func lookUp(_ name: String, in context: Context, at range: SourceRange) -> TermID? {
    for level in context.frames.indices.reversed() {
      guard let term = lookUp(name, inRowOf: context.frames[level].row, context, at: range) else {
        continue
      }
      return lift(term, from: level, in: context, at: range)
    }
    return portfolioLet(name)
  }

  /// Figures of the whole portfolio can be read from every row.
  private mutating func portfolioLet(_ name: String) -> TermID? {
    guard case .letting(let index) = names[name] else { return nil }
    let term = letTerm(index)
    guard program[term].home == .portfolio else { return nil }
    usedNames.insert(name)
    return term
  }

  /// Makes a term of frame `level` readable in the innermost frame.
  private mutating func lift(
    _ term: TermID, from level: Int, in context: Context, at range: SourceRange
  ) -> TermID {
    var term = term
    for frame in context.frames[(level + 1)...] {
      if let path = frame.path { term = follow(path, term, at: range) }
    }
    return term
  }

  /// Looks `name` up among what belongs to one row of `table`.
  mutating func lookUp(
    _ name: String, inRowOf table: TableID, _ context: Context, at range: SourceRange
  ) -> TermID? {
    if table == .accounts || table == .portfolio {
      guard let definition = names[name] else { return nil }
      usedNames.insert(name)
      let term = self.term(of: definition, at: range)
      guard let term, table == .portfolio, program[term].home != .portfolio,
        type(term) != .error
      else { return term }
      report(.notPortfolio(what: context.portfolioPhrase ?? "this", name: name), at: range)
      return errorTerm(at: range)
    }
    if let index = program[table].fields.firstIndex(where: { $0.name == name }) {
      return field(index, of: table, at: range)
    }
    if let index = program[table].computed.firstIndex(where: { $0.name == name }) {
      usedComputed[table, default: []].insert(index)
      return computedTerm(table, index)
    }
    return nil
  }

  private mutating func term(of definition: Definition, at range: SourceRange) -> TermID? {
    switch definition {
    case .field(let index): return field(index, of: .accounts, at: range)
    case .computed(let index):
      usedComputed[.accounts, default: []].insert(index)
      return computedTerm(.accounts, index)
    case .letting(let index): return letTerm(index)
    case .score(let index): return scoreTerm(index)
    case .table: return nil
    }
  }

  mutating func field(_ index: Int, of table: TableID, at range: SourceRange) -> TermID {
    if table == .accounts, let term = combinedField(index, at: range) { return term }
    return add(
      Term(
        .field(index), type: program[table].fields[index].type, home: table, stage: .rows,
        range: range))
  }

  mutating func letTerm(_ index: Int) -> TermID {
    let letting = letDeclarations[index]
    return resolve(letProgress[index], name: letting.name.text, at: letting.name.range) {
      $0.letProgress[index] = $1
    } check: {
      let inner = $0.check(letting.body, in: .account, range: letting.range)
      return $0.make(.named(.letting(index), inner), $0.type(inner), of: [inner], at: letting.range)
    }
  }

  /// Checks a bare word, which must be a name.
  mutating func checkName(_ name: String, in context: Context, at range: SourceRange) -> TermID {
    if let term = lookUp(name, in: context, at: range) { return term }
    if case .table(let table) = names[name] {
      let owner = program[table].name
      report(.manyRows(table: owner, example: "count(\(owner))"), at: range)
    } else if name == "effective", let day = agreementDay(\.effective) {
      return constant(.day(day), .date, at: range)
    } else {
      let known = knownFigures(in: context)
      reportUnknown(
        name, kind: "figure", among: known, at: range, hint: hint(forFigure: name))
    }
    return errorTerm(at: range)
  }

  /// Returns the figures that `context` can name, innermost first, in the order of declaration.
  private func knownFigures(in context: Context) -> [String] {
    context.frames.reversed().flatMap { frame -> [String] in
      frame.row == .accounts || frame.row == .portfolio
        ? nameOrder.filter { name in !program.tables.contains { $0.name == name } }
        : program[frame.row].fields.map(\.name) + program[frame.row].computed.map(\.name)
    }
  }

  private func agreementDay(_ which: KeyPath<CheckedAgreement, Day?>) -> Day? {
    for clause in agreementDeclaration?.clauses ?? [] {
      if case .effective(let day) = clause.kind, which == \.effective { return day }
    }
    return nil
  }

  /// Checks `base.name`.
  mutating func checkMember(
    _ base: ExpressionID, _ name: Name, in context: Context, at range: SourceRange
  ) -> TermID {
    if case .name(let word) = tree[base].kind {
      switch names[word] {
      case .table(let table) where lookUp(word, in: context, at: range) == nil:
        return checkColumn(table, name, in: context, at: range)
      case .score(let score) where context.frames.contains { $0.row == .accounts }:
        usedNames.insert(word)
        return checkPoints(score, name, in: context, at: range)
      case nil
      where word == "sponsor" && lookUp(word, in: context, at: range) == nil
        && context.frames.contains { $0.row == .accounts }:
        return sponsorFact(name, in: context, at: range)
      default: break
      }
    }
    let reference = check(base, in: context)
    switch type(reference) {
    case .error: return reference
    case .reference(let table):
      return follow(reference, column(name, of: table), at: range)
    default:
      report(
        .wrongType(
          what: "what stands before the dot", expected: "a table or a row of one",
          found: type(reference)), at: tree[base].range)
      return errorTerm(at: range)
    }
  }

  /// Returns the column `name` of a row of `table`, reporting an unknown one.
  mutating func column(_ name: Name, of table: TableID) -> TermID {
    if let term = lookUp(name.text, inRowOf: table, .account, at: name.range) { return term }
    let known =
      table == .accounts
      ? nameOrder : program[table].fields.map(\.name) + program[table].computed.map(\.name)
    reportUnknown(
      name.text, kind: "field of `\(program[table].name)`", among: known, at: name.range)
    return errorTerm(at: name.range)
  }

  /// Checks `table.name`, where a row of `table` must be at hand.
  private mutating func checkColumn(
    _ table: TableID, _ name: Name, in context: Context, at range: SourceRange
  ) -> TermID {
    for level in context.frames.indices.reversed() {
      let row = context.frames[level].row
      if row == table {
        return lift(column(name, of: table), from: level, in: context, at: range)
      }
      if row != .portfolio, case .pairs(let people) = program[row].origin,
        people == table || table == .accounts
      {
        let member = add(
          Term(
            .pairMember(table), type: .reference(table), home: row, stage: .rows, range: range))
        return lift(
          follow(member, column(name, of: table), at: range), from: level, in: context, at: range)
      }
    }
    report(
      .manyRows(table: program[table].name, example: example(of: name.text, in: table)), at: range)
    return errorTerm(at: range)
  }

  /// A figure that many rows of `table` make of their field `name`.
  private func example(of name: String, in table: TableID) -> String {
    let owner = program[table].name
    let type = program[table].fields.first { $0.name == name }?.type
    if type?.isNumeric != false { return "sum(\(owner).\(name))" }
    if case .choices? = type { return "count(\(owner) where … in \(name))" }
    return type == .date ? "max(\(owner).\(name))" : "count(\(owner) where \(name) = …)"
  }

  private mutating func checkPoints(
    _ score: Int, _ name: Name, in context: Context, at range: SourceRange
  ) -> TermID {
    _ = scoreTerm(score)
    let criteria = program.scores[score].criteria
    guard let index = criteria.firstIndex(where: { $0.name == name.text }) else {
      if name.text == "before" { return scoreBefore(score, in: context, at: range) }
      let known = criteria.map(\.name) + ["before"]
      reportUnknown(
        name.text, kind: "criterion of `\(program.scores[score].name)`", among: known,
        at: name.range)
      return errorTerm(at: range)
    }
    let points = criteria[index].points
    let named = add(
      Term(
        .named(.criterion(score, index), points), type: type(points), home: .accounts,
        stage: max(.portfolio, program[points].stage), range: range))
    return ofAccount(named, in: context, at: range)
  }

  /// Returns the score that an account had by the last result.
  private mutating func scoreBefore(
    _ score: Int, in context: Context, at range: SourceRange
  ) -> TermID {
    let before = add(
      Term(
        .earlier(.score(score)), type: .number, home: .accounts, stage: .rows, range: range))
    return ofAccount(before, in: context, at: range)
  }

  /// Returns what the last result says of the account's sponsor: `sponsor.before`, `sponsor.since`.
  mutating func sponsorFact(
    _ name: Name, in context: Context, at range: SourceRange
  ) -> TermID {
    switch name.text {
    case "before": return ofAccount(sponsorBefore(at: range), in: context, at: range)
    case "since":
      let since = add(
        Term(.earlier(.sponsorSince), type: .date, home: .accounts, stage: .rows, range: range))
      return ofAccount(since, in: context, at: range)
    default:
      reportUnknown(
        name.text, kind: "fact about the sponsor", among: ["before", "since"], at: name.range)
      return errorTerm(at: range)
    }
  }

  /// Returns the sponsor whom an account had by the last result.
  mutating func sponsorBefore(at range: SourceRange) -> TermID {
    add(Term(.earlier(.sponsor), type: .text, home: .accounts, stage: .rows, range: range))
  }

  /// Makes a term of an account readable in the innermost frame.
  private mutating func ofAccount(
    _ term: TermID, in context: Context, at range: SourceRange
  ) -> TermID {
    let level = context.frames.lastIndex { $0.row == .accounts } ?? 0
    return lift(term, from: level, in: context, at: range)
  }
}
