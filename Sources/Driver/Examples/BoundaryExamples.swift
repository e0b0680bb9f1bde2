import Diagnostics
import Engine
import Language
import Tables

/// Tests just below, at and just above each threshold, with what the rules say of them now: to be
/// read, agreed and kept.
struct BoundaryExamples {
  private let program: CheckedProgram
  private let judge: ExampleJudge
  /// The conditions that each test answers.
  private let asked: [Set<TermID>]

  init(_ program: CheckedProgram, asOf: Day) {
    let judge = ExampleJudge(program, asOf: asOf)
    self.judge = judge
    self.program = judge.program
    asked = program.tests.map { Set(judge.judge($0).conditions.keys) }
  }

  /// A comparison of one figure with a value that is written.
  private struct Threshold {
    var comparison: TermID
    var figure: TermID
    var bound: Constant
    var type: ValueType
    /// The condition of which it is a part.
    var condition: TermID
  }

  /// The tests, in the agreement's notation and canonical layout.
  var text: String {
    var text = ""
    var seen: Set<String> = []
    for threshold in thresholds {
      let words = ClauseText.collapsed(
        program.source.text(of: program[threshold.comparison].range))
      let line = program.source.line(at: Int(program[threshold.comparison].range.start))
      var tests = ""
      for (place, value) in values(around: threshold) {
        let label = "\(place) \(words), line \(line)"
        guard seen.insert(label).inserted else { continue }
        tests += test(label, threshold, value)
      }
      if !tests.isEmpty { text += (text.isEmpty ? "" : "\n") + tests }
    }
    let source = SourceText(name: program.source.name, bytes: Array(text.utf8))
    return Formatter.format(source).text.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  private var thresholds: [Threshold] {
    var found: [Threshold] = []
    for (condition, parts) in conditions {
      for id in parts {
        guard case .compare(_, let figure, let value) = program[id].kind, canBeGiven(figure),
          case .constant(let bound) = program[value].kind, !program.implied.contains(id)
        else { continue }
        switch bound {
        case .number, .day:
          found.append(
            Threshold(
              comparison: id, figure: figure, bound: bound, type: program[figure].type,
              condition: condition))
        case .months, .truth, .text, .code: break
        }
      }
    }
    return found.sorted {
      program[$0.comparison].range.start < program[$1.comparison].range.start
    }
  }

  /// Each condition that decides, with the terms that stand in it.
  private var conditions: [(TermID, [TermID])] {
    let asked = program.decidingTerms.flatMap { item -> [TermID] in
      guard case .cases(let cases) = program[item.id].kind else { return [] }
      return cases.compactMap(\.condition)
    }
    let roots =
      program.excludes.map(\.condition) + program.rejects.map(\.condition)
      + program.tiers.flatMap { $0.routes.compactMap(\.condition) } + asked
    return roots.map { ($0, parts(of: $0)) }
  }

  /// Returns the terms of a condition, as far as it is written out.
  private func parts(of root: TermID) -> [TermID] {
    var found: [TermID] = []
    var open = [root]
    while let id = open.popLast() {
      found.append(id)
      switch program[id].kind {
      case .and, .or, .not: open += program[id].kind.operands
      default: break
      }
    }
    return found
  }

  private func canBeGiven(_ figure: TermID) -> Bool {
    switch program[figure].kind {
    case .field, .named, .rank, .share, .score, .follow: !program.implied.contains(figure)
    default: false
    }
  }

  private func values(around threshold: Threshold) -> [(place: String, value: Constant)] {
    func moved(_ steps: Int) -> Constant? {
      switch threshold.bound {
      case .number(let number):
        let step = self.step(threshold)
        return number.adding(Decimal(scaled: step.scaled * Int128(steps))).map { .number($0) }
      case .day(let day): return day.adding(days: steps).map { .day($0) }
      case .months, .truth, .text, .code: return nil
      }
    }
    return [("below", -1), ("at", 0), ("above", 1)].compactMap { place, steps in
      moved(steps).map { (place, $0) }
    }
  }

  /// The smallest difference that makes sense for a figure.
  private func step(_ threshold: Threshold) -> Decimal {
    if case .named(.score, _) = program[threshold.figure].kind {
      return Decimal(scaled: Decimal.unit / 1_000_000)
    }
    switch program[threshold.figure].kind {
    case .rank: return .one
    default: break
    }
    switch threshold.type {
    case .percent: return Decimal(scaled: Decimal.unit / 1000)
    case .money: return Decimal(scaled: Decimal.unit / 100)
    case .days: return .one
    default: return Decimal(scaled: Decimal.unit / 100)
    }
  }

  // MARK: Writing

  private func test(_ label: String, _ threshold: Threshold, _ value: Constant) -> String {
    let figure = ClauseText.collapsed(program.figureName(threshold.figure))
    let base = program.tests.indices.first { asked[$0].contains(threshold.condition) }
    let others = (base.map { program.tests[$0].facts } ?? []).filter { !isSame($0, threshold) }
    var test = CheckedTest(label: label, facts: others, range: .start)
    test.facts.append(
      CheckedTest.Fact(target: threshold.figure, given: .constant(value), range: .start))
    let judgement = judge.judge(test)
    var lines = others.map {
      "given \(ClauseText.collapsed(program.source.text(of: $0.range)))"
    }
    lines.append("given \(figure) = \(words(value, threshold.type))")
    if let needs = judgement.needs {
      let text = ClauseText.collapsed(program.source.text(of: program[needs].range))
      return "# \(label): give `\(text)` to judge it\n"
    }
    let tier = judgement.tier.map { "tier = \(self.name(program.tiers[$0].name))" }
    lines.append("expect \(tier ?? "tier is missing")")
    return "test \"\(doubled(label))\" {\n  \(lines.joined(separator: "\n  "))\n}\n"
  }

  private func isSame(_ fact: CheckedTest.Fact, _ threshold: Threshold) -> Bool {
    program[fact.target].kind == program[threshold.figure].kind
      && program[fact.target].home == program[threshold.figure].home
  }

  /// Returns a tier's name, in quotes where it may be no word.
  private func name(_ text: String) -> String {
    // Reserved words start with a small letter.
    let isWord = text.first?.isUppercase == true && text.allSatisfy { $0.isASCII && $0.isLetter }
    return isWord ? text : "\"\(doubled(text))\""
  }

  private func doubled(_ text: String) -> String { text.replacing("\"", with: "\"\"") }

  private func words(_ value: Constant, _ type: ValueType) -> String {
    switch (value, type) {
    case (.number(let number), .percent):
      "\(number.multiplied(by: Decimal(100)) ?? number)%"
    case (.number(let number), .days): "\(number) days"
    case (.number(let number), _): "\(number)"
    case (.day(let day), _): "\(day)"
    default: ""
    }
  }
}
