import Diagnostics

/// The message, the places and the remedy of each problem.
extension CoverageProblem {
  func diagnostic(in source: SourceText) -> Diagnostic {
    Diagnostic(
      code, severity, message, at: source.place(of: range), label: label, help: help,
      related: related.map { RelatedPlace($0.text, at: source.place(of: $0.range)) })
  }

  private var code: DiagnosticCode {
    switch self {
    case .neverHolds: .neverHolds
    case .unreachableThreshold: .unreachableThreshold
    case .neverMissing, .sumOfNothing, .uselessElse: .neverMissing
    case .sameOnBothSides: .sameOnBothSides
    case .contradiction: .contradiction
    case .alwaysHolds: .alwaysHolds
    case .coveredCase: .coveredCase
    case .lateMissing: .lateMissingCase
    case .gap: .gapBetweenBands
    case .coveredRoute: .coveredRoute
    case .pointsBeyond: .pointsAlwaysBeyond
    case .ties: .tiesInLimit
    case .weightOfZero: .weightOfZero
    }
  }

  private var severity: Severity {
    switch self {
    case .sumOfNothing, .uselessElse, .ties, .weightOfZero: .note
    case .neverHolds, .unreachableThreshold, .neverMissing, .sameOnBothSides, .contradiction,
      .alwaysHolds, .coveredCase, .lateMissing, .gap, .coveredRoute, .pointsBeyond:
      .warning
    }
  }

  private var range: SourceRange {
    switch self {
    case .neverHolds(_, let at), .unreachableThreshold(_, _, _, let at),
      .neverMissing(_, _, _, let at), .sumOfNothing(_, let at), .uselessElse(_, _, let at),
      .sameOnBothSides(_, _, _, let at), .contradiction(_, let at), .alwaysHolds(_, _, let at),
      .coveredCase(_, _, _, let at), .lateMissing(_, _, let at), .gap(_, _, _, _, _, let at),
      .coveredRoute(_, _, _, let at), .pointsBeyond(_, _, _, let at), .ties(_, let at),
      .weightOfZero(_, let at):
      at
    }
  }

  private var message: String {
    switch self {
    case .neverHolds(let evidence, _): "this never holds, because \(evidence.text)"
    case .unreachableThreshold(let evidence, let tier?, _, _):
      "no account can reach `\(tier)` by this route, because \(evidence.text)"
    case .unreachableThreshold(let evidence, nil, _, _):
      "no account can get there, because \(evidence.text)"
    case .neverMissing(let figure, .mandatory, _, _):
      "\(figure) is never missing, because a row without it is rejected"
    case .neverMissing(let figure, .blankMeans(let value), _, _):
      "\(figure) is never missing, because a blank means \(value)"
    case .neverMissing(let figure, .count, _, _):
      "\(figure) is never missing, because no rows at all count as 0"
    case .neverMissing(let figure, .made, _, _):
      "\(figure) is never missing, because nothing that it is made of ever is"
    case .sumOfNothing(let figure, _):
      "\(figure) is missing only beyond the range of numbers, because no rows at all add up to 0"
    case .uselessElse(let figure, _, _):
      "\(figure) is never missing, so what stands after `else` is never used"
    case .sameOnBothSides(let figures, _, _, _):
      figures.count == 1
        ? "this compares \(figures[0]) with itself"
        : "this compares \(figures[0]) with \(figures[1]), which is the same figure"
    case .contradiction: "these conditions can never hold together"
    case .alwaysHolds(let role, let evidence, _):
      role.message + (evidence.map { ", because \($0.text)" } ?? "")
    case .coveredCase(_, true, _, _):
      "this case can never match, because an earlier one has the same condition"
    case .coveredCase(let by, false, _, _):
      by.count == 1
        ? "this case can never match, because an earlier one takes all that it could"
        : "this case can never match, because earlier ones take all that it could"
    case .lateMissing(let figure, _, _):
      "this case comes too late: where \(figure) is missing, an earlier case already cannot be decided"
    case .gap(let gap, let figure, let tier, _, _, _):
      "none of the bands holds where \(figure) is \(gap)"
        + (tier.map { ", so that accounts fall to `\($0)`" } ?? "")
    case .coveredRoute(let tier, _, _, _):
      "no account gets `\(tier)` by this route, because earlier clauses take all that it could"
    case .pointsBeyond(let points, let outOf, false, _):
      "these points are \(points), and the criterion is out of \(outOf)"
    case .pointsBeyond(let points, _, true, _): "these points are \(points), and 0 is the least"
    case .weightOfZero(let criterion, _): "\(criterion) has the weight 0, so its points never count"
    case .ties:
      "accounts that are equal in every key of this limit are told apart by the account key"
    }
  }

