import Diagnostics

/// What an agreement says in vain, with the figures that prove it.
enum CoverageProblem: Hashable {
  /// `range` are the words for what the figure is instead.
  case neverHolds(Evidence, at: SourceRange)
  case unreachableThreshold(Evidence, tier: String?, criteria: [Remark], at: SourceRange)
  case neverMissing(figure: String, Reason, declared: SourceRange?, at: SourceRange)
  case sumOfNothing(figure: String, at: SourceRange)
  case uselessElse(figure: String, Reason, at: SourceRange)
  /// The names of the figure, two where a let stands for it.
  case sameOnBothSides([String], isYes: Bool, inRows: Bool, at: SourceRange)
  case contradiction(first: Remark?, at: SourceRange)
  case alwaysHolds(Role, Evidence?, at: SourceRange)
  case coveredCase(by: [Remark], isSame: Bool, line: Int, at: SourceRange)
  case lateMissing(figure: String, earlier: SourceRange, at: SourceRange)
  case gap(String, figure: String, tier: String?, below: Remark, rest: SourceRange, at: SourceRange)
  case coveredRoute(tier: String, by: [Remark], remedy: String, at: SourceRange)
  case pointsBeyond(points: String, outOf: String, isBelow: Bool, at: SourceRange)
  case ties(example: String?, at: SourceRange)
  case weightOfZero(criterion: String, at: SourceRange)

  /// A figure with the words for what it can be.
  struct Evidence: Hashable {
    var text: String
    /// A remedy that fits the figure.
    var help: String
    /// Where the figure is declared or worked out.
    var declared: Remark?
    /// `true` iff the declaration can bound the figure.
    var isBounded = false
  }

  /// A second place with its words.
  struct Remark: Hashable {
    var text: String
    var range: SourceRange
  }

  /// Why a figure is never missing.
  enum Reason: Hashable {
    case mandatory
    case blankMeans(String)
    case count
    case made
  }

  /// The clause that a condition belongs to.
  enum Role: Hashable {
    case route(tier: String, below: [String])
    case exclude, reject, spare, warn, require, only, keepUnless, rows
  }
}
