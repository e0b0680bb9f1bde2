import Diagnostics
import Language
import Testing

/// What the documents show is what the program does.
@Suite("Documents")
struct DocumentTests {
  private static let withAgreements = ["README.md", "grammar.md"].filter {
    Folder.exists("\(packageFolder)/\($0)")
  }

  private static let withSessions: [String] = {
    let examples = Folder.entries(of: packageFolder + "/examples").map {
      "examples/\($0)/README.md"
    }
    return (["README.md"] + examples).filter { Folder.exists("\(packageFolder)/\($0)") }
  }()

  /// A whole agreement checks; a part of one is at least well-formed.
  @Test("Agreements in documents are sound", arguments: withAgreements)
  func agreements(_ path: String) throws {
    let text = try Folder.text("\(packageFolder)/\(path)")
    for block in Fence.all(in: text) where block.language == "kam" {
      let source = SourceText(name: "\(path):\(block.line)", bytes: Array(block.content.utf8))
      let (tree, mistakes) = Parser.parse(source)
      let isWhole = block.content.contains("agreement \"")
      let problems = mistakes.isEmpty && isWhole ? Checker.check(tree).diagnostics : mistakes
      let errors = problems.filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(DiagnosticRenderer.render(errors, useColor: false))")
    }
  }

  @Test("Agreements in documents have their canonical layout", arguments: withAgreements)
  func layouts(_ path: String) throws {
    let whole = "\(packageFolder)/\(path)"
    var text = try Folder.text(whole)
    for block in Fence.all(in: text).reversed() where block.language == "kam" {
      let source = SourceText(name: "\(path):\(block.line)", bytes: Array(block.content.utf8))
      let form = try #require(Formatter.format(source).text)
      let observed = String(decoding: form, as: UTF8.self)
      if observed == block.content { continue }
      if Expectation.isRecording { text.replaceSubrange(block.range, with: observed) }
      let difference = Expectation.difference(block.content, observed)
      Issue.record("\(path):\(block.line): the layout differs\n\(difference)")
    }
    if Expectation.isRecording { try Folder.write(text, to: whole) }
  }

  @Test("Examples have their canonical layout")
  func exampleLayouts() throws {
    let paths = Folder.files(below: packageFolder + "/examples").filter { $0.hasSuffix(".kam") }
    #expect(!paths.isEmpty)
    for path in paths {
      let bytes = try Folder.bytes("\(packageFolder)/examples/\(path)")
      let form = Formatter.format(SourceText(name: path, bytes: bytes)).text
      #expect(form == bytes, "run `kamc fmt examples/\(path)`")
    }
  }

  /// Commands in documents run from the package's folder; where no output follows them, they only
  /// have to run.
  @Test("Sessions in documents are what the program prints", arguments: withSessions)
  func sessions(_ path: String) throws {
    let whole = "\(packageFolder)/\(path)"
    let session = Session(folder: packageFolder, showsStatus: false)
    var text = try Folder.text(whole)
    for block in Fence.all(in: text).reversed()
    where block.language == "console"
      && ["$ kamc", "| kamc"].contains(where: { block.content.contains($0) })
    {
      let observed = try session.played(block.content)
      if Session.agree(block.content, observed) || Self.isSilent(block) { continue }
      if Expectation.isRecording { text.replaceSubrange(block.range, with: observed) }
      let difference = Expectation.difference(block.content, observed)
      Issue.record("\(path):\(block.line): the session differs\n\(difference)")
    }
    if Expectation.isRecording { try Folder.write(text, to: whole) }
  }
}

extension DocumentTests {
  /// `true` iff the block shows commands without their output.
  private static func isSilent(_ block: Fence) -> Bool {
    block.content.split(separator: "\n").allSatisfy { $0.hasPrefix("$ ") }
  }
}

/// A block between ```` ``` ```` marks of a Markdown text.
struct Fence {
  var language: String
  /// The 1-based line of the mark that opens the block.
  var line: Int
  var content: String
  /// The place of the content.
  var range: Range<String.Index>

  static func all(in text: String) -> [Fence] {
    var fences: [Fence] = []
    var open: (language: String, line: Int, start: String.Index)?
    var number = 0
    var index = text.startIndex
    while index < text.endIndex {
      let end = text[index...].firstIndex(of: "\n").map { text.index(after: $0) } ?? text.endIndex
      number += 1
      let line = text[index..<end]
      if line.hasPrefix("```") {
        if let (language, opened, start) = open {
          fences.append(
            Fence(
              language: language, line: opened, content: String(text[start..<index]),
              range: start..<index))
          open = nil
        } else {
          let language = line.dropFirst(3).prefix { !$0.isWhitespace }
          open = (String(language), number, end)
        }
      }
      index = end
    }
    return fences
  }
}
