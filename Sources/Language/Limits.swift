/// The bounds that an agreement's text keeps, so that no input can exhaust the machine.
package enum Limits {
  /// Agreements are written by hand; this is some twenty thousand lines.
  package static let sourceBytes = 1 << 20

  /// Lines are shown with each message about them; this is far more than anybody reads.
  package static let lineBytes = 1 << 16

  /// Brackets, `not` and minus signs inside each other; the parser's stack grows with them.
  package static let nestingDepth = 200

  /// Operators above each other in one expression; every walk over the tree recurses this deep.
  package static let expressionHeight = 500

  /// Tiers, excludes and rejects together: what can become of an account is told as a set of them.
  package static let endings = 120

  /// Operations and names that build on each other, from one definition to the next: every walk over
  /// terms recurses this deep, whatever the order of the definitions.
  package static let figureHeight = 600

  /// Arguments of one function, keys of one ranking.
  package static let arguments = 100

  /// Bytes of an earlier result, which is read as a whole.
  package static let previousBytes = 1 << 30

  /// Pairs of an account and a person that one sponsor block weighs against each other; each takes
  /// some thirty bytes.
  package static let pairs = 20_000_000

  /// How far reviews are planned; the calendars of nobody reach further.
  package static let horizonYears = 10

  /// Mistakes listed in one run; nobody reads on after that many.
  package static let mistakes = 200
}
