import Diagnostics

/// What can be wrong with the form of an agreement.
enum SyntaxProblem: Hashable {
  case lexical(LexicalProblem)
  /// Something is absent, or something else stands in its place.
  case expected(Expectation)
  /// A word that was probably meant to be `meant`.
  case misspelt(String, meant: String)
  /// Words of another notation, which are written otherwise here.
  case foreignWord(String, meant: String)
  case unknownDeclaration(found: String, remedy: String?)
  case unknownClause(found: String, in: Form, remedy: String?)
  case unclosedBlock(Form)
  case unclosedBracket(String, found: Found)
  case strayBracket(String)
  /// A clause goes on after its end.
  case trailing(found: String, remedy: String?)
  case misuse(Misuse)

  /// The diagnostic's words.
  var wording: Wording {
    switch self {
    case .lexical(let problem): problem.wording
    case .expected(let expectation): expectation.wording
    case .misspelt(let word, let meant):
      Wording(.expectedToken, "`\(word)` has no meaning here", help: "did you mean `\(meant)`?")
    case .foreignWord(let words, let meant):
      Wording(.foreignSign, "`\(words)` is written `\(meant)` here", help: "write `\(meant)`")
    case .unknownDeclaration(let found, let remedy):
      Wording(
        .expectedDeclaration, "\(found) does not start a declaration",
        help: remedy
          ?? "start it with one of \(Wording.list(DeclarationWord.allCases.map(\.rawValue)))")
    case .unknownClause(let found, let form, let remedy):
      Wording(
        .expectedClause, "\(found) does not start a clause of \(form.noun)",
        help: remedy ?? SyntaxProblem.helpForClauses(of: form))
    case .unclosedBlock(let form):
      Wording(
        .unclosedBlock, "the block of \(form.noun) is not closed", label: "opened here",
        help: "write `}` where the block ends")
    case .unclosedBracket(let bracket, let found):
      Wording(
        .unclosedBracket, "`\(bracket)` is missing \(found.place)",
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

  private static func helpForClauses(of form: Form) -> String {
    let phrases = form.clauseWords.map { form.phrase(of: $0) }
    guard !phrases.isEmpty else { return "write it like `\(form.example)`" }
    return "start it with \(phrases.count > 2 ? "one of " : "")\(Wording.list(phrases))"
  }
}

/// What stands at the place of a mistake.
enum Found: Hashable {
  /// A word, number or text, as messages show it.
  case value(String)
  /// A sign or a word of the language, as messages show it.
  case sign(String)
  case endOfLine, endOfFile

  /// Where something is missing that should stand before this.
  var place: String {
    switch self {
    case .value(let text), .sign(let text): "before \(text)"
    case .endOfLine: "at the end of the line"
    case .endOfFile: "at the end of the file"
    }
  }
}

/// What should stand at a place where it does not.
struct Expectation: Hashable {
  /// A word or sign in code marks, or the role of what is missing, such as "the account's key".
  var what: String
  var found: Found
  var form: Form
  var remedy: String?
  /// `true` iff what is missing is a figure or a condition.
  var isExpression = false

  fileprivate var wording: Wording {
    Wording(
      isExpression ? .expectedExpression : .expectedToken, message,
      help: remedy ?? "write it like `\(form.example)`")
  }

  private var message: String {
    let isFixed = what.hasPrefix("`")
    if case .value(let text) = found, !isFixed { return "\(text) stands where \(what) should" }
    return "\(what) is missing \(found.place)"
  }
}

/// Words that are understood, but must not stand as they do.
enum Misuse: Hashable {
  /// What `what` says, and what to do instead.
  case misplaced(String, remedy: String)
  /// A reserved word where a name is declared.
  case reserved(String, role: String, remedy: String)
  /// A name that needs quotes or `_`; the remedy says how.
  case brokenName(String, remedy: String)
  /// A text without quotes where `role` stands.
  case unquotedText(role: String, String)
  case emptyList
  case chainedComparison(remedy: String?)
  case repeated(String, Form)
  /// A range whose end comes before its start, or with it.
  case backwards(String, isEmpty: Bool)
  case countOutOfRange(String, most: Int)
  case nestingTooDeep
  case expressionTooHigh
  case tooManyMistakes(Int)

  var wording: Wording {
    switch self {
    case .misplaced(let message, let remedy): Wording(.misplacedClause, message, help: remedy)
    case .reserved(let word, let role, let remedy):
      Wording(
        .reservedName, "`\(word)` is a word of the language and cannot be \(role)", help: remedy)
    case .brokenName(let message, let remedy): Wording(.brokenName, message, help: remedy)
    case .unquotedText(let role, let text):
      Wording(.unquotedText, "\(role) must stand between quotes", help: "write `\"\(text)\"`")
    case .emptyList:
      Wording(.emptyList, "this list is empty", help: "write its values, such as `in [A, B]`")
    case .chainedComparison(let remedy):
      Wording(
        .chainedComparison, "a comparison has two sides, and this has three",
        help: remedy.map { "write `\($0)`" } ?? "compare twice, such as `a < b and b < c`")
    case .repeated(let what, let form):
      Wording(
        .repeatedClause, "`\(what)` is written twice in \(form.noun)", label: "the second one",
        help: "keep one of them")
    case .backwards(let what, isEmpty: false):
      Wording(.backwardsRange, "\(what) end before they start", help: "swap the two ends")
    case .backwards(let what, isEmpty: true):
      Wording(.backwardsRange, "\(what) end when they start", help: "write a later end")
    case .countOutOfRange(let what, let most):
      Wording(
        .countOutOfRange, "\(what) must be a whole number from 1 to \(most)",
        help: "write a whole number, if need be of a smaller unit")
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
