import Driver
import Engine
import Language
import Tables
import Testing

/// The example of relationships answers what leadership asks about people, each question in a
/// clause.
@Suite("Relationships")
struct RelationshipsTests {
  private static let folder = packageFolder + "/examples/relationships"

  private static let questionsOfS003 =
    "Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 Q10 Q11 Q12 Q13 Q14 Q15 Q16 Q17 Q18 Q19 Q20 Q21"

  /// What concerns people in what leadership asks: five articles, by statement and question.
  private static let asked = [
    "S000": "1 2 4 6 7 8 9 10 11 12 13 14 15 16 17 Q1 Q2 Q3 Q4 Q5 Q6",
    "S001": "1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 18 19",
    "S002": "1 2 3 4 5 6 W1 W2 W3a W3b W4 W5 C2 C4 A1 A2 A3 A4 A5",
    "S003": "1 2 3 CEO1 CEO2 4 5 6 7 8 9 10 " + questionsOfS003,
    "S004": "1 2 3 4 4b 5 6 6b 7 8 9 10",
  ]

  @Test("Every question about people has its clause")
  func questions() throws {
    let asked = Self.asked.flatMap { article, ids in
      ids.split(separator: " ").map { "\(article)-\($0)" }
    }
    let answered = Set(try MapLine.all(in: Self.folder).map(\.id))
    #expect(answered.symmetricDifference(asked).sorted() == [])
  }

  @Test("Clauses stand in the agreement under the ids that they answer")
  func clauses() throws {
    let agreement = try Folder.text(Self.folder + "/criteria.kam")
    let written = Self.ids(in: agreement)
    let lines = try MapLine.all(in: Self.folder)
    for line in lines where line.isOfAgreement {
      let clauses = written.filter { $0.clause.hasPrefix(line.clause) }
      #expect(clauses.contains { $0.ids.contains(line.id) }, "\(line.id): \(line.clause)")
    }
    for (clause, ids) in written {
      for id in ids {
        let isListed = lines.contains { $0.id == id && clause.hasPrefix($0.clause) }
        #expect(isListed, "\(id) is written at `\(clause)` and not in the table")
      }
    }
  }

  /// A finding that always or never hits would tell nobody anything.
  @Test("Each finding fires for one and rests for another")
  func findings() async throws {
    var pipeline = Pipeline(files: FolderFiles(folder: Self.folder))
    let run = try await pipeline.run(
      RunRequest(
        agreementPath: "criteria.kam", accountsPath: "accounts.csv",
        settings: WorkSettings(workers: 1)))
    let mapped = try MapLine.all(in: Self.folder).map(\.clause)
    for result in run.findings {
      let finding = run.evaluation.program.findings[result.index]
      let word = finding.isRequirement ? "require" : "warn"
      #expect(mapped.contains("\(word) \"\(finding.label)\""), "\(finding.label)")
      let known = Set(result.rows).subtracting(result.undecided)
      #expect(!known.isEmpty, "\(finding.label) never fires")
      let resting = result.checked - Set(result.rows).union(result.undecided).count
      #expect(resting > 0, "\(finding.label) never rests")
    }
  }

  /// That the session is what the program prints is tested with the documents.
  @Test("The lines of the table stand in the session")
  func output() throws {
    let text = try Folder.text(Self.folder + "/README.md")
    let sessions = Fence.all(in: text).filter { $0.language == "console" }.map(\.content)
    let shown = Self.oneLine(sessions.joined(separator: "\n"))
    for line in try MapLine.all(in: Self.folder) {
      #expect(!line.output.isEmpty && shown.contains(Self.oneLine(line.output)), "\(line.output)")
    }
  }

  /// Returns each line that ids stand above or behind, with the ids.
  private static func ids(in agreement: String) -> [(clause: String, ids: [String])] {
    var result: [(clause: String, ids: [String])] = []
    var waiting: [String] = []
    for line in agreement.split(separator: "\n") {
      let parts = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let ids = parts.dropFirst().flatMap { $0.split(whereSeparator: { " :,".contains($0) }) }
        .map(String.init).filter { $0.wholeMatch(of: /S00[0-4]-\w+/) != nil }
      waiting += ids
      let clause = parts[0].trimmingPrefix { $0 == " " }
      guard !clause.isEmpty else { continue }
      if !waiting.isEmpty { result.append((String(clause), waiting)) }
      waiting = []
    }
    return result
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// A line of the example's table: what is asked, which clause answers it, and what that printed.
private struct MapLine {
  var id: String
  var clause: String
  var output: String

  /// `true` iff a clause answers, and not a command or a section of the report.
  var isOfAgreement: Bool { !clause.hasPrefix("kamc ") }

  static func all(in folder: String) throws -> [MapLine] {
    try Folder.text(folder + "/README.md").split(separator: "\n").compactMap { line in
      guard line.hasPrefix("| S00") else { return nil }
      let cells = line.split(separator: "|").map {
        String($0.drop { " `".contains($0) }.reversed().drop { " `".contains($0) }.reversed())
      }
      guard cells.count >= 3 else {
        Issue.record("a line of the table lacks a cell: \(line)")
        return nil
      }
      return MapLine(id: cells[0], clause: cells[1], output: cells[2])
    }
  }
}
