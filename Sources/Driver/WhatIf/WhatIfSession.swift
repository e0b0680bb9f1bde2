import Diagnostics
import Engine
import Language
import Tables

/// What-if tiering: a line is a question, a change, or a command; after a change only what moved is
/// shown.
///
/// What: a change that does not check, or that no row could hold, is refused, and nothing of it stays.
///
/// Why this way: states hold the text of the agreement and the cells that are other than in the file;
/// whatever they give follows from the run over the files as they were loaded.
package struct WhatIfSession: Sendable {
  /// What the state that the files hold is called.
  static let loadedName = "loaded"

  /// What makes an expression a declaration; the expression stands on lines of its own.
  static let question = "show \"what was asked\" =\n"

  var pipeline: Pipeline
  let request: RunRequest
  let style: TextStyle
  private(set) var base: Run
  private var loaded: WhatIfState
  /// The states that led here, and those that were taken back.
  private var past: [WhatIfState] = []
  private var future: [WhatIfState] = []
  private(set) var state: WhatIfState
  private(set) var run: Run
  private var scenarios: [(name: String, state: WhatIfState)] = []
  private var finished: FinishedRuns

  /// Loads an agreement and its accounts; `pipeline` keeps what there is to say about them.
  package init(
    _ pipeline: inout Pipeline, _ request: RunRequest, style: TextStyle
  ) async throws(RunFailure) {
    var request = request
    request.keepsCells = true
    request.fillsBlanks = false
    request.detail = .reasons
    base = try await pipeline.run(request)
    pipeline.countOthers(in: [base], about: nil, toSee: Pipeline.check(request))
    self.request = request
    self.style = style
    run = base
    loaded = WhatIfState(agreement: EditableAgreement(base.evaluation.program.source))
    state = loaded
    finished = FinishedRuns(base, of: loaded)
    self.pipeline = pipeline.fresh
  }

  /// The run over the files as they were loaded last.
  package var loadedRun: Run { base }

  /// What is shown before the first line.
  package var greeting: String { WhatIfText.counts(run, style) }

  /// `true` iff somebody should be asked for more lines before this is executed.
  package static func isOpen(_ text: String) -> Bool { InputKind.isOpen(text) }

  /// Returns what can follow `text`, which stands before the cursor.
  package func completion(of text: String) -> Completion {
    WhatIfCompleter(run.evaluation, scenarios: scenarios.map(\.name)).completion(of: text)
  }

  /// Carries out what was typed.
  package mutating func execute(_ line: String) async -> WhatIfReply {
    pipeline = pipeline.fresh
    var reply = WhatIfReply()
    do throws(RunFailure) {
      reply = try await answer(line.trimmed)
    } catch {
      if error == .stopped { reply.diagnostics.append(.stopped) }
    }
    // Of what a line raises beside, nothing was asked.
    reply.diagnostics += pipeline.diagnostics.sorted.filter { $0.severity == .error }
    return reply
  }

  private mutating func answer(_ line: String) async throws(RunFailure) -> WhatIfReply {
    if line.hasPrefix(":") { return try await command(line) }
    let words = line.split(separator: " ", maxSplits: 1)
    if words.first == "set" { return try await set(line) }
    if SeekLine.begins(line) { return try await seek(line) }
    switch InputKind(line) {
    case .blank: return WhatIfReply()
    case .declaration: return try await declare(line)
    case .expression: return try await ask(line)
    }
  }

  // MARK: Changes

  private mutating func set(_ line: String) async throws(RunFailure) -> WhatIfReply {
    guard let meant = SetLine(line) else {
      throw refuse(
        "this `set` is not understood",
        help: "write `set revenue of \"A04\" = 6M`, `set weight growing = 30` or "
          + "`set limit Strategic = 10`")
    }
    var next = state
    if case .figure(let text, let header, let value) = meant {
      try replace(text, in: header, by: value, &next)
    }
    do throws(EditableAgreement.Problem) {
      switch meant {
      case .weights(let weights):
        for weight in weights { try next.agreement.setWeight(of: weight.name, to: weight.value) }
      case .limit(let tiers, let seats): try next.agreement.setLimit(of: tiers, to: seats)
      case .figure: break
      case .cell(let table, let field, let key, let value):
        next.cells.append(
          WhatIfState.Cell(table: table, field: field, key: key, value: value))
        next.cells[next.cells.count - 1].findRow(in: base.evaluation)
      }
    } catch {
      throw refuse(error)
    }
    do throws(RunFailure) {
      return try await go(to: next, by: line)
    } catch {
      if case .weights(let weights) = meant, weights.count == 1 { pipeline.adviseSeveral() }
      throw error
    }
  }

  private mutating func declare(_ text: String) async throws(RunFailure) -> WhatIfReply {
    let typed = SourceText(name: "input", bytes: Array(text.utf8))
    let (_, mistakes) = Parser.parse(typed)
    if mistakes.contains(where: { $0.severity == .error }) {
      for mistake in mistakes { pipeline.report(mistake) }
      throw .wrong
    }
    var next = state
    let place = next.agreement.put(typed)
    do throws(RunFailure) {
      let reply = try await go(to: next, by: text)
      return try answer(ofTests: typed, instead: reply)
    } catch {
      pipeline.relocate(place, in: next.agreement.source, to: typed)
      throw error
    }
  }

  /// Judges the next state and, where that goes well, keeps it.
  private mutating func go(
    to next: WhatIfState, by line: String
  ) async throws(RunFailure) -> WhatIfReply {
    let after = try await judge(next)
    past.append(state)
    future = []
    var next = next
    next.lines.append(line)
    return enter(next, after)
  }

  /// Judges the accounts by a state, unless that was done a short while ago.
  private mutating func judge(_ next: WhatIfState) async throws(RunFailure) -> Run {
    if let run = finished.run(of: next) { return run }
    let run = try await pipeline.judge(next, after: known, request)
    finished.keep(run, of: next)
    return run
  }

  /// What the next state may follow from.
  var known: [JudgedState] { [JudgedState(state: state, run: run), finished.loaded] }

  private mutating func enter(_ next: WhatIfState, _ after: Run) -> WhatIfReply {
    let text = WhatIfText.moves(from: run, to: after, style)
    state = next
    run = after
    // Doubts that a change raises are not what was asked.
    pipeline = pipeline.fresh
    return WhatIfReply(text: text)
  }

  // MARK: Questions

  private mutating func ask(_ text: String) async throws(RunFailure) -> WhatIfReply {
    let typed = SourceText(name: "input", bytes: Array(text.utf8))
    let (_, _, mistakes) = Parser.parseExpression(typed)
    if mistakes.contains(where: { $0.severity == .error }) {
      for mistake in mistakes { pipeline.report(mistake) }
      throw .wrong
    }
    let shown = SourceText(name: "input", bytes: Array("\(WhatIfSession.question)\(text)\n".utf8))
    var next = state
    var place = next.agreement.put(shown)
    do throws(RunFailure) {
      let after = try await pipeline.judge(next, after: known, request)
      pipeline = pipeline.fresh
      return WhatIfReply(text: WhatIfText.value(after, style))
    } catch {
      place.start += "\(WhatIfSession.question)".utf8.count
      pipeline.relocate(place, in: next.agreement.source, to: typed)
      throw error
    }
  }

  // MARK: Commands

  private mutating func command(_ line: String) async throws(RunFailure) -> WhatIfReply {
    let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1].trimmed.unquotedWord : ""
    guard let word = words.first, let command = WhatIfCommand(rawValue: word) else {
      let nearest = words.first.flatMap {
        Suggestion.nearest(to: $0, among: WhatIfCommand.allCases.map(\.rawValue))
      }
      throw refuse(
        "there is no command `\(Printable.escaped(line, limit: 40))`",
        help: nearest.map { "did you mean `:\($0)`?" } ?? "`:help` lists all commands",
        as: .unknownWhatIfCommand)
    }
    switch command {
    case .help: return WhatIfReply(text: WhatIfCommand.page)
    case .quit: return WhatIfReply(isEnd: true)
    case .top: return WhatIfReply(text: WhatIfText.top(run, Int(rest) ?? 10, style))
    case .sponsors, .schedule: return WhatIfReply(text: WhatIfText.people(run, command, style))
    case .why: return try await why(rest)
    case .diff: return diff()
    case .undo, .redo: return try await step(command)
    case .scenario: return try await scenario(rest)
    case .compare: return try await compare(rest)
    case .save: return try save(rest)
    case .reload: return try await reload()
    }
  }

  private mutating func why(_ name: String) async throws(RunFailure) -> WhatIfReply {
    let explanation = try await pipeline.explanation(
      ofRow: try accountRow(name), state, after: base, request)
    pipeline = pipeline.fresh
    return WhatIfReply(text: ExplanationText.render(explanation, .usual, style: style))
  }

  private func diff() -> WhatIfReply {
    let moves = WhatIfText.moves(from: base, to: run, style)
    if state.lines.isEmpty { return WhatIfReply(text: moves) }
    var page = TextPage(style: style)
    page.heading("What was typed")
    for line in state.lines {
      page.paragraph(Printable.escaped(ClauseText.collapsed(line), limit: 400))
    }
    return WhatIfReply(text: "\(page.text)\n\(moves)")
  }

  private mutating func step(_ command: WhatIfCommand) async throws(RunFailure) -> WhatIfReply {
    let isBack = command == .undo
    guard let next = isBack ? past.last : future.last else {
      return WhatIfReply(text: "nothing to \(command.rawValue)\n")
    }
    let after = try await judge(next)
    if isBack {
      past.removeLast()
      future.append(state)
    } else {
      future.removeLast()
      past.append(state)
    }
    return enter(next, after)
  }

  private mutating func scenario(_ name: String) async throws(RunFailure) -> WhatIfReply {
    if name.isEmpty {
      let names = [WhatIfSession.loadedName] + scenarios.map(\.name)
      let list = names.map { Printable.escaped($0, limit: 60) }.joined(separator: ", ")
      return WhatIfReply(text: "scenarios: \(list)\n")
    }
    guard let known = named(name) else {
      scenarios.append((name, state))
      return WhatIfReply(text: "kept as `\(Printable.escaped(name, limit: 60))`\n")
    }
    let after = try await judge(known)
    past.append(state)
    future = []
    return enter(known, after)
  }

  private func named(_ name: String) -> WhatIfState? {
    name == WhatIfSession.loadedName ? loaded : scenarios.first { $0.name == name }?.state
  }

  private mutating func compare(_ rest: String) async throws(RunFailure) -> WhatIfReply {
    let names = rest.split(separator: " ").map(String.init)
    guard names.count == 2 else {
      throw refuse("`:compare` takes two scenarios", help: "write `:compare loaded NAME`")
    }
    var runs: [Run] = []
    for name in names {
      guard let state = named(name) else {
        let known = [WhatIfSession.loadedName] + scenarios.map(\.name)
        throw refuse(
          "no scenario is called `\(Printable.escaped(name, limit: 40))`",
          help: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
            ?? "there are " + known.map { "`\($0)`" }.joined(separator: ", "))
      }
      runs.append(try await judge(state))
    }
    pipeline = pipeline.fresh
    return WhatIfReply(text: WhatIfText.moves(from: runs[0], to: runs[1], style))
  }

  private mutating func save(_ path: String) throws(RunFailure) -> WhatIfReply {
    guard path.hasSuffix(".kam") else {
      throw refuse("`:save` writes an agreement", help: "write `:save FILE.kam`")
    }
    let (form, mistakes) = Formatter.format(state.agreement.source)
    guard let form else {
      for mistake in mistakes { pipeline.report(mistake) }
      throw .wrong
    }
    let lost = Set(state.cells.map { "\($0.table ?? "")\u{0}\($0.field)\u{0}\($0.key)" }).count
    let cells =
      lost == 0
      ? "" : "; \(Count.of(lost, "changed cell")) \(lost == 1 ? "is" : "are") not in it"
    return WhatIfReply(
      text: "written to `\(Printable.escaped(path, limit: 60))`\(cells)\n", file: (path, form))
  }

  /// Reads everything again, and forgets what was changed; scenarios stay.
  private mutating func reload() async throws(RunFailure) -> WhatIfReply {
    let before = base
    let after = try await pipeline.run(request)
    pipeline.countOthers(in: [after], about: nil, toSee: Pipeline.check(request))
    base = after
    loaded = WhatIfState(agreement: EditableAgreement(after.evaluation.program.source))
    (past, future, state, run) = ([], [], loaded, after)
    finished = FinishedRuns(base, of: loaded)
    return WhatIfReply(
      text: "Read again, against what was loaded before\n"
        + WhatIfText.moves(from: before, to: after, style),
      diagnostics: pipeline.diagnostics.sorted.filter { $0.severity != .error })
  }

  // MARK: Refusals

  mutating func refuse(
    _ message: String, help: String, as code: DiagnosticCode = .unusableSet
  ) -> RunFailure {
    pipeline.report(Diagnostic(code, .error, message, at: nil, help: help))
    return .wrong
  }

  private mutating func refuse(_ problem: EditableAgreement.Problem) -> RunFailure {
    func meant(_ name: String, _ known: [String]) -> String {
      if let nearest = Suggestion.nearest(to: name, among: known) {
        return "did you mean `\(Printable.escaped(nearest, limit: 60))`?"
      }
      let names = known.prefix(20).map { "`\(Printable.escaped($0, limit: 60))`" }
      return known.isEmpty
        ? "the agreement has none" : "there are " + names.joined(separator: ", ")
    }
    switch problem {
    case .unknownCriterion(let name, let known):
      return refuse(
        "no criterion is called `\(Printable.escaped(name, limit: 60))`", help: meant(name, known))
    case .unknownLimit(let name, let known):
      return refuse(
        "there is no limit of `\(Printable.escaped(name, limit: 60))`", help: meant(name, known))
    case .ambiguousCriterion(let name, let scores):
      return refuse(
        "several scores have a criterion `\(Printable.escaped(name, limit: 60))`",
        help: "write " + scores.map { "`\($0).\(name)`" }.joined(separator: " or "))
    }
  }
}

