import Diagnostics
import Tables

/// What can be wrong with a number.
enum NumberProblem: Error, Hashable {
  /// Written otherwise, and clear: `5 M`, `250K`, `1.000.000`, `.5`.
  case misspelt(String, meant: String, Custom)
  case misplacedUnderscore
  case unknownSuffix(String)
  case tooManyPlaces
  case tooLarge

  /// The habit that leads to another spelling.
  enum Custom: Hashable {
    case suffix, grouping, decimalComma
    /// `.5`, `5.`
    case point
  }

  /// The number that was meant, where that is clear.
  var meant: String? {
    if case .misspelt(_, let meant, _) = self { meant } else { nil }
  }

  var wording: Wording {
    switch self {
    case .misspelt(let text, let meant, let custom):
      Wording(.malformedNumber, custom.message(text, meant), help: "write `\(meant)`")
    case .misplacedUnderscore:
      Wording(
        .malformedNumber, "`_` stands only between two digits of a number",
        help: "write it like `1_000_000`")
    case .unknownSuffix(let suffix):
      Wording(
        .malformedNumber, "`\(suffix)` cannot stand directly after a number",
        help: NumberProblem.remedy(forSuffix: suffix))
    case .tooManyPlaces:
      Wording(
        .malformedNumber, "this number has more than 18 decimal places",
        help: "round it to 18 places or fewer")
    case .tooLarge:
      Wording(
        .malformedNumber, "this number is too large",
        help: "write a number below 100_000_000_000_000_000_000")
    }
  }

  private static func remedy(forSuffix suffix: String) -> String {
    let lower = suffix.lowercased()
    if lower.hasPrefix("e"), lower.dropFirst().allSatisfy(\.isNumber) {
      return "write the number out, like `1_000_000` or `1M`"
    }
    if lower == "am" || lower == "pm" || lower == "h" { return "write a time like `09:00`" }
    return "put a space between them; only `k`, `M`, `bn` and `%` join a number"
  }
}

extension NumberProblem.Custom {
  fileprivate func message(_ text: String, _ meant: String) -> String {
    switch self {
    case .suffix: "`\(text)` is written `\(meant)`"
    case .grouping: "thousands are set apart with `_`, or not at all"
    case .decimalComma: "decimals are written after a point, not after a comma"
    case .point: "a number has digits on both sides of its point"
    }
  }
}

/// What people write after a number for thousands, millions and so on.
enum Suffix {
  /// Returns the suffix that `text` means.
  static func meant(by text: String) -> String? {
    guard text.utf8.count <= longest else { return nil }
    return switch text.lowercased() {
    case "k", "tsd", "thousand", "thousands": "k"
    case "m", "mm", "mn", "mio", "mill", "million", "millions": "M"
    case "b", "bn", "mrd", "billion", "billions": "bn"
    case "%", "percent", "pct": "%"
    default: nil
    }
  }

  private static let longest = 9

  /// `false` for the first bytes of all that is no suffix: what follows a number is nearly always
  /// another word.
  static func mayStart(with byte: UInt8) -> Bool {
    switch byte {
    case 0x80..., UInt8(ascii: "%"): true
    default:
      switch byte | 0x20 {
      case UInt8(ascii: "k"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "b"),
        UInt8(ascii: "p"):
        true
      default: false
      }
    }
  }
}

/// What can be wrong with a date or a time of day.
enum DateProblem: Error, Hashable {
  /// `10-5`.
  case crampedMinus(String)
  /// Written otherwise; `days` are what it could mean, as dates are written here.
  case misshapen(days: [String])
  case noSuchYear
  case noSuchMonth(Int)
  case noSuchDay(month: Int, year: Int, length: Int)
  case noSuchDayOfYear(month: Int, length: Int)
  case misshapenTime(meant: String?)
  case noSuchTime

  /// The day or time that was meant, where that is clear.
  var meant: String? {
    switch self {
    case .misshapen(let days): days.count == 1 ? days[0] : nil
    case .misshapenTime(let meant): meant
    case .crampedMinus, .noSuchYear, .noSuchMonth, .noSuchDay, .noSuchDayOfYear, .noSuchTime:
      nil
    }
  }

  var wording: Wording {
    switch self {
    case .crampedMinus(let text):
      Wording(
        .malformedDate, "this is neither a date nor a subtraction",
        help: "write a date like `2027-04-01`, a subtraction as `\(text)`, "
          + "a range as `\(text.replacing(" - ", with: " to "))`")
    case .misshapen(let days):
      Wording(
        .malformedDate, "this is not how dates are written", label: "year, month, day",
        help: days.isEmpty
          ? "write it like `2027-04-01`"
          : "write " + days.map { "`\($0)`" }.joined(separator: " or "))
    case .noSuchYear:
      Wording(.malformedDate, "years count from 0001 to 9999", help: "write a year such as `2027`")
    case .noSuchMonth(let month):
      Wording(
        .malformedDate, "there is no month \(month)", label: "the month is the second part",
        help: "write year, month and day in this order: `2027-04-01`")
    case .noSuchDayOfYear(let month, let length):
      Wording(
        .malformedDate, "\(CalendarWords.months[month - 1]) has \(length) days",
        help: "write a day from 1 to \(length)")
    case .noSuchDay(let month, let year, let length):
      Wording(
        .malformedDate, "\(CalendarWords.months[month - 1]) \(year) has \(length) days",
        help: "write a day from 01 to \(length)")
    case .misshapenTime(let meant):
      Wording(
        .malformedTime, "this is not how times are written",
        label: "two digits, a colon, two digits",
        help: "write " + (meant.map { "`\($0)`" } ?? "it like `09:00`"))
    case .noSuchTime:
      Wording(
        .malformedTime, "there is no such time of day", help: "write a time from `00:00` to `23:59`"
      )
    }
  }

  /// Returns the days that three groups of digits could mean, in the order year, month, day.
  ///
  /// A point stands between day, month and year everywhere; a slash or hyphen between month, day and
  /// year too.
  static func days(of groups: [String], separator: Character) -> [String] {
    guard groups.count == 3, groups.allSatisfy({ (1...4).contains($0.count) }) else { return [] }
    let orders = groups[0].count == 4 ? [[0, 1, 2]] : [[2, 1, 0], [2, 0, 1]]
    var days: [String] = []
    for order in orders.prefix(separator == "." ? 1 : 2) {
      let parts = order.compactMap { Int(groups[$0]) }
      guard parts.count == 3, groups[order[0]].count != 3, groups[order[0]].count > 1 else {
        continue
      }
      let year = groups[order[0]].count == 2 ? 2000 + parts[0] : parts[0]
      guard let day = Day(year: year, month: parts[1], day: parts[2]) else { continue }
      if !days.contains(day.description) { days.append(day.description) }
    }
    return days
  }
}
