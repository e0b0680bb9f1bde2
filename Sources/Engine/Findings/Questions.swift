import Language
import Tables

/// How many of a set of questions the data answer.
package struct AnswerTally: Hashable, Sendable {
  package var answered = 0
  package var stale = 0
  package var unknown = 0

  package var all: Int { answered + stale + unknown }

  package init() {}

  mutating func count(_ answer: Answer) {
    switch answer {
    case .answered: answered += 1
    case .stale: stale += 1
    case .unknown: unknown += 1
    }
  }

  package static func += (left: inout AnswerTally, right: AnswerTally) {
    left.answered += right.answered
    left.stale += right.stale
    left.unknown += right.unknown
  }
}

/// Whether the data answer a question about one row.
enum Answer: Hashable {
  /// The condition and what it asks for are known, and the answer is not too old.
  case answered
  /// The answer is too old, or of a day that has not come.
  case stale
  /// Something that the condition or its age depends on is missing.
  case unknown
}

/// Which of the agreement's questions can be answered.
package struct QuestionAudit: Sendable {
  /// One question, over all rows that its finding looks at.
  package struct Entry: Hashable, Sendable {
    /// Of `CheckedProgram.findings`.
    package var finding: Int
    package var tally: AnswerTally
  }

  /// In the order of the agreement.
  package private(set) var entries: [Entry] = []
  /// By row of accounts that a question is asked of.
  package private(set) var accounts: [Int: AnswerTally] = [:]

  /// All answers together.
  package var all: AnswerTally { entries.reduce(into: AnswerTally()) { $0 += $1.tally } }

  package init(_ evaluation: Evaluation) {
    for (index, finding) in evaluation.program.findings.enumerated() {
      guard let question = finding.question else { continue }
      let isOfAccounts = finding.isOfClassified
      var tally = AnswerTally()
      for row in Findings.rows(of: finding.scope, in: evaluation) {
        let answer = evaluation.answer(to: question, finding.condition, row)
        tally.count(answer)
        if isOfAccounts { accounts[row, default: AnswerTally()].count(answer) }
      }
      entries.append(Entry(finding: index, tally: tally))
    }
  }
}

extension CheckedFinding {
  /// `true` iff it belongs to single classified accounts.
  package var isOfClassified: Bool {
    switch scope {
    case .tiers, .all: true
    case .portfolio, .each: false
    }
  }
}

extension Evaluation {
  private func isPresent(_ term: TermID, _ row: Int) -> Bool {
    // Every row has its key, which is no column.
    program.isRowKey(term) || cell(term, row).map { $0.vector.isPresent($0.row) } ?? false
  }

  fileprivate func answer(to question: CheckedQuestion, _ condition: TermID, _ row: Int) -> Answer {
    guard ([condition] + question.asked).allSatisfy({ isPresent($0, row) }) else {
      return .unknown
    }
    guard let span = question.span, let since = question.since else { return .answered }
    guard case .day(let day) = value(since, row) else { return .unknown }
    let last = span.after(day) ?? .last
    return day <= asOf && asOf <= last ? .answered : .stale
  }
}
