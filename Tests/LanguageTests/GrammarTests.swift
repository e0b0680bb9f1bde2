import Diagnostics
import Foundation
import Language
import Testing

/// What grammar.md says, compared with what the parser says and does.
struct GrammarTests {
  private let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func lines(of path: String) throws -> [String] {
    try String(contentsOf: root.appending(path: path), encoding: .utf8).components(
      separatedBy: "\n")
  }

  /// Returns the contents of the blocks of grammar.md that `language` marks.
  private func fences(_ language: String) throws -> [String] {
    var blocks: [String] = []
    var block: [String]?
    for line in try lines(of: "grammar.md") {
      if let open = block, line == "```" {
        blocks.append(open.joined(separator: "\n"))
        block = nil
      } else if block != nil {
        block?.append(line)
      } else if line == "```" + language {
        block = []
      }
    }
    return blocks
  }

  /// Returns the productions in `lines`, each on one line, by name.
  private func productions(in lines: [String]) -> [String: String] {
    var found: [String: String] = [:]
    var production: String?
    for line in lines.map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if production == nil, line.wholeMatch(of: /[a-z-]+ = .*/) == nil { continue }
      production = production.map { $0 + " " + line } ?? line
      guard let whole = production, whole.hasSuffix(" ;") else { continue }
      found[String(whole.prefix { $0 != " " })] = whole
      production = nil
    }
    return found
  }

  private func productionsOfGrammar() throws -> [String: String] {
    productions(in: try fences("ebnf").flatMap { $0.components(separatedBy: "\n") })
  }

  private func productionsOfParser() throws -> [String: String] {
    var found: [String: String] = [:]
    for folder in ["Sources/Language/Lexing", "Sources/Language/Parsing"] {
      let path = root.appending(path: folder).path(percentEncoded: false)
      for file in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
        let comments = try lines(of: "\(folder)/\(file)")
          .map { $0.trimmingCharacters(in: .whitespaces) }
          .filter { $0.hasPrefix("///") }.map { String($0.dropFirst(3)) }
        found.merge(productions(in: comments)) { first, _ in first }
      }
    }
    return found
  }

  @Test func productionsAreTheParsers() throws {
    let (grammar, parser) = (try productionsOfGrammar(), try productionsOfParser())
    #expect(grammar.count > 60)
    for name in Set(grammar.keys).union(parser.keys).sorted() {
      #expect(grammar[name] == parser[name], "\(name)")
    }
  }

  @Test func everyNameIsDefined() throws {
    let grammar = try productionsOfGrammar()
    let known = Set(grammar.keys).union(["character", "letter", "digit"])
    for (name, production) in grammar.sorted(by: { $0.key < $1.key }) {
      let unquoted = production.replacing(/"[^"]*"|'[^']*'/, with: "")
      let names = unquoted.split { !$0.isLetter && $0 != "-" }.map(String.init)
      #expect(names.allSatisfy { known.contains($0) }, "\(name): \(names)")
    }
  }

  @Test func agreementsParse() throws {
    let agreements = try fences("kam")
    #expect(!agreements.isEmpty)
    for agreement in agreements { #expect(Sample.parse(agreement).mistakes == []) }
  }

  @Test func examplesParse() throws {
    let folder = root.appending(path: "examples").path(percentEncoded: false)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let path = "examples/\(name)/criteria.kam"
      guard FileManager.default.fileExists(atPath: "\(root.path(percentEncoded: false))/\(path)")
      else { continue }
      #expect(Sample.parse(try lines(of: path).joined(separator: "\n")).mistakes == [], "\(name)")
    }
  }

  @Test func reservedWordsAreReserved() throws {
    let text = try lines(of: "grammar.md")
    let start = try #require(text.firstIndex(of: "## Reserved words"))
    let listed = text[(start + 1)...].drop { $0.isEmpty }.prefix { !$0.isEmpty }
      .joined(separator: " ").split(separator: " ").map { $0.filter { $0 != "`" } }
    #expect(listed.count == 20)
    for word in listed {
      let (_, mistakes) = Sample.parse("let \(word) = 1")
      #expect(
        mistakes == ["1:5 K0116 `\(word)` is a word of the language and cannot be a name"],
        "\(word)")
    }
    for word in ["limit", "show", "weight", "text", "score", "accounts", "key", "table", "out"] {
      #expect(Sample.parse("let \(word) = 1\nlet a = \(word) + 1").mistakes == [], "\(word)")
    }
  }
}
