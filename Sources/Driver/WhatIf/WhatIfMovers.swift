import Engine
import Language
import Tables

/// Who moves between two runs of a what-if session, from where to where, with the money.
struct WhatIfMovers {
  private let old: CheckedProgram
  private let new: CheckedProgram
  private let pairs: AccountPairs
  private let amounts: MoneyWords

  init(_ old: Evaluation, _ new: Evaluation) {
    (self.old, self.new) = (old.program, new.program)
    pairs = AccountPairs(old, new)
    amounts = MoneyWords(new)
  }

  func write(to page: inout TextPage) {
    if pairs.groups.isEmpty { return page.heading("No account moves") }
    page.heading("Who moves", remark: summary)
    for group in pairs.groups { section(group).write(to: &page) }
    MoveSection.write("came", pairs.came, to: &page)
    MoveSection.write("went", pairs.went, to: &page)
  }

  private var summary: String {
    func count(_ direction: Int) -> Int {
      pairs.groups.reduce(0) { $0 + ($1.direction == direction ? $1.pairs.count : 0) }
    }
    let all = pairs.groups.reduce(0) { $0 + $1.pairs.count }
    return MoveSection.summary(all, rises: count(1), falls: count(-1))
  }

  private func section(_ group: AccountPairs.Group) -> MoveSection {
    MoveSection(
      from: group.from.map { old.tiers[$0].name }, to: group.to.map { new.tiers[$0].name },
      count: group.pairs.count, sum: amounts.total(group.pairs.lazy.map { pairs.figure($0) }),
      lines: pairs.first(ReportLimits.accounts, of: group).map { move in
        let figure = pairs.figure(AccountPairs.Pair(old: move.oldRow, new: move.newRow))
        return MoveSection.Line(
          account: DiffWords.account(move.key, move.name),
          money: figure.map { amounts.text(Wide($0)) } ?? "")
      })
  }
}
