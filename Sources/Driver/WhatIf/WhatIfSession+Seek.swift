import Diagnostics
import Engine
import Language
import Tables

/// Goal seek: which figure brings about what somebody wants.
extension WhatIfSession {
  /// How many rows trials may pass, and how many steps are tried one by one at least and at most.
  private static let rowBudget = 8_000_000
  private static let steps = 24...600

  mutating func seek(_ line: String) async throws(RunFailure) -> WhatIfReply {
    let answer = try await answer(toSeek: line)
    // Doubts that figures raise which were tried are not what was asked.
    pipeline = pipeline.fresh
    return WhatIfReply(text: SeekText.render(answer, run, style))
  }

  /// Finds the figures that a line asks for.
  ///
  /// - Parameter dense: how many steps are tried one by one on each side; by the number of rows if nil.
  mutating func answer(
    toSeek line: String, dense: Int? = nil
  ) async throws(RunFailure) -> SeekAnswer {
    guard let meant = SeekLine(line) else {
      throw refuse(
        "this `seek` is not understood",
        help: "write `seek limit Strategic so that \"A04\" is Strategic`, or `weight NAME`, "
          + "`let NAME`, `65 in tier Key` or `revenue of \"A04\"` in the place of the limit",
        as: .unusableSeek)
    }
    let goal = try goal(meant.goal)
    let asked = try asking(goal)
    let known = try await pipeline.known(for: asked, after: base, request)
    let axis = try await axis(meant, asked, known)
    return try await sides(axis, goal, asked, known, dense: dense)
  }

  // MARK: The goal

  private mutating func goal(_ goal: SeekLine.Goal) throws(RunFailure) -> SeekGoal {
    switch goal {
    case .stays(let name):
      let row = try accountRow(name)
      let key = run.evaluation.tables[0].key(row)
      // What it has been set to in between is what is to be put right.
      let tier = base.evaluation.tierName(of: key, near: row)
      return SeekGoal(wish: .tier(row: row, key: key, name: tier, .exactly, isStay: true))
    case .tier(let name, let tier, let reach):
      let row = try accountRow(name)
      let known = run.evaluation.program.tiers.map(\.name)
      guard known.contains(tier) else {
        throw refuse(
          "no tier is called `\(Printable.escaped(tier, limit: 40))`",
          help: SeekAxisFinder.meant(tier, known), as: .unusableGoal)
      }
      let key = run.evaluation.tables[0].key(row)
      return SeekGoal(wish: .tier(row: row, key: key, name: tier, reach, isStay: false))
    case .condition(let text): return SeekGoal(wish: .condition(text))
    }
  }

  /// Returns the state with the goal as the last figure that is shown.
  private mutating func asking(_ goal: SeekGoal) throws(RunFailure) -> WhatIfState {
    guard let text = goal.condition else { return state }
    let typed = SourceText(name: "input", bytes: Array(text.utf8))
    let (_, _, mistakes) = Parser.parseExpression(typed)
    if mistakes.contains(where: { $0.severity == .error }) {
      for mistake in mistakes { pipeline.report(mistake) }
      throw .wrong
    }
    let shown = SourceText(
      name: "input", bytes: Array("\(WhatIfSession.question)\(text)\n".utf8))
    var next = state
    var place = next.agreement.put(shown)
    let program: CheckedProgram
    do throws(RunFailure) {
      program = try pipeline.question(next, request).program
    } catch {
      place.start += "\(WhatIfSession.question)".utf8.count
      pipeline.relocate(place, in: next.agreement.source, to: typed)
      throw error
    }
    pipeline = pipeline.fresh
    guard let term = program.shows.last?.term, program[term].type == .truth else {
      throw refuse(
        "this goal is no yes or no", help: "compare it, such as `count(accounts) <= 20`",
        as: .unusableGoal)
    }
    guard program[term].home == .portfolio else {
      throw refuse(
        "this goal is yes for some accounts and no for others",
        help: "say for how many: `count(accounts where …) = 3`; or name one: `\"A04\" is Key`",
        as: .unusableGoal)
    }
    return next
  }

