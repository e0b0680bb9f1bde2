import Diagnostics
import Engine
import Language

/// When reviews can be, when they are, and what follows from them.
extension Minutes {
  mutating func tellCalendar() {
    guard let calendar = program.calendar else { return }
    heading = "Calendar"
    let days = calendar.workingDays.map { CalendarWords.days[$0] }
    let hours = calendar.hours.map { hours in
      ", from \(Clock.text(hours.from)) to \(Clock.text(hours.to))"
        + (calendar.zone.map { " (\(Printable.escaped($0)))" } ?? "")
    }
    say("Reviews can be on \(Minutes.listed(days))\(hours ?? "").", calendar.range)
    if !calendar.holidays.isEmpty {
      let names = calendar.holidays.map { "\($0.day) (\(Printable.escaped($0.name)))" }
      say("They cannot be on these holidays: \(Minutes.listed(names)).", calendar.range)
    }
    for file in calendar.files { say("Nor on a day off: \(clause(file.range)).", file.range) }
    if !calendar.closures.isEmpty {
      let count = Count.of(calendar.closures.count, "closure")
      let names = calendar.closures.compactMap(\.name).map { quoted($0) }
      let which = names.isEmpty ? "" : ": \(Minutes.listed(names))"
      say("Nor in \(count)\(which).", calendar.range)
    }
    for limit in calendar.limits {
      say("All reviews together: \(words(limit)).", calendar.range)
    }
  }

  mutating func tellReviews() {
    heading = "Reviews"
    for review in program.reviews {
      let start = review.starting.map { ", from \(spoken.figure($0)) on" } ?? ""
      let people = review.attendees.map(words)
      let who = people.isEmpty ? "" : ", with \(Minutes.listed(people))"
      say(
        "\(quoted(review.label)) is held for each account in \(tiers(review.tiers)) "
          + "\(time(of: review))\(start)\(who), for \(Count.of(review.minutes, "minute")).",
        review.range)
      tellBounds(of: review)
      for also in review.also { say("There is also: \(clause(also.range)).", also.range) }
      for step in review.plan { say("What follows: \(clause(step.range)).", step.range) }
    }
  }

  private mutating func tellBounds(of review: CheckedReview) {
    var parts = review.only.map { "only for accounts of which \(spoken.words($0))" }
    if let window = review.window { parts.append(clause(window.range)) }
    if let notice = review.notice {
      parts.append("told \(notice.count) \(notice.unit.rawValue) ahead at least")
    }
    if let met = review.lastMet {
      parts.append("overdue where \(spoken.figure(met)) is longer ago than that")
    }
    parts += review.limits.map(words)
    if review.rolling != .following { parts.append("moved by the rule \(review.rolling.rawValue)") }
    if parts.isEmpty { return }
    say("\(quoted(review.label)): \(parts.joined(separator: "; ")).", review.range)
  }

  private func time(of review: CheckedReview) -> String {
    switch review.timing {
    case .on(let date): "on \(spoken.figure(date))"
    case .every(let cadence):
      cadence.count == 1
        ? "every \(cadence.unit.rawValue.dropLast())"
        : "every \(cadence.count) \(cadence.unit.rawValue)"
    }
  }

  private func words(_ attendee: CheckedReview.Attendee) -> String {
    switch attendee {
    case .sponsor: "the sponsor"
    case .deputy: "the deputy"
    case .field(let name, _): "the \(Printable.escaped(name))"
    case .person(let name): Printable.escaped(name)
    case .rows(let rows): Printable.escaped(rows.role)
    }
  }

  private func words(_ limit: CheckedReview.Limit) -> String {
    let most = "at most \(limit.count) a \(limit.period.rawValue)"
    return switch limit.scope {
    case .all: most
    case .person: "\(most) for each person"
    case .role(let role): "\(most) for each \(Printable.escaped(role))"
    }
  }

  mutating func tellAgendas() {
    heading = "Agendas"
    for agenda in program.agendas {
      let whose = agenda.tiers.isEmpty ? "" : " of \(tiers(agenda.tiers))"
      let keys = agenda.order.map { spoken.figure($0.value) }
      let order = keys.isEmpty ? "" : " by \(Minutes.listed(keys, "then"))"
      say(
        "\(quoted(agenda.label)) goes through the first "
          + "\(Count.of(agenda.most, "account"))\(whose)\(order), on each of its days.",
        agenda.range)
    }
  }
}
