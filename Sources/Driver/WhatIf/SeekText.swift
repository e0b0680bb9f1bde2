import Diagnostics
import Engine
import Language
import Tables

/// What goal seek found, for people.
struct SeekText {
  private let answer: SeekAnswer
  private let run: Run
  private let values: ReadableValue
  /// The account that the goal is about.
  private let row: Int?
  /// `true` iff several tiers would do.
  private let leavesOpen: Bool
  private var page: TextPage

  /// - Parameter run: the state from which was sought.
  static func render(_ answer: SeekAnswer, _ run: Run, _ style: TextStyle) -> String {
    var text = SeekText(answer, run, style)
    text.write()
    return text.page.text
  }

  private init(_ answer: SeekAnswer, _ run: Run, _ style: TextStyle) {
    self.answer = answer
    self.run = run
    values = ReadableValue(run.evaluation.program)
    switch answer.goal.wish {
    case .tier(let row, _, _, let reach, _): (self.row, leavesOpen) = (row, reach != .exactly)
    case .condition: (row, leavesOpen) = (nil, false)
    }
    page = TextPage(style: style)
  }

  private var axis: SeekAxis { answer.axis }

  private mutating func write() {
    var now = answer.holdsNow ? "yes" : "no"
    if let row, !answer.holdsNow {
      now += ", it is \(tier(run.evaluation.tierName(row)))"
    }
    page.heading(goal, remark: now)
    page.paragraph("\(axis.name): \(axis.shown(axis.present, values))")
    for (place, side) in [answer.up, answer.down].enumerated() { write(side, isUp: place == 0) }
    writeHow()
  }

  private var goal: String {
    switch answer.goal.wish {
    case .condition(let text): return Printable.escaped(ClauseText.collapsed(text), limit: 200)
    case .tier(let row, _, let name, let reach, let isStay):
      let account = run.evaluation.shownAccount(row)
      let beside =
        switch reach {
        case .exactly: ""
        case .orBetter: " or better"
        case .orWorse: " or worse"
        }
      return "\(account) \(isStay ? "stays" : "is") \(tier(name))\(beside)"
    }
  }

  private func tier(_ name: String?) -> String {
    name.map { Printable.escaped($0) } ?? "without a tier"
  }

  // MARK: One side

  private mutating func write(_ side: SeekSearch.Side, isUp: Bool) {
    let word = axis.type == .date ? (isUp ? "later" : "earlier") : (isUp ? "more" : "less")
    switch side {
    case .found(let step, let before, let isNearest):
      writeFound(step, before, isNearest, word, isUp: isUp)
    case .none(nil, _): page.paragraph("\(word): it cannot be")
    case .none(let last?, let isCertain):
      page.paragraph("\(word): \(stillness(last, isCertain, isUp: isUp))")
    case .refused(let step, let isCertain):
      let end = axis.shown(step * axis.unit, values)
      page.paragraph(
        "\(word): \(isCertain ? "nothing" : "nothing that was tried") before \(end), which it "
          + "cannot be, \(answer.holdsNow ? "changes that" : "does it")")
    }
  }

  /// Says that on one side nothing is found, and how far that was looked for.
  private func stillness(_ last: Int128, _ isCertain: Bool, isUp: Bool) -> String {
    let end = "\(isUp ? "up" : "down") to \(axis.shown(last * axis.unit, values))"
    if !isCertain {
      return answer.holdsNow
        ? "it was so wherever it was tried, \(end)" : "nothing that was tried does it, \(end)"
    }
    let isAll = isUp && axis.isBoundless
    if answer.holdsNow {
      return isAll ? "it is so with any figure" : "it is so, \(end)"
    }
    return isAll ? "no figure does it" : "no figure does it, \(end)"
  }

  private mutating func writeFound(
    _ step: Int128, _ before: Int128?, _ isNearest: Bool, _ word: String, isUp: Bool
  ) {
    let figure = axis.shown(step * axis.unit, values)
    let beside = axis.shown(before.map { $0 * axis.unit } ?? axis.present, values)
    let outcome = answer.outcomes[isUp ? 0 : 1]
    let tier = row == nil ? nil : outcome.map { self.tier($0.tier) }
    if answer.holdsNow {
      page.paragraph(
        "\(word): so it is \(isUp ? "up" : "down") to \(beside); with \(figure) it is "
          + (tier ?? "not"))
    } else {
      page.paragraph(
        "\(word): \(figure) does it\(distance(step)); \(beside) does not"
          + (leavesOpen ? tier.map { "; it is then \($0)" } ?? "" : ""))
    }
    if !isNearest {
      page.paragraph(
        "of the nearer ones not all were tried, but none that was changes it", indent: 4,
        isRemark: true)
    }
    if let outcome { writeOthers(outcome) }
    let line = Printable.escaped(axis.line(step), limit: 400)
    page.paragraph("\(answer.holdsNow ? "to see it" : "to do it"): \(line)", indent: 4)
  }

  /// Says which other accounts move.
  private mutating func writeOthers(_ outcome: SeekAnswer.Outcome) {
    let others = outcome.moves.filter { $0.newRow != row }
    guard !others.isEmpty else { return }
    let shown = others.prefix(5).map { move in
      "\(DiffWords.account(move.key, move.name)) from \(tier(move.from)) to \(tier(move.to))"
    }
    let more = others.count - shown.count
    page.paragraph(
      "then also \(shown.joined(separator: ", "))"
        + (more > 0 ? " and \(Count.grouped(more)) more" : ""), indent: 4)
  }

  private func distance(_ step: Int128) -> String {
    guard let present = axis.present else { return "" }
    let distance = abs(step * axis.unit - present)
    if axis.type == .date { return ", \(Count.of(Int(distance), "day"))" }
    let figure = values.exact(Decimal(scaled: distance), axis.type)
    return ", \(figure) \(step * axis.unit > present ? "more" : "less")"
  }

  // MARK: How it was found

  private mutating func writeHow() {
    let unit = axis.type == .date ? "1 day" : values.exact(Decimal(scaled: axis.unit), axis.type)
    var sentence = "searched in steps of \(unit), each of them tried by deciding everything again"
    if axis.turns != nil, axis.isComplete {
      sentence =
        "searched in steps of \(unit); tried were all at which the comparison comes out "
        + "otherwise for an account"
    }
    if ![answer.up, answer.down].allSatisfy(\.isCertain) {
      sentence = "searched in steps of \(unit), the nearest and then ever fewer of them"
    }
    if case .weights(_, _, isInPercent: true) = axis.holder {
      sentence += "; the other weights keep their proportions"
    }
    page.paragraph(sentence, isRemark: true)
  }
}

extension SeekSearch.Side {
  /// `true` iff what is said of the side is certain for every step.
  fileprivate var isCertain: Bool {
    switch self {
    case .found(_, _, let isNearest): isNearest
    case .none(_, let isCertain), .refused(_, let isCertain): isCertain
    }
  }
}

extension SeekAxis {
  /// `true` iff figures beyond the highest one that is tried change nothing.
  fileprivate var isBoundless: Bool {
    switch holder {
    case .limit: true
    case .letting, .figure: isComplete && turns != nil
    case .weights, .cell: false
    }
  }
}
