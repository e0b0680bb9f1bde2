/// What `kamc explain-code` says about one diagnostic code, for readers who never programmed.
package struct CodePage: Sendable {
  package var code: DiagnosticCode
  /// A few words without a full stop, for lists.
  package var title: String
  /// What the code means and why it matters.
  package var cause: String
  /// What leads to the code; nil only where no short text can show it.
  package var wrong: CodeExample?
  /// The same, mended.
  package var right: CodeExample?
  /// What to do about it.
  package var remedy: String

  init(
    _ code: DiagnosticCode, _ title: String, _ cause: String, wrong: CodeExample? = nil,
    right: CodeExample? = nil, remedy: String
  ) {
    self.code = code
    self.title = title
    self.cause = cause
    self.wrong = wrong
    self.right = right
    self.remedy = remedy
  }

  /// Every page, in the order of the codes; a new code has its page in the file of its section.
  package static let all: [CodePage] = [
    text, signs, names, figures, declarations, doubts, currencies, cells, tables, groups,
    nominations, findings, holidays, reviews, drills, whatIf, tests, calendars, commandLine,
    limits, robustness,
  ].flatMap { $0 }.sorted { $0.code.rawValue < $1.code.rawValue }

  /// The page as it is printed.
  package var rendered: String {
    var parts = ["\(code.rawValue): \(title)", CodePage.wrapped(cause)]
    if let wrong { parts.append("Wrong:\n\n" + wrong.rendered) }
    if let right { parts.append("Right:\n\n" + right.rendered) }
    parts.append(CodePage.wrapped("What to do: " + remedy))
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// Returns `text` in lines for a terminal; paragraphs that start with blanks stay as they are.
  private static func wrapped(_ text: String) -> String {
    text.split(separator: "\n\n").map { paragraph in
      guard paragraph.first != " " else { return String(paragraph) }
      var lines: [String] = []
      for word in paragraph.split(whereSeparator: \.isWhitespace) {
        if let last = lines.last, last.count + word.count < 78 {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(String(word))
        }
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}

/// What shows a code: a part of an agreement, with files where data matter, or a command.
///
/// A test runs every example: a part of an agreement is completed by declarations of the names
/// that the example uses but does not declare.
package struct CodeExample: Sendable, ExpressibleByStringLiteral {
  /// The part of the agreement; empty where any agreement will do.
  package var agreement: String
  /// The files beside it, `accounts.csv` first.
  package var files: [(name: String, content: String)] = []
  /// A command line that shows the code without anything else.
  package var command: String?

  package init(stringLiteral agreement: String) { self.agreement = agreement }

  /// Data under a part of an agreement.
  static func data(
    _ agreement: String = "", _ accounts: String, _ others: (name: String, content: String)...
  ) -> CodeExample {
    var example = CodeExample(stringLiteral: agreement)
    example.files = [("accounts.csv", accounts)] + others
    return example
  }

  /// Asks why an account does not have a person.
  static func person(_ name: String) -> CodeExample {
    var example = data(
      """
      table people from "people.csv" { name : text key }
      sponsor for Rest { from people }
      """, "id\nA1", ("people.csv", "name\nAnna\nBen"))
    example.command = "kamc sponsors criteria.kam accounts.csv A1 \(name)"
    return example
  }

  static func command(_ command: String) -> CodeExample {
    var example = CodeExample(stringLiteral: "")
    example.command = command
    return example
  }

  /// Returns the example with the command that shows the code.
  func run(by command: String) -> CodeExample {
    var example = self
    example.command = command
    return example
  }

  /// The example as it is printed, four blanks before each line.
  fileprivate var rendered: String {
    var parts = command.map { ["$ \($0)"] } ?? []
    if !agreement.isEmpty { parts.append(agreement) }
    for (name, content) in files {
      parts.append("\(name):\n" + (content.isEmpty ? "(nothing)" : content))
    }
    return parts.map(CodeExample.indented).joined(separator: "\n\n")
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
  }
}

/// Finding pages.
extension CodePage {
  /// Returns the page of the code that `word` spells, such as `K0204`, `k0204` or `error[K0204]`.
  package static func of(_ word: String) -> CodePage? {
    let code = word.split { $0 == "[" || $0 == "]" || $0 == ":" }.last.map { $0.uppercased() }
    return all.first { $0.code.rawValue == code }
  }

  /// Returns the page that `word`, which spells no code, probably means.
  package static func nearest(to word: String) -> CodePage? {
    // A letter O for a zero, a letter I for a one.
    let word = word.uppercased().replacing("O", with: "0").replacing("I", with: "1")
    let digits = word.filter(\.isNumber)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    if !digits.isEmpty, let page = of("K" + padded) { return page }
    let nearest = Suggestion.nearest(to: word, among: all.map(\.code.rawValue))
    return nearest.flatMap(of)
  }

  /// All codes with their titles, by section.
  package static var list: String {
    var text = ""
    var section = ""
    for page in all {
      if page.section != section {
        text += (text.isEmpty ? "" : "\n") + page.section + "\n\n"
        section = page.section
      }
      text += "  \(page.code.rawValue)  \(page.title)\n"
    }
    return text
  }

  /// What the codes that start with the same two digits are about.
  private var section: String {
    switch code.rawValue.prefix(3) {
    case "K01": "How an agreement is written"
    case "K02": "What an agreement means"
    case "K03": "Data"
    case "K04": "What a run found"
    case "K05": "Files and the command line"
    default: "Limits"
    }
  }
}
