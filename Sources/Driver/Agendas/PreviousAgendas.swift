import Engine
import Tables

/// What an earlier result says of the accounts that meetings went through.
struct PreviousAgendas: Sendable {
  /// An account.
  struct Entry: Sendable {
    var place: Int
    /// By the name of the figure.
    var figures: [String: Figure] = [:]
  }

  /// A figure as a result has it.
  enum Figure: Hashable, Sendable {
    case number(Decimal)
    case text(String)
  }

  /// By agenda and account.
  private var entries: [String: [String: Entry]] = [:]

  init() {}

  /// Reads a result, which has been read before without a mistake.
  init(_ bytes: [UInt8]) throws(JSONMistake) {
    var scanner = JSONScanner(bytes)
    guard scanner.next == UInt8(ascii: "{") else { return }
    var found: [String: [String: Entry]] = [:]
    try scanner.object { scanner, name throws(JSONMistake) in
      guard name == "agendas", scanner.next == UInt8(ascii: "[") else { return try scanner.skip() }
      try scanner.array { scanner throws(JSONMistake) in
        guard scanner.next == UInt8(ascii: "{") else { return try scanner.skip() }
        let (label, accounts) = try PreviousAgendas.agenda(&scanner)
        if let label { found[label] = accounts }
      }
    }
    entries = found
  }

  subscript(label: String) -> [String: Entry]? { entries[label] }

  private static func agenda(
    _ scanner: inout JSONScanner
  ) throws(JSONMistake) -> (String?, [String: Entry]) {
    var label: String?
    var accounts: [String: Entry] = [:]
    try scanner.object { scanner, name throws(JSONMistake) in
      if name == "agenda" {
        label = try scanner.optionalString()
      } else if name == "accounts", scanner.next == UInt8(ascii: "[") {
        var place = 0
        try scanner.array { scanner throws(JSONMistake) in
          guard scanner.next == UInt8(ascii: "{") else { return try scanner.skip() }
          place += 1
          var entry = Entry(place: place)
          let key = try PreviousAgendas.account(&scanner, &entry)
          if let key { accounts[key] = entry }
        }
      } else {
        try scanner.skip()
      }
    }
    return (label, accounts)
  }

  private static func account(
    _ scanner: inout JSONScanner, _ entry: inout Entry
  ) throws(JSONMistake) -> String? {
    var key: String?
    var figures: [String: Figure] = [:]
    try scanner.object { scanner, name throws(JSONMistake) in
      if name == "key" {
        key = try scanner.optionalString()
      } else if name == "figures", scanner.next == UInt8(ascii: "{") {
        try scanner.object { scanner, label throws(JSONMistake) in
          if scanner.next == UInt8(ascii: "\"") {
            figures[label] = try scanner.optionalString().map { .text($0) }
          } else {
            figures[label] = try scanner.optionalNumber().map { .number($0) }
          }
        }
      } else {
        try scanner.skip()
      }
    }
    entry.figures = figures
    return key
  }
}
