import Diagnostics

/// What can be wrong with a command line.
enum ArgumentProblem {
  /// `kamc evla`; `rest` is what follows the word.
  case unknownCommand(String, rest: [String])
  /// `--teirs`; `candidates` are the options of the command.
  case unknownOption(String, candidates: [Option])
  /// An option of another command.
  case misplacedOption(Option, Command)
  case repeatedOption(Option)
  /// An option that needs a value and has none.
  case missingValue(Option)
  /// `--quiet=yes`.
  case unexpectedValue(Option)
  /// A value that the option cannot have; `expected` says which it can.
  case badValue(Option, String, expected: String)
  /// `--tiers tiers.xlsx`.
  case unknownExtension(Option, path: String)
  case missingOperand(Command.Operand, Command)
  case extraOperand(String, Command)
  /// `kamc drill lose`.
  case unknownDrill(String)
  /// `kamc drill leaver --top 3`.
  case topOfLeaver
  /// `kamc explain --brief --full`.
  case clashingDepths
  /// `kamc explain criteria.kam --brief`.
  case depthOfAgreement(Option)
  /// `kamc eval accounts.csv criteria.kam`.
  case swappedFiles(Command)
  /// An option that says something about another one, which is not given.
  case lonelyOption(Option, needs: String)
  /// Invitations that nobody sends.
  case noOrganizer
  /// Standard input can be read only once.
  case repeatedStandardInput
  /// Standard output can hold only one file.
  case repeatedStandardOutput
}

extension ArgumentProblem {
  /// The problem in words.
  var diagnostic: Diagnostic {
    Diagnostic(code, .error, message, at: nil, help: help)
  }

  private var code: DiagnosticCode {
    switch self {
    case .unknownCommand: .unknownCommand
    case .unknownOption: .unknownOption
    case .misplacedOption: .misplacedOption
    case .repeatedOption: .repeatedOption
    case .missingValue, .unexpectedValue, .badValue: .badOptionValue
    case .unknownExtension: .unknownExtension
    case .missingOperand, .extraOperand, .swappedFiles, .unknownDrill: .wrongOperands
    case .topOfLeaver, .lonelyOption: .misplacedOption
    case .clashingDepths, .depthOfAgreement: .clashingDepths
    case .noOrganizer: .noOrganizer
    case .repeatedStandardInput, .repeatedStandardOutput: .clashingFiles
    }
  }

  private var message: String {
    switch self {
    case .unknownCommand(let word, _): "unknown command `\(shown(word))`"
    case .unknownOption(let word, _): "unknown option `\(shown(word))`"
    case .misplacedOption(let option, let command):
      "`kamc \(command.rawValue)` has no option `\(option.spelling)`"
    case .repeatedOption(let option): "`\(option.spelling)` is given more than once"
    case .missingValue(let option): "`\(option.spelling)` has no value"
    case .unexpectedValue(let option): "`\(option.spelling)` takes no value"
    case .badValue(let option, let value, let expected):
      "`\(option.spelling)` is \(expected), not `\(shown(value))`"
    case .unknownExtension(let option, let path):
      "`\(option.spelling)` cannot tell from `\(shown(path))` which format to write"
    case .missingOperand(let operand, let command):
      "`kamc \(command.rawValue)` needs \(operand.name)"
    case .extraOperand(let word, let command):
      "`kamc \(command.rawValue)` does not know what to do with `\(shown(word))`"
    case .unknownDrill(let word): "`kamc drill` does not know the drill `\(shown(word))`"
    case .topOfLeaver: "`kamc drill leaver` has no option `--top`"
    case .clashingDepths: "`--brief` and `--full` ask for one line and for everything"
    case .depthOfAgreement(let option):
      "`\(option.spelling)` says how much to tell of an account, and none is named"
    case .lonelyOption(let option, let other):
      "`\(option.spelling)` says nothing without `\(other)`"
    case .noOrganizer: "invitations need somebody who sends them"
    case .swappedFiles: "the accounts stand where the agreement should"
    case .repeatedStandardInput: "standard input, `-`, is to be read more than once"
    case .repeatedStandardOutput: "standard output, `-`, is to hold more than one file"
    }
  }

