import Diagnostics
import Engine
import Language
import Tables

/// Why an account is not judged at all, and what it could become if its row were mended.
package struct RejectedAccount: Sendable {
  package let run: Run
  let key: String
  /// The records with this key, each with what is wrong with it.
  let records: [RejectedRecord]
  /// By place in `records`, what to do about it; nil where that is not known.
  let remedies: [String?]
  /// What it could become, tiers best first; nil where that cannot be told.
  let endings: [Ending]?

  package init(_ run: Run, key: String) {
    self.run = run
    self.key = key
    let (evaluation, table) = (run.evaluation, run.evaluation.program.accountsFile)
    let result = evaluation.tables[table.index]
    let schema = evaluation.program[table].schema
    records = RejectedRecord.of(table, in: evaluation).filter { $0.key == key }
    let rows = records.map { record in result.rejected.first { $0.record == record.record } }
    remedies = rows.map { $0?.diagnostic(path: result.path, schema: schema).help }
    let outlooks = records.map { evaluation.possibilities.outlook(ofRejected: $0.record) }
    guard records.count == 1, let outlook = outlooks[0] else {
      endings = nil
      return
    }
    endings = evaluation.possibilities.endings(outlook)
  }

  /// `true` iff something that was found is about one of its records.
  func isAbout(_ diagnostic: Diagnostic) -> Bool {
    guard let place = diagnostic.place else { return true }
    return records.contains {
      $0.path == place.file && (place.line...place.endLine).contains($0.line)
    }
  }
}

/// A rejected account, for people.
package enum RejectedAccountText {
  package static func render(
    _ account: RejectedAccount, _ depth: ExplanationDepth, style: TextStyle
  ) -> String {
    let key = Printable.escaped(account.key)
    if depth == .brief {
      let why = account.records.first.map { ": \($0.message)" } ?? ""
      return "\(key): rejected\(why)\n"
    }
    var page = TextPage(style: style)
    page.heading("\(key): rejected, so that it counts nowhere")
    for (place, record) in account.records.enumerated() { write(record, place, account, to: &page) }
    if account.records.isEmpty {
      page.paragraph("so many rows were rejected that this one is not described")
    }
    page.heading("What it could be")
    page.paragraph(prospect(account))
    return page.text
  }

  private static func write(
    _ record: RejectedRecord, _ place: Int, _ account: RejectedAccount, to page: inout TextPage
  ) {
    page.paragraph(
      "\(Printable.escaped(record.path)), line \(record.line): \(record.message)")
    if let remedy = account.remedies[place] { page.paragraph("to mend it: \(remedy)", indent: 4) }
  }

  private static func prospect(_ account: RejectedAccount) -> String {
    let program = account.run.evaluation.program
    guard let endings = account.endings else {
      return account.records.count > 1
        ? "cannot be told, since its key stands in several rows"
        : "cannot be told from what can be read of its row"
    }
    let names = endings.map { ending in
      switch ending {
      case .tier(let tier): Printable.escaped(program.tiers[tier].name)
      case .noTier: "without a tier"
      case .excluded(let index): "left out: \(Printable.escaped(program.excludes[index].reason))"
      case .rejected(let index): "rejected: \(Printable.escaped(program.rejects[index].reason))"
      }
    }
    guard let last = names.last, names.count > 1 else {
      return "\(names.first ?? "nothing"), whatever the cell turns out to hold"
    }
    return
      "\(names.dropLast().joined(separator: ", ")) or \(last), by what the cell, and any blank "
      + "beside it, turns out to hold; no other"
  }
}

/// A rejected account as JSON.
package enum RejectedAccountJSON {
  package static func render(_ account: RejectedAccount) -> [UInt8] {
    let program = account.run.evaluation.program
    let tiers = (account.endings ?? []).compactMap { ending -> String? in
      if case .tier(let tier) = ending { program.tiers[tier].name } else { nil }
    }
    var json = JSONWriter(.indented)
    json.object {
      $0.member("format", 1)
      $0.member("account", account.key)
      $0.member("status", "rejected")
      $0.array("rejected", account.records) { $1.write(to: &$0) }
      if account.endings == nil {
        $0.member("possibleTiers", String?.none)
      } else {
        $0.member("possibleTiers", tiers)
      }
    }
    return json.finished()
  }
}
