import Glibc

/// What the command line asks for.
struct Settings {
  static let usage =
    "swift run -c release benchmarks [--kamc PATH] [--rows N] [--runs K] [NAME...]"

  /// The program that is measured; the one beside this program where none is named.
  private(set) var program: String?
  /// The accounts of the large tables.
  private(set) var rows = 1_000_000
  /// How often a command is timed.
  private(set) var runs = 5
  private(set) var wantsHelp = false
  private var names: [String] = []

  static func read(_ words: [String], known: [String]) throws(Failure) -> Settings {
    var settings = Settings()
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--help": settings.wantsHelp = true
      case "--kamc":
        guard let path = rest.popFirst() else { throw Failure("--kamc needs a path") }
        settings.program = path
      case "--rows": settings.rows = try number(rest.popFirst(), of: word, from: 10)
      case "--runs": settings.runs = try number(rest.popFirst(), of: word, from: 1)
      case _ where known.contains(word): settings.names.append(word)
      default:
        throw Failure("`\(word)` is none of \(known.joined(separator: ", "))\nusage: \(usage)")
      }
    }
    return settings
  }

  private static func number(
    _ word: String?, of option: String, from least: Int
  ) throws(Failure) -> Int {
    guard let number = word.flatMap({ Int($0) }), (least...100_000_000).contains(number) else {
      throw Failure("\(option) needs a whole number from \(least) on")
    }
    return number
  }

  /// `true` iff the benchmark of this name is to run.
  func includes(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
}
