import Diagnostics
import Engine
import Tables

/// One nomination as it stands in the file.
struct NominationRow {
  var nominator: String
  /// The text that names the account.
  var account: String
  /// From 1; nil where none is given.
  var rank: Int?
  /// Which part of the firm the nominator works in; nil where it is not said.
  var function: String?
  var row: TextRows.Row
}

/// A row of the file that counts nowhere.
struct RejectedNomination {
  var line: Int
  var record: Int
  var column: String?
  var code: DiagnosticCode
  var message: String
}

/// The rows of a nominations file: who names which account, and with which rank.
struct NominationFile {
  private static let headers = ["nominator", "account"]
  /// Columns that a file may have, in the order in which they are read.
  private static let furtherHeaders = ["rank", "function"]

  let rows: TextRows
  let isAnonymous: Bool
  private(set) var nominations: [NominationRow] = []
  private(set) var rejected: [RejectedNomination] = []
  /// What to say about the file and its rows.
  private(set) var diagnostics: [Diagnostic] = []

  /// Reads the file with the separator and the encoding that it shows.
  ///
  /// - Parameter isAnonymous: whether nothing that is said may show who nominates.
  static func read(
    _ source: any ByteSource, path: String, isAnonymous: Bool
  ) async throws(ReadProblem) -> NominationFile {
    let (profile, _) = try await TableProfile.read(source, path: path)
    let columns = profile?.columns.map { $0.header.lowercased() } ?? []
    var schema = TextRows.schema(
      "nominations", headers: headers + furtherHeaders.filter(columns.contains))
    if let profile {
      schema.separator = profile.separator
      schema.encoding = profile.encoding
    }
    return NominationFile(
      try await TextRows(source, schema, path: path), isAnonymous: isAnonymous)
  }

  private init(_ rows: TextRows, isAnonymous: Bool) {
    self.rows = rows
    self.isAnonymous = isAnonymous
    diagnostics = rows.problems.map { isAnonymous ? NominationFile.withoutText($0) : $0 }
    if rows.hasErrors { return }
    if rows.rows.isEmpty, rows.rejectedCount == 0 { diagnostics.append(absence) }
    for row in rows.rejected { reject(row) }
    var faults: [(fault: Fault, row: TextRows.Row)] = []
    for row in rows.rows {
      switch NominationFile.nomination(row, rows.schema) {
      case .success(let nomination): nominations.append(nomination)
      case .failure(let fault): faults.append((fault, row))
      }
    }
    reportSpellings()
    for column in rows.schema.fields.indices {
      let own = faults.filter { $0.fault.column == column }
      let places = places(ofColumn: column, in: own.map(\.row))
      for ((fault, row), place) in zip(own, places) {
        let shown = NominationFile.shown(row.cells[column])
        reject(
          row, column: column, .unreadableNomination, fault.message(shown), at: place,
          help: fault.help)
      }
    }
  }

  /// `true` iff the file cannot be used.
  var hasErrors: Bool { rows.hasErrors }

  var path: String { rows.input.path }

  /// The number of all rows, and of those that count nowhere.
  var rowCount: Int { rows.rows.count + rows.rejectedCount }
  var rejectedCount: Int { rejected.count + rows.rejectedCount - rows.rejected.count }

  // MARK: Rows

  /// What makes a row no nomination.
  private enum Fault: Error {
    case blankNominator, blankAccount
    /// `column` is that of the ranks.
    case badRank(column: Int)

    var column: Int {
      switch self {
      case .blankNominator: 0
      case .blankAccount: 1
      case .badRank(let column): column
      }
    }

    func message(_ text: String) -> String {
      switch self {
      case .blankNominator: "this nomination does not say whose it is"
      case .blankAccount: "this nomination names no account"
      case .badRank: "\(text) is no rank"
      }
    }

    var help: String {
      switch self {
      case .blankNominator: "write the name of the person who nominates"
      case .blankAccount: "write the account's key or its name, or delete the row"
      case .badRank: "write a whole number from 1, or leave the cell blank"
      }
    }
  }

  private static func nomination(
    _ row: TextRows.Row, _ schema: TableSchema
  ) -> Result<NominationRow, Fault> {
    if row.cells[0].isEmpty { return .failure(.blankNominator) }
    if row.cells[1].isEmpty { return .failure(.blankAccount) }
    var nomination = NominationRow(nominator: row.cells[0], account: row.cells[1], row: row)
    for (column, field) in schema.fields.enumerated() where !row.cells[column].isEmpty {
      let text = row.cells[column]
      if field.name == "function" { nomination.function = text }
      guard field.name == "rank" else { continue }
      let isShort = text.utf8.count <= 9 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      guard isShort, let number = Int(text), number > 0 else {
        return .failure(.badRank(column: column))
      }
      nomination.rank = number
    }
    return .success(nomination)
  }

