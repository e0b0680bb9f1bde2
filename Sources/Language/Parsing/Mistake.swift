import Diagnostics

/// A problem of the text and where it is; its place is looked up only when it is shown.
struct Mistake {
  var problem: SyntaxProblem
  var range: SourceRange
  /// What explains the problem, such as the bracket that is not closed.
  var related: SourceRange?
  /// `true` iff the tree has what was meant all the same.
  var isUnderstood: Bool

  init(
    _ problem: SyntaxProblem, _ range: SourceRange, related: SourceRange? = nil,
    isUnderstood: Bool = false
  ) {
    self.problem = problem
    self.range = range
    self.related = related
    self.isUnderstood = isUnderstood
  }

  /// Returns the diagnostics for `mistakes` in the order of the text, at most `Limits.mistakes`.
  static func diagnostics(for mistakes: [Mistake], in source: SourceText) -> [Diagnostic] {
    let sorted = mistakes.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }
    var shown = sorted.prefix(Limits.mistakes).map(\.element)
    if let last = shown.last, sorted.count > shown.count {
      shown.append(Mistake(.misuse(.tooManyMistakes(sorted.count)), last.range))
    }
    return shown.map { $0.diagnostic(in: source) }
  }

  private func diagnostic(in source: SourceText) -> Diagnostic {
    let wording = problem.wording
    var relatedPlaces: [RelatedPlace] = []
    if let related, let message = wording.related {
      relatedPlaces.append(RelatedPlace(message, at: source.place(of: related)))
    }
    var place = source.place(of: range)
    if case .lexical(.file(let problem)) = self.problem, !problem.showsText { place.excerpt = nil }
    return Diagnostic(
      wording.code, .error, wording.message, at: place, label: wording.label,
      help: wording.help, related: relatedPlaces)
  }
}

/// What a diagnostic says, apart from where.
struct Wording {
  var code: DiagnosticCode
  var message: String
  var label: String?
  var help: String
  /// What the related place is.
  var related: String?

  init(
    _ code: DiagnosticCode, _ message: String, label: String? = nil, help: String,
    related: String? = nil
  ) {
    self.code = code
    self.message = message
    self.label = label
    self.help = help
    self.related = related
  }
}
