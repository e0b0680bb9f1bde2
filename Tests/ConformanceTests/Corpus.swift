import Foundation
import Testing

/// The folder of the package, found from this file.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path

/// A part of the corpus; its cases are files or folders.
enum Chapter: String, CaseIterable, Sendable {
  /// How agreements are written: `NAME.kam` with `NAME.diagnostics`.
  case parsing
  /// How they are laid out: `NAME.kam` with `NAME.formatted`.
  case formatting
  /// What they mean: `NAME.kam` with `NAME.diagnostics`.
  case checking
  /// Whole agreements as people write them from memory: `NAME.kam` with what `kamc check` says.
  case mistakes
  /// What they decide: a folder with `criteria.kam`, tables and what is expected of them.
  case evaluation
  /// What data can do to a run: folders as for `evaluation`.
  case data
  /// The bounds: `NAME.recipe`, from which the input is cooked, or a folder with such files.
  case limits
  /// What the program prints and ends with: a folder with `session.console` and the files it reads.
  case cli
  /// The same at a terminal: a folder with `session.terminal` and the files it reads.
  case terminal

  var folder: String { "\(packageFolder)/Tests/Corpus/\(rawValue)" }
}

/// One case of the corpus.
struct CorpusCase: Sendable, CustomTestStringConvertible {
  var chapter: Chapter
  var name: String
  var isFolder: Bool

  /// The path of the folder, or of the file without its extension.
  var path: String { "\(chapter.folder)/\(name)" }
  var testDescription: String { "\(chapter.rawValue)/\(name)" }

  /// Returns the cases of `chapter` in the order of their names.
  static func all(of chapter: Chapter) -> [CorpusCase] {
    var cases: [CorpusCase] = []
    for entry in Folder.entries(of: chapter.folder) {
      let path = "\(chapter.folder)/\(entry)"
      if Folder.exists(path + "/") {
        cases.append(CorpusCase(chapter: chapter, name: entry, isFolder: true))
      } else if let name = Self.names(entry) {
        cases.append(CorpusCase(chapter: chapter, name: name, isFolder: false))
      }
    }
    return cases
  }

  /// Returns the name of the case that `file` is the input of.
  private static func names(_ file: String) -> String? {
    for suffix in [".kam", ".recipe"] where file.hasSuffix(suffix) {
      return String(file.dropLast(suffix.count))
    }
    return nil
  }

  /// Returns the bytes of the agreement of a case that is no folder.
  func agreement() throws -> [UInt8] {
    let text = path + ".kam"
    return Folder.exists(text)
      ? try Folder.bytes(text) : Array(Recipe.cook(try Folder.text(path + ".recipe")).utf8)
  }
}

/// Files and folders as the corpus needs them.
enum Folder {
  static func exists(_ path: String) -> Bool {
    let values = try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey])
    guard let isFolder = values?.isDirectory else { return false }
    return isFolder || !path.hasSuffix("/")
  }

  /// Returns the names in a folder in their order; hidden ones and observed texts are left out.
  static func entries(of path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".observed") }.sorted()
  }

  /// Returns the paths of all files below a folder, in their order, relative to it.
  static func files(below path: String) -> [String] {
    entries(of: path).flatMap { entry -> [String] in
      let inner = "\(path)/\(entry)"
      return exists(inner + "/") ? files(below: inner).map { "\(entry)/\($0)" } : [entry]
    }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  static func remove(_ path: String) {
    if exists(path) { try? FileManager.default.removeItem(atPath: path) }
  }
}
