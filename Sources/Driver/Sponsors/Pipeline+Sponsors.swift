import Diagnostics
import Engine
import Language

/// What `kamc sponsors` answers.
package struct SponsorReport: Sendable {
  package let run: Run
  /// The account that was asked about, as a row; nil where all were.
  package let row: Int?
  package let answer: SponsorAnswer?
}

extension Pipeline {
  /// Returns who sponsors what or, for one account, why.
  ///
  /// - Parameters:
  ///   - account: a key, or a name that no other account has.
  ///   - person: the only person to compare the sponsor with.
  package mutating func sponsors(
    _ request: RunRequest, account: String?, person: String?
  ) async throws(RunFailure) -> SponsorReport {
    var request = request
    request.detail = .reasons
    let run = try await run(request)
    guard let account else { return SponsorReport(run: run, row: nil, answer: nil) }
    let row = try self.row(of: account, in: run.evaluation)
    let answer = SponsorAnswer(run, row: row, person: person)
    if let person, let answer, !answer.question.people.contains(where: { $0.key == person }) {
      report(
        .unknownPerson(
          person, known: answer.question.people.map(\.key),
          help: "write a name as the people's table has it"))
      throw .wrong
    }
    return SponsorReport(run: run, row: row, answer: answer)
  }

  /// Returns the account that a word of the command line means.
  mutating func row(
    of text: String, in evaluation: Evaluation
  ) throws(RunFailure) -> Int {
    let finder = AccountFinder(evaluation, of: [text])
    switch finder.account(text) {
    case .account(let row): return row
    case .rejected:
      report(
        .unknownAccount(text, because: "is an account whose row was rejected", help: "mend the row")
      )
    case .unmatched:
      let doubt = finder.doubts(about: [text])[text]
      report(
        .unknownAccount(
          text, because: doubt?.because ?? "is no account", help: doubt?.help ?? "write its key"))
    }
    throw .wrong
  }
}

extension Diagnostic {
  fileprivate static func unknownAccount(
    _ text: String, because: String, help: String
  ) -> Diagnostic {
    Diagnostic(
      .unknownAccount, .error, "`\(Printable.escaped(text, limit: 40))` \(because)", at: nil,
      help: help)
  }

  static func unknownPerson(_ name: String, known: [String], help: String) -> Diagnostic {
    Diagnostic(
      .unknownPerson, .error, "nobody is called `\(Printable.escaped(name, limit: 40))`", at: nil,
      help: Suggestion.nearest(to: name, among: known).map {
        "did you mean `\(Printable.escaped($0, limit: 40))`?"
      } ?? help)
  }
}
