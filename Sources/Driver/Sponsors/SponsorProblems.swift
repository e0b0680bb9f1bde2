import Diagnostics
import Engine
import Language
import Tables

/// What the data lack of what a sponsor block speaks of.
enum SponsorProblems {
  static func diagnostics(of results: [SponsorResult], in evaluation: Evaluation) -> [Diagnostic] {
    results.flatMap { result in
      let people = People(result.question, evaluation)
      return conflicts(result.question.sponsor, people, evaluation)
        + capacities(result.question, evaluation) + kept(result.question, people, evaluation)
    }
  }

  /// Everybody whom a declaration can speak of.
  private struct People {
    let table: String
    let names: [String]
    private let known: Set<String>

    init(_ question: SponsorCase, _ evaluation: Evaluation) {
      table = evaluation.program[question.sponsor.people].name
      names = question.people.map(\.key)
      known = Set(names)
    }

    func lack(_ name: String) -> Bool { !known.contains(name) }

    func help(for name: String) -> String {
      Suggestion.nearest(to: name, among: names).map { "did you mean `\(Printable.escaped($0))`?" }
        ?? "write the name as it stands in `\(table)`"
    }
  }

  private static func conflicts(
    _ sponsor: CheckedSponsor, _ people: People, _ evaluation: Evaluation
  ) -> [Diagnostic] {
    guard !sponsor.conflicts.isEmpty else { return [] }
    let program = evaluation.program
    let keys = evaluation.tables[program.accountsFile.index].keys
    let accounts = Set((0..<keys.count).lazy.map { keys.text($0) })
    return sponsor.conflicts.flatMap { conflict in
      var found: [Diagnostic] = []
      if people.lack(conflict.person) {
        found.append(
          Diagnostic(
            .conflictOfNobody, .warning,
            "nobody in `\(people.table)` is called `\(conflict.person)`",
            at: program.source.place(of: conflict.personRange),
            help: people.help(for: conflict.person)))
      }
      if !accounts.contains(conflict.account) {
        let near = (0..<min(keys.count, 20_000)).lazy.map { keys.text($0) }
        found.append(
          Diagnostic(
            .conflictOfNobody, .warning, "no account has the key `\(conflict.account)`",
            at: program.source.place(of: conflict.accountRange),
            help: Suggestion.nearest(to: conflict.account, among: near).map {
              "did you mean `\(Printable.escaped($0))`?"
            } ?? "write the key as it stands in the accounts, or remove this"))
      }
      return found
    }
  }

  /// A capacity that is no whole number from 0 on.
  private static func capacities(
    _ question: SponsorCase, _ evaluation: Evaluation
  ) -> [Diagnostic] {
    guard let term = question.sponsor.capacity, let range = question.sponsor.capacityRange else {
      return []
    }
    var groups: [(what: String, counts: String, names: [String])] = [
      ("no figure for it", "so that they take no account", []),
      ("a figure below 0", "so that they take no account", []),
      ("a figure with a fraction", "of which only whole accounts count", []),
    ]
    for (person, row) in zip(question.people, question.personRows) {
      guard case .number(let value, _) = evaluation.value(term, row) else {
        groups[0].names.append(person.name)
        continue
      }
      if value < .zero { groups[1].names.append(person.name) }
      if value >= .zero, value.rounded(toPlaces: 0) != value { groups[2].names.append(person.name) }
    }
    return groups.filter { !$0.names.isEmpty }.map { group in
      let shown = group.names.prefix(5).map { "`\(Printable.escaped($0, limit: 40))`" }
      let more = group.names.count - shown.count
      return Diagnostic(
        .unusableCapacity, .warning,
        "\(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "") "
          + "\(group.names.count == 1 ? "has" : "have") \(group.what), \(group.counts)",
        at: evaluation.program.source.place(of: range),
        help: "write how many accounts each person takes, 0 for nobody's sponsor")
    }
  }

  /// People whom accounts should keep and whom the table lacks.
  private static func kept(
    _ question: SponsorCase, _ people: People, _ evaluation: Evaluation
  ) -> [Diagnostic] {
    guard let term = question.sponsor.keep, let range = question.sponsor.keepRange else {
      return []
    }
    var accounts: [String: [Int]] = [:]
    for row in question.accounts {
      guard let name = evaluation.text(term, row), people.lack(name) else { continue }
      accounts[name, default: []].append(row)
    }
    let sorted = accounts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    return sorted.prefix(5).enumerated().map { index, item in
      var diagnostic = Diagnostic(
        .keptNobody, .warning,
        "`\(Printable.escaped(item.key, limit: 40))` is nobody in `\(people.table)`, and "
          + "\(Count.of(item.value.count, "account")) should keep that sponsor: "
          + NameList.text(item.value) { Printable.escaped(evaluation.tables[0].key($0)) },
        at: evaluation.program.source.place(of: range), help: people.help(for: item.key))
      if index == 4 { diagnostic.unlisted = sorted.count - 5 }
      return diagnostic
    }
  }
}
