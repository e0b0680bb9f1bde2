import Diagnostics
import Engine
import Language
import Tables

/// What is to be done, and how many of the agreement's questions the data answer.
struct QuestionsText {
  private let run: Run
  private let evaluation: Evaluation
  private let program: CheckedProgram

  init(_ run: Run) {
    self.run = run
    evaluation = run.evaluation
    program = run.evaluation.program
  }

  func write(to page: inout TextPage) {
    writeToDo(to: &page)
    writeQuestions(to: &page)
  }

  // MARK: What is to be done

  private func writeToDo(to page: inout TextPage) {
    let items = ToDoList(run).items
    guard !items.isEmpty else { return }
    page.heading("To do", remark: Count.grouped(items.count))
    let isShort = items.count <= ReportLimits.actions + 1
    var table = TextTable([.left, .flexible, .flexible])
    for item in items.prefix(isShort ? items.count : ReportLimits.actions) {
      table.append([item.due?.words ?? "", doer(of: item), sentence(item)])
    }
    page.table(table)
    let more = items.count - ReportLimits.actions
    if !isShort { page.paragraph("and \(Count.grouped(more)) more, see --actions") }
  }

  private func doer(of item: ToDoList.Item) -> String {
    if let by = item.by { return Printable.escaped(by) }
    return item.asksWho ? "nobody named" : ""
  }

  private func sentence(_ item: ToDoList.Item) -> String {
    let text = Printable.escaped(item.words)
    guard let name = item.name else { return text }
    return "\(text): "
      + (item.isOfAccount(in: program)
        ? evaluation.shownAccount(item.row) : Printable.escaped(name))
  }

  // MARK: Questions

  private func writeQuestions(to page: inout TextPage) {
    let audit = run.questions
    guard !audit.entries.isEmpty else { return }
    let all = audit.all
    page.heading(
      "Questions", remark: "\(Count.grouped(all.answered)) of \(Count.grouped(all.all)) answered")
    var table = TextTable(
      [.flexible, .right, .right, .right], header: ["", "answered", "stale", "unknown"])
    for entry in audit.entries {
      let question = program.findings[entry.finding].question?.text ?? ""
      table.append(
        [Printable.escaped(question)]
          + [entry.tally.answered, entry.tally.stale, entry.tally.unknown].map(Count.grouped))
    }
    page.table(table)
    let rows = least(audit)
    guard !rows.isEmpty else { return }
    page.paragraph(
      "fewest answers: "
        + NameList.text(rows) { row in
          let tally = audit.accounts[row] ?? AnswerTally()
          return "\(evaluation.shownAccount(row)) (\(tally.answered) of \(tally.all))"
        })
  }

  /// The accounts that lack an answer, those with the smallest part first, then by key.
  private func least(_ audit: QuestionAudit) -> [Int] {
    let keys = evaluation.tables[0]
    let lacking = audit.accounts.filter { $0.value.answered < $0.value.all }
    return lacking.keys.map { ($0, audit.accounts[$0] ?? AnswerTally(), keys.key($0)) }
      .sorted { left, right in
        let (some, others) = (left.1.answered * right.1.all, right.1.answered * left.1.all)
        if some != others { return some < others }
        return left.2.unicodeScalars.lexicographicallyPrecedes(right.2.unicodeScalars)
      }.map(\.0)
  }
}

extension QuestionAudit {
  /// Writes the questions as an array of objects.
  func write(of program: CheckedProgram, _ names: FindingNames, to json: inout JSONWriter) {
    json.array("questions", entries) { json, entry in
      let finding = program.findings[entry.finding]
      json.object {
        $0.member("id", names.id(entry.finding))
        $0.member("question", finding.question?.text)
        $0.member("label", finding.label)
        $0.tally(entry.tally)
      }
    }
  }
}

extension JSONWriter {
  /// Writes how many questions are answered.
  mutating func tally(_ tally: AnswerTally) {
    member("answered", tally.answered)
    member("stale", tally.stale)
    member("unknown", tally.unknown)
    member("of", tally.all)
  }
}
