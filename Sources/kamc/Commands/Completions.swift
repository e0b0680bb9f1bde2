import Diagnostics

/// `kamc completions`: what a shell needs to complete command lines of kamc.
enum Completions {
  /// The shells that there is a script for.
  enum Shell: String, CaseIterable {
    case bash, zsh, fish
  }

  /// Returns the script for the shell called `word`.
  static func script(_ word: String) throws(ArgumentMistakes) -> String {
    guard let shell = Shell(rawValue: word) else {
      let names = Shell.allCases.map(\.rawValue)
      let help = Suggestion.nearest(to: word, among: names).map { "did you mean `\($0)`?" }
      throw ArgumentMistakes(
        diagnostics: [
          Diagnostic(
            .wrongOperands, .error,
            "there are no completions for `\(Printable.escaped(word, limit: 40))`", at: nil,
            help: help ?? "write `bash`, `zsh` or `fish`")
        ], command: .completions, format: .text, color: .auto)
    }
    switch shell {
    case .bash: return bash
    case .zsh: return zsh
    case .fish: return fish
    }
  }

  // MARK: Tables

  private static let commands = Command.allCases.map(\.rawValue)
  private static let general = [Option.help, .version].map(\.spelling)

  /// The options whose value is one of a few words.
  private static let chosen = Option.allCases.filter { !$0.choices.isEmpty }
  /// The options whose value is written by hand.
  private static let typed = Option.allCases.filter {
    $0.placeholder != nil && $0.choices.isEmpty && !$0.namesPath
  }

  private static func options(of command: Command) -> [String] {
    command.options.map(\.spelling)
  }

  private static func joined(_ words: [String]) -> String { words.joined(separator: " ") }

  /// Lines, one for each command that begins with a word of a few.
  private static func firstWords(_ line: (String, [String]) -> String) -> String {
    Command.allCases.filter { !$0.firstWords.isEmpty }
      .map { line($0.rawValue, $0.firstWords) }.joined(separator: "\n")
  }

  // MARK: Scripts

  private static var bash: String {
    let values = chosen.map { "    \($0.spelling)) words=\"\(joined($0.choices))\" ;;" }
    let hand = typed.map(\.spelling).joined(separator: "|")
    let listed = Command.allCases.map {
      "      \($0.rawValue)) words=\"\(joined(options(of: $0)))\" ;;"
    }
    return """
      # Completes command lines of kamc in bash: source it, or keep it as
      # ~/.local/share/bash-completion/completions/kamc
      _kamc() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
        if [[ $word == = ]]; then word=
        elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}
        fi
        COMPREPLY=()
        if [[ $COMP_CWORD -eq 1 ]]; then
          COMPREPLY=($(compgen -W "\(joined(commands + general))" -- "$word"))
          return
        fi
        case $before in
      \(values.joined(separator: "\n"))
          \(hand)) compopt +o default +o bashdefault; return ;;
        esac
        if [[ -z $words && $word == -* ]]; then
          case ${COMP_WORDS[1]} in
      \(listed.joined(separator: "\n"))
          esac
        elif [[ -z $words && $COMP_CWORD -eq 2 ]]; then
          case ${COMP_WORDS[1]} in
      \(firstWords { "      \($0)) words=\"\(joined($1))\" ;;" })
          esac
        fi
        [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$word"))
      }
      complete -o bashdefault -o default -F _kamc kamc

      """
  }

  private static var zsh: String {
    let values = chosen.map { "    \($0.spelling)) compadd -- \(joined($0.choices)); return ;;" }
    let hand = typed.map(\.spelling).joined(separator: "|")
    let listed = Command.allCases.map {
      "      \($0.rawValue)) compadd -- \(joined(options(of: $0))) ;;"
    }
    return """
      #compdef kamc
      # Completes command lines of kamc in zsh: source it after compinit, or keep it as
      # _kamc in a folder of $fpath
      _kamc() {
        if (( CURRENT == 2 )); then
          compadd -- \(joined(commands + general))
          return
        fi
        case $words[CURRENT-1] in
      \(values.joined(separator: "\n"))
          \(hand)) return ;;
        esac
        if [[ $words[CURRENT] == -* ]]; then
          case $words[2] in
      \(listed.joined(separator: "\n"))
          esac
          return
        fi
        if (( CURRENT == 3 )); then
          case $words[2] in
      \(firstWords { "      \($0)) compadd -- \(joined($1)); return ;;" })
          esac
        fi
        _files
      }
      if [[ $funcstack[1] == _kamc ]]; then _kamc "$@"; else compdef _kamc kamc; fi

      """
  }

  private static var fish: String {
    var lines = [
      "# Completes command lines of kamc in fish: source it, or keep it as",
      "# ~/.config/fish/completions/kamc.fish",
      "complete -c kamc -n __fish_use_subcommand -f -a '\(joined(commands))'",
    ]
    for option in Option.allCases {
      let owners = Command.allCases.filter { $0.options.contains(option) }.map(\.rawValue)
      let value =
        option.placeholder == nil
        ? ""
        : option.choices.isEmpty
          ? option.namesPath ? " -r -F" : " -x"
          : " -x -a '\(joined(option.choices))'"
      lines.append(
        "complete -c kamc -n '__fish_seen_subcommand_from \(joined(owners))'"
          + " -l \(option.rawValue)\(value)")
    }
    let first = firstWords {
      "complete -c kamc -n 'test (count (commandline -opc)) -eq 2;"
        + " and __fish_seen_subcommand_from \($0)' -f -a '\(joined($1))'"
    }
    return (lines + [first]).joined(separator: "\n") + "\n"
  }
}

extension Command {
  /// What can follow the command, where that is one of a few words.
  fileprivate var firstWords: [String] {
    switch self {
    case .drill: DrillKind.allCases.map(\.rawValue)
    case .help: Command.allCases.map(\.rawValue)
    case .completions: Completions.Shell.allCases.map(\.rawValue)
    case .explainCode: DiagnosticCode.allCases.map(\.rawValue)
    default: []
    }
  }
}

extension Option {
  /// `true` iff the value is, or ends with, the path of a file or a folder.
  fileprivate var namesPath: Bool {
    switch placeholder {
    case "FILE", "FOLDER", "RESULT.json", "ACCOUNTS.csv": true
    default: false
    }
  }
}