  private var help: String {
    switch self {
    case .unknownCommand(let word, let rest): Self.help(for: word, rest)
    case .unknownOption(let word, let candidates):
      Self.nearest(to: word, among: candidates).map { "did you mean `\($0)`?" }
        ?? "the options are \(listed(candidates.map(\.spelling)))"
    case .misplacedOption(let option, _):
      "leave it out; it belongs to "
        + listed(
          Command.allCases.filter { $0.options.contains(option) }.map { "kamc \($0.rawValue)" })
    case .repeatedOption: "keep one of them"
    case .missingValue(let option): "write `\(option.spelling) \(option.placeholder ?? "")`"
    case .unexpectedValue(let option): "write `\(option.spelling)` alone"
    case .badValue(let option, let value, _): Self.help(for: option, value)
    case .unknownExtension(let option, _):
      "end the name with \(listed(option.fileFormats.map { ".\($0.rawValue)" }, "or"))"
    case .missingOperand(_, let command): "write `\(command.usage)`"
    case .extraOperand(let word, let command):
      word.hasPrefix("-") ? "write options before `--`" : "write `\(command.usage)`"
    case .unknownDrill(let word):
      Suggestion.nearest(to: word, among: DrillKind.allCases.map(\.rawValue)).map {
        "did you mean `kamc drill \($0)`?"
      } ?? "write `\(Command.drill.usage)`"
    case .topOfLeaver: "leave it out; it belongs to `kamc drill loss`"
    case .clashingDepths: "keep one of them"
    case .depthOfAgreement: "name an account, or leave the option out"
    case .lonelyOption(_, let other): "add `\(other)`, or leave it out"
    case .noOrganizer: "add `--organizer office@example.com`, to which answers go"
    case .swappedFiles(let command): "write `\(command.usage)`"
    case .repeatedStandardInput: "give all files but one by their names"
    case .repeatedStandardOutput: "give all files but one a name"
    }
  }

  /// Returns the option or the command that `word` probably means; of a single letter, the option
  /// that starts with it.
  private static func nearest(to word: String, among candidates: [Option]) -> String? {
    let letters = word.drop { $0 == "-" }
    if letters.count == 1 {
      return candidates.map(\.spelling).first { $0.hasPrefix("--" + letters.lowercased()) }
    }
    if Command(rawValue: String(letters)) != nil { return "kamc \(letters)" }
    return Suggestion.nearest(to: "--" + letters, among: candidates.map(\.spelling))
  }

  private static func help(for word: String, _ rest: [String]) -> String {
    if word.hasSuffix(".kam") {
      let words = ["kamc", "eval", word] + rest
      return "did you mean `\(words.map(shown).joined(separator: " "))`?"
    }
    let names = Command.allCases.map(\.rawValue)
    return Suggestion.nearest(to: word, among: names).map { "did you mean `kamc \($0)`?" }
      ?? "the commands are \(listed(names))"
  }

  private static func help(for option: Option, _ value: String) -> String {
    if let choice = Suggestion.nearest(to: value, among: option.choices) {
      return "did you mean `\(option.spelling) \(choice)`?"
    }
    switch option {
    case .asOf: return "write `--as-of 2027-04-01`"
    case .table: return "write `--table managers=people/managers.csv`"
    case .workers: return "leave the option out: results are the same for any number"
    case .top: return "write `--top 1,3,5`"
    case .within: return "write `--within 10%`"
    case .keyTiers: return "write `--key-tiers \"Strategic, Star\"`"
    case .organizer: return "write `--organizer office@example.com`"
    case .previous, .anonymous, .data, .mutate, .boundaries, .brief, .full, .check, .format, .color,
      .tiers, .schedule, .scheduleFor, .scheduleFolder, .invitations, .actions, .quiet, .strict,
      .help, .version:
      return "write `\(option.spelling) \(option.placeholder ?? "")`"
    }
  }
}

/// Returns a word of the command line, safe to show.
private func shown(_ word: String) -> String { Printable.escaped(word, limit: 100) }

/// Returns the names in a sentence, such as `a, b and c`.
private func listed(_ names: [String], _ conjunction: String = "and") -> String {
  let quoted = names.map { "`\($0)`" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
  return quoted.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
}
