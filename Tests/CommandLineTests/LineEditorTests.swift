import Driver
import Testing
import kamc

/// What keys do to a line, without a terminal.
@Suite struct LineEditorTests {
  /// Types keys; letters are themselves, and names stand between `<` and `>`.
  private func typed(_ keys: String, in editor: LineEditor? = nil) -> (
    LineEditor, [LineEditor.Step]
  ) {
    var editor = editor ?? Self.editor()
    var steps: [LineEditor.Step] = []
    var rest = keys[...]
    while let first = rest.first {
      if first == "<", let end = rest.firstIndex(of: ">") {
        let name = rest[rest.index(after: rest.startIndex)..<end]
        steps.append(editor.press(Self.keys[String(name)] ?? .unknown))
        rest = rest[rest.index(after: end)...]
      } else {
        steps.append(editor.press(.text(String(first))))
        rest = rest.dropFirst()
      }
    }
    return (editor, steps)
  }

  private static let keys: [String: Key] = [
    "enter": .enter, "line": .newLine, "left": .left, "right": .right, "up": .up, "down": .down,
    "home": .home, "end": .end, "wordleft": .wordLeft, "wordright": .wordRight,
    "back": .backspace, "del": .delete, "k": .cutToEnd, "u": .cutToStart, "w": .cutWordBack,
    "d": .cutNameAhead, "b": .cutNameBack, "y": .putBack, "t": .swap, "r": .search,
    "s": .searchAhead, "g": .cancel, "p": .previous, "n": .next, "eof": .endOfInput,
    "int": .interrupt, "tab": .tab,
  ]

  private static func editor(_ history: [String] = []) -> LineEditor {
    LineEditor(LineHistory(history)) { text in
      text.count { $0 == "{" } > text.count { $0 == "}" }
    }
  }

  /// The text with `|` where the cursor is.
  private func shown(_ editor: LineEditor) -> String {
    var characters = editor.buffer.characters
    characters.insert("|", at: editor.buffer.cursor)
    return String(characters)
  }

  @Test(arguments: [
    ("abc<left><left>X", "aX|bc"),
    ("abc<home>X<end>Y", "XabcY|"),
    ("one two<wordleft>X", "one X|two"),
    ("one two<home><wordright>X", "oneX| two"),
    ("a.b_c d<wordleft><wordleft>|", "a.||b_c d"),
    ("abc<left><back>", "a|c"), ("abc<home><del>", "|bc"), ("<back><del><left>", "|"),
    ("abc def<left><k>", "abc de|"), ("abc def<left><u>", "|f"),
    ("set a.b<w>", "set |"), ("set a.b<b>", "set a.|"), ("one two<home><d>", "| two"),
    ("one two<w><w><y>", "one two|"), ("one two<w>x<w><y><y>", "one xx|"),
    ("one<home><k><y><y>", "oneone|"),
    ("abc<t>", "acb|"), ("abc<home><right><t>", "ba|c"), ("a<t>", "a|"),
    ("{<enter>b<line>c}<up><home>X", "{\nX|b\nc}"), ("{<enter>abc<enter>d<up>X", "{\naX|bc\nd"),
    ("{<enter>b<home><back>", "{|b"), ("{<enter>b<up><end><k>", "{|b"),
    ("e\u{301}o\u{301}<back>", "e\u{301}|"),
    ("汐見<left><back>", "|見"), ("🇩🇪x<left><back>", "|x"),
    ("e\u{301}<home>a<del>", "a|"),
  ])
  func edits(keys: String, result: String) {
    #expect(shown(typed(keys).0) == result)
  }

  @Test func whatCombinesJoinsTheCharacterBefore() {
    var (editor, _) = typed("xe")
    _ = editor.press(.text("\u{301}"))
    #expect(shown(editor) == "xe\u{301}|" && editor.buffer.cursor == 2)
    _ = editor.press(.backspace)
    #expect(shown(editor) == "x|")
  }

  @Test func controlCharactersAreNotTyped() {
    var editor = Self.editor()
    _ = editor.press(.text("a\u{85}b"))
    _ = editor.press(.paste("c\u{1B}[31m\td\r\ne\rf\u{7}"))
    #expect(editor.buffer.text == "abc[31m\td\ne\nf")
  }

