import Diagnostics
import Engine
import Language
import Tables

/// How robust an agreement is, for people who need not program.
package enum RobustnessText {
  package static func render(_ result: RobustnessResult, style: TextStyle) -> String {
    var page = TextPage(style: style)
    RobustnessPage(result).write(to: &page)
    return page.text
  }
}

private struct RobustnessPage {
  private static let edges = 20

  private let result: RobustnessResult
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let words: DialWords
  private let measure: Measure?

  init(_ result: RobustnessResult) {
    self.result = result
    evaluation = result.run.evaluation
    program = evaluation.program
    words = DialWords(program)
    measure = Measure(evaluation)
  }

  func write(to page: inout TextPage) {
    page.heading(Printable.escaped(program.agreement.name))
    if evaluation.tables[0].rowCount == 0 {
      return page.paragraph("there are no accounts, so that no number moves any")
    }
    let contested = result.contests.count
    page.paragraph(
      "\(Count.grouped(result.robustCount)) accounts are robust"
        + (result.incomplete.isEmpty ? "" : ", as far as is known,") + " and "
        + "\(Count.grouped(contested)) contested, where one number alone changes by at most "
        + "\(ReadableValue.percent(result.within)) of what it is, a weight by "
        + "\(ReadableValue.percent(Decimal(scaled: result.within.scaled / 2))) of all weights, "
        + "or a limit by a seat")
    writeRanges(to: &page)
    writeContests(to: &page)
    writeEdges(to: &page)
    ModelText(result).write(to: &page)
    RejectedText(result.run).write(to: &page)
  }

  // MARK: Ranges

  private func writeRanges(to page: inout TextPage) {
    page.heading("How far each number can go", remark: "as long as nobody changes tier")
    if result.dials.isEmpty { page.paragraph("no number decides a tier") }
    for item in result.dials {
      let now = words.value(item.dial.position, item.dial)
      page.paragraph("line \(words.line(item.dial))  \(words.clause(item.dial)): \(now)")
      page.paragraph(words.range(item) + words.steps(item), indent: 4)
      for side in [item.low, item.high].compactMap({ $0 }) {
        guard let first = side.first.first else { continue }
        let moves = side.first.prefix(2).map { flip in
          "\(evaluation.shownAccount(flip.row)), "
            + "\(words.tier(flip.from)) → \(words.tier(flip.to))"
        }
        let more = side.first.count - moves.count
        page.paragraph(
          "\(words.place(first, item.dial)): \(moves.joined(separator: "; "))"
            + (more > 0 ? "; and \(Count.grouped(more)) more" : ""), indent: 6)
      }
    }
    if result.dials.contains(where: { $0.dial.isShare(program) }) {
      page.paragraph(
        "where a weight in percent changes, the others share the rest as they do now",
        isRemark: true)
    }
  }

  // MARK: Accounts

  private func writeContests(to page: inout TextPage) {
    page.heading(
      "Contested accounts: \(Count.grouped(result.contests.count))",
      remark: result.contests.isEmpty ? nil : "the nearest to a move first")
    for contest in result.contests.prefix(ReportLimits.accounts) {
      write(contest, to: &page)
    }
    page.sayMore(than: ReportLimits.accounts, of: result.contests.count)
  }

  private func write(_ contest: RobustnessResult.Contest, to page: inout TextPage) {
    let dial = result.dials[contest.dial].dial
    let money = measure?.figure(contest.row).map {
      ", " + ReadableValue(program).text(Decimal(scaled: $0), measure?.type ?? .number)
    }
    page.paragraph(
      "\(evaluation.shownAccount(contest.row))\(money ?? ""): "
        + "\(words.tier(contest.flip.from)) → \(words.tier(contest.flip.to))")
    page.paragraph(
      "\(words.place(contest.flip, dial)), now \(words.value(dial.position, dial)): line "
        + "\(words.line(dial)), \(words.clause(dial))", indent: 4)
  }

