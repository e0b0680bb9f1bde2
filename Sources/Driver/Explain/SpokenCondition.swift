import Diagnostics
import Language
import Tables

/// Conditions and figures as they are read aloud: `worth is at least 70 and margin at least 25.0 %`.
struct SpokenCondition {
  private enum Junction { case and, or, not }

  private let program: CheckedProgram
  private let readable: ReadableValue

  init(_ program: CheckedProgram) {
    self.program = program
    readable = ReadableValue(program)
  }

  /// Returns a condition in words.
  func words(_ id: TermID) -> String { words(id, inside: nil) }

  private func words(_ id: TermID, inside outer: Junction?) -> String {
    func join(_ a: TermID, _ b: TermID, _ word: String, _ junction: Junction) -> String {
      let text = words(a, inside: junction) + " \(word) " + words(b, inside: junction)
      return outer == nil || outer == junction ? text : "(\(text))"
    }
    switch program[id].kind {
    case .and(let a, let b) where program.isWritten(id, endingWith: b):
      return join(a, b, "and", .and)
    case .or(let a, let b) where program.isWritten(id, endingWith: b):
      return join(a, b, "or", .or)
    case .not(let inner) where program.isNegation(id): return negated(inner)
    case .compare(let comparison, let a, let b) where program.isWrittenComparison(id):
      return "\(figure(a)) \(verb(comparison, program[a].type)) \(figure(b))"
    case .field, .named(.combined, _):
      return program[id].type == .truth ? "\(figure(id)) is yes" : figure(id)
    case .named(.letting, _), .named(.computed, _):
      return program[id].type == .truth ? "\(figure(id)) holds" : figure(id)
    default: return figure(id)
    }
  }

  private func negated(_ id: TermID) -> String {
    switch program[id].kind {
    case .field, .named(.combined, _): "\(figure(id)) is no"
    case .named(.letting, _), .named(.computed, _): "\(figure(id)) does not hold"
    default: "not " + words(id, inside: .not)
    }
  }

  /// Returns a figure: what is written in the agreement as people read it, else its text.
  func figure(_ id: TermID) -> String {
    if case .constant(let constant) = program[id].kind {
      switch constant {
      case .number(let number): return readable.text(number, program[id].type)
      case .day(let day): return day.description
      case .truth(let truth): return truth ? "yes" : "no"
      case .code, .text, .months: break
      }
    }
    return Printable.escaped(program.figureName(id))
  }

  private func verb(_ comparison: Comparison, _ type: ValueType) -> String {
    let isDate = type == .date
    return switch comparison {
    case .equal: "is"
    case .notEqual: "is not"
    case .less: isDate ? "is before" : "is below"
    case .lessOrEqual: isDate ? "is on or before" : "is at most"
    case .greater: isDate ? "is after" : "is above"
    case .greaterOrEqual: isDate ? "is on or after" : "is at least"
    }
  }

  /// Returns what a figure is: a value by cases, or a formula.
  func definition(_ id: TermID) -> String {
    let term = program.unnamed(id)
    guard case .cases(let cases) = term.kind else {
      return term.type == .truth ? words(inner(id)) : source(inner(id))
    }
    return cases.map { item in
      let value = figure(item.value)
      return item.condition.map { "\(value) where \(words($0))" } ?? "otherwise \(value)"
    }.joined(separator: "; ")
  }

  private func inner(_ id: TermID) -> TermID {
    var id = id
    while case .named(_, let inner) = program[id].kind { id = inner }
    return id
  }

  private func source(_ id: TermID) -> String {
    Printable.escaped(ClauseText.collapsed(program.source.text(of: program[id].range)))
  }
}