extension Diagnostic {
  fileprivate static let stopped = Diagnostic(
    .stopped, .note, "the computation was stopped, and nothing was changed", at: nil)
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// A word that may stand in quotes.
  fileprivate var unquotedWord: String {
    count > 1 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : self
  }
}

extension Pipeline {
  /// The same pipeline, that has found nothing yet.
  var fresh: Pipeline { Pipeline(files: files) }

  /// Says of weights in percent that several can be set at once.
  fileprivate mutating func adviseSeveral() {
    let found = diagnostics.sorted
    self = fresh
    for var item in found {
      if item.code == .percentWeights {
        item.help =
          "set several at once, so that they add up to 100%: "
          + "`set weight size = 50%, growing = 50%`"
      }
      report(item)
    }
  }

  /// Gives what was found about inserted text the places that it has where it was typed.
  mutating func relocate(
    _ insertion: EditableAgreement.Insertion, in source: SourceText, to typed: SourceText
  ) {
    let found = diagnostics.sorted
    self = fresh
    let first = source.line(at: insertion.start)
    let last = source.line(at: insertion.start + max(0, insertion.length - 1))
    for var item in found {
      if let place = item.place, (first...last).contains(place.line) {
        item.place = place.moved(up: first - 1, to: typed) ?? place
      }
      report(item)
    }
  }
}

extension Place {
  /// Returns nil where the typed text has no such line.
  fileprivate func moved(up lines: Int, to typed: SourceText) -> Place? {
    guard line - lines <= typed.line(at: typed.bytes.count) else { return nil }
    return Place(
      file: typed.name, line: line - lines, column: column, endLine: endLine - lines,
      endColumn: endColumn, excerpt: typed.text(ofLine: line - lines))
  }
}
