import Engine
import Language
import Tables

/// Why an account has its sponsor, or nobody, and why it does not have somebody else.
package struct SponsorAnswer: Sendable {
  /// One of the people whom the account does not have.
  struct Other: Sendable {
    var person: Int
    /// What keeps the person away, in the agreement's words; then the account can never have the
    /// person.
    var because: [String]
    /// What would change; nil where fewer accounts could have somebody then, or nobody is asked.
    var exchange: SponsorInquiry.Exchange?

    /// `true` iff the whole would be as good.
    var isAsGood: Bool {
      exchange.map { $0.kept == 0 && $0.weight == .zero && $0.squares == 0 } ?? false
    }
  }

  /// A preference that holds for the account and its sponsor.
  struct Wish: Sendable {
    var clause: String
    var weight: Decimal
  }

  let run: Run
  /// The row of the account.
  let row: Int
  let question: SponsorCase
  let assignment: Assignment
  /// The index of the account in the question.
  let account: Int
  let sponsor: Int?
  let deputy: Int?
  /// `true` iff the agreement asked to keep this sponsor.
  let isKept: Bool
  let wishes: [Wish]
  /// Why there is nobody; empty where there is somebody.
  let vacancy: [String]
  let others: [Other]

  /// `true` iff the account lacks a sponsor, or a deputy that it should have.
  package var isVacant: Bool { sponsor == nil || question.sponsor.deputy != nil && deputy == nil }

  /// Returns nil where no sponsor block is about the account.
  ///
  /// - Parameter person: the only other person to speak of; everybody if nil.
  package init?(_ run: Run, row: Int, person name: String? = nil) {
    let found = run.sponsors.lazy.compactMap { result in
      result.accounts.firstIndex(of: row).map { (result, $0) }
    }.first
    guard let (result, account) = found else { return nil }
    self.run = run
    self.row = row
    self.account = account
    question = result.question
    assignment = result.assignment
    sponsor = assignment.sponsors[account]
    deputy = result.deputies.flatMap { $0.sponsors[account] }
    isKept = sponsor != nil && question.keeps[account] == sponsor
    let program = run.evaluation.program
    let words = SponsorWords(question, program)
    vacancy = sponsor == nil ? words.because(result.vacancy(of: account)) : []
    wishes =
      sponsor.map { person in
        result.question.preferencesHolding(account, person).map { clause in
          let preference = result.question.sponsor.preferences[clause]
          return Wish(clause: program.clauseText(preference.range), weight: preference.weight)
        }
      } ?? []
    others = SponsorAnswer.others(result, account, words, name)
  }

  private static func others(
    _ result: SponsorResult, _ account: Int, _ words: SponsorWords, _ name: String?
  ) -> [Other] {
    let (question, sponsor) = (result.question, result.assignment.sponsors[account])
    let asked = question.people.indices.filter { person in
      person != sponsor && (name == nil || question.people[person].key == name)
    }
    var inquiry: SponsorInquiry?
    return asked.map { person in
      let obstacles = question.obstacles(account, person)
      guard obstacles.isEmpty else {
        return Other(
          person: person, because: obstacles.map { words.reason($0) }, exchange: nil)
      }
      let known = inquiry ?? SponsorInquiry(question)
      inquiry = known
      return Other(
        person: person, because: [], exchange: known.exchange(account, to: person))
    }
  }

  /// The accounts of a person, in rank order.
  func accounts(of person: Int) -> [Int] {
    question.accounts.indices.filter { assignment.sponsors[$0] == person }
      .map { question.accounts[$0] }
  }
}
