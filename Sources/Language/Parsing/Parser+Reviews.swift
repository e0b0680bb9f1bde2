import Diagnostics
import Tables

/// Reviews and how often they happen.
extension Parser {
  /// Parses a series of reviews.
  ///
  /// review = "review" text for-tiers ( cadence | "on" expression )
  ///   [ "{" { review-clause end } "}" ] ;
  mutating func parseReview(since start: Int) -> ReviewDeclaration {
    form = .review
    let label = parseText("the review's name")
    let tiers = parseForTiers()
    let timing = isRecovering ? nil : parseTiming()
    var review = ReviewDeclaration(
      label: label, tiers: tiers, timing: timing ?? .every(Cadence(count: 1, unit: .years)),
      range: range(since: start))
    if hasBlock {
      parseBlock { parser in
        let start = parser.position
        let kind = parser.parseReviewClause()
        review.clauses.append(ReviewDeclaration.Clause(kind, range: parser.range(since: start)))
      }
    }
    review.range = range(since: start)
    return review
  }

  private mutating func parseTiming() -> ReviewDeclaration.Timing? {
    take("on") ? .on(parseExpression()) : parseCadence().map { .every($0) }
  }

  /// Parses how often a review happens.
  ///
  /// cadence = "every" [ number ] ( "day" | "days" | "week" | "weeks" | "month" | "months"
  ///   | "quarter" | "quarters" | "year" | "years" ) ;
  private mutating func parseCadence() -> Cadence? {
    if let cadence = takeAdverb() { return cadence }
    expect("every")
    guard !isRecovering else { return nil }
    var count = 1
    if current.kind == .number {
      guard let written = parseCount("a cadence", most: Cadence.most) else { return nil }
      count = written
    }
    let units = Cadence.Unit.allCases
    guard let index = takeUnit(of: units.map(\.rawValue)) else {
      reportExpected("`days`, `weeks`, `months`, `quarters` or `years`")
      return nil
    }
    return Cadence(count: count, unit: units[index])
  }

  /// Takes `monthly` and the like, which is reported.
  private mutating func takeAdverb() -> Cadence? {
    let adverbs: [(words: [String], unit: Cadence.Unit, meant: String)] = [
      (["daily"], .days, "every day"), (["weekly"], .weeks, "every week"),
      (["monthly"], .months, "every month"), (["quarterly"], .quarters, "every quarter"),
      (["yearly", "annually"], .years, "every year"),
    ]
    for (words, unit, meant) in adverbs where takeForeign(words, meant: meant) {
      return Cadence(count: 1, unit: unit)
    }
    return nil
  }

  /// Parses a clause of a review.
  ///
  /// review-clause = "starting" expression | "last" "met" expression | "only" expression
  ///   | also | "within" duration ( "of" | "before" | "after" ) expression
  ///   | "notice" duration | "attended" "by" attendee { "," attendee }
  ///   | "lasting" number ( "minute" | "minutes" | "hour" | "hours" )
  ///   | review-limit | "by" sort-keys
  ///   | "ahead" duration | "rolling" rolling | plan-step ;
  private mutating func parseReviewClause() -> ReviewDeclaration.Clause.Kind {
    switch takeClauseWord() {
    case "starting": return .starting(parseExpression())
    case "last":
      expect("met")
      return .lastMet(parseExpression())
    case "only": return .only(parseExpression())
    case "also": return parseAlso().map { .also($0) } ?? .error
    case "within": return parseWindow()
    case "notice":
      return parseSpan("the notice", example: "notice 90 days").map { .notice($0) } ?? .error
    case "attended":
      expect("by")
      return .attendedBy(parseAttendees())
    case "lasting": return parseLength()
    case "at": return parseMost().map { .atMost($0) } ?? .error
    case "by": return .by(parseSortKeys())
    case "ahead": return parseHorizon()
    case "rolling": return parseRolling()
    case "then": return parsePlanStep(isTarget: false)
    case "target": return parsePlanStep(isTarget: true)
    default: return .error
    }
  }

  private mutating func parseLength() -> ReviewDeclaration.Clause.Kind {
    let minutesPerDay = 24 * 60
    let start = position
    if let minutes = takePartsOfHours() { return .lasting(minutes: minutes) }
    guard let count = parseCount("a meeting's length", most: minutesPerDay) else { return .error }
    guard let index = takeUnit(of: ["minutes", "hours"]) else {
      reportExpected("`minutes` or `hours`", remedy: "write it like `lasting 90 minutes`")
      return .error
    }
    let minutes = index == 0 ? count : count * 60
    guard minutes <= minutesPerDay else {
      report(
        .misuse(.countOutOfRange("a meeting's length in hours", most: 24)), at: range(since: start))
      return .error
    }
    return .lasting(minutes: minutes)
  }

  /// Takes `1.5 hours` or `1,5 hours`, which is reported.
  private mutating func takePartsOfHours() -> Int? {
    let start = position
    let texts = (0..<4).map { source.text(of: lexeme(after: $0).range) }
    let hours: String
    switch (texts[0].contains("."), texts[1], texts[3]) {
    case (true, "hour", _), (true, "hours", _): (hours, position) = (texts[0], position + 2)
    case (false, ",", "hour"), (false, ",", "hours"):
      (hours, position) = ("\(texts[0]).\(texts[2])", position + 4)
    default: return nil
    }
    let figure = (try? NumberLiteral(Array(hours.utf8)[...]))?.value
    guard let minutes = figure?.multiplied(by: Decimal(60))?.integer, (1...1440).contains(minutes)
    else {
      position = start
      return nil
    }
    reportForeign(meant: "\(minutes) minutes", at: range(since: start))
    return minutes
  }

  /// Parses where a review goes whose planned day is none.
  ///
  /// rolling = "following" | "preceding" | "nearest" | "modified" "following" ;
  private mutating func parseRolling() -> ReviewDeclaration.Clause.Kind {
    if takeNearly("modified") {
      expect("following")
      return isRecovering ? .error : .rolling(.modifiedFollowing)
    }
    let words = Rolling.allCases.map(\.rawValue)
    if let rule = takeOne(of: Rolling.self) { return .rolling(rule) }
    if let rule = takeMisspelt(words).flatMap({ Rolling(rawValue: $0) }) { return .rolling(rule) }
    reportExpected(
      "`following`, `preceding`, `nearest` or `modified following`",
      remedy: "write it like `rolling modified following`")
    return .error
  }

  private mutating func parseHorizon() -> ReviewDeclaration.Clause.Kind {
    guard let span = parseSpan("a horizon", example: "ahead 12 months") else { return .error }
    return .ahead(span.count, span.unit)
  }

  /// Parses a length of time, or returns nil where there is none.
  mutating func parseSpan(_ role: String, example: String) -> TimeSpan? {
    let range = current.range
    guard let count = parseCount(role, most: Cadence.most) else { return nil }
    guard let unit = takeDurationUnit() else {
      reportExpected("`days`, `weeks`, `months` or `years`", remedy: "write it like `\(example)`")
      return nil
    }
    guard count <= unit.most else {
      report(.misuse(.countOutOfRange("a number of \(unit.rawValue)", most: unit.most)), at: range)
      return nil
    }
    return TimeSpan(count, unit)
  }
}

extension Cadence {
  /// More than the days of any horizon that makes sense, and far from overflow.
  package static let most = 100_000
}
