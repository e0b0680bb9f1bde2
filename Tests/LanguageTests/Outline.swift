import Diagnostics
import Language
import Tables

/// Expressions written with every pair of brackets, for comparison.
struct Outline {
  var tree: SyntaxTree

  func text(_ id: ExpressionID) -> String {
    switch tree[id].kind {
    case .error: "error"
    case .number(let value, let isPercent): isPercent ? "\(value)%" : "\(value)"
    case .text(let text): "\"\(text)\""
    case .date(let day): "\(day)"
    case .duration(let count, let unit): "\(count)\(unit.rawValue)"
    case .truth(let truth): truth ? "yes" : "no"
    case .name(let name): name
    case .member(let base, let name): "\(text(base)).\(name.text)"
    case .today: "today"
    case .tier: "tier"
    case .negated(let operand): "(- \(text(operand)))"
    case .not(let operand): "(not \(text(operand)))"
    case .binary(let sign, let left, let right): "(\(text(left)) \(sign.rawValue) \(text(right)))"
    case .presence(let operand, let isMissing): "(\(text(operand)) \(isMissing ? "?" : "!"))"
    case .membership(let operand, let elements): "(\(text(operand)) in \(list(elements)))"
    case .holding(let value, let holder): "(\(text(value)) in \(text(holder)))"
    case .fallback(let value, let other): "(\(text(value)) else \(text(other)))"
    case .call(let call): text(call)
    case .parenthesized(let content): "[\(text(content))]"
    }
  }

  func list(_ ids: [ExpressionID]) -> String { ids.map(text).joined(separator: ", ") }

  private func text(_ call: Call) -> String {
    var parts = call.arguments.map {
      text($0.value) + ($0.direction.map { " \($0.rawValue)" } ?? "")
    }
    if call.isDistinct { parts.insert("distinct", at: 0) }
    if let order = call.order { parts.append("by \(text(order))") }
    if let bounds = call.bounds { parts.append("from \(text(bounds.low)) to \(text(bounds.high))") }
    if let condition = call.condition { parts.append("where \(text(condition))") }
    if let partition = call.partition { parts.append("within \(text(partition))") }
    return "\(call.name.text){\(parts.joined(separator: "; "))}"
  }

  func text(_ keys: [SortKey]) -> String {
    keys.map { text($0.value) + ($0.direction.map { " \($0.rawValue)" } ?? "") }
      .joined(separator: ", ")
  }

  func text(_ body: Body) -> String {
    switch body {
    case .expression(let value): text(value)
    case .cases(let cases):
      cases.map { one in
        text(one.value) + (one.condition.map { " when " + text($0) } ?? " otherwise")
      }.joined(separator: "; ")
    }
  }
}
