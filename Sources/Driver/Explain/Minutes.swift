import Diagnostics
import Language
import Tables

/// An agreement as numbered sentences, for the minutes of those who agree on it.
package struct Minutes: Sendable {
  /// One sentence, with the line of the agreement that it says.
  struct Sentence: Sendable {
    var heading: String
    var text: String
    var line: Int
  }

  let program: CheckedProgram
  private(set) var sentences: [Sentence] = []
  private let spoken: SpokenCondition
  private var heading = ""

  package init(_ program: CheckedProgram) {
    self.program = program
    spoken = SpokenCondition(program)
    tellGroups()
    tellFigures()
    tellScores()
    tellThoseLeftOut()
    tellTiers()
    tellLimits()
    tellOverrides()
    tellFindings()
    tellSponsors()
    tellReviews()
  }

  private mutating func say(_ text: String, _ range: SourceRange) {
    sentences.append(
      Sentence(heading: heading, text: text, line: program.source.line(at: Int(range.start))))
  }

  private func quoted(_ text: String) -> String { "\"\(Printable.escaped(text))\"" }

  private func tier(_ index: Int) -> String { Printable.escaped(program.tiers[index].name) }

  private func tiers(_ indices: [Int]) -> String { Minutes.listed(indices.map { tier($0) }) }

  static func listed(_ words: [String], _ junction: String = "and") -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " \(junction) \(last)"
  }

  private func clause(_ range: SourceRange) -> String {
    Printable.escaped(program.clauseText(range))
  }

  // MARK: Accounts and figures

  private mutating func tellGroups() {
    guard let group = program.group else { return }
    heading = "Accounts"
    let parent = program[group.members].fields[group.parent].name
    let alone = group.alone.map { spoken.words($0) }
    say(
      "Accounts under one \(parent) are judged as one account"
        + (alone.isEmpty
          ? "." : ", but for those of which \(Minutes.listed(alone, "or")): they stand alone."),
      group.range)
  }

  private mutating func tellFigures() {
    heading = "What figures mean"
    for named in program.lets where program[named.term].stage < .tiers {
      let definition = spoken.definition(named.term)
      let isTruth = program[named.term].type == .truth
      say(
        "\(Printable.escaped(named.name)) \(isTruth ? "says that" : "is") \(definition).",
        named.range)
    }
  }

  // MARK: Scores

  private mutating func tellScores() {
    heading = "Scores"
    for score in program.scores {
      let weights = score.criteria.map { "\(name($0)) \(weight($0, score))" }
      let title = score.title.map { " (\(quoted($0)))" } ?? ""
      let policies = Set(score.criteria.map(\.skipsMissing))
      let policy = policies.count == 1 ? " " + missing(score.criteria[0]) : ""
      say(
        "\(Printable.escaped(score.name))\(title) is a score from 0 to 100, which weighs "
          + Minutes.listed(weights) + ".\(policy)", score.range)
      for criterion in score.criteria { tell(criterion, saysMissing: policies.count > 1) }
    }
  }

  private func missing(_ criterion: CheckedCriterion) -> String {
    "What cannot be decided "
      + (criterion.skipsMissing
        ? "is left out, and the others are re-weighted." : "counts 0.")
  }

  private func name(_ criterion: CheckedCriterion) -> String {
    Printable.escaped(criterion.title.map { "\($0)" } ?? criterion.name)
  }

  private func weight(_ criterion: CheckedCriterion, _ score: CheckedScore) -> String {
    if let term = criterion.weightTerm { return "by \(spoken.figure(term))" }
    return score.isInPercent
      ? ReadableValue.percent(criterion.weight) : ReadableValue.number(criterion.weight)
  }

  private mutating func tell(_ criterion: CheckedCriterion, saysMissing: Bool) {
    let outOf = ReadableValue.number(criterion.outOf)
    let points = spoken.definition(criterion.points)
    say(
      "\(name(criterion)) gives, out of \(outOf): \(points)."
        + (saysMissing ? " " + missing(criterion) : ""), criterion.range)
  }

  // MARK: Decisions

  private mutating func tellThoseLeftOut() {
    heading = "Who is left out"
    for exclude in program.excludes {
      let what = exclude.fromTiersOnly ? "Gets no tier, though it counts in totals" : "Left out"
      say(
        "\(what), as \(quoted(exclude.reason)): an account of which "
          + spoken.words(exclude.condition) + ".", exclude.range)
    }
    for reject in program.rejects {
      say(
        "Refused as wrong, \(quoted(reject.reason)): a row of which "
          + spoken.words(reject.condition) + ".", reject.range)
    }
  }

  private mutating func tellTiers() {
    heading = "Tiers, the best first"
    for (index, tier) in program.tiers.enumerated() {
      let meaning = tier.meaning.map { " (\(quoted($0)))" } ?? ""
      let head = self.tier(index) + meaning
      if tier.routes.isEmpty {
        say("\(head) is reached by overflow or by override only.", tier.range)
      }
      for (place, route) in tier.routes.enumerated() {
        tell(route, of: place == 0 ? head : self.tier(index))
      }
    }
    if let move = program.move {
      say(
        "From the tier that it had before, an account moves at most "
          + "\(Count.of(move.steps, "tier")).", move.range)
    }
  }

  private mutating func tell(_ route: CheckedRoute, of tier: String) {
    guard var condition = route.condition else {
      return say("\(tier) takes every account that is left.", route.range)
    }
    let label = route.label.map { ", by \(quoted($0))," } ?? ""
    if route.isKeep {
      if case .and(_, let kept) = program[condition].kind { condition = kept }
      return say(
        "\(tier) keeps\(label) an account that was in it before, while "
          + spoken.words(condition) + ".", route.range)
    }
    say("\(tier) takes\(label) an account of which \(spoken.words(condition)).", route.range)
  }

  private mutating func tellLimits() {
    heading = "Seats"
    for limit in program.limits {
      let keys = limit.keys.map { key in
        spoken.figure(key.value) + (key.isAscending ? ", the least first" : "")
      }
      let overflow =
        limit.overflow.map { "goes to \(tier($0))" } ?? "goes to the next tier that takes it"
      let ties = limit.tiesAdmit ? " Equals of the last are admitted." : ""
      say(
        "\(tiers(limit.tiers)) \(limit.tiers.count == 1 ? "has" : "have together") "
          + "\(spoken.figure(limit.seats)) seats, given by \(keys.joined(separator: "; then ")). "
          + "Who finds none \(overflow).\(ties)", limit.range)
      for spare in limit.spares {
        let label = spare.label.map { ", by \(quoted($0))" } ?? ""
        say(
          "Of these, an account is never displaced\(label) of which "
            + spoken.words(spare.condition)
            + (spare.isUncounted ? "; it takes no seat." : "."), spare.range)
      }
    }
  }

  private mutating func tellOverrides() {
    heading = "Decisions about single accounts"
    for override in program.overrides {
      let until = override.until.map { " until \($0)" } ?? ""
      say(
        "\(quoted(override.key)) is \(tier(override.tier))\(until), because "
          + "\(quoted(override.reason)).", override.range)
    }
  }

  // MARK: What follows from tiers

  private mutating func tellFindings() {
    heading = "What must hold, and what is warned of"
    for finding in program.findings {
      let what = finding.isRequirement ? "It must hold" : "A warning is given"
      let condition = spoken.words(finding.condition)
      let joint = finding.isRequirement ? "that" : "when"
      var text = "\(quoted(finding.label)): \(what)\(scope(finding)) \(joint) \(condition)."
      if let question = finding.question { text += " It answers: \(quoted(question.text))" }
      if let deed = finding.deed {
        text += " \(finding.isRequirement ? "Otherwise" : "Then"): \(quoted(deed.text))."
      }
      say(text, finding.range)
    }
  }

  private func scope(_ finding: CheckedFinding) -> String {
    switch finding.scope {
    case .portfolio: ""
    case .tiers(let indices): " for each account in \(tiers(indices))"
    case .all: " for each account"
    case .each(let table): " for each \(Printable.escaped(program[table].name))"
    }
  }

  private mutating func tellSponsors() {
    heading = "Sponsors"
    for sponsor in program.sponsors {
      let people = Printable.escaped(program[sponsor.people].name)
      var parts = sponsor.only.map { "only \(spoken.words($0.condition))" }
      if let capacity = sponsor.capacity { parts.append("at most \(spoken.figure(capacity)) each") }
      parts += sponsor.preferences.map { preference in
        "preferably \(spoken.words(preference.condition))"
      }
      say(
        "Each account in \(tiers(sponsor.tiers)) has one sponsor from \(people)"
          + (parts.isEmpty ? "." : ": \(parts.joined(separator: "; "))."), sponsor.range)
      if let keep = sponsor.keepRange { say("Sponsors: \(clause(keep)).", keep) }
      if let deputy = sponsor.deputy {
        say("Each sponsor has a deputy with whom \(spoken.words(deputy.condition)).", deputy.range)
      }
      for conflict in sponsor.conflicts {
        say(
          "\(quoted(conflict.person)) does not sponsor \(quoted(conflict.account)), because "
            + "\(quoted(conflict.reason)).", conflict.range)
      }
    }
  }

  private mutating func tellReviews() {
    heading = "Reviews"
    for review in program.reviews {
      let unit = review.cadence.unit.rawValue
      let every =
        review.cadence.count == 1
        ? "every \(unit.dropLast())" : "every \(review.cadence.count) \(unit)"
      let start = review.starting.map { ", from \(spoken.figure($0)) on" } ?? ""
      let people = review.attendees.map { attendee in
        switch attendee {
        case .sponsor: "the sponsor"
        case .field(let name, _): "the \(Printable.escaped(name))"
        case .person(let name): Printable.escaped(name)
        }
      }
      let who = people.isEmpty ? "" : ", with \(Minutes.listed(people))"
      say(
        "\(quoted(review.label)) is held for each account in \(tiers(review.tiers)) \(every)"
          + "\(start)\(who), for \(Count.of(review.minutes, "minute")).", review.range)
    }
  }
}

