import Diagnostics
import Engine
import Language
import Tables

/// How tests came out, for people.
package enum ExampleText {
  package static func render(_ reports: [ExampleReport], style: TextStyle) -> String {
    var page = TextPage(style: style)
    for report in reports { Writer(report: report).write(to: &page) }
    return page.text
  }

  /// Tells how single tests and expectations came out, wherever they stand.
  static func answers(_ report: ExampleReport, style: TextStyle) -> String {
    var page = TextPage(style: style)
    let writer = Writer(report: report, tellsLines: false)
    if !report.tests.isEmpty { page.table(writer.tests) }
    if !report.accounts.isEmpty { page.table(writer.accounts) }
    return page.text
  }

  private struct Writer {
    let report: ExampleReport
    let values: ReadableValue
    private let tellsLines: Bool

    init(report: ExampleReport, tellsLines: Bool = true) {
      self.report = report
      self.tellsLines = tellsLines
      values = ReadableValue(report.program)
    }

    func write(to page: inout TextPage) {
      writeTests(to: &page)
      writeAccounts(to: &page)
      writeConditions(to: &page)
      writeChanges(to: &page)
    }

    /// Returns `3 of 3 hold` or `1 of 3 fails`.
    private func count(_ failed: Int, of all: Int) -> String {
      if failed == 0 { return all == 1 ? "it holds" : "\(all) of \(all) hold" }
      return "\(failed) of \(all) \(failed == 1 ? "fails" : "fail")"
    }

    // MARK: Tests

    private func writeTests(to page: inout TextPage) {
      let failed = report.tests.count { !$0.holds }
      let name = "\(Printable.escaped(report.name)): tests of \(Printable.escaped(report.file))"
      if report.tests.isEmpty {
        page.heading(name, remark: "none")
        return
      }
      page.heading(name, remark: count(failed, of: report.tests.count))
      page.table(tests)
    }

    var tests: TextTable {
      var table = TextTable([.left, .flexible])
      for test in report.tests {
        let place = test.holds || !tellsLines ? "" : ", line \(test.line)"
        table.append([test.holds ? "holds" : "fails", Printable.escaped(test.label) + place])
        if test.holds { continue }
        for line in explanation(of: test) { table.append(["", line]) }
      }
      return table
    }

    private func explanation(of test: ExampleReport.Test) -> [String] {
      if let needs = test.needs {
        return [
          "it depends on `\(Printable.escaped(needs.text))`, which only other accounts can tell: "
            + "give it a value"
        ]
      }
      var lines: [String] = []
      for expectation in test.expectations where expectation.holds != true {
        let isUnknown = expectation.holds == nil && !expectation.clause.figures.isEmpty
        let unknown = isUnknown ? ", which is unknown" : ""
        lines.append("expected: \(words(expectation.clause))\(unknown)")
      }
      lines.append("it is \(outcome(of: test))")
      if test.isLeftOut { return lines }
      for expectation in test.expectations {
        for clause in expectation.wanted { lines.append("asked for: \(words(clause))") }
      }
      return lines
    }

    private func outcome(of test: ExampleReport.Test) -> String {
      guard let reason = test.reason else { return "in no tier: no route holds" }
      if test.isLeftOut { return "left out: \(words(reason))" }
      return "\(Printable.escaped(test.tier ?? "in no tier")): \(words(reason))"
    }

    /// Returns a clause with the figures that it read.
    private func words(_ clause: ExampleReport.Clause) -> String {
      let text = Printable.escaped(clause.text)
      let figures = clause.figures.map { figure in
        let value = figure.value.map { values.text($0) } ?? "not given"
        return "\(Printable.escaped(figure.name)) \(value)"
      }
      return figures.isEmpty ? text : "\(text) (\(figures.joined(separator: ", ")))"
    }

    // MARK: Accounts

    private func writeAccounts(to page: inout TextPage) {
      if report.unchecked > 0 {
        page.paragraph(
          "\(Count.of(report.unchecked, "expectation")) of accounts not checked: give the accounts "
            + "with --data", isRemark: true)
      }
      if report.accounts.isEmpty { return }
      let failed = report.accounts.count { !$0.holds }
      page.heading(
        "Accounts as they were expected", remark: count(failed, of: report.accounts.count))
      page.table(accounts)
    }

    var accounts: TextTable {
      var table = TextTable([.left, .flexible])
      for account in report.accounts {
        let place = account.holds || !tellsLines ? "" : ", line \(account.line)"
        table.append([
          account.holds ? "holds" : "fails",
          "\(Printable.escaped(account.account)) is \(Printable.escaped(account.expected))\(place)",
        ])
        if account.holds { continue }
        let tier = account.tier.map { "it is \(Printable.escaped($0)): " } ?? ""
        table.append(["", tier + account.because])
      }
      return table
    }

    // MARK: Conditions

    private func writeConditions(to page: inout TextPage) {
      if report.tests.isEmpty || report.conditions.isEmpty { return }
      let open = report.conditions.filter { !$0.isCovered }
      let covered = report.conditions.count - open.count
      page.heading(
        "Conditions that the tests leave open",
        remark: open.isEmpty ? "none" : "\(open.count) of \(report.conditions.count)")
      if open.isEmpty {
        let all = covered == 1 ? "the only one" : "each of the \(covered)"
        page.paragraph("\(all) was yes in one test and no in another")
        return
      }
      var table = TextTable([.left, .right, .flexible])
      for condition in open {
        let state =
          condition.wasYes
          ? "never no" : condition.wasNo || condition.wasUnknown ? "never yes" : "never asked"
        table.append([
          state, "line \(condition.clause.line)", Printable.escaped(condition.clause.text),
        ])
      }
      page.table(table)
    }

    // MARK: Changes

    private func writeChanges(to page: inout TextPage) {
      guard let changes = report.changes, !changes.isEmpty else { return }
      let missed = changes.filter { !$0.isNoticed }
      page.heading(
        "Changes that no test notices",
        remark: missed.isEmpty ? "none" : "\(missed.count) of \(changes.count)")
      if missed.isEmpty {
        page.paragraph("each of \(changes.count) changed signs and figures makes a test fail")
        return
      }
      var table = TextTable([.right, .flexible, .flexible])
      for (place, group) in joined(missed) {
        table.append(["line \(place.line)", group, Printable.escaped(place.text)])
      }
      page.table(table)
    }

    /// Puts the changes of one figure side by side: `3 as 2.7 or 3.3`.
    private func joined(
      _ changes: [ExampleReport.Change]
    ) -> [(ExampleReport.Clause, String)] {
      var rows: [(clause: ExampleReport.Clause, from: String, to: [String])] = []
      for change in changes {
        let (from, to) = words(change.part)
        if let last = rows.last, last.from == from, last.clause.line == change.clause.line,
          last.clause.text == change.clause.text
        {
          rows[rows.count - 1].to.append(to)
        } else {
          rows.append((change.clause, from, [to]))
        }
      }
      return rows.map { ($0.clause, "\($0.from) as \($0.to.joined(separator: " or "))") }
    }

    private func words(_ part: RuleChange.Part) -> (from: String, to: String) {
      switch part {
      case .sign(let old, let new): ("`\(old)`", "`\(new)`")
      case .value(let old, let new): (values.text(old), values.text(new))
      case .weight(_, let old, let new): ("weight \(values.text(old))", values.text(new))
      }
    }
  }
}
