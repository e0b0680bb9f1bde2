import Diagnostics
import Tables

/// Who comes to reviews, how many there can be, and which are added.
extension Parser {
  /// Parses a review beside those of the cadence.
  ///
  /// also = "also" text "on" expression [ "unless" "one" "falls" "from" expression "to" expression ] ;
  mutating func parseAlso() -> ReviewDeclaration.Also? {
    let start = max(position - 1, 0)
    let label = parseText("the review's name")
    if !isRecovering { expect("on") }
    let date = parseExpression()
    guard !isRecovering else { return nil }
    var also = ReviewDeclaration.Also(label: label, on: date, range: range(since: start))
    if isAt("unless") { also.unless = parseUnless() }
    also.range = range(since: start)
    return also
  }

  /// `true` iff a line of a review starts at `index` with what belongs to the line before.
  func startsUnless(at index: Int) -> Bool { form == .review && lexemes[index].word == "unless" }

  /// Parses the days on which another review makes one needless.
  private mutating func parseUnless() -> ReviewDeclaration.Unless? {
    let start = position
    let remedy = "write it like `unless one falls from renewal - 120 days to renewal - 60 days`"
    for word in ["unless", "one", "falls", "from"] where !isRecovering {
      expect(word, remedy: remedy)
    }
    let first = parseExpression()
    if !isRecovering, !takeTo() { reportExpected("`to`", remedy: remedy) }
    let last = parseExpression()
    guard !isRecovering else { return nil }
    return ReviewDeclaration.Unless(from: first, to: last, range: range(since: start))
  }

  /// Parses where reviews may be placed.
  mutating func parseWindow() -> ReviewDeclaration.Clause.Kind {
    let example = "within 30 days of renewal"
    guard let span = parseSpan("a length of time", example: example) else { return .error }
    guard let side = takeOne(of: WindowSide.self) else {
      reportExpected("`of`, `before` or `after`", remedy: "write it like `\(example)`")
      return .error
    }
    return .within(span, side, of: parseExpression())
  }

  /// Parses those who must be there.
  mutating func parseAttendees() -> [ReviewDeclaration.Attendee] {
    var attendees = [parseAttendee()]
    while !isRecovering, take(.comma) || takeForeign(["and", "&"], meant: ",") {
      attendees.append(parseAttendee())
    }
    return attendees.compactMap { $0 }
  }

  /// Parses somebody who must be there, or the people of a table.
  ///
  /// attendee = [ text "=" ] name [ "." word ] [ "where" expression ] ;
  private mutating func parseAttendee() -> ReviewDeclaration.Attendee? {
    let start = position
    var label: TextLiteral?
    if current.kind == .text, lexeme(after: 1).kind == .symbol(.equal) {
      label = takeText()
      expect(.equal)
    }
    let name = parseName("a person", inList: true)
    var attendee = ReviewDeclaration.Attendee(
      label: label, name: name, range: range(since: start))
    if !isRecovering, take(.dot) { attendee.column = parseWord("the column of people") }
    if !isRecovering, take("where") { attendee.condition = parseExpression() }
    attendee.range = range(since: start)
    return name.text.isEmpty && !name.isQuoted ? nil : attendee
  }

  /// Parses how many reviews there can be, behind `at`.
  ///
  /// review-limit = "at" "most" number "a" ( "day" | "week" | "month" ) [ "per" name ] ;
  mutating func parseMost() -> ReviewMost? {
    let start = max(position - 1, 0)
    expect("most")
    guard !isRecovering, let most = parseCount("a number of reviews", most: Cadence.most) else {
      return nil
    }
    guard let period = takePeriod(most) else { return nil }
    let role = takeNearly("per") ? parseName("`person`, `owner` or `sponsor`") : nil
    return ReviewMost(count: most, period: period, per: role, range: range(since: start))
  }

  private mutating func takePeriod(_ most: Int) -> ReviewPeriod? {
    if let period = takeForeignPeriod() { return period }
    let remedy = "write it like `at most \(most) a day`"
    expect("a", remedy: remedy)
    guard !isRecovering else { return nil }
    let periods = ReviewPeriod.allCases
    guard let index = takeUnit(of: periods.map { "\($0.rawValue)s" }) else {
      reportExpected("`day`, `week` or `month`", remedy: remedy)
      return nil
    }
    return periods[index]
  }

  /// Takes `per day`, `weekly` and the like, which is reported.
  private mutating func takeForeignPeriod() -> ReviewPeriod? {
    let start = position
    for (period, adverb) in zip(ReviewPeriod.allCases, ["daily", "weekly", "monthly"]) {
      let isPhrase =
        ["per", "each", "every"].contains(current.word)
        && lexeme(after: 1).word == period.rawValue && !isAtEnd
      guard isPhrase || isAt(adverb) else { continue }
      advance()
      if isPhrase { advance() }
      reportForeign(meant: "a \(period.rawValue)", at: range(since: start))
      return period
    }
    return nil
  }
}