/// The sentences for people.
package enum MinutesText {
  package static func render(_ minutes: Minutes, style: TextStyle) -> String {
    var page = TextPage(style: style)
    let agreement = minutes.program.agreement
    page.heading(Printable.escaped(agreement.name))
    for line in head(agreement) { page.paragraph(line) }
    var heading = ""
    let digits = "\(minutes.sentences.count)".count
    for (index, sentence) in minutes.sentences.enumerated() {
      if sentence.heading != heading {
        heading = sentence.heading
        page.heading(heading)
      }
      let number = Alignment.padded("\(index + 1)", to: digits, .right)
      let lines = Alignment.wrapped(sentence.text, to: max(1, style.width - digits - 4))
      for (place, line) in lines.enumerated() {
        let margin = place == 0 ? "\(number). " : String(repeating: " ", count: digits + 2)
        page.line("  \(margin)\(line)")
      }
    }
    return page.text
  }

  private static func head(_ agreement: CheckedAgreement) -> [String] {
    var lines: [String] = []
    if agreement.agreed != nil || !agreement.approvers.isEmpty {
      let on = agreement.agreed.map { " \($0)" } ?? ""
      let by = agreement.approvers.map { Printable.escaped($0) }.joined(separator: ", ")
      lines.append("agreed\(on)\(by.isEmpty ? "" : " by \(by)")")
    }
    let from = agreement.effective.map { "from \($0)" }
    let until = agreement.expires.map { "until \($0)" }
    let force = [from, until].compactMap { $0 }
    if !force.isEmpty { lines.append("in force \(force.joined(separator: " "))") }
    if let day = agreement.asOf { lines.append("judged as of \(day)") }
    return lines
  }
}

/// The sentences as JSON.
package enum MinutesJSON {
  package static func render(_ minutes: Minutes) -> [UInt8] {
    var json = JSONWriter(.indented)
    json.object { json in
      json.member("agreement", minutes.program.agreement.name)
      json.array("sentences", minutes.sentences.enumerated()) { json, item in
        json.object {
          $0.member("number", item.offset + 1)
          $0.member("heading", item.element.heading)
          $0.member("text", item.element.text)
          $0.member("line", item.element.line)
        }
      }
    }
    return json.finished()
  }
}
