import Diagnostics
import Language
import Tables

/// A field as it is proposed, with what speaks for it.
struct FieldDraft {
  /// The types that a column can be found to have.
  enum Kind: Hashable {
    case text, number, truth
    case money(exponent: Int)
    case percent(PercentForm)
    case date(DatePattern?)
    case choice([String])
    case reference(String)
  }

  /// The column in the file, from 0.
  let column: Int
  let header: String
  let words: HeaderWords
  var name = ""
  var kind = Kind.text
  var isKey = false
  var isOptional = false
  /// `true` iff the amounts are in several currencies, which nobody may add up.
  var isMixed = false
  /// What speaks for the type.
  var evidence = ""
  /// What stands for blanks, with its number.
  var blanks: [String] = []
  /// What else the reader should know.
  var notes: [String] = []

  /// What the comment behind the field says.
  var comment: String {
    ([evidence] + blanks + notes).filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The field's clause without its comment.
  var clause: String {
    var parts = [name, ":", type]
    if isKey { parts.append("key") }
    if isOptional { parts.append("optional") }
    parts += modifiers
    if header != name, let quoted = Spelling.quoted(header) { parts += ["from", quoted] }
    return parts.joined(separator: " ")
  }

  private var type: String {
    switch kind {
    case .text: "text"
    case .number: "number"
    case .truth: "yes/no"
    case .money: "money"
    case .percent: "percent"
    case .date: "date"
    case .choice(let values): "one of " + values.compactMap(Spelling.name).joined(separator: ", ")
    case .reference(let table): table
    }
  }

  private var modifiers: [String] {
    switch kind {
    case .money(exponent: 3): ["in thousands"]
    case .money(exponent: 6): ["in millions"]
    case .percent(.points): ["as points"]
    case .percent(.fraction): ["as fraction"]
    case .date(let pattern?): ["as \"\(pattern.text)\""]
    case .text, .number, .truth, .money, .percent, .date, .choice, .reference: []
    }
  }

  /// `true` iff the field is a figure by which accounts can be ranked.
  var isMeasure: Bool {
    switch kind {
    case .money, .number: !isMixed
    case .text, .truth, .percent, .date, .choice, .reference: false
    }
  }
}
