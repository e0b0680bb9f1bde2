import Diagnostics
import Engine
import Language
import Tables

/// Who sponsors what; which reviews come next.
struct PeopleText {
  private let run: Run
  private let evaluation: Evaluation
  private let loads: SponsorLoads

  init(_ run: Run, _ loads: SponsorLoads) {
    self.run = run
    evaluation = run.evaluation
    self.loads = loads
  }

  func write(to page: inout TextPage) {
    writeSponsors(to: &page)
    ReviewsText(run.schedule).write(to: &page)
  }

  private func key(_ row: Int) -> String { Printable.escaped(evaluation.tables[0].key(row)) }

  // MARK: Sponsors

  func writeSponsors(to page: inout TextPage) {
    guard !evaluation.program.sponsors.isEmpty else { return }
    page.heading("Sponsors")
    let measure = Measure(evaluation)
    var table = TextTable(
      [.flexible, .right, .left, .right, .right, .flexible],
      header: [
        "", "accounts", "", measure?.heading(evaluation.program) ?? "",
        evaluation.statesEffort ? "days a month" : "", "",
      ])
    for load in loads.people {
      table.append([
        Printable.escaped(load.name), "\(load.accounts.count)",
        load.seats.map { "of \(Count.of($0, "seat"))" } ?? "",
        load.measure.map { ReadableValue.amount($0) } ?? "", days(load),
        NameList.text(load.accounts, key) + deputies(load),
      ])
    }
    page.table(table)
    writeOverOffer(to: &page)
    for shortage in loads.shortages {
      page.paragraph(
        "\(evaluation.program.tiers[shortage.tier].name): "
          + "\(shortage.missing) of \(Count.of(shortage.accounts, "account")) without a sponsor")
    }
    write("without a sponsor:", loads.unsponsored, to: &page)
    write("without a deputy:", loads.withoutDeputy, to: &page)
  }

  private func days(_ load: SponsorLoads.Load) -> String {
    guard evaluation.statesEffort else { return "" }
    let taken = load.days.map { ReadableValue.number($0) } ?? "unknown"
    return taken + (load.offer.map { " of \(ReadableValue.number($0))" } ?? "")
  }

  private func deputies(_ load: SponsorLoads.Load) -> String {
    guard !load.deputyOf.isEmpty else { return "" }
    return (load.accounts.isEmpty ? "" : "; ") + "deputy: " + NameList.text(load.deputyOf, key)
  }

  private func writeOverOffer(to page: inout TextPage) {
    let over = loads.people.filter(\.isOverOffer)
    guard !over.isEmpty else { return }
    let names = over.map { Printable.escaped($0.name) }.joined(separator: ", ")
    page.paragraph("accounts take more days than they have: \(names)")
  }

  private func write(
    _ title: String, _ vacant: [SponsorLoads.Vacant], to page: inout TextPage
  ) {
    guard !vacant.isEmpty else { return }
    page.paragraph(title)
    for item in vacant {
      let because = item.because.map { Printable.escaped($0) }.joined(separator: "; ")
      page.paragraph("\(evaluation.shownAccount(item.row)): \(because)", indent: 4)
    }
  }
}
