import Diagnostics
import Driver
import Engine
import Foundation
import Language
import Tables
import TestSupport
import Testing

@Suite("Corpus")
struct CorpusTests {
  @Test("Parsing", arguments: CorpusCase.all(of: .parsing))
  func parsing(_ item: CorpusCase) throws {
    let source = SourceText(name: "\(item.name).kam", bytes: try item.agreement())
    let diagnostics = Parser.parse(source).diagnostics
    try Expectation.check(shown(diagnostics), against: item.path + ".diagnostics")
  }

  @Test("Formatting", arguments: CorpusCase.all(of: .formatting))
  func formatting(_ item: CorpusCase) throws {
    let source = SourceText(name: "\(item.name).kam", bytes: try item.agreement())
    let (form, problems) = Formatter.format(source)
    let text = try #require(form, "\(shown(problems))")
    try Expectation.check(String(decoding: text, as: UTF8.self), against: item.path + ".formatted")
  }

  @Test("Checking", arguments: CorpusCase.all(of: .checking))
  func checking(_ item: CorpusCase) throws {
    let source = SourceText(name: "\(item.name).kam", bytes: try item.agreement())
    let (tree, mistakes) = Parser.parse(source)
    #expect(mistakes.isEmpty, "a case about meaning is written without mistakes of form")
    let diagnostics = Checker.check(tree).diagnostics
    try Expectation.check(shown(diagnostics), against: item.path + ".diagnostics")
  }

  @Test("Mistakes", arguments: CorpusCase.all(of: .mistakes))
  func mistakes(_ item: CorpusCase) throws {
    var pipeline = Pipeline(files: FolderFiles(folder: item.chapter.folder))
    _ = try? pipeline.check("\(item.name).kam")
    #expect(!pipeline.diagnostics.isEmpty || item.name.hasPrefix("spaces"))
    try Expectation.check(shown(pipeline.diagnostics.sorted), against: item.path + ".diagnostics")
  }

  @Test("Evaluation", arguments: CorpusCase.all(of: .evaluation))
  func evaluation(_ item: CorpusCase) async throws { try await run(item) }

  @Test("Data", arguments: CorpusCase.all(of: .data))
  func data(_ item: CorpusCase) async throws { try await run(item) }

  @Test("Limits", arguments: CorpusCase.all(of: .limits))
  func limits(_ item: CorpusCase) async throws {
    if item.isFolder { return try await run(item) }
    let source = SourceText(name: "\(item.name).kam", bytes: try item.agreement())
    let (tree, mistakes) = Parser.parse(source)
    let diagnostics = mistakes.isEmpty ? Checker.check(tree).diagnostics : mistakes
    try Expectation.check(shown(diagnostics), against: item.path + ".diagnostics")
  }

  @Test("Command line", arguments: CorpusCase.all(of: .cli))
  func commandLine(_ item: CorpusCase) throws {
    let workplace = try Workplace(item, observed: "session.console")
    let path = item.path + "/session.console"
    let session = Session(folder: workplace.folder, showsStatus: true)
    try Expectation.check(try session.played(try Folder.text(path)), against: path)
  }

  @Test("Terminal", arguments: CorpusCase.all(of: .terminal))
  func terminal(_ item: CorpusCase) throws {
    let workplace = try Workplace(item, observed: "session.terminal")
    let path = item.path + "/session.terminal"
    var session = TerminalSession(folder: workplace.folder)
    try Expectation.check(try session.played(try Folder.text(path)), against: path)
  }

  /// Runs a folder with one worker and with two, in pieces and batches of several sizes and by vectors
  /// of several sizes: nothing that a user sees may depend on them.
  private func run(_ item: CorpusCase) async throws {
    let all = [
      WorkSettings(workers: 1), WorkSettings(workers: .ofThisMachine(1)),
      WorkSettings(workers: 2, pieceBytes: 64, batchRows: 1),
    ]
    let settings = item.chapter == .limits ? Array(all.prefix(1)) : all
    let outcomes = try await settings.asyncMap { try await Outcome.of(item, $0) }
    for outcome in outcomes.dropFirst() {
      #expect(outcome == outcomes[0], "the outcome depends on workers, pieces or batches")
    }
    try Expectation.check(outcomes[0].diagnostics, against: item.path + "/diagnostics")
    // Tables at the limits are too long to be read line by line.
    if item.chapter != .limits {
      try Expectation.check(outcomes[0].tiers, against: item.path + "/expected.csv")
    }
    try Expectation.check(outcomes[0].findings, against: item.path + "/findings")
    try Expectation.check(outcomes[0].schedule, against: item.path + "/schedule.csv")
  }
}

