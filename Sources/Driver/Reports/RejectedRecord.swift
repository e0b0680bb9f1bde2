import Diagnostics
import Engine
import Language
import Tables

/// A record that counts nowhere, whatever the reason.
struct RejectedRecord {
  var table: String
  var path: String
  var line: Int
  var record: Int
  var key: String?
  var column: String?
  var text: String?
  var code: DiagnosticCode
  var message: String

  /// Returns the rejected records of every file, in the order of the tables and their lines.
  static func all(in evaluation: Evaluation) -> [RejectedRecord] {
    evaluation.program.fileTables.flatMap { of($0, in: evaluation) }
  }

  /// Returns the rejected records of one file, in the order of its lines.
  static func of(_ table: TableID, in evaluation: Evaluation) -> [RejectedRecord] {
    guard case .file = evaluation.program[table].origin else { return [] }
    let result = evaluation.tables[table.index]
    let name = evaluation.program[table].name
    var records = result.rejected.map { row in
      RejectedRecord(
        table: name, path: result.path, line: row.line, record: row.record, key: row.key,
        column: row.header, text: row.text, code: row.code,
        message: row.message(evaluation.program[table].schema))
    }
    for row in result.repeated.keys.sorted() {
      records.append(
        RejectedRecord(
          row, of: table, .repeatedKey,
          "the key `\(Printable.escaped(result.key(row)))` stands in more than one row", evaluation)
      )
    }
    if table == evaluation.program.accountsFile {
      records += strays(evaluation) + byAgreement(evaluation)
    }
    return records.sorted { ($0.line, $0.record) < ($1.line, $1.record) }
  }

  private static func strays(_ evaluation: Evaluation) -> [RejectedRecord] {
    guard let groups = evaluation.groups else { return [] }
    return groups.strays.sorted { $0.key < $1.key }.map { row, stray in
      let (code, message): (DiagnosticCode, String) =
        switch stray {
        case .circle(let number):
          (
            .circleOfParents,
            "its parents go round in a circle: "
              + groups.shownCircle(number).joined(separator: " → ")
          )
        case .rejectedHead(let key):
          (.rejectedHead, "the account `\(key)` at the top of its group was rejected")
        }
      return RejectedRecord(
        row, of: evaluation.program.accountsFile, code, Printable.escaped(message), evaluation)
    }
  }

  private static func byAgreement(_ evaluation: Evaluation) -> [RejectedRecord] {
    evaluation.decision.status.enumerated().compactMap { row, status in
      guard case .rejected(let index) = status else { return nil }
      return RejectedRecord(
        evaluation.fileRow(of: row), of: evaluation.program.accountsFile, .rejectedByAgreement,
        evaluation.program.rejects[index].reason,
        evaluation)
    }
  }

  /// A record that could be read, and is out for another reason.
  private init(
    _ row: Int, of table: TableID, _ code: DiagnosticCode, _ message: String,
    _ evaluation: Evaluation
  ) {
    let result = evaluation.tables[table.index]
    let schema = evaluation.program[table].schema
    self.init(
      table: evaluation.program[table].name, path: result.path, line: result.places.line(of: row),
      record: result.places.record(of: row), key: result.key(row),
      column: code == .repeatedKey ? schema.keyIndex.map { schema.fields[$0].header } : nil,
      text: code == .repeatedKey ? result.key(row) : nil, code: code, message: message)
  }

  private init(
    table: String, path: String, line: Int, record: Int, key: String?, column: String?,
    text: String?, code: DiagnosticCode, message: String
  ) {
    self.table = table
    self.path = path
    self.line = line
    self.record = record
    self.key = key
    self.column = column
    self.text = text
    self.code = code
    self.message = message
  }

  func write(to json: inout JSONWriter) {
    json.object {
      $0.member("table", table)
      $0.member("line", line)
      $0.member("record", record)
      $0.member("key", key)
      $0.member("column", column)
      $0.member("text", text)
      $0.member("code", code.rawValue)
      $0.member("message", message)
    }
  }
}
