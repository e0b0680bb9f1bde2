import Diagnostics
import Language
import Tables

/// Which terms a run must make available for its reports.
package enum Demands {
  /// Returns what findings, sponsors, reviews, scores and shows read.
  ///
  /// - Parameter hasEarlier: whether an earlier result says which tiers accounts had.
  package static func decisions(of program: CheckedProgram, hasEarlier: Bool = false) -> [TermID] {
    var terms = program.shows.map(\.term) + program.findings.map(\.condition)
    terms += program.scores.indices.compactMap { program.scoreTerm($0) }
    terms += [program.previousTier, program.previousSince].compactMap { $0 }.filter {
      if case .earlier = program[$0].kind { hasEarlier } else { true }
    }
    terms += program.books.flatMap { $0.shows.map(\.term) }
    for finding in program.findings {
      terms += (finding.question?.asked ?? []) + [finding.question?.since].compactMap { $0 }
      if case .named(let person) = finding.deed?.by { terms.append(person) }
    }
    for case .named(let person) in program.agreement.informed { terms.append(person) }
    for sponsor in program.sponsors { terms += sponsor.terms }
    terms += program.reviews.flatMap(\.terms)
    terms += program.agendas.flatMap(\.terms) + program.addresses.map(\.email)
    for file in program.calendar?.files ?? [] {
      terms += file.accountCountries + file.sponsorCountries.map(\.term)
    }
    let isPlanned = !program.reviews.isEmpty || !program.agendas.isEmpty
    if isPlanned, let name = program.accountName { terms.append(name) }
    if !program.sponsors.isEmpty || isPlanned {
      terms += program.limits.flatMap { $0.keys.map(\.value) }
    }
    return terms
  }

  /// Returns what drills read: who of our people is named where, and what replacing accounts costs.
  package static func drills(of program: CheckedProgram) -> [TermID] {
    program.people.terms + [program.agreement.replacing?.figure].compactMap { $0 }
  }

  /// Returns what reports explain: the measure, the points of criteria, and the figures that the
  /// deciding clauses read.
  package static func explanations(of program: CheckedProgram) -> [TermID] {
    var terms = [program.agreement.measure].compactMap { $0 }
    terms += [program.accountName].compactMap { $0 }
    terms += program.scores.flatMap { $0.criteria.map(\.points) }
    terms += program.limits.flatMap { $0.keys.map(\.value) }
    let conditions = program.tiers.flatMap { $0.routes.compactMap(\.condition) }
    for condition in conditions + program.findings.map(\.condition) {
      terms += program.figures(in: condition).map(\.term)
    }
    for conversion in program.conversions where conversion.table == program.accountsFile {
      terms += [conversion.figure, conversion.amount, conversion.code]
    }
    return terms
  }
}

extension CheckedProgram {
  /// Returns the term that stands for a score.
  package func scoreTerm(_ index: Int) -> TermID? {
    terms.indices.first { terms[$0].kind == .score(index) }.map(TermID.init)
  }

  /// A figure that a condition reads, by the name under which it reads it.
  package struct Figure: Hashable, Sendable {
    package var name: String
    package var term: TermID
  }

  /// Returns the named figures, fields, totals and spans of time that `condition` reads, each once,
  /// in the order of the text.
  ///
  /// A span, such as `months(since, today)`, is what a condition compares; its days say less.
  package func figures(in condition: TermID) -> [Figure] {
    var figures: [Figure] = []
    var seen: Set<String> = []
    func add(_ name: String, _ term: TermID) {
      if seen.insert(name).inserted { figures.append(Figure(name: name, term: term)) }
    }
    func visit(_ id: TermID) {
      let term = self[id]
      switch term.kind {
      case .constant, .today, .pairMember, .valueRow, .group, .head, .earlier(.tier),
        .earlier(.since):
        break
      case .named(let thing, _): add(name(of: thing, in: term), id)
      case .field(let index): add(self[term.home].fields[index].name, id)
      case .tier: add("tier", id)
      case .follow, .aggregate, .rank, .share, .daysBetween, .wholeMonths, .earlier(.score),
        .earlier(.sponsor), .earlier(.sponsorSince):
        add(source.text(of: term.range), id)
      case .score(let index): add(scores[index].name, id)
      case .negate(let a), .absolute(let a), .round(let a, _), .shiftMonths(let a, _),
        .datePart(let a, _), .holds(let a, _), .not(let a), .isMissing(let a):
        visit(a)
      case .arithmetic(_, let a, let b), .shiftDays(let a, let b, _), .pickDate(let a, let b, _),
        .compare(_, let a, let b), .and(let a, let b), .or(let a, let b), .fallback(let a, let b):
        visit(a)
        visit(b)
      case .scale(let x, let low, let high, _):
        visit(x)
        visit(low)
        visit(high)
      case .cases(let cases):
        for item in cases {
          if let condition = item.condition { visit(condition) }
          visit(item.value)
        }
      }
    }
    visit(condition)
    return figures
  }

  private func name(of thing: NamedThing, in term: Term) -> String {
    switch thing {
    case .call: source.text(of: term.range)
    case .letting(let index): lets[index].name
    case .computed(let table, let index): self[table].computed[index].name
    case .combined(let index): self[.accounts].fields[index].name
    case .score(let index): scores[index].name
    case .criterion(let score, let index):
      "\(scores[score].name).\(scores[score].criteria[index].name)"
    }
  }
}
