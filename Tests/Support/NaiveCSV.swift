/// A CSV file as texts: a header and its records.
package struct RawTable: Hashable, Sendable {
  package var header: [String]
  package var rows: [[String]]

  package init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
  }
}

/// The plainest reader and writer of RFC 4180: one scalar after the other.
package enum NaiveCSV {
  /// Splits `text` into a header and records; an empty line is no record.
  package static func split(_ text: String, separator: Unicode.Scalar = ",") -> RawTable {
    var splitter = Splitter()
    var rest = Array(text.unicodeScalars)[...]
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
    while let scalar = rest.popFirst() {
      if splitter.isQuoted {
        if scalar != "\"" {
          splitter.cell.append(scalar)
        } else if rest.first == "\"" {
          splitter.cell.append(scalar)
          rest.removeFirst()
        } else {
          splitter.isQuoted = false
        }
      } else if scalar == "\"", splitter.cell.isEmpty, !splitter.wasQuoted {
        splitter.isQuoted = true
        splitter.wasQuoted = true
      } else if scalar == separator {
        splitter.endCell()
      } else if scalar == "\n" || scalar == "\r" {
        if scalar == "\r", rest.first == "\n" { rest.removeFirst() }
        splitter.endRecord()
      } else {
        splitter.cell.append(scalar)
      }
    }
    splitter.endRecord()
    let records = splitter.records
    return RawTable(header: records.first ?? [], rows: Array(records.dropFirst()))
  }

  private struct Splitter {
    var records: [[String]] = []
    var record: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var wasQuoted = false

    mutating func endCell() {
      record.append(String(cell))
      (cell, wasQuoted) = (String.UnicodeScalarView(), false)
    }

    mutating func endRecord() {
      if record.isEmpty, cell.isEmpty, !wasQuoted { return }
      endCell()
      records.append(record)
      record = []
    }
  }

  /// Writes a table with quotes where a cell needs them.
  package static func join(_ table: RawTable, separator: Unicode.Scalar = ",") -> String {
    ([table.header] + table.rows).map { record in
      record.map { quoted($0, separator) }.joined(separator: String(Character(separator))) + "\n"
    }.joined()
  }

  private static func quoted(_ cell: String, _ separator: Unicode.Scalar) -> String {
    let special: [Unicode.Scalar] = [separator, "\"", "\n", "\r"]
    guard cell.isEmpty || cell.unicodeScalars.contains(where: special.contains) else {
      return cell
    }
    var text = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in cell.unicodeScalars {
      text.append(scalar)
      if scalar == "\"" { text.append(scalar) }
    }
    text.append("\"")
    return String(text)
  }
}
