import Diagnostics

/// What can be wrong with the form of an agreement.
enum SyntaxProblem: Hashable {
  case lexical(LexicalProblem)
  /// Something of `form` is absent where `found` stands.
  case expected(String, in: Form, found: String, remedy: String? = nil)
  case expectedExpression(in: Form, found: String, remedy: String? = nil)
  /// A word that was probably meant to be `meant`.
  case misspelt(String, meant: String)
  case unknownDeclaration(found: String)
  case unknownClause(found: String, in: Form)
  case unclosedBlock(Form)
  case unclosedBracket(String, found: String)
  case strayBracket(String)
  /// A clause goes on after its end.
  case trailing(found: String, remedy: String?)
  case misuse(Misuse)

  /// The diagnostic's words.
  var wording: Wording {
    switch self {
    case .lexical(let problem): problem.wording
    case .expected(let what, let form, let found, let remedy):
      Wording(
        .expectedToken, "expected \(what) in \(form.noun), found \(found)",
        help: remedy ?? "write it like `\(form.example)`")
    case .expectedExpression(let form, let found, let remedy):
      Wording(
        .expectedExpression, "expected an expression in \(form.noun), found \(found)",
        help: remedy ?? "write it like `\(form.example)`")
    case .misspelt(let word, let meant):
      Wording(.expectedToken, "`\(word)` has no meaning here", help: "did you mean `\(meant)`?")
    case .unknownDeclaration(let found):
      Wording(
        .expectedDeclaration, "\(found) does not start a declaration",
        help: "start it with one of \(Wording.list(DeclarationWord.allCases.map(\.rawValue)))")
    case .unknownClause(let found, let form): SyntaxProblem.wordingOfUnknownClause(found, form)
    case .unclosedBlock(let form):
      Wording(
        .unclosedBlock, "the block of \(form.noun) is not closed", label: "opened here",
        help: "write `}` where the block ends")
    case .unclosedBracket(let bracket, let found):
      Wording(
        .unclosedBracket, "expected `\(bracket)`, found \(found)",
        help: "write `\(bracket)` where the bracket ends", related: "opened here")
    case .strayBracket(let bracket):
      Wording(
        .strayBracket, "`\(bracket)` closes nothing",
        help: "delete it, or write the bracket that it closes")
    case .trailing(let found, let remedy):
      Wording(
        .unfinishedClause, "\(found) cannot stand here", label: "the clause is complete before it",
        help: remedy ?? "start a new line for a new clause, or write the operator that is missing")
    case .misuse(let misuse): misuse.wording
    }
  }

  private static func wordingOfUnknownClause(_ found: String, _ form: Form) -> Wording {
    let message = "\(found) does not start a clause of \(form.noun)"
    let words = form.clauseWords
    guard !words.isEmpty else {
      return Wording(.expectedClause, message, help: "write it like `\(form.example)`")
    }
    return Wording(.expectedClause, message, help: "start it with one of \(Wording.list(words))")
  }
}

/// Words that are understood, but must not stand as they do.
enum Misuse: Hashable {
  /// What `what` says, and what to do instead.
  case misplaced(String, remedy: String)
  /// A reserved word where a name is declared.
  case reserved(String, role: String, remedy: String)
  case chainedComparison
  case repeated(String, Form)
  /// A range whose end comes before its start.
  case backwards(String)
  case countOutOfRange(String, most: Int)
  case nestingTooDeep
  case expressionTooHigh
  case tooManyMistakes(Int)

  var wording: Wording {
    switch self {
    case .misplaced(let message, let remedy): Wording(.misplacedClause, message, help: remedy)
    case .reserved(let word, let role, let remedy):
      Wording(
        .reservedName, "`\(word)` is a reserved word and cannot be \(role)", label: "reserved",
        help: remedy)
    case .chainedComparison:
      Wording(
        .chainedComparison, "comparisons cannot be chained",
        help: "compare twice: `a < b and b < c`")
    case .repeated(let what, let form):
      Wording(
        .repeatedClause, "`\(what)` is written twice in \(form.noun)", label: "the second one",
        help: "keep one of them")
    case .backwards(let what):
      Wording(.backwardsRange, "\(what) end before they start", help: "swap the two ends")
    case .countOutOfRange(let what, let most):
      Wording(
        .countOutOfRange, "\(what) must be a whole number from 1 to \(most)",
        help: "write a whole number, without suffix or percent sign")
    case .nestingTooDeep:
      Wording(
        .nestingTooDeep, "more than \(Limits.nestingDepth) levels are nested here",
        help: "name a part of the expression with `let`")
    case .expressionTooHigh:
      Wording(
        .nestingTooDeep,
        "more than \(Limits.expressionHeight) operators build on each other here",
        help: "name a part of the expression with `let`, or compare with `in [ … ]`")
    case .tooManyMistakes(let count):
      Wording(
        .tooManyMistakes, "\(count) mistakes were found and \(Limits.mistakes) are listed",
        help: "correct these first, then check again")
    }
  }
}

extension Wording {
  /// Returns `words` in code marks, with commas and an "or".
  static func list(_ words: [String]) -> String {
    let marked = words.map { "`\($0)`" }
    guard let last = marked.last, marked.count > 1 else { return marked.joined() }
    return marked.dropLast().joined(separator: ", ") + " or " + last
  }
}
