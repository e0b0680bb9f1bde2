import Diagnostics
import Engine
import Language
import Tables

/// What moves between two agreements, or two states of the data, as one JSON object.
package struct DiffJSON {
  private let result: DiffResult
  private let effects: DiffEffects

  /// Returns the object and a line feed.
  package static func render(_ result: DiffResult) -> [UInt8] {
    let report = DiffJSON(result: result, effects: DiffEffects(result.old, result.new))
    var json = JSONWriter()
    json.beginObject()
    json.member("format", 1)
    report.writeRuns(to: &json)
    report.writeChanges(to: &json)
    report.writeMoves(to: &json)
    report.writeTiers(to: &json)
    report.writeSeats(to: &json)
    report.writePeople(to: &json)
    json.endObject()
    return json.finished()
  }

  private func writeRuns(to json: inout JSONWriter) {
    for (name, run) in [("old", result.old), ("new", result.new)] {
      json.object(name) {
        PortfolioJSON(run, FindingNames(run.evaluation.program)).writeInputs(to: &$0)
        $0.array("rejected", RejectedRecord.all(in: run.evaluation)) { $1.write(to: &$0) }
      }
    }
  }

  // MARK: Changes

  private func writeChanges(to json: inout JSONWriter) {
    switch result.changes {
    case .edits(let edits):
      json.member("compares", "agreements")
      json.array("edits", edits.enumerated()) { write($1.element, $1.offset, to: &$0) }
    case .data(let changes):
      json.member("compares", "data")
      json.array("changes", changes.enumerated()) { write($1.element, $1.offset, to: &$0) }
      write("came", result.came, to: &json)
      write("went", result.went, to: &json)
    }
    json.array("dependent", result.dependent) { json, set in
      json.beginArray()
      for place in set { json.value(place + 1) }
      json.endArray()
    }
  }

  private func write(_ edit: AgreementEdit, _ place: Int, to json: inout JSONWriter) {
    json.object { json in
      json.member("number", place + 1)
      json.member("kind", edit.kind.rawValue)
      json.member("within", edit.within)
      for (name, side) in [("old", edit.old), ("new", edit.new)] {
        json.key(name)
        guard let side else {
          json.null()
          continue
        }
        json.object {
          $0.member("text", side.text)
          $0.member("line", side.line)
        }
      }
    }
  }

  private func write(_ change: StateChange, _ place: Int, to json: inout JSONWriter) {
    json.object { json in
      json.member("number", place + 1)
      switch change {
      case .departure(let lone):
        json.member("kind", "went")
        json.member("key", lone.key)
      case .cell(let cell):
        json.member("kind", "cell")
        json.member("key", cell.key)
        json.member("column", cell.header)
        for (name, found) in [("old", cell.old), ("new", cell.new)] {
          json.key(name)
          guard let found else {
            json.null()
            continue
          }
          json.object {
            $0.member("cell", found.cell.description)
            $0.member("line", found.place.line)
            $0.member("text", found.text)
          }
        }
      }
    }
  }

  private func write(_ name: String, _ lone: [DiffResult.Lone], to json: inout JSONWriter) {
    json.array(name, lone) { json, item in
      json.object {
        $0.member("key", item.key)
        $0.member("name", item.name)
        $0.member("tier", item.tier)
      }
    }
  }

  // MARK: Effects

  private func writeMoves(to json: inout JSONWriter) {
    json.array("moves", result.moves) { json, move in
      json.object { json in
        json.member("key", move.key)
        json.member("name", move.name)
        json.member("from", move.from)
        json.member("to", move.to)
        json.member("measure", result.measure(move).map { Decimal(scaled: $0) })
        json.array("causes", move.causes) { json, set in
          json.beginArray()
          for place in set { json.value(place + 1) }
          json.endArray()
        }
        if case .data = result.changes { json.member("since", move.arrivals) }
      }
    }
    json.member("complete", !result.isCutShort)
  }

  private func writeTiers(to json: inout JSONWriter) {
    json.array("tierCounts", DiffTiers(result).lines) { json, line in
      json.object {
        $0.member("name", line.name)
        $0.member("old", line.counts[0])
        $0.member("new", line.counts[1])
        $0.member("oldMeasure", line.sums[0]?.scaled.map { Decimal(scaled: $0) })
        $0.member("newMeasure", line.sums[1]?.scaled.map { Decimal(scaled: $0) })
      }
    }
  }

  private func writeSeats(to json: inout JSONWriter) {
    json.array("limits", effects.limits) { json, limit in
      json.object { json in
        json.member("tiers", limit.tiers)
        for (name, side) in [("old", limit.old), ("new", limit.new)] {
          json.key(name)
          guard let side else {
            json.null()
            continue
          }
          json.object {
            $0.member("seats", side.seats)
            $0.member("taken", side.taken)
            $0.member("lastSeat", side.lastSeat)
            $0.member("displaced", side.displaced.texts)
          }
        }
      }
    }
    json.object("requirements") {
      $0.member("failing", effects.failing)
      $0.member("mended", effects.mended)
    }
  }

  private func writePeople(to json: inout JSONWriter) {
    json.array("sponsors", effects.sponsors) { json, change in
      json.object {
        $0.member("account", change.key)
        $0.member("from", change.from)
        $0.member("to", change.to)
      }
    }
    json.object("reviews") { json in
      json.array("added", effects.added) { $0.review($1) }
      json.array("moved", effects.moved) { json, move in
        json.object { json in
          json.key("old")
          json.review(move.old)
          json.key("new")
          json.review(move.new)
        }
      }
      json.array("cancelled", effects.cancelled) { $0.review($1) }
    }
    json.object("minutes") { json in
      json.member("old", effects.meetings.old)
      json.member("new", effects.meetings.new)
      json.array("people", effects.people) { json, person in
        json.object {
          $0.member("name", person.name)
          $0.member("old", person.old)
          $0.member("new", person.new)
        }
      }
    }
  }
}