/// Everything that a run of one case says.
struct Outcome: Equatable {
  var diagnostics = ""
  var tiers = ""
  var findings = ""
  var schedule = ""

  static func of(_ item: CorpusCase, _ settings: WorkSettings) async throws -> Outcome {
    var request = RunRequest(
      agreementPath: "criteria.kam", accountsPath: "accounts.csv", settings: settings)
    if Folder.exists(item.path + "/options") {
      try apply(try Folder.text(item.path + "/options"), to: &request)
    }
    var pipeline = Pipeline(files: FolderFiles(folder: item.path))
    var outcome = Outcome()
    do throws(RunFailure) {
      let result = ResultText(run: try await pipeline.run(request))
      outcome = Outcome(
        tiers: await result.tiers, findings: result.findings, schedule: result.schedule)
    } catch {
      #expect(pipeline.diagnostics.containsError, "a run that fails says why")
    }
    outcome.diagnostics = shown(pipeline.diagnostics.sorted)
    return outcome
  }

  /// Reads options as on the command line, one a line: `--as-of DATE`, `--previous FILE`,
  /// `--table NAME=PATH`.
  private static func apply(_ options: String, to request: inout RunRequest) throws {
    for line in options.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      let value = try #require(words.last)
      switch words[0] {
      case "--as-of": request.asOf = parseDay(value)
      case "--previous": request.previousPath = value
      case "--table":
        let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
        request.tablePaths.append((parts[0], try #require(parts.last)))
      default: Issue.record("no such option: \(line)")
      }
    }
  }
}

/// A copy of a case's folder, with what its recipes make.
private struct Workplace: ~Copyable {
  let folder: String

  init(_ item: CorpusCase, observed: String) throws {
    folder = URL.temporaryDirectory.appending(path: "kamc-\(UUID().uuidString)").path
    try FileManager.default.copyItem(at: URL(filePath: item.path), to: URL(filePath: folder))
    Folder.remove("\(folder)/\(observed).observed")
    for file in Folder.files(below: folder) where file.hasSuffix(".recipe") {
      let dish = "\(folder)/\(file.dropLast(".recipe".count))"
      try Folder.write(Recipe.cook(try Folder.text("\(folder)/\(file)")), to: dish)
    }
  }

  deinit { Folder.remove(folder) }
}

/// Returns diagnostics as a terminal without colours shows them.
private func shown(_ diagnostics: [Diagnostic]) -> String {
  DiagnosticRenderer.render(diagnostics, useColor: false)
}

private func parseDay(_ text: String) -> Day? {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  return parts.count == 3 ? Day(year: parts[0], month: parts[1], day: parts[2]) : nil
}

extension Array {
  fileprivate func asyncMap<Result>(
    _ transform: (Element) async throws -> Result
  ) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}

@Suite("Corpus files")
struct CorpusFileTests {
  /// Every file belongs to a case: what nothing reads would look like a test and be none.
  @Test("No file is left over")
  func orphans() {
    for chapter in Chapter.allCases {
      let names = Set(CorpusCase.all(of: chapter).map(\.name))
      for file in Folder.files(below: chapter.folder) where !belongs(file, to: names, chapter) {
        Issue.record("Tests/Corpus/\(chapter.rawValue)/\(file) belongs to no case")
      }
    }
    let chapters = Chapter.allCases.map(\.rawValue)
    for entry in Folder.entries(of: packageFolder + "/Tests/Corpus") {
      #expect(chapters.contains(entry) || entry == "README.md", "\(entry) is no chapter")
    }
  }

  private func belongs(_ file: String, to names: Set<String>, _ chapter: Chapter) -> Bool {
    if let slash = file.firstIndex(of: "/") {
      let folder = "\(chapter.folder)/\(file[..<slash])"
      return Folder.exists("\(folder)/criteria.kam") || Folder.exists("\(folder)/session.console")
        || Folder.exists("\(folder)/session.terminal")
    }
    guard let dot = file.lastIndex(of: ".") else { return false }
    return names.contains(String(file[..<dot]))
      && [".kam", ".diagnostics", ".formatted", ".recipe"].contains(file[dot...])
  }

  @Test("Each case of evaluation says in its first line what it shows")
  func comments() throws {
    for chapter in [Chapter.parsing, .checking] {
      for item in CorpusCase.all(of: chapter) {
        let text = String(decoding: try item.agreement(), as: UTF8.self)
        #expect(text.hasPrefix("#") || item.name.hasPrefix("encoding"), "\(item.testDescription)")
      }
    }
    for chapter in [Chapter.evaluation, .data] {
      for item in CorpusCase.all(of: chapter) {
        #expect(try Folder.text(item.path + "/criteria.kam").hasPrefix("# "), "\(item.name)")
      }
    }
  }
}
