import Tables

/// A requirement that failed or a warning that fired in an earlier run.
struct EarlierFinding: Hashable, Sendable {
  /// As `FindingNames` makes it, the same in every run.
  var id: String
  var label: String
  /// What it was about: an account's key or the name of a row; nil for the portfolio.
  var subject: String?

  /// The identity of what is required or warned of, whatever the row.
  var stem: String {
    subject.map { id.hasSuffix("-\($0)") ? String(id.dropLast($0.count + 1)) : id } ?? id
  }
}

/// What an earlier result says of findings, in its order, each once.
struct EarlierFindings: Sendable {
  private(set) var all: [EarlierFinding] = []
  private var ids: Set<String> = []

  func contains(_ id: String) -> Bool { ids.contains(id) }

  private mutating func add(_ finding: EarlierFinding) {
    if ids.insert(finding.id).inserted { all.append(finding) }
  }

  /// Reads the `findings` of an account, or those beside the accounts where `subject` is nil.
  mutating func read(
    _ scanner: inout JSONScanner, of subject: String?
  ) throws(JSONMistake) {
    try scanner.array { scanner throws(JSONMistake) in
      var (id, label, message): (String?, String?, String?)
      try scanner.object { scanner, name throws(JSONMistake) in
        switch name {
        case "id": id = try scanner.optionalString()
        case "label": label = try scanner.optionalString()
        case "message": message = try scanner.optionalString()
        default: try scanner.skip()
        }
      }
      guard let id, let label else { return }
      let lead = "\(label): "
      let row = message.flatMap { $0.hasPrefix(lead) ? String($0.dropFirst(lead.count)) : nil }
      add(EarlierFinding(id: id, label: label, subject: subject ?? row))
    }
  }

  /// Reads the `requirements`, of which those that did not hold are findings.
  mutating func readRequirements(_ scanner: inout JSONScanner) throws(JSONMistake) {
    try scanner.array { scanner throws(JSONMistake) in
      var (id, label): (String?, String?)
      var rows: [String] = []
      var holds = true
      try scanner.object { scanner, name throws(JSONMistake) in
        switch name {
        case "id": id = try scanner.optionalString()
        case "label": label = try scanner.optionalString()
        case "holds": holds = try scanner.optionalTruth() ?? true
        case "accounts" where scanner.next == UInt8(ascii: "["):
          try scanner.array { scanner throws(JSONMistake) in
            if let row = try scanner.optionalString() { rows.append(row) }
          }
        default: try scanner.skip()
        }
      }
      guard let id, let label, !holds else { return }
      if rows.isEmpty { add(EarlierFinding(id: id, label: label, subject: nil)) }
      for row in rows { add(EarlierFinding(id: "\(id)-\(row)", label: label, subject: row)) }
    }
  }
}
