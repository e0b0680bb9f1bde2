import Diagnostics
import Engine
import Language
import Tables

/// The accounts and the schedule of an earlier run, as `kamc eval --format json`, `--tiers FILE.json`
/// or `--schedule FILE.json` wrote them.
struct PreviousResult {
  private struct Account {
    var key: String?
    var tier: String?
    var since: String?
    var sponsor: String?
    var sponsorSince: String?
    /// By the score's name.
    var scores: [String: Decimal] = [:]
  }

  /// nil where the file has none.
  private var accounts: [Account]?
  /// What was scheduled; nil where the file has none.
  private(set) var schedule: EarlierSchedule?
  /// nil where the file does not say what was found, as a `--tiers` file.
  private var findings: EarlierFindings?
  /// The day of the run; a file of accounts or reviews alone does not say it.
  private var asOf: Day?
  private let scoreNames: Set<String>

  /// Reads a result.
  ///
  /// - Parameter scoreNames: the scores that are of interest.
  /// - Throws: where the text is no JSON, or holds neither accounts nor a schedule.
  init(_ bytes: [UInt8], scoreNames: Set<String>) throws(JSONMistake) {
    self.scoreNames = scoreNames
    var scanner = JSONScanner(bytes)
    var (findings, saysFindings) = (EarlierFindings(), false)
    if scanner.next == UInt8(ascii: "[") {
      try readList(&scanner, &findings)
    } else {
      var (reviews, cancelled): ([ScheduledReview]?, [ScheduledReview]) = (nil, [])
      try scanner.object { scanner, name throws(JSONMistake) in
        switch name {
        case "accounts" where scanner.next == UInt8(ascii: "["):
          accounts = try PreviousResult.accounts(&scanner, scoreNames, &findings)
        case "schedule" where scanner.next == UInt8(ascii: "["):
          reviews = try EarlierReviews.list(&scanner)
        case "scheduleChanges" where scanner.next == UInt8(ascii: "{"):
          cancelled = try EarlierReviews.cancelled(&scanner)
        case "agreement" where scanner.next == UInt8(ascii: "{"):
          asOf = try PreviousResult.asOf(&scanner)
        case "requirements" where scanner.next == UInt8(ascii: "["):
          try findings.readRequirements(&scanner)
        case "findings" where scanner.next == UInt8(ascii: "["):
          try findings.read(&scanner, of: nil)
          saysFindings = true
        default: try scanner.skip()
        }
      }
      schedule = reviews.map { EarlierSchedule(reviews: $0, cancelled: cancelled) }
    }
    try scanner.finish()
    if accounts == nil, schedule == nil { throw JSONMistake(offset: 0) }
    if saysFindings { self.findings = findings }
  }

  /// Reads a list of accounts, or one of reviews.
  private mutating func readList(
    _ scanner: inout JSONScanner, _ findings: inout EarlierFindings
  ) throws(JSONMistake) {
    var look = scanner
    if let reviews = try? EarlierReviews.list(&look), !reviews.isEmpty {
      scanner = look
      schedule = EarlierSchedule(reviews: reviews)
    } else {
      accounts = try PreviousResult.accounts(&scanner, scoreNames, &findings)
    }
  }

  private static func accounts(
    _ scanner: inout JSONScanner, _ scoreNames: Set<String>, _ findings: inout EarlierFindings
  ) throws(JSONMistake) -> [Account] {
    var accounts: [Account] = []
    try scanner.array { scanner throws(JSONMistake) in
      var account = Account()
      try scanner.object { scanner, name throws(JSONMistake) in
        switch name {
        case "key": account.key = try scanner.optionalString()
        case "tier": account.tier = try scanner.optionalString()
        case "since": account.since = try scanner.optionalString()
        case "sponsor": account.sponsor = try scanner.optionalString()
        case "sponsorSince": account.sponsorSince = try scanner.optionalString()
        case "findings" where scanner.next == UInt8(ascii: "["):
          try findings.read(&scanner, of: account.key)
        case "scores" where scanner.next == UInt8(ascii: "{"):
          try scanner.object { scanner, score throws(JSONMistake) in
            account.scores[score] = try PreviousResult.value(&scanner)
          }
        case _ where scoreNames.contains(name):
          account.scores[name] = try scanner.optionalNumber()
        default: try scanner.skip()
        }
      }
      if account.key == nil { throw JSONMistake(offset: 0) }
      accounts.append(account)
    }
    return accounts
  }

  /// Reads the day in what a result says of its agreement.
  private static func asOf(_ scanner: inout JSONScanner) throws(JSONMistake) -> Day? {
    var day: Day?
    try scanner.object { scanner, name throws(JSONMistake) in
      if name == "asOf", scanner.next == UInt8(ascii: "\"") {
        day = try scanner.optionalString().flatMap { PreviousResult.day($0) }
      } else {
        try scanner.skip()
      }
    }
    return day
  }

  /// Reads the `value` of a score.
  private static func value(_ scanner: inout JSONScanner) throws(JSONMistake) -> Decimal? {
    guard scanner.next == UInt8(ascii: "{") else {
      try scanner.skip()
      return nil
    }
    var value: Decimal?
    try scanner.object { scanner, name throws(JSONMistake) in
      if name == "value" { value = try scanner.optionalNumber() } else { try scanner.skip() }
    }
    return value
  }