  private var label: String? {
    switch self {
    case .neverHolds, .contradiction: "never yes"
    case .unreachableThreshold: "beyond reach"
    case .sameOnBothSides(_, let isYes, _, _): isYes ? "yes wherever it is known" : "never yes"
    case .alwaysHolds: "always yes"
    case .coveredCase, .coveredRoute: "already taken"
    case .gap: "the next band begins here"
    case .neverMissing, .sumOfNothing, .uselessElse, .lateMissing, .pointsBeyond, .ties,
      .weightOfZero:
      nil
    }
  }

  private var help: String? {
    switch self {
    case .neverHolds(let evidence, _), .unreachableThreshold(let evidence, _, _, _):
      evidence.help
    case .neverMissing(_, .mandatory, _, _):
      "declare it `optional` if it may be blank, or remove this"
    case .neverMissing(_, .blankMeans, _, _):
      "declare it `optional` in place of `else` if a blank should stay missing, or remove this"
    case .neverMissing(_, .count, _, _): "compare it with 0, or remove this"
    case .neverMissing(_, .made, _, _): "remove this"
    case .sumOfNothing: "to ask whether there are rows, compare `count` of the table with 0"
    case .uselessElse: "remove `else` and what follows it"
    case .sameOnBothSides(_, _, true, _):
      "both sides are read from the row that is looked at; to compare with the account that asks, "
        + "use `within`"
    case .sameOnBothSides: "compare it with another figure, or remove this"
    case .contradiction: "write `or` if either is meant, or change one of them"
    case .alwaysHolds(let role, let evidence, _): role.help ?? evidence?.help
    case .coveredCase(_, true, let line, _): "remove it, or the one on line \(line)"
    case .coveredCase(_, false, let line, _): "put it before line \(line), or remove it"
    case .lateMissing(let figure, _, _): "ask whether \(figure) is missing in the first case"
    case .gap: "let the bands meet, or write a case for what lies between them"
    case .coveredRoute(_, _, let remedy, _): remedy
    case .pointsBeyond(_, _, true, _): "write 0 or more points"
    case .pointsBeyond: "give fewer points, or raise `out of`"
    case .weightOfZero: "give it a weight, or remove it"
    case .ties(let example, _):
      example.map { "add a last key such as `\($0)`, or `ties admit` to seat all that are equal" }
        ?? "add a last key that tells accounts apart, or `ties admit` to seat all that are equal"
    }
  }

  private var related: [Remark] {
    switch self {
    case .neverHolds(let evidence, _), .alwaysHolds(_, let evidence?, _):
      [evidence.declared].compactMap { $0 }
    case .unreachableThreshold(let evidence, _, let criteria, _):
      [evidence.declared].compactMap { $0 } + criteria
    case .neverMissing(let figure, _, let declared, _):
      [declared.map { Remark(text: "\(figure) is declared here", range: $0) }].compactMap { $0 }
    case .contradiction(let first, _): [first].compactMap { $0 }
    case .coveredCase(let by, _, _, _), .coveredRoute(_, let by, _, _): by
    case .lateMissing(_, let earlier, _): [Remark(text: "this case reads it first", range: earlier)]
    case .gap(_, _, _, let below, let rest, _):
      [below, Remark(text: "what lies between falls here", range: rest)]
    case .sumOfNothing, .uselessElse, .sameOnBothSides, .alwaysHolds, .pointsBeyond, .ties,
      .weightOfZero:
      []
    }
  }
}

extension CoverageProblem.Role {
  fileprivate var message: String {
    switch self {
    case .route(let tier, let below):
      "every account gets `\(tier)` here and none reaches \(RangeText.list(below.map { "`\($0)`" }))"
    case .exclude: "this excludes every account"
    case .reject: "this rejects every account"
    case .spare: "this spares every account"
    case .warn: "this warning always fires"
    case .require: "this requirement can never fail"
    case .only: "this allows every person"
    case .keepUnless: "this keeps nobody"
    case .rows: "this leaves out no row"
    }
  }

  fileprivate var help: String? {
    switch self {
    case .route: "ask for more, or write `otherwise` and remove the tiers below"
    case .exclude, .reject, .spare, .warn, .require, .only, .keepUnless, .rows: nil
    }
  }
}
