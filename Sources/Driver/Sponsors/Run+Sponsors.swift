import Engine
import Tables

extension Run {
  /// By row of accounts, the day since which an account has had its sponsor: what the earlier result
  /// says of a sponsor who stays, the day of the decision for one who comes.
  ///
  /// A sponsor whom the agreement keeps, and of whom no earlier result knows, has no day.
  var sponsorDays: [Int: Day] {
    var days: [Int: Day] = [:]
    for result in sponsors {
      for (account, row) in result.accounts.enumerated() where days[row] == nil {
        guard let person = result.assignment.sponsors[account] else { continue }
        let before = earlier?.accounts[evaluation.tables[0].key(row)]
        if before?.sponsor == result.people[person].name {
          days[row] = before?.sponsorSince
        } else if earlier != nil || result.question.keeps[account] != person {
          days[row] = evaluation.statedDay
        }
      }
    }
    return days
  }
}
