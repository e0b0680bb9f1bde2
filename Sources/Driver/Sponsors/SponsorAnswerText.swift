import Diagnostics
import Engine
import Language
import Tables

/// Answers about sponsors, for people.
package enum SponsorReportText {
  package static func render(_ report: SponsorReport, style: TextStyle) -> String {
    var page = TextPage(style: style)
    let evaluation = report.run.evaluation
    if let answer = report.answer {
      Writer(answer: answer).write(to: &page)
    } else if let row = report.row {
      let tier = evaluation.tier(row).map { "is in \(evaluation.program.tiers[$0].name)" }
      page.paragraph(
        "\(evaluation.shownAccount(row)) \(Printable.escaped(tier ?? "has no tier")), for which the "
          + "agreement asks for no sponsor", indent: 0)
    } else if evaluation.program.sponsors.isEmpty {
      page.paragraph("the agreement asks for no sponsors", indent: 0)
    } else {
      PeopleText(report.run, SponsorLoads(report.run)).writeSponsors(to: &page)
    }
    return page.text
  }

  private struct Writer {
    let answer: SponsorAnswer

    private var question: SponsorCase { answer.question }
    private var evaluation: Evaluation { answer.run.evaluation }

    private func name(_ person: Int) -> String { Printable.escaped(question.people[person].name) }

    private func key(_ account: Int) -> String {
      Printable.escaped(evaluation.tables[0].key(question.accounts[account]))
    }

    func write(to page: inout TextPage) {
      let tier = evaluation.tier(answer.row).map { evaluation.program.tiers[$0].name } ?? ""
      page.heading("\(evaluation.shownAccount(answer.row)), \(Printable.escaped(tier))")
      var table = TextTable([.left, .flexible])
      table.append(["sponsor", answer.sponsor.map(name) ?? "nobody"])
      if evaluation.asksForDeputies {
        table.append(["deputy", answer.deputy.map(name) ?? "nobody"])
      }
      for reason in answer.vacancy { table.append(["because", Printable.escaped(reason)]) }
      if answer.isKept { table.append(["kept", keeping]) }
      for wish in answer.wishes {
        table.append(["preferred", "\(Printable.escaped(wish.clause))"])
      }
      if answer.sponsor != nil { table.append(["accounts", load(answer.sponsor ?? 0)]) }
      page.table(table)
      guard !answer.others.isEmpty else { return }
      page.heading("Why nobody else")
      var others = TextTable([.flexible, .flexible])
      for other in answer.others { others.append([name(other.person), story(of: other)]) }
      page.table(others)
      if answer.others.contains(where: \.isAsGood) {
        page.paragraph(
          "of what is as good, accounts in their order take whoever has the fewest so far, then "
            + "whoever is listed first", isRemark: true)
      }
    }

    private var keeping: String {
      answer.run.sponsorDays[answer.row].map { "since \($0.words)" } ?? "as the agreement asks"
    }

    private func load(_ person: Int) -> String {
      let accounts = answer.accounts(of: person)
      let seats = question.people[person].capacity.map { " of \($0)" } ?? ""
      let keys = NameList.text(accounts) { Printable.escaped(evaluation.tables[0].key($0)) }
      return "\(accounts.count)\(seats)" + (accounts.isEmpty ? "" : ": \(keys)")
    }

    private func story(of other: SponsorAnswer.Other) -> String {
      if !other.because.isEmpty {
        return "not possible: "
          + other.because.map { Printable.escaped($0) }.joined(separator: "; ")
      }
      if question.people[other.person].capacity == 0 { return "takes no accounts" }
      guard let exchange = other.exchange else {
        return "then fewer accounts of its tier, or of a better one, could have a sponsor"
      }
      let chain = exchange.moves.dropFirst().map { move in
        move.to.map { "\(key(move.account)) to \(name($0))" } ?? "\(key(move.account)) to nobody"
      }
      let moves = chain.isEmpty ? "" : "with \(chain.joined(separator: ", ")): "
      return moves + (other.isAsGood ? "as good" : losses(exchange))
    }

    private func losses(_ exchange: SponsorInquiry.Exchange) -> String {
      var losses: [String] = []
      if exchange.kept < 0 { losses.append("\(Count.of(-exchange.kept, "account")) fewer kept") }
      if exchange.kept > 0 { losses.append("\(Count.of(exchange.kept, "account")) more kept") }
      let weight = Decimal(scaled: Int128(exchange.weight.scaled.magnitude))
      if exchange.weight < .zero { losses.append("preferences of \(weight) less") }
      if exchange.weight > .zero { losses.append("preferences of \(weight) more") }
      if exchange.squares > 0 { losses.append("a less even load") }
      if exchange.squares < 0 { losses.append("a more even load") }
      return losses.joined(separator: ", ")
    }
  }
}

/// The same as JSON.
package enum SponsorReportJSON {
  package static func render(_ report: SponsorReport) -> [UInt8] {
    if let answer = report.answer { return render(answer) }
    var json = JSONWriter(.indented)
    let evaluation = report.run.evaluation
    json.object { json in
      guard let row = report.row else {
        return SponsorsJSON(report.run).write(to: &json)
      }
      json.member("account", evaluation.tables[0].key(row))
      json.member("name", evaluation.accountName(row))
      json.member("tier", evaluation.tier(row).map { evaluation.program.tiers[$0].name })
      json.member("isAsked", false)
    }
    return json.finished()
  }

  private static func render(_ answer: SponsorAnswer) -> [UInt8] {
    let question = answer.question
    let evaluation = answer.run.evaluation
    func name(_ person: Int?) -> String? { person.map { question.people[$0].name } }
    func key(_ account: Int) -> String { evaluation.tables[0].key(question.accounts[account]) }
    var json = JSONWriter(.indented)
    json.object { json in
      json.member("account", key(answer.account))
      json.member("name", evaluation.accountName(answer.row))
      json.member("tier", evaluation.tier(answer.row).map { evaluation.program.tiers[$0].name })
      json.member("isAsked", true)
      json.member("sponsor", name(answer.sponsor))
      json.member("deputy", name(answer.deputy))
      json.member("kept", answer.isKept)
      json.member("because", answer.vacancy)
      json.array("preferences", answer.wishes) { json, wish in
        json.object {
          $0.member("clause", wish.clause)
          $0.member("weight", wish.weight)
        }
      }
      json.array("others", answer.others) { json, other in
        json.object { json in
          json.member("name", name(other.person))
          json.member("isPossible", other.because.isEmpty)
          json.member("because", other.because)
          json.member("seats", question.people[other.person].capacity)
          json.member(
            "accounts", answer.accounts(of: other.person).map { evaluation.tables[0].key($0) })
          guard let exchange = other.exchange else { return }
          json.member("isAsGood", other.isAsGood)
          json.member("kept", exchange.kept)
          json.member("weight", exchange.weight)
          json.member("squares", exchange.squares)
          json.array("moves", exchange.moves) { json, move in
            json.object {
              $0.member("account", key(move.account))
              $0.member("from", name(move.from))
              $0.member("to", name(move.to))
            }
          }
        }
      }
    }
    return json.finished()
  }
}
