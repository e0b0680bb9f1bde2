import Diagnostics
import Tables

/// Cases that earlier ones take.
extension CoverageChecker {
  mutating func checkCases() {
    for index in written {
      if case .cases(let cases) = program.terms[index].kind { check(cases, of: TermID(index)) }
    }
  }

  private mutating func check(_ cases: [CheckedCase], of id: TermID) {
    let areAllReached = analysis.reachesAllCases(of: id)
    // What is known where a case is reached; nil where none of the cases is any more.
    var reached: Knowledge? = Knowledge.none
    for (index, item) in cases.enumerated() {
      guard let condition = item.condition, !isFull else { return }
      if areAllReached {
        checkLateQuestions(index, in: cases)
        continue
      }
      analysis.begin()
      let matches = reached.flatMap { analysis.assume(condition, .yes, given: $0) } != nil
      if matches {
        checkLateQuestions(index, in: cases)
      } else if !forbids(condition) {
        reportCovered(index, in: cases, of: id)
      }
      analysis.begin()
      reached = reached.flatMap { analysis.assume(condition, .no, given: $0) }
    }
  }

  /// `true` iff a condition is never yes, whatever stands before it.
  mutating func forbids(_ condition: TermID) -> Bool {
    analysis.begin()
    return analysis.assume(condition, .yes, given: .none) == nil
  }

  private mutating func reportCovered(_ index: Int, in cases: [CheckedCase], of id: TermID) {
    guard let condition = cases[index].condition else { return }
    if reportLateQuestion(index, in: cases, of: id) { return }
    let earlier = covering(condition, cases[..<index].compactMap(\.condition))
    let isSame =
      earlier.count == 1 && analysis.forms[earlier[0].condition] == analysis.forms[condition]
    let remarks = earlier.map { item in
      CoverageProblem.Remark(
        text: taken(by: item.condition, is: isSame),
        range: place(of: item.condition, in: cases[item.index].range))
    }
    let first = earlier.map { cases[$0.index].range }.min { $0.start < $1.start }
    report(
      .coveredCase(
        by: Array(remarks.prefix(4)), isSame: isSame,
        line: program.source.line(at: Int((first ?? cases[0].range).start)),
        at: place(of: condition, in: cases[index].range)), .deadCase(id, index))
  }

  /// Returns the conditions that take all of `condition`: one if one is enough, else as few as a
  /// single pass finds.
  func covering(
    _ condition: TermID, _ earlier: [TermID], _ assumption: Assumption = .no
  ) -> [(index: Int, condition: TermID)] {
    var trial = analysis
    let all = earlier.enumerated().map { (index: $0.offset, condition: $0.element) }
    func covers(_ conditions: [(index: Int, condition: TermID)]) -> Bool {
      trial.begin()
      var known = Knowledge.none
      for item in conditions {
        guard let next = trial.assume(item.condition, assumption, given: known) else { return true }
        known = next
      }
      return trial.assume(condition, .yes, given: known) == nil
    }
    if let single = all.first(where: { covers([$0]) }) { return [single] }
    var needed = all
    // A long block is shown whole: trying to leave out each case would take too long.
    guard needed.count <= 50 else { return needed }
    for item in all {
      let fewer = needed.filter { $0.index != item.index }
      if covers(fewer) { needed = fewer }
    }
    return needed
  }

  /// Returns the words for what a condition takes, where it is about one figure.
  func taken(by condition: TermID, is same: Bool = false) -> String {
    if same { return "the same condition" }
    guard let band = band(of: condition), let range = words(for: band.figure).range(band.values)
    else { return "this comes first" }
    return "this takes all whose \(name(of: band.figure)) is \(range)"
  }

  // MARK: Questions that come too late

  /// Reports a whole case that only asks what an earlier one has decided already.
  private mutating func reportLateQuestion(
    _ index: Int, in cases: [CheckedCase], of id: TermID
  ) -> Bool {
    guard let condition = cases[index].condition,
      let (figure, earlier) = lateQuestion(condition, cases[..<index])
    else { return false }
    report(
      .lateMissing(figure: name(of: figure), earlier: earlier, at: cases[index].range),
      .deadCase(id, index))
    return true
  }

  /// Reports parts of a condition that ask too late.
  private mutating func checkLateQuestions(_ index: Int, in cases: [CheckedCase]) {
    guard let condition = cases[index].condition,
      let (figure, earlier) = lateQuestion(condition, cases[..<index])
    else { return }
    report(.lateMissing(figure: name(of: figure), earlier: earlier, at: cases[index].range))
  }

  /// Returns a figure that the condition asks to be missing, and the earlier case that cannot be
  /// decided where it is.
  private mutating func lateQuestion(
    _ condition: TermID, _ earlier: ArraySlice<CheckedCase>
  ) -> (TermID, SourceRange)? {
    for figure in questions(in: condition) {
      for item in earlier {
        guard let before = item.condition else { continue }
        analysis.begin()
        guard let missing = analysis.narrow(figure, to: .missing, given: .none) else { break }
        let answer = analysis.outcome(before, given: missing)
        if answer.mayBeMissing, !answer.canBeNo { return (figure, item.range) }
        if answer.isAlwaysYes { break }
      }
    }
    return nil
  }

  /// Returns the figures whose being missing makes the condition, or a part of it, yes.
  private func questions(in id: TermID) -> [TermID] {
    switch program[id].kind {
    case .isMissing(let figure): [figure]
    case .and(let a, let b), .or(let a, let b): questions(in: a) + questions(in: b)
    default: []
    }
  }
}
