import Diagnostics
import Engine
import Language
import Tables

/// The figures of accounts that were converted, each with its rate and the day of the rate.
struct ConversionsJSON {
  private struct Entry {
    var figure: TermID
    /// What is the same for every account.
    var members: JSONFragment
  }

  private let evaluation: Evaluation
  private let entries: [Entry]

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    let program = evaluation.program
    entries = program.conversions.filter { $0.table == program.accountsFile }.map { conversion in
      let field = program[conversion.table].schema.fields[conversion.field]
      let members = JSONFragment {
        $0.member("name", field.name)
        $0.member("column", field.header)
      }
      return Entry(figure: conversion.figure, members: members)
    }
  }

  /// `true` iff the agreement converts anything.
  var hasAny: Bool { !entries.isEmpty }

  /// Writes what was converted of `row`, where the agreement converts anything.
  func write(_ row: Int, to json: inout JSONWriter) {
    guard !entries.isEmpty else { return }
    json.key("converted")
    json.beginArray()
    for member in evaluation.memberRows(of: row) {
      for entry in entries { write(entry, member, to: &json) }
    }
    json.endArray()
  }

  private func write(_ entry: Entry, _ row: Int, to json: inout JSONWriter) {
    guard let source = evaluation.conversion(of: entry.figure, row) else { return }
    json.object {
      if evaluation.groups != nil {
        $0.member("member", evaluation.tables[evaluation.program.accountsFile.index].key(row))
      }
      $0.fragment(entry.members)
      $0.key("value")
      $0.value(evaluation.value(entry.figure, row))
      $0.member("amount", source.amount)
      $0.member("code", source.code)
      $0.member("rate", source.rate)
      $0.member("on", source.day)
    }
  }
}
