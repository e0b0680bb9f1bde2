import Diagnostics
import Engine
import Language
import Tables

/// Who sponsors what.
struct SponsorsJSON {
  private let run: Run
  private let evaluation: Evaluation

  init(_ run: Run) {
    self.run = run
    evaluation = run.evaluation
  }

  /// Writes the people with their accounts, and the accounts without people.
  func write(to json: inout JSONWriter) {
    let loads = SponsorLoads(run)
    json.array("sponsors", loads.people) { json, load in
      json.object {
        $0.member("name", load.name)
        $0.member("accounts", load.accounts.map { evaluation.tables[0].key($0) })
        $0.member("seats", load.seats)
        if evaluation.asksForDeputies {
          $0.member("deputyOf", load.deputyOf.map { evaluation.tables[0].key($0) })
        }
        if let measure = load.measure {
          $0.member("measure", measure.narrow.map { Decimal(scaled: $0) })
        }
        if evaluation.statesEffort {
          $0.member("days", load.days)
          $0.member("offer", load.offer)
        }
      }
    }
    writeVacancies(loads, to: &json)
  }

  private func writeVacancies(_ loads: SponsorLoads, to json: inout JSONWriter) {
    func write(_ name: String, _ vacant: [SponsorLoads.Vacant], to json: inout JSONWriter) {
      json.array(name, vacant) { json, item in
        json.object {
          $0.member("account", evaluation.tables[0].key(item.row))
          $0.member("because", item.because)
        }
      }
    }
    write("unsponsored", loads.unsponsored, to: &json)
    if evaluation.asksForDeputies { write("withoutDeputy", loads.withoutDeputy, to: &json) }
    if evaluation.program.sponsors.isEmpty { return }
    json.array("shortages", loads.shortages) { json, shortage in
      json.object {
        $0.member("tier", evaluation.program.tiers[shortage.tier].name)
        $0.member("accounts", shortage.accounts)
        $0.member("withoutSponsor", shortage.missing)
      }
    }
  }
}

extension Evaluation {
  /// `true` iff accounts are to have a deputy too.
  var asksForDeputies: Bool { program.sponsors.contains { $0.deputy != nil } }

  /// `true` iff the agreement says what accounts take of people's days.
  var statesEffort: Bool { program.sponsors.contains { $0.effort != nil } }
}