  static func day(_ text: String) -> Day? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? Day(year: parts[0], month: parts[1], day: parts[2]) : nil
  }

  /// Returns what it says of accounts in terms of `program`, if it does, and the tiers that `program`
  /// does not have.
  func result(for program: CheckedProgram) -> (result: EarlierResult?, unknown: [String]) {
    guard let accounts else { return (nil, []) }
    var result = EarlierResult()
    var unknown: [String] = []
    for account in accounts {
      let tier = account.tier.flatMap { name in program.tiers.firstIndex { $0.name == name } }
      if let name = account.tier, tier == nil, !unknown.contains(name) { unknown.append(name) }
      var scores: [Int: Decimal] = [:]
      for (index, score) in program.scores.enumerated() {
        scores[index] = account.scores[score.name]
      }
      result.accounts[account.key ?? ""] = EarlierResult.Account(
        tier: tier, since: tier == nil ? nil : account.since.flatMap { PreviousResult.day($0) },
        sponsor: account.sponsor,
        sponsorSince: account.sponsorSince.flatMap { PreviousResult.day($0) } ?? asOf,
        scores: scores)
    }
    return (result, unknown)
  }

  /// What reports say of the file itself.
  func file(_ path: String, _ bytes: [UInt8]) -> PreviousFile {
    PreviousFile(
      path: Paths.shown(path), sha256: SHA256.hexDigest(of: bytes), asOf: asOf,
      tiers: accounts?.map { (key: $0.key ?? "", tier: $0.tier) }, findings: findings,
      reviews: schedule?.reviews.count)
  }
}

/// The earlier result that a run was given.
package struct PreviousFile: Sendable {
  var path: String
  var sha256: String
  var asOf: Day?
  /// By account, in the order of the file: the tier that it had, as it was called then; nil where
  /// the file has no accounts.
  var tiers: [(key: String, tier: String?)]?
  /// nil where the file does not say what was found.
  var findings: EarlierFindings?
  /// How many reviews it has; nil where it has no schedule.
  var reviews: Int?
  /// What meetings went through.
  var agendas = PreviousAgendas()

  /// Returns the accounts that had a tier and that the data of `evaluation` do not have, by key.
  ///
  /// Accounts whose row was rejected are in the data, and so are those that are members of groups.
  func gone(in evaluation: Evaluation) -> [(key: String, tier: String)] {
    let table = evaluation.tables[evaluation.program.accountsFile.index]
    let known = Set((0..<table.keys.count).lazy.map { table.keys.text($0) })
      .union((0..<table.rejectedKeys.count).lazy.map { table.rejectedKeys.text($0) })
    return (tiers ?? []).compactMap { key, tier in
      guard let tier, !known.contains(key) else { return nil }
      return (key, tier)
    }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

extension Schedule {
  /// Returns a warning where nothing is left of the reviews that an earlier schedule had planned.
  func strangeness(
    of earlier: EarlierSchedule?, _ file: PreviousFile?, _ asOf: Day
  ) -> Diagnostic? {
    let ahead = earlier?.reviews.count { $0.date >= asOf } ?? 0
    guard let file, ahead > 0, cancelled.count == ahead, !reviews.isEmpty else { return nil }
    return Diagnostic(
      .otherSchedule, .warning,
      "none of the \(Count.of(ahead, "review")) that `\(Printable.escaped(file.path))` has planned "
        + "takes place any more",
      at: nil,
      help: "reviews are known by the names of the agreement and of the review, by account and by "
        + "planned day; was one of the names changed?")
  }
}

extension Diagnostic {
  static func unreadablePrevious(_ path: String, _ bytes: [UInt8], _ mistake: JSONMistake)
    -> Diagnostic
  {
    let source = SourceText(name: Paths.shown(path), bytes: bytes)
    let range = SourceRange(start: mistake.offset, end: mistake.offset)
    return Diagnostic(
      .unreadablePrevious, .error,
      "`\(Printable.escaped(Paths.shown(path)))` is not a result that an earlier run wrote",
      at: bytes.count < 1 << 20 ? source.place(of: range) : nil,
      help: "give a file that `kamc eval … --format json`, `--tiers FILE.json` or "
        + "`--schedule FILE.json` wrote")
  }

  static func oversizedPrevious(_ path: String) -> Diagnostic {
    Diagnostic(
      .unreadablePrevious, .error,
      "`\(Printable.escaped(Paths.shown(path)))` is larger than the \(Limits.previousBytes >> 20) MiB "
        + "that an earlier result may have",
      at: nil, help: "give the file that `--tiers FILE.json` wrote, which is smaller")
  }

  static func unknownPreviousTiers(_ names: [String], _ path: String, known: [String]) -> Diagnostic
  {
    let shown = names.prefix(5).map { "`\(Printable.escaped($0, limit: 40))`" }
    let rest = names.count - shown.count
    let one = names.count == 1
    return Diagnostic(
      .unknownPreviousTier, .warning,
      "`\(Printable.escaped(Paths.shown(path)))` has accounts in \(shown.joined(separator: ", "))"
        + (rest > 0 ? " and \(rest) more" : "")
        + ", \(one ? "which is no tier" : "which are no tiers") of this agreement; they count as "
        + "accounts that had none",
      at: nil,
      help: Suggestion.nearest(to: names[0], among: known).map {
        "if `\($0)` is what \(Printable.escaped(names[0], limit: 40)) is called now, rename it in "
          + "the file"
      })
  }
}
