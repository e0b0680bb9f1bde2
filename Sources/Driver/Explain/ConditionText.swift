import Diagnostics
import Engine
import Language

/// A condition as it is written, with what each part of it is for one account under it.
///
///     worth >= 65 and margin >= 15%
///     62.45 no        28.0 % yes
struct ConditionText {
  /// A part of a line, and what stands under it.
  private struct Word {
    var text: String
    var under = ""

    var width: Int { max(DisplayWidth.columns(of: text), DisplayWidth.columns(of: under)) }
  }

  /// Words that stay on one line.
  private typealias Phrase = [Word]

  private let program: CheckedProgram
  private let values: [TermID: Value]
  private let readable: ReadableValue

  init(_ program: CheckedProgram, _ values: [TermID: Value]) {
    self.program = program
    self.values = values
    readable = ReadableValue(program)
  }

  /// Returns lines of at most `width` columns: of each pair the second says what the first is.
  func lines(_ condition: TermID, width: Int) -> [String] {
    var lines: [String] = []
    var phrases = phrases(condition, inside: nil)[...]
    while !phrases.isEmpty {
      var words = phrases.removeFirst()
      if self.width(of: words) > width {
        lines += folded(words, width)
        continue
      }
      while let next = phrases.first, self.width(of: words + next) <= width {
        words += next
        phrases.removeFirst()
      }
      lines += pair(words)
    }
    return lines
  }

  private func width(of words: [Word]) -> Int {
    words.reduce(-1) { $0 + $1.width + 1 }
  }

  private func pair(_ words: [Word]) -> [String] {
    func line(_ part: (Word) -> String) -> String {
      let cells = words.map { Alignment.padded(part($0), to: $0.width, .left) }
      let line = cells.joined(separator: " ")
      return String(line.prefix(line.count - line.reversed().prefix { $0 == " " }.count))
    }
    let (upper, lower) = (line(\.text), line(\.under))
    return lower.isEmpty ? [upper] : [upper, lower]
  }

  /// A phrase that is too long for a line, and then what it is.
  private func folded(_ words: [Word], _ width: Int) -> [String] {
    let text = words.map(\.text).joined(separator: " ")
    let under = words.map(\.under).filter { !$0.isEmpty }.joined(separator: " ")
    return Alignment.wrapped(text, to: width)
      + Alignment.wrapped(under, to: max(1, width - 2)).map { "  " + $0 }
  }

  // MARK: Words

  private enum Junction { case and, or, not }

  private func phrases(_ id: TermID, inside outer: Junction?) -> [Phrase] {
    switch program[id].kind {
    case .and(let a, let b) where program.isWritten(id, endingWith: b):
      return join(a, b, "and", .and, outer)
    case .or(let a, let b) where program.isWritten(id, endingWith: b):
      return join(a, b, "or", .or, outer)
    case .not(let inner) where program.isNegation(id):
      return prefixed(phrases(inner, inside: .not), "not ")
    default: return [phrase(id)]
    }
  }

  private func join(
    _ a: TermID, _ b: TermID, _ word: String, _ junction: Junction, _ outer: Junction?
  ) -> [Phrase] {
    let left = phrases(a, inside: junction)
    let right = prefixed(phrases(b, inside: junction), "\(word) ")
    guard let outer, outer != junction else { return left + right }
    var all = prefixed(left, "(") + right
    all[all.count - 1][all[all.count - 1].count - 1].text += ")"
    return all
  }

  private func prefixed(_ phrases: [Phrase], _ prefix: String) -> [Phrase] {
    var phrases = phrases
    phrases[0][0].text = prefix + phrases[0][0].text
    // What is under the first word stands under the word itself.
    if !phrases[0][0].under.isEmpty {
      let spaces = String(repeating: " ", count: DisplayWidth.columns(of: prefix))
      phrases[0][0].under = spaces + phrases[0][0].under
    }
    return phrases
  }

  private func phrase(_ id: TermID) -> Phrase {
    if case .compare(let comparison, let a, let b) = program[id].kind,
      program.isWrittenComparison(id)
    {
      return [
        Word(text: text(a), under: operand(a)),
        Word(text: comparison.sign, under: answer(id)),
        Word(text: text(b), under: operand(b)),
      ]
    }
    let figures = program.figures(in: id)
    if program[id].type == .truth, figures.count == 1, figures[0].term != id,
      let value = values[figures[0].term], program[figures[0].term].type != .truth
    {
      return [Word(text: text(id), under: "\(readable.text(value)) \(answer(id))")]
    }
    return [Word(text: text(id), under: answer(id))]
  }

  private func text(_ id: TermID) -> String { Printable.escaped(program.figureName(id)) }

  /// What stands under a side of a comparison: nothing under what is written as it is.
  private func operand(_ id: TermID) -> String {
    if case .constant = program[id].kind { return "" }
    return values[id].map { readable.text($0) } ?? ""
  }

  private func answer(_ id: TermID) -> String {
    switch values[id] {
    case .missing?: program[id].type == .truth ? "unknown" : ReadableValue.missing
    case let value?: readable.text(value)
    case nil: ""
    }
  }
}

extension CheckedProgram {
  /// `true` iff a junction is written as one, not made of a list: `country in [DE, PL]`.
  func isWritten(_ junction: TermID, endingWith last: TermID) -> Bool {
    guard !implied.contains(junction) else { return false }
    guard case .or = self[junction].kind, case .compare = self[last].kind else { return true }
    return isWrittenComparison(last)
  }

  /// `true` iff a comparison is written with its sign.
  func isWrittenComparison(_ id: TermID) -> Bool {
    guard case .compare(let comparison, _, _) = self[id].kind else { return false }
    return source.text(of: self[id].range).contains(comparison.sign)
  }

  /// `true` iff the term is written as `not` before another one.
  func isNegation(_ id: TermID) -> Bool {
    let text = ClauseText.collapsed(source.text(of: self[id].range))
    return text.hasPrefix("not ") || text.hasPrefix("not(")
  }

  /// The condition of a let or computed field that a condition names, if it is one.
  func definition(of id: TermID) -> (name: String, term: TermID)? {
    guard case .named(let thing, let inner) = self[id].kind else { return nil }
    switch thing {
    case .letting(let index): return (lets[index].name, inner)
    case .computed(let table, let index): return (self[table].computed[index].name, inner)
    case .combined, .score, .criterion, .call: return nil
    }
  }
}
