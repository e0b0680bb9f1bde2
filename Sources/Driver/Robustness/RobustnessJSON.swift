import Diagnostics
import Engine
import Language
import Tables

/// How robust an agreement is, for programs.
package enum RobustnessJSON {
  package static func render(_ result: RobustnessResult) -> [UInt8] {
    let writer = RobustnessWriter(result)
    var json = JSONWriter()
    json.object { writer.write(to: &$0) }
    return json.bytes + Array("\n".utf8)
  }
}

private struct RobustnessWriter {
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

  func write(to json: inout JSONWriter) {
    json.member("format", 1)
    json.member("name", program.agreement.name)
    json.key("within")
    json.value(result.within)
    json.member("robust", result.robustCount)
    json.member("contested", result.contests.count)
    json.member("complete", result.incomplete.isEmpty)
    json.array("numbers", result.dials) { json, item in
      json.object { write(item, to: &$0) }
    }
    json.array("accounts", result.contests) { write($1, to: &$0) }
    json.array("edges", result.edges) { write($1, to: &$0) }
    json.array("criteria", result.audit.spreads) { json, spread in
      json.object { json in
        json.member("score", program.scores[spread.score].name)
        json.member("criterion", program.scores[spread.score].criteria[spread.criterion].name)
        json.key("part")
        if let part = spread.part { json.value(part) } else { json.null() }
        json.key("changesTiers")
        if let isIdle = spread.isIdle { json.value(!isIdle) } else { json.null() }
      }
    }
    json.array("findings", result.audit.findings) { json, finding in
      json.object { json in
        json.member("kind", finding.word)
        json.member("message", ModelWords(program).sentence(finding))
      }
    }
  }

  private func write(_ item: DialResult, to json: inout JSONWriter) {
    let dial = item.dial
    json.member("clause", words.clause(dial))
    json.member("line", words.line(dial))
    json.key("value")
    write(dial.position, dial, to: &json)
    json.member("known", !item.isUnknown)
    if let step = item.step {
      json.key("step")
      if dial.type == .date { json.value(Int(clamping: step)) } else { json.decimal(step) }
    }
    for (name, side) in [("low", item.low), ("high", item.high)] {
      json.key(name)
      guard let side else {
        json.null()
        continue
      }
      json.object { json in
        write(side.end, dial, to: &json)
        json.member("complete", side.isComplete)
        json.array("first", side.first) { write($1, dial, to: &$0) }
      }
    }
  }

  private func write(_ end: DialSide.End, _ dial: Dial, to json: inout JSONWriter) {
    switch end {
    case .open: break
    case .through(let value), .before(let value), .known(let value):
      json.key("value")
      write(value, dial, to: &json)
      let isIncluded = if case .before = end { false } else { true }
      json.member("included", isIncluded)
    }
    if case .known = end { json.member("searchedBeyond", false) }
  }

  private func write(_ position: Int128, _ dial: Dial, to json: inout JSONWriter) {
    if dial.type == .date {
      json.value(Day(number: Int32(clamping: position)).description)
    } else {
      json.decimal(position)
    }
  }

  private func write(_ flip: DialFlip, _ dial: Dial, to json: inout JSONWriter) {
    json.object { json in
      json.member("account", evaluation.tables[0].key(flip.row))
      write(flip, dial, inside: &json)
    }
  }

  private func write(_ flip: DialFlip, _ dial: Dial, inside json: inout JSONWriter) {
    json.member("from", flip.from < 0 ? nil : program.tiers[flip.from].name)
    json.member("to", flip.to < 0 ? nil : program.tiers[flip.to].name)
    if let beyond = flip.beyond {
      json.key("beyond")
      write(beyond, dial, to: &json)
    }
    json.key("at")
    write(flip.position, dial, to: &json)
    json.member("first", flip.isFirst)
  }

  private func write(_ contest: RobustnessResult.Contest, to json: inout JSONWriter) {
    let dial = result.dials[contest.dial].dial
    json.object { json in
      json.member("account", evaluation.tables[0].key(contest.row))
      json.member("name", evaluation.accountName(contest.row))
      json.key("measure")
      if let figure = measure?.figure(contest.row) { json.decimal(figure) } else { json.null() }
      json.member("number", contest.dial)
      json.key("closeness")
      json.value(contest.closeness)
      write(contest.flip, dial, inside: &json)
    }
  }
}

extension ModelFinding {
  /// What programs call it.
  fileprivate var word: String {
    switch self {
    case .idleCriterion: "idleCriterion"
    case .dominant: "dominantCriterion"
    case .alike: "alikeCriteria"
    case .emptyTier: "emptyTier"
    case .fullTier: "fullTier"
    case .overfull: "overfullLimit"
    case .metByNobody: "metByNobody"
    case .metByAll: "metByAll"
    }
  }
}
