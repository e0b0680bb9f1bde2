import Diagnostics
import Tables

/// Finds what an agreement says in vain: conditions that never hold, cases and routes that earlier
/// ones take, thresholds beyond reach, gaps between bands.
///
/// Everything follows from the ranges of figures, so a problem is reported only where no data could
/// make it untrue. Settings, which read no data, are meant to be changed and never reported.
package struct CoverageChecker {
  let program: CheckedProgram
  var analysis: RangeAnalysis
  private(set) var problems: [CoverageProblem] = []
  package private(set) var claims: [CoverageClaim] = []
  /// The comparisons and questions that were reported, so that what follows from them is not.
  var reportedAtoms: Set<TermID> = []

  private init(_ program: CheckedProgram) {
    self.program = program
    analysis = RangeAnalysis(program)
  }

  /// Returns what is said in vain in an agreement without errors.
  package static func check(_ program: CheckedProgram) -> CoverageChecker {
    var checker = CoverageChecker(program)
    checker.checkAtoms()
    checker.checkConjunctions()
    checker.checkAlways()
    checker.checkCases()
    checker.checkRoutes()
    checker.checkBands()
    checker.checkPoints()
    checker.checkFallbacks()
    checker.checkTies()
    return checker
  }

  package var diagnostics: [Diagnostic] {
    problems.map { $0.diagnostic(in: program.source) }
  }

  /// The places of the terms that clauses write.
  var written: some Sequence<Int> {
    program.terms.indices.lazy.filter { !program.implied.contains(TermID($0)) }
  }

  /// `true` iff more problems are found than anybody reads; looking for proofs of more takes time.
  var isFull: Bool { problems.count >= Limits.mistakes }

  mutating func report(_ problem: CoverageProblem, _ claim: CoverageClaim? = nil) {
    guard !isFull else { return }
    problems.append(problem)
    if let claim { claims.append(claim) }
  }

  // MARK: Words and places

  /// Returns the name of a figure, or its text where that is short.
  func name(of id: TermID) -> String {
    let term = program[id]
    switch term.kind {
    case .named(.letting(let index), _): return "`\(program.lets[index].name)`"
    case .named(.combined(let index), _): return "`\(program[.accounts].fields[index].name)`"
    case .named(.computed(let table, let index), _):
      return "`\(program[table].computed[index].name)`"
    case .named(.score(let index), _), .score(let index):
      return "`\(program.scores[index].name)`"
    case .named(.criterion(let score, let index), _):
      let score = program.scores[score]
      return "`\(score.name).\(score.criteria[index].name)`"
    default: break
    }
    let words = program.source.text(of: term.range).split(whereSeparator: \.isWhitespace)
    let text = words.joined(separator: " ")
    return text.count <= 48 ? "`\(text)`" : "this figure"
  }

  func words(for id: TermID) -> RangeText { RangeText(program: program, type: program[id].type) }

  /// Returns where `id` is written, if that is within `clause`; a name leads to its definition, and
  /// then the clause is the place.
  func place(of id: TermID, in clause: SourceRange) -> SourceRange {
    let range = program[id].range
    return clause.start <= range.start && range.end <= clause.end ? range : clause
  }

  /// Returns where a figure's bounds are declared.
  func declaration(of id: TermID) -> SourceRange? {
    let form = analysis.forms[id]
    switch program[form].kind {
    case .field(let index): return program[program[form].home].fields[index].range
    case .follow(_, let inner): return declaration(of: inner)
    default: return nil
    }
  }
}

/// What the checker claims to be so for all data, for tests to hold against data.
package enum CoverageClaim: Hashable, Sendable {
  /// A condition is never yes.
  case never(TermID)
  /// A condition is always yes.
  case always(TermID)
  /// A figure is never missing.
  case present(TermID)
  /// Of these cases, the one with this index never gives the value.
  case deadCase(TermID, Int)
  /// No account gets the tier by this route: tier, route.
  case deadRoute(Int, Int)
  /// A figure of these cases falls to `otherwise` where it has this value.
  case otherwise(TermID, figure: TermID, Int128)
}
