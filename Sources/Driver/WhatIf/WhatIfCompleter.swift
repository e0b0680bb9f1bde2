import Diagnostics
import Engine
import Language
import Tables

/// Finds what a half-typed line of a what-if session can go on with.
struct WhatIfCompleter {
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let scenarios: [String]

  init(_ evaluation: Evaluation, scenarios: [String]) {
    self.evaluation = evaluation
    program = evaluation.program
    self.scenarios = scenarios
  }

  /// - Parameter text: what stands before the cursor.
  func completion(of text: String) -> Completion {
    if text.hasPrefix(":") { return command(text) }
    if let quoted = text.openQuote {
      return Completion(
        of: quoted, among: quotable.lazy.map { $0.replacing("\"", with: "\"\"") }, ending: "\"")
    }
    let typed = text.lastWord
    let before = Array(WhatIfCompleter.words(text.dropLast(typed.count)))
    if before.first == "set", let completion = setting(typed, before) { return completion }
    if before.last == ".", before.count > 1 {
      return Completion(of: typed, among: members(of: before[before.count - 2]))
    }
    // Whoever has typed nothing looks for a name.
    if typed.isEmpty { return Completion(of: typed, among: names) }
    let words = before.isEmpty ? ["set "] + Vocabulary.declarations : Vocabulary.words
    return Completion(of: typed, among: names + words + Builtin.allCases.map(\.rawValue))
  }

  // MARK: Commands

  private func command(_ text: String) -> Completion {
    guard let space = text.firstIndex(of: " ") else {
      let commands = WhatIfCommand.allCases.map { ":\($0.rawValue)" }
      return Completion(
        of: text, among: commands, ending: WhatIfCompleter.takesName(text, commands) ? " " : "")
    }
    let argument = text[space...].drop(while: \.isWhitespace)
    switch WhatIfCommand(rawValue: String(text[..<space].dropFirst())) {
    case .why:
      guard argument.hasPrefix("\"") else {
        return Completion(of: String(argument), among: accounts)
      }
      return Completion(of: String(argument.dropFirst()), among: accounts, ending: "\"")
    case .scenario: return Completion(of: String(argument), among: known)
    case .compare: return Completion(of: text.lastPart, among: known)
    default: return Completion(of: "", among: [])
    }
  }

  /// `true` iff the only command that begins so is followed by a name.
  private static func takesName(_ text: String, _ commands: [String]) -> Bool {
    let meant = commands.first { $0.hasPrefix(text) }.map { String($0.dropFirst()) }
    switch meant.flatMap(WhatIfCommand.init) {
    case .why, .scenario, .compare, .save: return true
    default: return false
    }
  }

  private var known: [String] { [WhatIfSession.loadedName] + scenarios }

  // MARK: Changes

  /// Returns nil where the value is typed.
  private func setting(_ typed: String, _ before: [String]) -> Completion? {
    if before.count == 1 {
      let tables = stored.dropFirst().map(\.name).filter { !$0.isEmpty }
      return Completion(
        of: typed, among: ["weight", "limit"] + fields(of: program[program.accountsFile]) + tables,
        ending: " ")
    }
    if before.last == "=" {
      guard before.contains("of") else { return nil }
      return Completion(of: typed, among: values(of: before))
    }
    if before[1] == "weight" {
      let isNamed = before.count > 2 && before.last != "," && before.last != "."
      return Completion(of: typed, among: isNamed ? ["="] : criteria(before))
    }
    if before[1] == "limit" {
      let isNamed = before.count > 2 && before.last != ","
      let tiers = program.limits.flatMap(\.tiers).map { program.tiers[$0].name }
      return Completion(of: typed, among: isNamed ? ["="] : tiers.compactMap(Spelling.name))
    }
    if before.contains("=") { return nil }
    if before.last == "." { return Completion(of: typed, among: members(of: before[1])) }
    return Completion(of: typed, among: before.contains("of") ? ["="] : ["of \""])
  }

  private func criteria(_ before: [String]) -> [String] {
    if before.last == ".", before.count > 1 {
      let score = program.scores.first { $0.name == before[before.count - 2] }
      return score.map { $0.criteria.map(\.name) } ?? []
    }
    let names = program.scores.flatMap { $0.criteria.map(\.name) }
    let isAmbiguous = Set(names).count < names.count
    return names + (isAmbiguous ? program.scores.map(\.name) : [])
  }

