import Diagnostics
import Foundation
import Language
import TestSupport
import Testing

@Suite("Formatter")
struct FormatterTests {
  /// Agreements that people wrote, and some that a generator did.
  static let texts: [Named] = Named.examples + Named.corpus + Named.generated

  @Test("A second layout changes nothing, and the first changes nothing but the layout")
  func idempotent() throws {
    for named in Self.texts {
      let form = try Self.form(of: named.text, named.name)
      #expect(try Self.form(of: form, named.name) == form, "\(named.name)")
      #expect(Said(form) == Said(named.text), "\(named.name)")
      #expect(!form.contains("\r") && !form.contains("\t"), "\(named.name)")
      let lines = form.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.last != " " }, "\(named.name)")
    }
  }

  @Test("Spaces and line ends of the text do not show in its layout")
  func layout() throws {
    for (index, named) in Self.texts.enumerated() {
      let form = try Self.form(of: named.text, named.name)
      let mutated = LayoutMutation.layout(form, seed: UInt64(index))
      let result = try Self.form(of: mutated, named.name)
      #expect(result == form, "\(named.name): \(Self.difference(form, result))")
    }
  }

  @Test("Comments stay where they are, wherever they are")
  func comments() throws {
    for (index, named) in Self.texts.enumerated() {
      let form = try Self.form(of: named.text, named.name)
      let mutated = LayoutMutation.comments(form, seed: UInt64(index))
      let result = try Self.form(of: mutated, named.name)
      #expect(Said(result) == Said(mutated), "\(named.name)")
      #expect(try Self.form(of: result, named.name) == result, "\(named.name)")
    }
  }

  @Test("A last line without its end gets one")
  func lastLine() throws {
    for text in ["show revenue", "let a = (b)", "tier A { when b }", "show a  # why"] {
      #expect(try Self.form(of: text, text) == text + "\n")
    }
  }

  /// Inputs whose cost would grow with the square of their length.
  @Test(arguments: [
    ("accounts { x : one of ", "a,", "a }"), ("let a = ", "b+", "b"), ("", "show a;", ""),
    ("show ", "a,", "a"), ("", "# a\n", ""), ("tier A {", "\n\n# b\n", "}"), ("", "\n", ""),
    ("let a = b + # c\n", "# d\n", "e"), ("", "tier A { when b }\n", ""),
  ])
  func longInputsEndSoon(start: String, unit: String, end: String) {
    let count = start.hasPrefix("let a = b+") ? 400 : 60_000 / unit.utf8.count
    let text = start + String(repeating: unit, count: count) + end
    let clock = ContinuousClock.now
    _ = Formatter.format(Sample.source(text))
    #expect(clock.duration(to: .now) < .seconds(60))
  }

  /// Returns the first line that differs.
  private static func difference(_ expected: String, _ observed: String) -> String {
    let lines = zip(expected.split(separator: "\n"), observed.split(separator: "\n"))
    return lines.first { $0 != $1 }.map { "`\($0)` became `\($1)`" } ?? "lines are absent"
  }

  private static func form(of text: String, _ name: String) throws -> String {
    let (form, problems) = Formatter.format(Sample.source(text))
    let shown = DiagnosticRenderer.render(problems, useColor: false)
    return String(decoding: try #require(form, "\(name)\n\(shown)\n\(text)"), as: UTF8.self)
  }
}

/// A text with a name for messages.
struct Named {
  var name: String
  var text: String

  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// All agreements below `folder` that are well-formed.
  private static func agreements(below folder: String) -> [Named] {
    let root = package.appending(path: folder)
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (paths ?? []).sorted().filter { $0.hasSuffix(".kam") }.compactMap { path in
      guard let bytes = try? Data(contentsOf: root.appending(path: path)) else { return nil }
      let source = SourceText(name: path, bytes: Array(bytes))
      guard Parser.parse(source).diagnostics.isEmpty else { return nil }
      return Named(name: path, text: String(decoding: bytes, as: UTF8.self))
    }
  }

  static let examples =
    agreements(below: "examples") + [Named(name: "sample", text: Sample.agreement)]

  static let corpus = agreements(below: "Tests/Corpus")

  static let generated = (UInt64(0)..<20).map { seed in
    Named(name: "seed \(seed)", text: GeneratedCase(seed: seed).source)
  }
}

/// What a text says: its tree without places, and its comments.
struct Said: Equatable {
  var declarations: String
  var expressions: String
  var comments: [String]

  init(_ text: String) {
    let (tree, _) = Parser.parse(Sample.source(text))
    declarations = Said.withoutPlaces("\(tree.declarations)")
    expressions = Said.withoutPlaces("\(tree.expressions)")
    comments = tree.tokens.filter { $0.kind == .comment }.map { token in
      tree.source.text(of: token.range).trimmingCharacters(in: .whitespaces)
    }
  }

  /// Cuts the places out of a description of nodes.
  private static func withoutPlaces(_ text: String) -> String {
    text.replacingOccurrences(
      of: #"SourceRange\(start: [0-9]+, end: [0-9]+\)"#, with: "", options: .regularExpression)
  }
}
