import Language
import Tables
import Testing

/// What follows from reviews, and agendas.
@Suite("Plans and agendas")
struct PlanTests {
  /// What a step says, in one line.
  static func text(_ step: PlanStep, _ outline: Outline) -> String {
    let rhythm =
      switch step.rhythm {
      case .once(let span): "in \(span.count) \(span.unit)"
      case .again(let span): "every \(span.count) \(span.unit)"
      case nil: "never"
      }
    return "\(step.isTarget ? "target" : "then") \(outline.text(step.what)) \(rhythm) by "
      + (step.by.map { outline.text($0) } ?? "·")
  }

  @Test func steps() throws {
    guard
      case (.review(let review), let outline) = try parse(
        """
        review "Plan" for A every 90 days {
          then "Report" in 14 days by owner
          then "Report" by "Head of sales" in 2 weeks
          then "Check" every 30 days by sponsor
          target point in 90 days
          target "Two plants" by team.lead in 3 months
        }
        """)
    else { throw Mismatch() }
    let steps = review.clauses.map { clause in
      if case .plan(let step) = clause.kind { Self.text(step, outline) } else { "·" }
    }
    #expect(
      steps == [
        #"then "Report" in 14 days by owner"#, #"then "Report" in 2 weeks by "Head of sales""#,
        #"then "Check" every 30 days by sponsor"#, "target point in 90 days by ·",
        #"target "Two plants" in 3 months by team.lead"#,
      ])
  }

  @Test func agendas() throws {
    guard
      case (.agenda(let agenda), let outline) = try parse(
        """
        agenda "Board" for A, B {
          on 2027-04-20, meetings.date where kind = board,
            meetings.other
          top 20 by score, name ascending
          show wallet, "Growth" = growth
        }
        """)
    else { throw Mismatch() }
    #expect(agenda.label.text == "Board" && agenda.tiers.map(\.text) == ["A", "B"])
    let clauses = agenda.clauses.map { clause in
      switch clause.kind {
      case .on(let meetings):
        "on "
          + meetings.map { meeting in
            switch meeting {
            case .date(let day, _): day.description
            case .column(let table, let field, let condition):
              "\(table.text).\(field.text) \(condition.map { outline.text($0) } ?? "·")"
            }
          }.joined(separator: ", ")
      case .top(let most, let keys): "top \(most) by \(outline.text(keys))"
      case .show(let items): "show \(items.map { outline.text($0.value) })"
      case .error: "error"
      }
    }
    #expect(
      clauses == [
        "on 2027-04-20, meetings.date (kind = board), meetings.other ·",
        "top 20 by score, name ascending", #"show ["wallet", "growth"]"#,
      ])
  }

  @Test func agendaForAll() throws {
    guard case (.agenda(let agenda), _) = try parse(#"agenda "All" { on 2027-01-01; top 1 by a }"#)
    else { throw Mismatch() }
    #expect(agenda.tiers.isEmpty && agenda.clauses.count == 2)
  }

  /// Parses a text that is one declaration without a mistake.
  private func parse(_ text: String) throws -> (Declaration, Outline) {
    let (tree, mistakes) = Sample.parse(text)
    #expect(mistakes == [])
    try #require(tree.declarations.count == 1)
    return (tree.declarations[0], Outline(tree: tree))
  }
}
