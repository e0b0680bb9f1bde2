import Language
import Tables

/// The sponsors of the accounts in one declaration's tiers.
package struct SponsorResult: Sendable {
  package var question: SponsorCase
  package var assignment: Assignment
  /// nil where the declaration asks for no deputies.
  package var deputies: Assignment?
  package var accounts: [Int] { question.accounts }
  package var people: [Person] { question.people }

  /// `true` iff an account lacks a sponsor or a deputy.
  package var hasVacancies: Bool {
    !assignment.unassigned.isEmpty || !accountsWithoutDeputy.isEmpty
  }

  private var accountsWithoutDeputy: [Int] {
    (deputies?.unassigned ?? []).filter { assignment.sponsors[$0] != nil }
  }

  /// Why accounts have no sponsor, in rank order.
  ///
  /// - Complexity: O(vacancies × people × clauses).
  package var vacancies: [Vacancy] { assignment.unassigned.map { vacancy(of: $0) } }

  /// Why an account has no sponsor.
  package func vacancy(of account: Int) -> Vacancy {
    Vacancy(
      account: account, obstacles: people.indices.map { question.obstacles(account, $0) })
  }

  /// Why accounts with a sponsor have no deputy, in rank order.
  package var deputyVacancies: [Vacancy] {
    accountsWithoutDeputy.map { account in
      Vacancy(
        account: account,
        obstacles: people.indices.map {
          question.deputyObstacles(account, $0, assignment.sponsors)
        })
    }
  }
}

/// The row of a sponsor in the table of people.
struct SponsorRow {
  var people: TableID
  var row: Int
}

extension [SponsorResult] {
  /// By row of accounts, the sponsor's name; the first declaration that gives one counts.
  package var namesByAccount: [Int: String] { names { $0.assignment } }

  /// By row of accounts, the deputy's name.
  package var deputiesByAccount: [Int: String] { names { $0.deputies } }

  /// By row of accounts, the row of the sponsor.
  var rowsByAccount: [Int: SponsorRow] {
    var rows: [Int: SponsorRow] = [:]
    for result in self {
      for (row, person) in zip(result.accounts, result.assignment.sponsors) {
        if let person, rows[row] == nil {
          rows[row] = SponsorRow(
            people: result.question.sponsor.people, row: result.question.personRows[person])
        }
      }
    }
    return rows
  }

  private func names(_ assignment: (SponsorResult) -> Assignment?) -> [Int: String] {
    var names: [Int: String] = [:]
    for result in self {
      for (row, person) in zip(result.accounts, assignment(result)?.sponsors ?? []) {
        if let person, names[row] == nil { names[row] = result.people[person].name }
      }
    }
    return names
  }
}

/// Hands the assigner what the agreement says about accounts and people.
package enum SponsorStage {
  /// Returns the assignment of each sponsor declaration.
  package static func assign(_ evaluation: Evaluation) -> [SponsorResult] {
    evaluation.program.sponsors.indices.map { number in
      assign(SponsorCase(number, in: evaluation))
    }
  }

  private static func assign(_ question: SponsorCase) -> SponsorResult {
    let assignment = Assigner.assign(question.needs(), to: question.people)
    var result = SponsorResult(question: question, assignment: assignment)
    if question.sponsor.deputy != nil {
      result.deputies = Assigner.assign(
        question.deputyNeeds(assignment.sponsors), to: question.people, beside: assignment.loads)
    }
    return result
  }
}

/// The order of accounts within their tier: the keys of the limit that seats it, else the first
/// score descending, then the account key.
package struct RankOrder: Sendable {
  private let byTier: [RowOrder]

  package init(_ evaluation: Evaluation) {
    let program = evaluation.program
    let score = program.scoreTerm(0)
    let fallback = evaluation.order(
      by: score.map { [CheckedKey(value: $0, isAscending: false)] } ?? [])
    byTier = program.tiers.indices.map { tier in
      program.limits.first { $0.tiers.contains(tier) }.map { evaluation.order(by: $0.keys) }
        ?? fallback
    }
  }

  /// `true` iff `left` ranks before `right` among the accounts of `tier`.
  package func isAhead(_ left: Int, _ right: Int, tier: Int) -> Bool {
    byTier[tier].isAhead(left, right)
  }
}

extension Evaluation {
  package var rankOrder: RankOrder { RankOrder(self) }
}
