import Diagnostics
import Foundation
import Testing

/// The pages of `kamc explain-code` are complete, and their examples show what they say.
@Suite("Pages of codes")
struct PageTests {
  @Test("Every code has one page")
  func completeness() {
    let written = CodePage.all.map(\.code)
    for code in DiagnosticCode.allCases {
      #expect(written.count { $0 == code } == 1, "\(code.rawValue), \(code)")
    }
    #expect(Set(CodePage.all.map(\.title)).count == written.count)
  }

  /// What no short readable text can show: bytes that are no text, and sizes.
  private static let withoutExample: Set<DiagnosticCode> = [
    .unreadablePrevious, .unknownPreviousTier, .otherSchedule,
    .foreignEncoding, .invisibleCharacter, .notAnAgreement, .emptyAgreement, .invalidText,
    .loneReturns, .wrongEncoding, .binaryFile, .sourceTooLarge, .lineTooLong,
    .nestingTooDeep, .tooManyMistakes, .recordTooLong, .tooManyColumns, .tooManyEndings,
    .tooManyPairs,
    .unformattable, .figuresTooDeep, .pipeTooLong, .changedFile,
    .unusableHistory, .stopped,
  ]

  @Test("Pages are short lines of plain words", arguments: CodePage.all.map(\.code))
  func layout(_ code: DiagnosticCode) throws {
    let page = try #require(CodePage.of(code.rawValue))
    for line in page.rendered.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.count <= 80 && line.last != " ", "\(line)")
    }
    #expect(!page.title.hasSuffix("."))
    #expect(page.cause.hasSuffix(".") && page.title.first?.isUppercase == true)
    #expect((page.wrong == nil) == Self.withoutExample.contains(code))
    #expect((page.wrong == nil) == (page.right == nil))
  }

  @Test("The wrong example has the code and no other", arguments: withExample)
  func wrong(_ code: DiagnosticCode) throws {
    let page = try #require(CodePage.of(code.rawValue))
    let output = try Self.output(of: try #require(page.wrong))
    #expect(Self.codes(in: output).contains(code.rawValue), "\(output)")
    #expect(Self.codes(in: output, "error").isSubset(of: [code.rawValue]), "\(output)")
  }

  @Test("The right example has no mistake", arguments: withExample)
  func right(_ code: DiagnosticCode) throws {
    let page = try #require(CodePage.of(code.rawValue))
    let output = try Self.output(of: try #require(page.right))
    #expect(!Self.codes(in: output).contains(code.rawValue), "\(output)")
    #expect(Self.codes(in: output, "error").isEmpty, "\(output)")
  }

  private static let withExample = CodePage.all.filter { $0.wrong != nil }.map(\.code)

  // MARK: Running examples

  /// Returns what the program says about an example.
  private static func output(of example: CodeExample) throws -> String {
    let folder = URL.temporaryDirectory.appending(path: "kamc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { Folder.remove(folder.path) }
    let frame = Frame(around: example)
    try Folder.write(frame.agreement, to: folder.path + "/criteria.kam")
    for (name, content) in frame.files { try Folder.write(content, to: "\(folder.path)/\(name)") }
    let command =
      example.command
      ?? (example.files.isEmpty
        ? "kamc check criteria.kam"
        : "kamc eval criteria.kam accounts.csv --tiers tiers.csv")
    return try Session(folder: folder.path, showsStatus: true).played("$ \(command)\n")
  }

  private static func codes(in output: String, _ severity: String = "") -> Set<String> {
    let found = output.matches(of: /(error|warning|note)\[(K[0-9]{4})\]/)
    return Set(found.filter { severity.isEmpty || $0.1 == severity }.map { String($0.2) })
  }
}

/// What surrounds an example: declarations of the names that examples use, each left out where the
/// example declares it itself.
private struct Frame {
  private static let before = [
    ("agreement ", "agreement \"Key accounts 2027\" { as of 2027-04-01 }"),
    (
      "accounts {",
      """
      accounts {
        id        : text key
        name      : text
        country   : text
        revenue   : money
        last_year : money
        margin    : percent as points
        fit       : number 1 to 5
        since     : date
        harms     : yes/no
        owner     : text
      }
      """
    ), ("tier Strategic", "tier Strategic { when no }"),
    ("tier Key", "tier Key { when no }"),
  ]
  private static let after = [("tier Rest", "tier Rest { otherwise }")]
  /// The accounts where only their keys and names matter.
  private static let keys = "accounts {\n  id : text key\n  name : text optional\n}"

  var agreement: String
  var files: [(name: String, content: String)]

  init(around example: CodeExample) {
    let hasFullData = example.files.isEmpty && example.command == nil
    func missing(_ parts: [(word: String, text: String)]) -> [String] {
      parts.filter { !example.agreement.contains($0.word) }.map {
        $0.word == "accounts {" && !hasFullData ? Self.keys : $0.text
      }
    }
    let isWhole = example.agreement.contains("# This is the whole file.")
    agreement =
      isWhole
      ? example.agreement
      : (missing(Self.before) + [example.agreement] + missing(Self.after))
        .joined(separator: "\n") + "\n"
    files = example.files.isEmpty ? [("accounts.csv", "id,name\nA1,Aster\n")] : example.files
    // Where names do not matter, the file need not have them.
    if !files[0].content.contains("name") {
      agreement = agreement.replacing("\n  name : text optional", with: "")
    }
  }
}
