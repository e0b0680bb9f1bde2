import Testing

/// The habits of this code that a compiler does not check.
@Suite("Tidiness")
struct TidyTests {
  /// What each module may import; each builds on those before it, never sideways.
  private static let modules: [(name: String, imports: Set<String>)] = [
    ("Diagnostics", []),
    ("RowLoops", []),
    ("WideLoops", ["RowLoops", "_Builtin_intrinsics"]),
    ("Tables", ["WideLoops", "Diagnostics", "Synchronization", "_Builtin_intrinsics"]),
    ("Language", ["Tables", "Diagnostics"]),
    (
      "Engine", ["Language", "Tables", "RowLoops", "WideLoops", "Diagnostics", "Synchronization"]
    ),
    ("Driver", ["Engine", "Language", "Tables", "Diagnostics"]),
    (
      "kamc",
      [
        "Driver", "Engine", "Language", "Tables", "Diagnostics", "Glibc", "Synchronization",
        "_Builtin_intrinsics",
      ]
    ),
  ]

  @Test("Modules import only what lies below them")
  func imports() throws {
    let names = Self.modules.map(\.name)
    #expect(Folder.entries(of: packageFolder + "/Sources").sorted() == names.sorted())
    for (name, allowed) in Self.modules {
      for file in try SourceFile.all(below: "Sources/\(name)") {
        for (number, line) in file.lines.enumerated() {
          guard let match = line.wholeMatch(of: /[ ]*(?:@\w+ )*import (?:\w+ )?(\w+).*/) else {
            continue
          }
          let module = String(match.1)
          #expect(allowed.contains(module), "\(file.path):\(number + 1) imports \(module)")
        }
      }
    }
  }

  /// Spellings with what to write instead.
  private static let banned = [
    ("try!", "handle the error"), ("as!", "use `as?`"), ("fatalError(", "report a diagnostic"),
    ("FIXME", "mend it"), ("TODO", "do it, or leave it"), ("!.", "unwrap it"),
  ]

  @Test("No spelling that can end the program or puts something off")
  func spellings() throws {
    for file in try SourceFile.all(below: "Sources") {
      let isRim = file.path.hasPrefix("Sources/kamc/")
      let printing = isRim ? [] : [("print(", "return a text")]
      for (number, line) in file.code.enumerated() {
        for (spelling, remedy) in Self.banned + printing where Self.holds(line, spelling) {
          Issue.record("\(file.path):\(number + 1): `\(spelling)`: \(remedy)")
        }
      }
    }
  }

  /// `true` iff `line` holds `spelling` and not as the end of another word.
  private static func holds(_ line: Substring, _ spelling: String) -> Bool {
    guard let range = line.firstRange(of: spelling) else { return false }
    guard range.lowerBound > line.startIndex, spelling.first?.isLetter == true else { return true }
    let before = line[line.index(before: range.lowerBound)]
    return !before.isLetter && before != "."
  }

  @Test("Every type that other files can see has a doc comment")
  func comments() throws {
    let declaration =
      #/(?:package |public |indirect |final )*(?:struct|enum|protocol|class|actor) (\w+).*/#
    for file in try SourceFile.all(below: "Sources") {
      for (number, line) in file.lines.enumerated() {
        guard let match = line.wholeMatch(of: declaration) else { continue }
        #expect(
          file.hasComment(above: number), "\(file.path):\(number + 1): \(match.1) has no comment")
      }
    }
  }

  @Test("No file is longer than 500 lines")
  func lengths() throws {
    for folder in ["Sources", "Tests"] {
      for file in try SourceFile.all(below: folder) {
        #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
      }
    }
  }

  @Test("Every document has one title")
  func titles() throws {
    for path in Folder.files(below: packageFolder) where path.hasSuffix(".md") {
      let text = try Folder.text("\(packageFolder)/\(path)")
      var isFenced = false
      var titles = 0
      for line in text.split(separator: "\n") {
        if line.hasPrefix("```") { isFenced.toggle() }
        if !isFenced, line.hasPrefix("# ") { titles += 1 }
      }
      #expect(titles == 1, "\(path) has \(titles) titles")
    }
  }
}

/// A Swift file, by its path in the package.
private struct SourceFile {
  var path: String
  var lines: [Substring]

  static func all(below folder: String) throws -> [SourceFile] {
    try Folder.files(below: "\(packageFolder)/\(folder)").filter { $0.hasSuffix(".swift") }.map {
      let path = "\(folder)/\($0)"
      let text = try Folder.text("\(packageFolder)/\(path)")
      return SourceFile(
        path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  /// The lines without comments and without what stands in quotes.
  var code: [Substring] {
    lines.map { line in
      var code = ""
      var isQuoted = false
      for (index, character) in zip(line.indices, line) {
        if character == "\"" { isQuoted.toggle() }
        if !isQuoted, line[index...].hasPrefix("//") { break }
        if !isQuoted { code.append(character) }
      }
      return Substring(code)
    }
  }

  /// `true` iff a doc comment stands above the line with this index, attributes between them aside.
  func hasComment(above index: Int) -> Bool {
    let above = lines[..<index].last { line in
      !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("@")
    }
    return above?.trimmingPrefix(while: \.isWhitespace).hasPrefix("///") ?? false
  }
}
