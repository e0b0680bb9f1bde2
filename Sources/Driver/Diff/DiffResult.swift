import Engine
import Language
import Tables

/// Two runs, and what tells them apart.
package struct DiffResult: Sendable {
  /// An account that is in both runs, with different tiers.
  struct Move: Hashable, Sendable {
    var key: String
    var name: String?
    var oldRow: Int
    var newRow: Int
    /// The names of the tiers; nil for no tier.
    var from: String?
    var to: String?
    /// By the order of the tiers: 1 for a rise, -1 for a fall, 0 where the agreements do not tell.
    var direction: Int
    /// The sets of changes each of which alone causes the move, by places in the list of changes;
    /// none where that was not found out.
    var causes: [[Int]] = []
    /// The accounts that came and without which it would not have moved.
    var arrivals: [String] = []
  }

  /// An account that only one of the runs has.
  struct Lone: Hashable, Sendable {
    var key: String
    var name: String?
    var row: Int
    var tier: String?
  }

  /// What was changed.
  enum Changes: Sendable {
    case edits([AgreementEdit])
    case data([StateChange])
  }

  package let old: Run
  package let new: Run
  let changes: Changes
  /// By the tiers, from the best one, and then by the money.
  var moves: [Move]
  let came: [Lone]
  let went: [Lone]
  /// Changes that cannot be made without each other, each set with more than one.
  var dependent: [[Int]] = []
  /// `true` iff causes were not looked for to the end.
  var isCutShort = false

  private let measures: (old: Measure?, new: Measure?)

  init(old: Run, new: Run, changes: Changes) {
    measures = (Measure(old.evaluation), Measure(new.evaluation))
    self.old = old
    self.new = new
    self.changes = changes
    let pairs = AccountPairs(old.evaluation, new.evaluation)
    moves = pairs.moves
    came = pairs.came
    went = pairs.went
  }

  /// What an account is worth in the measure: by the new run, or by the old one where that has none.
  func measure(_ move: Move) -> Int128? {
    measures.new?.figure(move.newRow) ?? measures.old?.figure(move.oldRow)
  }
}
