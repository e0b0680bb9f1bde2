import Diagnostics
import Tables

/// Gives every name, type, unit and stage of a tree its meaning, and reports what has none.
///
/// Names are resolved on demand, so declarations may stand in any order. A part that is wrong is
/// reported once and becomes a term of type `error`, which fits everywhere.
package struct Checker {
  /// What a name of the accounts' scope stands for.
  enum Definition: Hashable {
    case field(Int)
    case computed(Int)
    case letting(Int)
    case score(Int)
    case table(TableID)

    var belongsToOneAccount: Bool {
      switch self {
      case .field, .computed, .letting, .score: true
      case .table: false
      }
    }
  }

  /// How far a lazily checked definition has come.
  enum Progress: Hashable {
    case untouched, running
    case done(TermID)
  }

  let tree: SyntaxTree
  /// The declarations of the agreement; another one glued behind it is reported and left out.
  private(set) var declarations: ArraySlice<Declaration> = []
  var program: CheckedProgram
  var diagnostics = DiagnosticList()
  var names: [String: Definition] = [:]
  /// The names of `names` in the order of their declaration, for suggestions.
  var nameOrder: [String] = []
  /// The names of `names` by what they look like in Latin letters.
  private var namesInLatin: [String: String] = [:]
  var nameRanges: [String: SourceRange] = [:]
  var usedNames: Set<String> = []
  /// Per table, the computed fields that something reads.
  var usedComputed: [TableID: Set<Int>] = [:]

  var tableDeclarations: [TableDeclaration] = []
  var ratesDeclarations: [RatesDeclaration] = []
  /// By table and field, where a field names the column of its currencies.
  var currencyModifiers: [CurrencyModifier] = []
  /// What first depends on the tier that accounts had before.
  var usesTierBefore: SourceRange?
  var groupDeclaration: GroupDeclaration?
  /// By field, how members' values become the group's.
  var combinations: [String: (name: Name, combination: GroupDeclaration.Combination)] = [:]
  /// Per field and per computed field of the accounts, the group's own value.
  var combinedTerms: [TermID?] = []
  var combinedComputedTerms: [TermID?] = []
  var letDeclarations: [LetDeclaration] = []
  var scoreDeclarations: [ScoreDeclaration] = []
  var tierDeclarations: [TierDeclaration] = []
  var letProgress: [Progress] = []
  var scoreProgress: [Progress] = []
  /// Per table, per computed field.
  var computedProgress: [[Progress]] = []
  /// The definitions being checked, outermost first: a name found here closes a circle.
  var running: [(name: String, range: SourceRange)] = []
  var agreementDeclaration: AgreementDeclaration?
  var accountsAreMissing = false
  /// `true` iff tables refer to each other in a circle, in which ways would go round for ever.
  var hasReferenceCircle = false
  /// By term, how many terms build on each other up to it.
  var heights: [Int] = []
  /// The expressions that are being checked, one within or for the sake of the other.
  var depth = 0
  var isTooDeep = false

  init(_ tree: SyntaxTree) {
    self.tree = tree
    program = CheckedProgram(source: tree.source)
    // Most expressions are one term, and few are more.
    program.terms.reserveCapacity(tree.expressions.count)
  }

  /// Returns the checked agreement and everything that is wrong with it; the program can be
  /// evaluated iff no diagnostic is an error.
  package static func check(_ tree: SyntaxTree) -> (
    program: CheckedProgram, diagnostics: [Diagnostic]
  ) {
    var checker = Checker(tree)
    checker.collect()
    checker.checkTables()
    checker.checkTiers()
    checker.checkAlone()
    checker.checkFigures()
    checker.checkAgreement()
    checker.checkCurrencies()
    checker.checkWeightsOfDays()
    for declaration in checker.declarations { checker.checkDecision(declaration) }
    for declaration in checker.declarations { checker.checkPeople(declaration) }
    checker.findAccountName()
    checker.findPreviousTier()
    checker.findPeople()
    checker.findAddresses()
    checker.checkTierBefore()
    // What is misspelt would only seem unused.
    if !checker.diagnostics.containsError {
      checker.checkUse()
      checker.checkRelationships()
      checker.checkThousands()
      checker.diagnostics.append(contentsOf: CoverageChecker.check(checker.program).diagnostics)
    }
    // Last, since what only a test reads is not used.
    checker.checkTests()
    return (checker.program, checker.diagnostics.sorted)
  }

  mutating func report(_ problem: CheckProblem, at range: SourceRange) {
    diagnostics.append(
      Diagnostic(
        problem.code, problem.severity, problem.message, at: tree.source.place(of: range),
        label: problem.label, help: problem.help,
        related: problem.related.map {
          RelatedPlace($0.message, at: tree.source.place(of: $0.range))
        }))
  }

  /// Sorts the declarations by what they declare, and enters their names.
  private mutating func collect() {
    var implicit: [CriterionDeclaration] = []
    declarations = tree.declarations.prefix(upTo: endOfFirstAgreement)
    for declaration in declarations {
      switch declaration {
      case .agreement(let agreement):
        if let first = agreementDeclaration {
          report(.repeatedDeclaration("`agreement`", first: first.range), at: agreement.name.range)
        } else {
          agreementDeclaration = agreement
        }
      case .table(let table): tableDeclarations.append(table)
      case .rates(let rates): ratesDeclarations.append(rates)
      case .group(let group):
        if let first = groupDeclaration {
          report(.repeatedDeclaration("`group`", first: first.range), at: group.parent.range)
        } else {
          groupDeclaration = group
        }
      case .letting(let letting): letDeclarations.append(letting)
      case .score(let score): scoreDeclarations.append(score)
      case .criterion(let criterion): implicit.append(criterion)
      case .tier(let tier): tierDeclarations.append(tier)
      case .exclude, .reject, .move, .limit, .override, .show, .finding, .sponsor, .calendar,
        .review, .agenda, .test, .expectation, .error:
        break
      }
    }
    if let first = implicit.first {
      let name = Name(text: "score", range: first.name.range)
      var score = ScoreDeclaration(name: name, title: nil, range: first.range)
      score.criteria = implicit
      scoreDeclarations.append(score)
    }
    if agreementDeclaration == nil {
      report(
        .missingDeclaration("`agreement`", example: "agreement \"Key accounts 2027\" { }"),
        at: SourceRange(start: 0, end: 0))
    }
    tableDeclarations.sort { $0.name.text == "accounts" && $1.name.text != "accounts" }
  }

  /// The index behind the declarations of the first agreement, and behind the head of a second one
  /// if that has accounts of its own: then two files have been joined.
  private var endOfFirstAgreement: Int {
    var heads: [Int] = []
    var accounts: [Int] = []
    for (index, declaration) in tree.declarations.enumerated() {
      switch declaration {
      case .agreement: heads.append(index)
      case .table(let table) where table.path == nil: accounts.append(index)
      case .table, .rates, .group, .letting, .score, .criterion, .tier, .exclude, .reject, .limit,
        .move, .override, .show, .finding, .sponsor, .calendar, .review, .agenda, .test,
        .expectation, .error:
        break
      }
    }
    guard heads.count > 1, let first = accounts.first, let last = accounts.last,
      first < heads[1], last > heads[1]
    else { return tree.declarations.count }
    return heads[1] + 1
  }

  /// Enters `name`, or reports that it is taken.
  mutating func declare(_ name: Name, as definition: Definition) {
    if let first = nameRanges[name.text] {
      report(.repeatedName(name.text, first: first), at: name.range)
    } else if let twin = namesInLatin[LookAlike.latin(name.text)] {
      report(
        lookAlike(name.text, twin), at: place(ofDifference: name.text, from: twin, in: name.range))
    } else {
      names[name.text] = definition
      nameOrder.append(name.text)
      namesInLatin[LookAlike.latin(name.text)] = name.text
      nameRanges[name.text] = name.range
    }
  }

  private mutating func findAccountName() {
    let fields = program.tables.first?.fields ?? []
    guard let index = fields.firstIndex(where: { $0.name == "name" && $0.type == .text }) else {
      return
    }
    program.accountName = field(index, of: .accounts, at: fields[index].range)
  }

  private mutating func findPreviousTier() {
    let fields = program.tables.first?.fields ?? []
    program.previousTier = tierBefore(at: .start)
    let since = fields.indices.first { program.isSince($0) }
    let range = since.map { fields[$0].range } ?? .start
    program.previousSince =
      since.map { field($0, of: .accounts, at: range) }
      ?? add(Term(.earlier(.since), type: .date, home: .accounts, stage: .rows, range: range))
  }

  /// Returns the tier that an account had before.
  mutating func tierBefore(at range: SourceRange) -> TermID {
    let fields = program[.accounts].fields
    if let index = fields.firstIndex(where: { $0.type == .tier }) {
      return field(index, of: .accounts, at: range)
    }
    return add(Term(.earlier(.tier), type: .tier, home: .accounts, stage: .rows, range: range))
  }
}