  /// What can stand in the cell that a line names, where its values can be listed.
  private func values(of before: [String]) -> [String] {
    guard let of = before.firstIndex(of: "of"), of > 1 else { return [] }
    let tables = before[of - 2] == "." ? stored.filter { $0.name == before[1] } : []
    let table = tables.first ?? program[program.accountsFile]
    guard let index = table.fields.firstIndex(where: { $0.name == before[of - 1] }) else {
      return []
    }
    let optional = table.schema.fields[index].isOptional ? ["missing"] : []
    switch table.fields[index].type {
    case .choice(let list), .choices(let list):
      return program.choices[list.index].compactMap(Spelling.name) + optional
    case .tier: return program.tiers.map(\.name).compactMap(Spelling.name) + optional
    case .truth: return ["yes", "no"] + optional
    default: return optional
    }
  }

  // MARK: Names

  /// The tables that are read from files, the accounts' first.
  private var stored: [CheckedTable] {
    let others = program.tables.filter {
      if case .file = $0.origin { true } else { false }
    }
    let own = program[program.accountsFile]
    return [own] + others.filter { $0.name != own.name && $0.name != "accounts" }
  }

  private func fields(of table: CheckedTable) -> [String] { table.fields.map(\.name) }

  private func members(of name: String) -> [String] {
    if let score = program.scores.first(where: { $0.name == name }) {
      return score.criteria.map(\.name)
    }
    let table = name == "accounts" ? program.tables.first : stored.first { $0.name == name }
    return table.map { fields(of: $0) + $0.computed.map(\.name) } ?? []
  }

  /// The names that an expression over the portfolio can begin with, or read.
  private var names: [String] {
    let accounts = program.tables[0]
    var names = fields(of: accounts) + accounts.computed.map(\.name) + program.lets.map(\.name)
    names += program.scores.flatMap { [$0.name] + $0.criteria.map(\.name) }
    names += program.tiers.map(\.name) + stored.map(\.name) + ["accounts"]
    names += program.choices.joined()
    return names.compactMap(Spelling.name)
  }

  /// The keys and names of the accounts, as far as they can be shown.
  private var accounts: some Sequence<String> {
    let rows = 0..<evaluation.tables[0].rowCount
    let names = rows.lazy.compactMap { evaluation.accountName($0) }
    return joined([keys(of: program.accountsFile), keys(of: .accounts)], AnySequence(names))
  }

  /// What can stand between quotes: accounts, keys of other tables, tiers and values.
  private var quotable: some Sequence<String> {
    let others = program.tables.indices.filter {
      if case .file = program.tables[$0].origin {
        TableID($0) != program.accountsFile
      } else {
        false
      }
    }
    return joined(
      [AnySequence(accounts)] + others.map { keys(of: TableID($0)) },
      AnySequence(program.tiers.map(\.name) + Array(program.choices.joined())))
  }

  private func keys(of table: TableID) -> AnySequence<String> {
    let keys = evaluation.tables[table.index].keys
    return AnySequence((0..<keys.count).lazy.map { keys.text($0) })
  }

  private func joined(
    _ parts: [AnySequence<String>], _ last: AnySequence<String>
  ) -> some Sequence<String> {
    (parts + [last]).lazy.joined().lazy.filter { text in
      !text.isEmpty && !text.unicodeScalars.contains(where: Printable.isInvisible)
    }
  }

  /// The words and signs of a line, texts in quotes as one.
  private static func words(_ text: Substring) -> [String] {
    let source = SourceText(name: "input", bytes: Array(text.utf8))
    return Lexer.lex(source).tokens.compactMap { token in
      switch token.kind {
      case .space, .lineEnd, .comment, .endOfFile: nil
      default: source.text(of: token.range)
      }
    }
  }
}

extension String {
  /// What stands behind a quote that nothing closes, nil where there is none.
  fileprivate var openQuote: String? {
    var start: Index?
    var isComment = false
    for index in indices {
      switch self[index] {
      case "\n": (start, isComment) = (nil, false)
      case "#" where start == nil: isComment = true
      case "\"" where !isComment: start = start == nil ? self.index(after: index) : nil
      default: break
      }
    }
    return start.map { String(self[$0...]) }
  }

  /// The letters of a name at the end.
  fileprivate var lastWord: String {
    String(reversed().prefix { $0.unicodeScalars.allSatisfy(Spelling.isWordPart) }.reversed())
  }

  /// What stands behind the last space.
  fileprivate var lastPart: String { String(reversed().prefix { $0 != " " }.reversed()) }
}