  @Test func entryGoesOnWhileItIsOpen() {
    let (editor, steps) = typed("tier {<enter>}<enter>")
    #expect(steps.last == .accept("tier {\n}"))
    #expect(shown(editor) == "tier {\n}|")
  }

  @Test(arguments: [
    ("<eof>", LineEditor.Step.end), ("a<eof>", .refuse), ("a<left><eof>", .goOn),
    ("{<eof>", .refuse), ("{<enter><eof>", .endInside), ("{<enter>a<eof>", .refuse),
    ("{<enter>}<left><eof>", .goOn), ("a<int>", .giveUp), ("<tab>", .complete),
  ])
  func ends(keys: String, step: LineEditor.Step) {
    #expect(typed(keys).1.last == step)
  }

  @Test(arguments: [
    ("<up>", "three|"), ("<up><up>", "one\ntwo|"), ("<up><up><up>", "one|\ntwo"),
    ("<p><p><p>", "zero|"), ("<p><p><p><p>", "zero|"), ("half<p><n>", "half|"),
    ("half<p>X<p><n><n>", "half|"), ("half<p>X<p><n>", "threeX|"), ("a<down>", "a|"),
    ("<r>t", "|three"), ("<r>tw", "one\n|two"), ("<r>o<r>", "zer|o"), ("<r>o<r><s>", "|one\ntwo"),
    ("x<r>none", "o|ne\ntwo"), ("x<r>tw<g>", "x|"), ("x<r>tw<int>", "x|"),
    ("x<r>tw<end>", "one\ntwo|"),
    ("x<r>tw<end><n><n>", "x|"), ("x<r>twq<back>", "one\n|two"), ("x<r>t<back>", "x|"),
    ("x<r>th<p>", "one\ntwo|"),
  ])
  func remembers(keys: String, result: String) {
    let editor = Self.editor(["zero", "one\ntwo", "three"])
    #expect(shown(typed(keys, in: editor).0) == result)
  }

  @Test func searchIsAccepted() {
    let (_, steps) = typed("<r>ze<enter>", in: Self.editor(["zero", "one"]))
    #expect(steps.last == .accept("zero"))
  }

  @Test func whatWasCutIsThereInTheNextEntry() {
    let (first, _) = typed("abc<u>")
    var next = LineEditor(LineHistory(), cutText: first.leftover) { _ in false }
    _ = next.press(.putBack)
    #expect(next.buffer.text == "abc")
  }

  @Test(arguments: [
    ("set re", ["revenue", "region"], "set re|", false),
    ("set rev", ["revenue"], "set revenue |", true),
    ("x RE", ["revenue", "rest"], "x re|", true), ("x q", [], "x q|", false),
    ("x revenue", ["revenue", "revenue_before"], "x revenue|", false),
    ("x no", ["Nord", "nOrth"], "x no|", false),
  ])
  func completes(line: String, names: [String], result: String, isDone: Bool) {
    var (editor, _) = typed(line)
    let word = String(line.split(separator: " ").last ?? "")
    #expect(editor.complete(Completion(of: word, among: names, ending: " ")) == isDone)
    #expect(shown(editor) == result)
  }

  @Test func historyIsBoundedAndItsFileReadsBack() {
    var history = LineHistory()
    for number in 0..<1500 { history.add("\(number)") }
    #expect(history.entries.count == 1000 && history.entries.last == "1499")
    #expect(
      !history.add("1499") && !history.add(" ")
        && !history.add(String(repeating: "x", count: 20_000)))
    let odd = LineHistory(["a\\n\nb\\", "tab\there", "\u{1B}[31m\u{202E}red", "\\u{41}", "é汐"])
    #expect(LineHistory(fileText: odd.fileText) == odd)
    #expect(!odd.fileText.contains("\u{1B}"))
    #expect(
      LineHistory(fileText: "a\\u{110000}\\u{\\\n\n\\").entries == ["a\u{FFFD}\u{FFFD}", "\\"])
  }

  @Test func longListsAreCut() {
    let names = (100..<300).map { "name_\($0)" }
    let list = CandidateList.text(Completion(of: "name", among: names), width: 80)
    let lines = list.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 } && lines.last == "  and 140 more")
    #expect(lines[0].hasPrefix("  name_100  name_1"))
    #expect(
      CandidateList.text(Completion(of: "", among: ["\u{1B}[2J"]), width: 80) == "  \\u{1B}[2J\n")
  }
}
