/// Dates: ISO, or the form that the field declares.
extension CellReader {
  /// Reads a date; a time of day other than midnight is cut only where the form is declared.
  func day(_ cell: ArraySlice<UInt8>, _ pattern: DatePattern?) throws(CellProblem) -> Day {
    let form = pattern ?? .iso
    guard let match = form.match(cell), let time = TimeOfDay(match.rest) else {
      throw .notDate(pattern: pattern?.text, likely: DatePattern.likely(for: cell))
    }
    guard let day = Day(year: match.year, month: match.month, day: match.day) else {
      throw .impossibleDay(CellReader.reason(match))
    }
    if pattern == nil, time == .other { throw .timeOfDay }
    return day
  }

  /// Returns what is impossible about a date.
  private static func reason(_ match: DatePattern.Match) -> String {
    guard match.year > 0 else { return "years start with 1" }
    guard (1...12).contains(match.month) else { return "there is no month \(match.month)" }
    let length = Day.length(ofMonth: match.month, year: match.year)
    return "\(DatePattern.monthNames[match.month - 1]) \(match.year) has \(length) days"
  }
}

/// What follows a date in a cell.
private enum TimeOfDay {
  /// Nothing, or midnight.
  case none
  case other

  /// Reads nothing, or a time such as `T00:00:00Z` or ` 9:30 AM`; nil for anything else.
  init?(_ text: ArraySlice<UInt8>) {
    self = .none
    guard let first = text.first else { return }
    guard first == UInt8(ascii: "T") || first == UInt8(ascii: " ") else { return nil }
    let time = CellReader.trimmed(text.dropFirst())
    let digits = time.prefix(while: \.isDigit)
    guard (1...2).contains(digits.count), time.dropFirst(digits.count).first == UInt8(ascii: ":")
    else { return nil }
    let signs = Array(":.+-Z APMapm".utf8)
    guard time.allSatisfy({ $0.isDigit || signs.contains($0) }) else { return nil }
    let zero = Array("0:.Z".utf8)
    if !time.allSatisfy(zero.contains) { self = .other }
  }
}

extension DatePattern {
  /// The numbers of a date, whether or not there is such a day, and the bytes after them.
  struct Match {
    var year = 0
    var month = 0
    var day = 0
    var rest: ArraySlice<UInt8>
  }

  static let iso = DatePattern(
    parts: [
      .year, .literal(UInt8(ascii: "-")), .month(digits: 2), .literal(UInt8(ascii: "-")),
      .day(digits: 2),
    ], text: "yyyy-mm-dd")

  static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// Returns the pattern that `text` describes, or nil.
  ///
  /// A pattern names the day (`d`, `dd`), the month (`m`, `mm`, `mmm`) and the year (`yyyy`) once
  /// each; other letters are refused, and so is a digit part right after one of variable width.
  package static func parse(_ text: String) -> DatePattern? {
    var parts: [Part] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      guard let part = part(first, count: run.count) else { return nil }
      let count = first.isLetter ? 1 : run.count
      parts.append(contentsOf: repeatElement(part, count: count))
      rest = rest[run.endIndex...]
    }
    let pattern = DatePattern(parts: parts, text: text)
    return pattern.isComplete && !pattern.isAmbiguous ? pattern : nil
  }

  private static func part(_ byte: UInt8, count: Int) -> Part? {
    switch (byte, count) {
    case (UInt8(ascii: "d"), 1...2): .day(digits: count)
    case (UInt8(ascii: "m"), 1...2): .month(digits: count)
    case (UInt8(ascii: "m"), 3): .monthName
    case (UInt8(ascii: "y"), 4): .year
    case _ where byte.isLetter || byte.isDigit: nil
    default: .literal(byte)
    }
  }

  private var isComplete: Bool {
    var days = 0
    var months = 0
    var years = 0
    for part in parts {
      switch part {
      case .day: days += 1
      case .month, .monthName: months += 1
      case .year: years += 1
      case .literal: break
      }
    }
    return days == 1 && months == 1 && years == 1
  }

  private var isAmbiguous: Bool {
    zip(parts, parts.dropFirst()).contains { first, second in
      switch (first, second) {
      case (.day(digits: 1), .month), (.day(digits: 1), .year): true
      case (.month(digits: 1), .day), (.month(digits: 1), .year): true
      default: false
      }
    }
  }

  /// Matches the start of `text`.
  func match(_ text: ArraySlice<UInt8>) -> Match? {
    var match = Match(rest: text)
    for part in parts {
      switch part {
      case .day(let digits):
        guard let value = match.takeNumber(digits == 1 ? 1...2 : 2...2) else { return nil }
        match.day = value
      case .month(let digits):
        guard let value = match.takeNumber(digits == 1 ? 1...2 : 2...2) else { return nil }
        match.month = value
      case .monthName:
        guard let value = match.takeMonthName() else { return nil }
        match.month = value
      case .year:
        guard let value = match.takeNumber(4...4) else { return nil }
        match.year = value
      case .literal(let byte):
        guard match.rest.first == byte else { return nil }
        match.rest.removeFirst()
      }
    }
    return match
  }

  /// Returns the usual forms that read `text` as a day.
  static func likely(for text: ArraySlice<UInt8>) -> [String] {
    let forms = [
      "yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy", "d/m/yyyy", "m/d/yyyy", "dd.mm.yyyy", "d.m.yyyy",
      "dd-mm-yyyy", "mm-dd-yyyy", "dd-mmm-yyyy", "d-mmm-yyyy", "d mmm yyyy", "mmm d, yyyy",
      "yyyy/mm/dd", "yyyy.mm.dd", "yyyymmdd",
    ]
    let fitting = forms.filter { form in
      guard let match = DatePattern.parse(form)?.match(text), TimeOfDay(match.rest) != nil
      else { return false }
      return Day(year: match.year, month: match.month, day: match.day) != nil
    }
    // Forms of fixed width say more than the looser ones that read the same cells.
    let fixed = fitting.filter { $0.contains("dd") }
    return Array((fixed.isEmpty ? fitting : fixed).prefix(2))
  }
}

extension DatePattern.Match {
  /// Takes a number of so many digits, as many as there are.
  fileprivate mutating func takeNumber(_ widths: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix(widths.upperBound).prefix(while: \.isDigit)
    guard widths.contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
  }

  /// Takes `Jan` to `Dec` in any case.
  fileprivate mutating func takeMonthName() -> Int? {
    let name = rest.prefix(3).map { $0 | 0x20 }
    let month = DatePattern.monthNames.firstIndex {
      $0.utf8.prefix(3).map { $0 | 0x20 } == name
    }
    guard let month else { return nil }
    rest = rest.dropFirst(3)
    return month + 1
  }
}
