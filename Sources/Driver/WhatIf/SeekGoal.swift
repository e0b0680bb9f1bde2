import Engine
import Language
import Tables

/// What a figure is sought for.
struct SeekGoal: Sendable {
  enum Wish: Sendable {
    /// An account with a tier, nil for none.
    case tier(row: Int, key: String, name: String?, SeekLine.Reach, isStay: Bool)
    /// A condition over all accounts, as it is written.
    case condition(String)
  }
  var wish: Wish

  /// `true` iff it is so in an evaluation, in which the condition is the last figure that is shown;
  /// nil where the agreement has no such tier.
  func holds(in evaluation: Evaluation) -> Bool? {
    switch wish {
    case .tier(let row, _, let name, let reach, _):
      guard case .classified = evaluation.decision.status[row] else { return false }
      let tier = evaluation.tier(row)
      guard let name else { return tier == nil }
      guard let wanted = evaluation.program.tiers.firstIndex(where: { $0.name == name }) else {
        return nil
      }
      return switch reach {
      case .exactly: tier == wanted
      case .orBetter: tier.map { $0 <= wanted } ?? false
      case .orWorse: tier.map { $0 >= wanted } ?? true
      }
    case .condition:
      guard let term = evaluation.program.shows.last?.term else { return nil }
      return evaluation.value(term, 0) == .truth(true)
    }
  }

  /// The figures that tell.
  func asked(in program: CheckedProgram) -> [TermID] {
    condition == nil ? [] : [program.shows.last?.term].compactMap { $0 }
  }

  /// The condition, if it is one.
  var condition: String? { if case .condition(let text) = wish { text } else { nil } }

  /// The row of the account that it is about.
  var row: Int? { if case .tier(let row, _, _, _, _) = wish { row } else { nil } }
}

/// What was found of one goal.
struct SeekAnswer: Sendable {
  /// What becomes of accounts at a step that was found.
  struct Outcome: Sendable {
    /// The step that is told, and the one beside it with which it is otherwise.
    var step: Int128
    var moves: [DiffResult.Move]
    /// The tier of the account that the goal is about.
    var tier: String?
    var run: Run
  }
  var axis: SeekAxis
  var goal: SeekGoal
  /// `true` iff the goal is reached with the present figure.
  var holdsNow: Bool
  var up: SeekSearch.Side
  var down: SeekSearch.Side
  /// By side, upwards first, what becomes of accounts where the goal is reached, or no longer is.
  var outcomes: [Outcome?]
}