  private func writeEdges(to page: inout TextPage) {
    let others = result.edges.filter { $0.closeness > .one }
    if others.isEmpty { return }
    page.heading("Next to move", remark: "by larger changes")
    for contest in others.prefix(RobustnessPage.edges) { write(contest, to: &page) }
    page.sayMore(than: RobustnessPage.edges, of: others.count)
  }
}

/// What the scoring model shows on these data.
private struct ModelText {
  private let result: RobustnessResult
  private let program: CheckedProgram

  init(_ result: RobustnessResult) {
    self.result = result
    program = result.run.evaluation.program
  }

  func write(to page: inout TextPage) {
    let audit = result.audit
    if !audit.spreads.isEmpty {
      page.heading("What tells accounts apart", remark: "each criterion's part of the spread")
      var table = TextTable([.flexible, .right, .left])
      for spread in audit.spreads {
        table.append([
          name(spread.score, spread.criterion),
          spread.part.map { ReadableValue.share($0) } ?? "",
          spread.isIdle == true ? "without it nobody moves" : "",
        ])
      }
      page.table(table)
      page.paragraph(
        "the spread is the variance of the score; a criterion's part is the covariance of what it "
          + "adds with the score, and all parts make 100 %", isRemark: true)
    }
    if audit.findings.isEmpty { return }
    page.heading("What may be amiss with the rules on these data")
    for finding in audit.findings { page.paragraph(ModelWords(program).sentence(finding)) }
  }

  private func name(_ score: Int, _ criterion: Int) -> String {
    "\(program.scores[score].name).\(program.scores[score].criteria[criterion].name)"
  }
}

/// Findings about a scoring model in sentences.
struct ModelWords {
  let program: CheckedProgram

  init(_ program: CheckedProgram) { self.program = program }

  func sentence(_ finding: ModelFinding) -> String {
    switch finding {
    case .idleCriterion(let score, let index):
      "criterion \(name(score, index)) changes no tier: with a weight of 0 nobody moves"
    case .dominant(let score, let index, let part):
      "criterion \(name(score, index)) makes \(ReadableValue.share(part)) of the spread of "
        + program.scores[score].name
    case .alike(let score, let left, let right, let same, let all):
      "criteria \(name(score, left)) and \(name(score, right)) rank alike: of "
        + "\(Count.grouped(all)) pairs of accounts that either orders, both order "
        + "\(Count.grouped(same)) in the same way"
    case .emptyTier(let tier): "no account is \(self.tier(tier))"
    case .fullTier(let tier, let count, let all):
      "\(Count.grouped(count)) of \(Count.grouped(all)) accounts are \(self.tier(tier)), more "
        + "than half"
    case .overfull(let limit, let count, let seats):
      "\(Count.grouped(count)) accounts meet the rules of "
        + program.limits[limit].tiers.map { tier($0) }.joined(separator: ", ")
        + ", for which there \(seats == 1 ? "is 1 seat" : "are \(Count.grouped(seats)) seats")"
    case .metByNobody(let condition, let all):
      "no account meets `\(text(condition))`, line \(line(condition)), of "
        + "\(Count.grouped(all)) for which it is known"
    case .metByAll(let condition, let all):
      "every account meets `\(text(condition))`, line \(line(condition)), of "
        + "\(Count.grouped(all)) for which it is known"
    }
  }

  private func name(_ score: Int, _ criterion: Int) -> String {
    "\(program.scores[score].name).\(program.scores[score].criteria[criterion].name)"
  }

  private func tier(_ index: Int) -> String { Printable.escaped(program.tiers[index].name) }

  func line(_ condition: TermID) -> Int {
    program.source.line(at: Int(program[condition].range.start))
  }

  func text(_ condition: TermID) -> String {
    Printable.escaped(
      ClauseText.collapsed(program.source.text(of: program[condition].range)), limit: 80)
  }
}

extension Dial {
  /// `true` iff it is a part of a whole that other weights share.
  fileprivate func isShare(_ program: CheckedProgram) -> Bool {
    if case .weight(let score, _) = part { return program.scores[score].isInPercent }
    return false
  }
}
