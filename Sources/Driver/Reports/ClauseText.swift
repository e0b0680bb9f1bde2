import Diagnostics
import Engine
import Language

/// The agreement's own words for what decided something.
package struct ClauseText: Sendable {
  /// By tier, by route: its label, else its text.
  private let routes: [[String]]
  private let overrides: [String]
  private let limits: [String]
  private let move: String

  package init(_ program: CheckedProgram) {
    routes = program.tiers.map { tier in
      tier.routes.map { route in
        route.label
          ?? ClauseText.collapsed((route.isKeep ? "keep while " : "") + program.text(of: route))
      }
    }
    move = program.move.map { ClauseText.collapsed(program.source.text(of: $0.range)) } ?? ""
    overrides = program.overrides.map(\.reason)
    limits = program.limits.map { limit in
      "limit " + limit.tiers.map { program.tiers[$0].name }.joined(separator: ", ")
    }
  }

  /// Returns the label of the deciding clause, or its text where it has none.
  package func reason(_ clause: Clause) -> String {
    switch clause {
    case .route(let tier, let index): routes[tier][index]
    case .override(let index): overrides[index]
    case .overflow(let limit): limits[limit]
    case .move: move
    }
  }

  /// Returns `text` on one line, with single spaces, without comments.
  package static func collapsed(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in Self.withoutComment(line) }
      .joined(separator: " ")
      .split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
      .joined(separator: " ")
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    var isQuoted = false
    for index in line.indices {
      if line[index] == "\"" { isQuoted.toggle() }
      if line[index] == "#", !isQuoted { return line[..<index] }
    }
    return line
  }
}

extension CheckedProgram {
  /// The condition of a route as it is written, or `otherwise`.
  package func text(of route: CheckedRoute) -> String {
    route.conditionRange.map { source.text(of: $0) } ?? "otherwise"
  }
}