  /// Returns the row of the account that a text means.
  mutating func accountRow(_ name: String) throws(RunFailure) -> Int {
    let finder = AccountFinder(run.evaluation, of: [name])
    if case .account(let row) = finder.account(name) { return row }
    let doubt = finder.doubts(about: [name])[name]
    throw refuse(
      "`\(Printable.escaped(name, limit: 40))` \(doubt?.because ?? "is no account that counts")",
      help: doubt?.help ?? "write its key", as: .unknownAccount)
  }

  /// Writes another figure in a declaration.
  mutating func replace(
    _ text: String, in header: [String], by value: String, _ next: inout WhatIfState
  ) throws(RunFailure) {
    do throws(EditableAgreement.FigureProblem) {
      next.agreement.replace(try next.agreement.figure(text, in: header), by: value)
    } catch {
      pipeline.report(SeekRefusal.of(error).diagnostic)
      throw .wrong
    }
  }

  // MARK: Looking

  private mutating func axis(
    _ meant: SeekLine, _ asked: WhatIfState, _ known: Run
  ) async throws(RunFailure) -> SeekAxis {
    let range = WhatIfSession.range(of: meant.target, in: asked.agreement)
    let question = try pipeline.question(asked, request)
    let evaluation = try await pipeline.decisions(
      of: asked, question,
      asking: range.map { FigureUse.compared(question.program, $0) } ?? [], after: known, request)
    let finder = SeekAxisFinder(
      state: asked, evaluation: evaluation, known: known.evaluation, step: meant.step)
    do throws(SeekRefusal) {
      return try finder.axis(meant.target)
    } catch {
      pipeline.report(error.diagnostic)
      throw .wrong
    }
  }

  /// Where the figure of the agreement stands that is sought.
  private static func range(
    of target: SeekLine.Target, in agreement: EditableAgreement
  ) -> SourceRange? {
    switch target {
    case .letting(let name): try? agreement.figure(ofLet: name).range
    case .figure(let text, let header): try? agreement.figure(text, in: header).range
    case .limit, .weight, .cell: nil
    }
  }

  private mutating func sides(
    _ axis: SeekAxis, _ goal: SeekGoal, _ asked: WhatIfState, _ known: Run, dense: Int?
  ) async throws(RunFailure) -> SeekAnswer {
    let rows = known.evaluation.tables.reduce(1) { $0 + $1.rowCount }
    let dense =
      dense
      ?? min(
        max(WhatIfSession.rowBudget / rows, WhatIfSession.steps.lowerBound),
        WhatIfSession.steps.upperBound)
    let question = try pipeline.question(asked, request)
    let now = try await pipeline.decisions(
      of: asked, question, asking: goal.asked(in: question.program), after: known, request)
    let holdsNow = goal.holds(in: now) ?? false
    let (fresh, request) = (pipeline.fresh, request)
    var search = SeekSearch(axis, wanted: !holdsNow, dense: dense) {
      step async throws(RunFailure) in
      guard let next = axis.state(asked, at: step) else { return nil }
      var trial = fresh
      do throws(RunFailure) {
        // Another cell leaves the agreement as it is.
        let question =
          next.cells.count > asked.cells.count ? question : try trial.question(next, request)
        let found = try await trial.decisions(
          of: next, question, asking: goal.asked(in: question.program), after: known, request)
        return goal.holds(in: found)
      } catch {
        if case .wrong = error { return nil }
        throw error
      }
    }
    let sides = [try await search.side(1), try await search.side(-1)]
    var answer = SeekAnswer(
      axis: axis, goal: goal, holdsNow: holdsNow, up: sides[0], down: sides[1], outcomes: [])
    for side in sides {
      answer.outcomes.append(try await outcome(side, axis, goal))
    }
    return answer
  }

  /// What becomes of accounts at the step that was found.
  private mutating func outcome(
    _ side: SeekSearch.Side, _ axis: SeekAxis, _ goal: SeekGoal
  ) async throws(RunFailure) -> SeekAnswer.Outcome? {
    guard case .found(let step, _, _) = side, let next = axis.state(state, at: step) else {
      return nil
    }
    var trial = pipeline.fresh
    let after = try await trial.judge(next, after: known, request)
    let moves = DiffResult(old: run, new: after, changes: .edits([])).moves
    return SeekAnswer.Outcome(
      step: step, moves: moves, tier: goal.row.flatMap { after.evaluation.tierName($0) }, run: after
    )
  }
}
