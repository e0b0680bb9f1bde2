/// How much a diagnostic matters: an error stops the run, a warning and a note do not.
package enum Severity: String, Sendable, Comparable {
  case error, warning, note

  private var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A second place that explains a diagnostic.
package struct RelatedPlace: Hashable, Sendable {
  package var message: String
  package var place: Place

  package init(_ message: String, at place: Place) {
    self.message = message
    self.place = place
  }
}

/// One thing that the user should know: what, where, why, and what to do about it.
package struct Diagnostic: Hashable, Sendable {
  package var code: DiagnosticCode
  package var severity: Severity
  /// One sentence in lower case without a full stop.
  package var message: String
  package var place: Place?
  /// What the marked text is, shown beside the carets.
  package var label: String?
  /// An action that the reader can carry out.
  package var help: String?
  package var related: [RelatedPlace]
  /// Where many of the same code can stand, such as `column "ARR"`; only the first few are shown.
  package var series: String?
  /// How many more of the same series there are that no diagnostic describes.
  package var unlisted = 0

  package init(
    _ code: DiagnosticCode, _ severity: Severity = .error, _ message: String, at place: Place?,
    label: String? = nil, help: String? = nil, related: [RelatedPlace] = [], series: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.place = place
    self.label = label
    self.help = help
    self.related = related
    self.series = series
  }
}

extension Diagnostic: Comparable {
  /// Orders by place, then by severity, code and message, so that a report never depends on the
  /// order of discovery.
  package static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    switch (left.place, right.place) {
    case (let l?, let r?) where l != r: return l < r
    case (nil, .some): return true
    case (.some, nil): return false
    default: break
    }
    return (left.severity, left.code.rawValue, left.message)
      < (right.severity, right.code.rawValue, right.message)
  }
}

/// Diagnostics in the order of their discovery, each once.
package struct DiagnosticList: Sendable {
  private var items: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  package private(set) var containsError = false

  package init() {}

  package mutating func append(_ diagnostic: Diagnostic) {
    guard seen.insert(diagnostic).inserted else { return }
    items.append(diagnostic)
    containsError = containsError || diagnostic.severity == .error
  }

  package mutating func append(contentsOf diagnostics: some Sequence<Diagnostic>) {
    for diagnostic in diagnostics { append(diagnostic) }
  }

  package var isEmpty: Bool { items.isEmpty }

  /// The diagnostics in the order of their places.
  package var sorted: [Diagnostic] { items.sorted() }
}
