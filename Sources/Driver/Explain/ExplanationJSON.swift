import Diagnostics
import Engine
import Language
import Tables

/// An explanation as JSON: all that is known, whatever depth a text would have.
package struct ExplanationJSON {
  private let explanation: Explanation
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let row: Int

  package static func render(_ explanation: Explanation) -> [UInt8] {
    var json = JSONWriter(.indented)
    ExplanationJSON(explanation).write(to: &json)
    return json.finished()
  }

  private init(_ explanation: Explanation) {
    self.explanation = explanation
    evaluation = explanation.evaluation
    program = explanation.program
    row = explanation.row
  }

  private func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("format", 1)
      json.member("account", evaluation.tables[0].key(row))
      json.member("name", evaluation.accountName(row))
      json.member("members", evaluation.memberKeys(of: row))
      writeEnding(evaluation.ending(row), to: &json)
      json.member("because", ReasonText(evaluation).sentence(row))
      json.member("provisional", evaluation.isProvisional(row))
      json.member(
        "possibleTiers",
        Certainty.possibleTiers(row, in: evaluation).map { program.tiers[$0].name })
      json.member(
        "possibleExclusions", Certainty.possibleExclusions(row, in: evaluation))
      json.member("byRulesAlone", tierName(Int(evaluation.decision.tiersByRulesAlone[row])))
      let clauses = ClausesJSON(evaluation)
      clauses.writeDisplacement(row, to: &json)
      clauses.writeHeldBack(row, to: &json)
      json.array("clauses", explanation.clauses) { write($1, to: &$0) }
      json.array("scores", explanation.scores) { write($1, to: &$0) }
      json.array("seats", explanation.seats) { write($1, to: &$0) }
      json.array("changes", [true, false].flatMap { explanation.changes(up: $0) }) {
        write($1, to: &$0)
      }
      json.array("searched", explanation.prospects) { json, prospect in
        json.object {
          writeCell(prospect.cell, to: &$0)
          $0.member("exhaustive", prospect.isExhaustive)
        }
      }
      let blanks = BlanksJSON(explanation.run)
      json.array("blanks", blanks.of(row)) { blanks.write($1, to: &$0) }
      json.array("figures", explanation.sources) { write($1, to: &$0) }
    }
  }

  private func tierName(_ index: Int) -> String? { index < 0 ? nil : program.tiers[index].name }

  /// Writes what becomes of the account, as members.
  private func writeEnding(_ ending: Ending, to json: inout JSONWriter) {
    switch ending {
    case .tier(let tier):
      json.member("status", "classified")
      json.member("tier", program.tiers[tier].name)
    case .noTier:
      json.member("status", "classified")
      json.member("tier", String?.none)
    case .excluded(let index):
      json.member("status", "excluded")
      json.member("reason", program.excludes[index].reason)
    case .rejected(let index):
      json.member("status", "rejected")
      json.member("reason", program.rejects[index].reason)
    }
  }

  // MARK: Clauses

  private func write(_ clause: Explanation.ProvedClause, to json: inout JSONWriter) {
    json.object { json in
      let (kind, label, range): (String, String?, SourceRange)
      switch clause.kind {
      case .exclude(let index):
        let exclude = program.excludes[index]
        (kind, label, range) = ("exclude", exclude.reason, exclude.range)
      case .reject(let index):
        (kind, label, range) = (
          "reject", program.rejects[index].reason, program.rejects[index].range
        )
      case .route(let tier, let index):
        let route = program.tiers[tier].routes[index]
        json.member("tier", program.tiers[tier].name)
        (kind, label, range) = (
          route.isKeep ? "keep" : route.condition == nil ? "otherwise" : "when", route.label,
          route.range
        )
      case .spare(let limit, let index):
        let spare = program.limits[limit].spares[index]
        json.member("limit", program.clauseText(program.limits[limit].range))
        (kind, label, range) = ("spare", spare.label, spare.range)
      }
      json.member("kind", kind)
      json.member("label", label)
      json.member("line", program.source.line(at: Int(range.start)))
      json.member("clause", program.clauseText(range))
      writeAnswer(clause.answer, to: &json)
      json.member("decides", clause.decides)
      if let condition = clause.condition {
        json.key("condition")
        write(condition, to: &json)
      }
    }
  }

  private func writeAnswer(_ answer: Bool?, to json: inout JSONWriter) {
    json.key("holds")
    if let answer { json.value(answer) } else { json.null() }
  }

  /// Writes a part of a condition with its own parts.
  private func write(_ id: TermID, to json: inout JSONWriter) {
    json.object { json in
      json.member("text", program.figureName(id))
      json.key("value")
      json.value(explanation.values[id] ?? .missing([]))
      let parts = parts(of: id)
      if !parts.isEmpty { json.array("parts", parts) { write($1, to: &$0) } }
    }
  }

  private func parts(of id: TermID) -> [TermID] {
    let kind = program[id].kind
    if case .aggregate = kind { return [] }
    let parts = kind.operands.filter { part in
      if case .constant = program[part].kind { return false }
      return explanation.values[part] != nil
    }
    // A name that stands for itself is told once.
    guard parts.count == 1, program.figureName(parts[0]) == program.figureName(id) else {
      return parts
    }
    return self.parts(of: parts[0])
  }

  // MARK: Scores and seats

  private func write(_ proof: ScoreProof, to json: inout JSONWriter) {
    let score = program.scores[proof.index]
    json.object { json in
      json.member("name", score.name)
      json.member("value", proof.value)
      json.array("criteria", proof.criteria) { json, criterion in
        let checked = score.criteria[criterion.index]
        json.object {
          $0.member("name", checked.name)
          $0.member("points", criterion.points)
          $0.member("outOf", checked.outOf)
          $0.member("weight", checked.weight)
          $0.member("decided", criterion.points != nil)
          $0.member("leftOut", criterion.isLeftOut)
          $0.member("adds", criterion.adds)
          $0.member("band", criterion.band.map { program.clauseText($0.range) })
          $0.array("figures", program.figures(in: checked.points)) { json, figure in
            json.object {
              $0.member("name", ClauseText.collapsed(figure.name))
              $0.key("value")
              $0.value(explanation.values[figure.term] ?? .missing([]))
            }
          }
        }
      }
    }
  }

  private func write(_ seat: SeatProof, to json: inout JSONWriter) {
    let result = evaluation.decision.limits[seat.limit]
    json.object { json in
      json.member("limit", program.clauseText(program.limits[seat.limit].range))
      json.member("seats", result.seats)
      json.member("taken", result.taken)
      switch seat.standing {
      case .spared(let isUncounted):
        json.member("standing", isUncounted ? "uncounted" : "spared")
      case .overridden: json.member("standing", "override")
      case .ranked(let rank, let isSeated):
        json.member("standing", isSeated ? "seated" : "displaced")
        json.member("rank", rank)
        json.member("contenders", result.contenders.count)
      }
      json.member("lastSeat", result.lastSeat.map { evaluation.tables[0].key($0) })
      json.member("rival", seat.rival.map { evaluation.tables[0].key($0) })
      json.array("keys", program.limits[seat.limit].keys) { json, key in
        json.object {
          $0.member("name", program.figureName(key.value))
          $0.key("value")
          $0.value(evaluation.value(key.value, row))
          $0.key("rival")
          $0.value(seat.rival.map { evaluation.value(key.value, $0) } ?? .missing([]))
        }
      }
    }
  }

  // MARK: Changes and figures

  private func writeCell(_ cell: AccountCell, to json: inout JSONWriter) {
    let place = explanation.run.cells(cell.field, [cell.row], of: cell.table).first
    let file = evaluation.tables[cell.table.index]
    json.member("table", program[cell.table].name)
    json.member("key", cell.row < file.keys.count ? file.key(cell.row) : nil)
    json.member("name", program[cell.table].fields[cell.field].name)
    json.member("file", place?.path)
    json.member("column", place?.header)
    json.member("cell", place?.sheetName)
  }

  private func write(_ change: ProvedChange, to json: inout JSONWriter) {
    let type = program[change.cell.table].fields[change.cell.field].type
    func value(_ constant: Constant?) -> Value {
      switch constant {
      case .number(let number)?: .number(number, type)
      case .day(let day)?: .day(day)
      case .truth(let truth)?: .truth(truth)
      case .text(let text)?: .text(text)
      case .code(let code)?: evaluation.value(Int128(code), of: type)
      case .months?, nil: .missing([])
      }
    }
    json.object { json in
      json.member("direction", change.isUp ? "up" : "down")
      writeEnding(change.ending, to: &json)
      writeCell(change.cell, to: &json)
      json.key("from")
      json.value(value(change.from))
      json.key("to")
      json.value(value(change.to))
      json.member("unit", change.unit)
      if let currency = change.currency {
        json.member("currency", currency)
        json.member("amountNow", change.amountNow)
        json.member("amount", change.amount)
      }
      json.array("others", change.others) { json, moved in
        json.object {
          $0.member("account", evaluation.tables[0].key(moved.row))
          $0.member("from", tierName(moved.from))
          $0.member("to", tierName(moved.to))
        }
      }
    }
  }

  private func write(_ source: FigureSource, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", source.name)
      json.key("value")
      json.value(source.value)
      switch source.origin {
      case .cells(let cells):
        json.array("cells", cells) { json, cell in
          json.object {
            $0.member("file", cell.path)
            $0.member("row", cell.sheetRow)
            $0.member("column", cell.header)
            $0.member("cell", cell.sheetName)
          }
        }
      case .formula(let text): json.member("formula", text)
      case .rows(let read, let path, let sheetRows):
        json.object("rows") {
          $0.member("file", path)
          $0.member("counted", read.counted.count)
          $0.member("all", read.all)
          $0.member("unknown", read.unknown)
          $0.array("rows", sheetRows) { $0.value($1) }
        }
      case .portfolio: json.member("among", "accounts")
      case .earlier: json.member("among", "earlier result")
      }
    }
  }
}
