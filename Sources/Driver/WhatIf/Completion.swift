import Diagnostics

/// What a half-typed word can become.
package struct Completion: Hashable, Sendable {
  /// How many candidates are kept of those that there are.
  private static let most = 200

  /// How many characters before the cursor are replaced.
  package var replaced: Int
  /// Some of them, in their order.
  package var candidates: [String] = []
  /// How many there are in all.
  package var count = 0
  /// What all begin with; where they differ from what was typed in their case alone, as it was typed.
  package var common = ""
  /// What follows a candidate that is the only one.
  package var ending: String

  /// Finds what begins as `typed` does; where nothing does, what does but for the case.
  ///
  /// - Complexity: O(names).
  package init(of typed: String, among names: some Sequence<String>, ending: String = "") {
    replaced = typed.count
    self.ending = ending
    var exact = Matches()
    var folded = Matches()
    let lower = typed.lowercased()
    for name in names {
      if name.hasPrefix(typed) {
        exact.add(name)
      } else if exact.names.isEmpty, name.lowercased().hasPrefix(lower) {
        folded.add(name)
      }
    }
    let found = exact.names.isEmpty ? folded : exact
    candidates = found.names.sorted()
    count = found.count
    let shared = found.common ?? ""
    common = shared.count < typed.count ? typed : shared
  }

  /// Names that match, each once as long as there are few.
  private struct Matches {
    var names: Set<String> = []
    var count = 0
    var common: String?

    mutating func add(_ name: String) {
      guard !names.contains(name) else { return }
      count += 1
      common = common.map { $0.commonPrefix(with: name) } ?? name
      if names.count < Completion.most { names.insert(name) }
    }
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    if other.hasPrefix(self) { return self }
    return String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
