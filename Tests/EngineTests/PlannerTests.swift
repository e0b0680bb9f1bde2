import Diagnostics
import Engine
import Language
import Tables
import Testing

/// What is computed when.
@Suite("Planner")
struct PlannerTests {
  private func plan(_ body: String) throws -> Plan {
    let text = """
      agreement "Plan" { as of 2027-04-01 }
      accounts {
        id    : text key
        fees  : number
        since : date
      }
      \(body)
      """
    let source = SourceText(name: "plan.kam", bytes: Array(text.utf8))
    let (program, problems) = Checker.check(Parser.parse(source).tree)
    try #require(!problems.contains { $0.severity == .error })
    return Planner.plan(
      program, asOf: try #require(program.agreement.asOf), demanding: [])
  }

  /// The passes over the accounts' rows.
  private func passes(of plan: Plan) -> Int {
    plan.levels.reduce(0) { $0 + $1.passes.count { $0.table == .accounts } }
  }

  @Test(
    "What the text and the day say is no work over rows",
    arguments: [
      "when fees >= 5k * (1 + 10%)", "when since < today - 6 months",
      "when since < today - 90 days and fees > max(2 * 2k, 3k)",
      "when fees > bar",
    ])
  func settledFigures(_ route: String) throws {
    let plan = try plan(
      """
      let base = 2 * 500
      let bar {
        base + 1 when today < 2027-07-01
        base     otherwise
      }
      tier Key  { \(route) }
      tier Rest { otherwise }
      """)
    #expect(passes(of: plan) == 1)
    for register in plan.registers where register.home == .portfolio {
      guard case .operation(let operation) = register.producer else { continue }
      Issue.record("\(operation) is computed for each run")
    }
  }

  @Test("Figures that double at each step are worked out once each")
  func doublings() throws {
    let steps = (1...60).map { "let d\($0) = (d\($0 - 1) + d\($0 - 1)) / 2" }
    let plan = try plan(
      """
      let d0 = 3
      \(steps.joined(separator: "\n"))
      tier Key  { when fees >= d60 }
      tier Rest { otherwise }
      """)
    #expect(passes(of: plan) == 1)
  }

  @Test("What is missing whatever the data stays an operation")
  func missingFigure() throws {
    let plan = try plan(
      """
      let base = 2
      tier Key  { when fees >= 1 / (base - base) }
      tier Rest { otherwise }
      """)
    #expect(passes(of: plan) == 2)
  }
}