  private mutating func reject(_ row: RejectedRow) {
    var diagnostic = row.diagnostic(path: path, schema: rows.schema)
    if isAnonymous {
      diagnostic = NominationFile.withoutText(diagnostic)
      diagnostic.message = "row \(row.sheetRow) cannot be read"
      diagnostic.series = path
    }
    diagnostics.append(diagnostic)
    rejected.append(
      RejectedNomination(
        line: row.line, record: row.record, column: row.header, code: row.code,
        message: isAnonymous ? diagnostic.message : row.message(rows.schema)))
  }

  private mutating func reject(
    _ row: TextRows.Row, column: Int, _ code: DiagnosticCode, _ message: String, at place: Place,
    help: String
  ) {
    diagnostics.append(
      Diagnostic(code, .warning, message, at: place, help: help, series: path))
    rejected.append(
      RejectedNomination(
        line: row.line, record: row.record, column: rows.schema.fields[column].header, code: code,
        message: message))
  }

  /// Counts nominations that repeat an earlier one among the rejected.
  mutating func reject(repeated: [(nomination: NominationRow, first: NominationRow)]) {
    let places = places(ofColumn: 1, in: repeated.map(\.nomination.row))
    for ((nomination, first), place) in zip(repeated, places) {
      let shown = NominationFile.shown(nomination.account)
      let also =
        first.account == nomination.account
        ? "" : ", as \(NominationFile.shown(first.account))"
      reject(
        nomination.row, column: 1, .repeatedNomination,
        "\(shown) is named by the same person in line \(first.row.line) already\(also)", at: place,
        help: "delete one of the two rows")
    }
  }

  /// Says of nominations that they match no account.
  mutating func report(unmatched: [UnmatchedNomination]) {
    let places = places(ofColumn: 1, in: unmatched.map(\.nomination.row))
    for (item, place) in zip(unmatched, places) {
      diagnostics.append(
        Diagnostic(
          .unmatchedNomination, .warning,
          "\(NominationFile.shown(item.nomination.account)) \(item.because)", at: place,
          help: item.help, series: path))
    }
  }

  /// Doubts that names are those of several people if they differ only in capitals or spaces.
  private mutating func reportSpellings() {
    var first: [String: NominationRow] = [:]
    var seen: Set<String> = []
    var others: [(nomination: NominationRow, first: NominationRow)] = []
    for nomination in nominations where seen.insert(nomination.nominator).inserted {
      let folded = nomination.nominator.lowercased()
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if let known = first[folded] {
        others.append((nomination, known))
      } else {
        first[folded] = nomination
      }
    }
    let places = places(ofColumn: 0, in: others.map(\.nomination.row))
    for ((nomination, first), place) in zip(others, places) {
      let line = first.row.line
      let (who, other) =
        isAnonymous
        ? ("this nominator", "the one")
        : (NominationFile.shown(nomination.nominator), NominationFile.shown(first.nominator))
      diagnostics.append(
        Diagnostic(
          .nominatorSpelling, .warning,
          "\(who) counts as another person than \(other) in line \(line)", at: place,
          help: "spell the name in one way, if it is one person", series: path))
    }
  }

  // MARK: What is said

  private var absence: Diagnostic {
    Diagnostic(
      .emptyTable, .warning, "the file has a header and no rows under it, so nobody is named",
      at: Place(file: path, line: 1, column: 1, endLine: 1, endColumn: 2, excerpt: nil),
      help: "export the table again if it should have rows")
  }

  /// A text of the file as messages show it.
  static func shown(_ text: String) -> String { "`\(Printable.escaped(text, limit: 40))`" }

  /// The line of a row shows who nominates, and so does the column in which the account starts.
  private func places(ofColumn column: Int, in rows: [TextRows.Row]) -> [Place] {
    guard isAnonymous else { return self.rows.places(ofColumn: column, in: rows) }
    return rows.map {
      Place(file: path, line: $0.line, column: 1, endLine: $0.line, endColumn: 1, excerpt: nil)
    }
  }

  /// Returns a message without anything that the file's own text could show.
  private static func withoutText(_ diagnostic: Diagnostic) -> Diagnostic {
    var diagnostic = diagnostic
    func blanked(_ place: Place) -> Place {
      Place(
        file: place.file, line: place.line, column: 1, endLine: place.line, endColumn: 1,
        excerpt: nil)
    }
    diagnostic.place = diagnostic.place.map(blanked)
    diagnostic.related = []
    diagnostic.label = nil
    diagnostic.help = "without `--anonymous` the message shows the row"
    return diagnostic
  }
}
