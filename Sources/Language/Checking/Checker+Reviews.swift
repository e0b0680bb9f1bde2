import Diagnostics
import Tables

/// Reviews: when they are planned, how many there can be, and which are added.
extension Checker {
  mutating func checkReview(_ declaration: ReviewDeclaration) {
    noteDayReader(declaration.label.range)
    var review = CheckedReview(
      label: declaration.label.text, tiers: declaration.tiers.compactMap { tier($0) },
      timing: .every(Cadence(count: 1, unit: .years)), range: declaration.range)
    checkLabel(declaration.label, beside: program.reviews)
    switch declaration.timing {
    case .every(let cadence): review.timing = .every(cadence)
    case .on(let date):
      guard let date = checkDate(date, what: "the date of a review") else { return }
      review.timing = .on(date)
    }
    // Who comes is known before limits ask for roles.
    for case .attendedBy(let attendees) in declaration.clauses.map(\.kind) {
      review.attendees = attendees.compactMap { attendee($0) }
    }
    for clause in declaration.clauses { apply(clause, to: &review) }
    program.reviews.append(review)
  }

  private mutating func apply(_ clause: ReviewDeclaration.Clause, to review: inout CheckedReview) {
    switch clause.kind {
    case .starting(let date):
      if isOfCadence("starting", clause, review) {
        review.starting = checkDate(date, what: "the start of a review")
      }
    case .lastMet(let date):
      if isOfCadence("last met", clause, review) {
        review.lastMet = checkDate(date, what: "the day of the last review")
      }
    case .only(let condition): review.only.append(checkCondition(condition, in: .account))
    case .also(let also): apply(also, to: &review)
    case .within(let span, let side, of: let date):
      if let date = checkDate(date, what: "the date around which reviews fall") {
        review.window = CheckedReview.Window(
          span: span, side: side, date: date, range: clause.range)
      }
    case .notice(let span): review.notice = span
    case .lasting(let minutes): review.minutes = minutes
    case .atMost(let most):
      let roles = review.attendees.map(\.role)
      if let limit = limit(most, roles: roles) { review.limits.append(limit) }
    case .by(let keys): review.order = checkKeys(keys) ?? []
    case .ahead(let count, let unit):
      review.horizon = (count, unit)
      if !isNear(TimeSpan(count, unit)) { report(.farHorizon, at: clause.range) }
    case .plan(let step): checkPlan(step, of: &review, at: clause.range)
    case .rolling(let rolling): review.rolling = rolling
    case .attendedBy, .error: break
    }
  }

  /// Checks a date of the account; nil where it was reported.
  private mutating func checkDate(_ id: ExpressionID, what: String) -> TermID? {
    let term = check(id, in: .account)
    if type(term) == .date { return term }
    if type(term) != .error {
      report(
        .wrongType(what: what, expected: "a date", found: type(term)), at: tree[id].range)
    }
    return nil
  }

  /// `true` iff the review has a cadence, of which the clause speaks; reports otherwise.
  private mutating func isOfCadence(
    _ words: String, _ clause: ReviewDeclaration.Clause, _ review: CheckedReview
  ) -> Bool {
    if case .every = review.timing { return true }
    report(.withoutCadence(words), at: clause.range)
    return false
  }

  private func isNear(_ span: TimeSpan) -> Bool {
    guard let start = Day(year: 2000, month: 1, day: 1),
      let end = start.adding(months: 12 * Limits.horizonYears)
    else { return true }
    return span.after(start).map { $0 <= end } ?? false
  }

  /// Reports the name of a review that another one has.
  private mutating func checkLabel(_ label: TextLiteral, beside reviews: [CheckedReview]) {
    let twin = reviews.lazy.compactMap { review in
      review.label == label.text
        ? review.range : review.also.first { $0.label == label.text }?.range
    }.first
    if let twin { report(.repeatedName(label.text, first: twin), at: label.range) }
  }

  private mutating func apply(_ also: ReviewDeclaration.Also, to review: inout CheckedReview) {
    checkLabel(also.label, beside: program.reviews + [review])
    guard let on = checkDate(also.on, what: "the date of a review") else { return }
    var checked = CheckedReview.Also(label: also.label.text, on: on, range: also.range)
    if let unless = also.unless {
      guard let from = checkDate(unless.from, what: "the first day of a window"),
        let to = checkDate(unless.to, what: "the last day of a window")
      else { return }
      if let days = knownDays(from: from, to: to), days < 0 {
        report(.backwardWindow(days: -days), at: unless.range)
      }
      checked.unless = CheckedReview.Unless(from: from, to: to, range: unless.range)
    }
    review.also.append(checked)
  }

  /// Returns the days from one date to another where they are the same for every account.
  private func knownDays(from: TermID, to: TermID) -> Int? {
    guard let (first, before) = anchor(of: from), let (second, after) = anchor(of: to),
      first == second
    else { return nil }
    return after - before
  }

  /// Returns what a date is counted from in days, and how many.
  private func anchor(of term: TermID) -> (TermKind, Int)? {
    switch program[term].kind {
    case .constant(.day(let day)): return (.constant(.day(.first)), Int(day.number))
    case .named(.letting, let inner): return anchor(of: inner)
    case .shiftDays(let date, by: let days, backwards: let backwards):
      guard let (kind, distance) = anchor(of: date),
        case .constant(.number(let count)) = program[days].kind, let count = count.integer,
        abs(count) < 10_000_000
      else { return nil }
      return (kind, backwards ? distance - count : distance + count)
    default: return (program[term].kind, 0)
    }
  }

  // MARK: Limits

  /// The roles of all reviews.
  var reviewRoles: [String] {
    declarations.flatMap { declaration -> [String] in
      guard case .review(let review) = declaration else { return [] }
      return review.clauses.flatMap { clause -> [String] in
        guard case .attendedBy(let attendees) = clause.kind else { return [] }
        return attendees.map { role(of: $0) }
      }
    }
  }

  mutating func limit(_ most: ReviewMost, roles: [String]) -> CheckedReview.Limit? {
    var scope = CheckedReview.Limit.Scope.all
    if let per = most.per {
      // Who attends in whatever role, which a field of that name would be too.
      scope = per.text == "person" && !per.isQuoted ? .person : .role(per.text)
      if case .role = scope, !roles.contains(per.text) {
        let known = roles + ["person"]
        let hint = roles.isEmpty ? "say first who comes: `attended by \(per.text)`" : nil
        reportUnknown(per.text, kind: "attendee", among: known, at: per.range, hint: hint)
        return nil
      }
    }
    return CheckedReview.Limit(most.count, a: most.period, per: scope)
  }
}
