import Driver
import Engine
import Glibc

/// The terminal at which a session is typed.
///
/// A class, since keys that were read beyond an entry belong to the next one.
final class LineTerminal {
  static let withPasteMarks = "\u{1B}[?2004h"
  static let withoutPasteMarks = "\u{1B}[?2004l"
  /// How long a terminal may take for the rest of a key that starts like Escape.
  private static let escapeMilliseconds: Int32 = 50

  /// What somebody entered.
  enum Entry {
    case text(String)
    case end
    /// The input ends while a bracket is open.
    case endInside
  }

  private let bell: Int32
  private let console: Console
  private var decoder = KeyDecoder()
  private var keys: [Key] = []
  private var isAtEnd = false
  private var painter = LinePainter()
  private var width = 0
  private var leftover = ""

  /// Returns nil where lines cannot be edited.
  init?(_ console: Console) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      let kind = Terminal.variable("TERM"), !["", "dumb"].contains(kind),
      let bell = TerminalMode.prepare()
    else { return nil }
    self.bell = bell
    self.console = console
    TerminalMode.enter(.working)
  }

  /// Gives the terminal back.
  func close() { TerminalMode.enter(.found) }

  /// Lets somebody type an entry.
  func read(
    _ history: LineHistory, isOpen: @escaping @Sendable (String) -> Bool,
    completion: (String) -> Completion
  ) throws(WriteProblem) -> Entry {
    TerminalMode.enter(.editing)
    defer { TerminalMode.enter(.working) }
    var editor = LineEditor(history, cutText: leftover, isOpen: isOpen)
    defer { leftover = editor.leftover }
    guard try show(LineTerminal.withPasteMarks + painted(editor)) else { return .end }
    while true {
      guard let key = try nextKey(editor) else {
        _ = try show(left(editor) + LineTerminal.withoutPasteMarks)
        return editor.isInside ? .endInside : .end
      }
      if let entry = try follow(editor.press(key), &editor, completion) {
        _ = try show(LineTerminal.withoutPasteMarks)
        return entry
      }
    }
  }

  /// Does what a key asked for; returns what was entered, where that is the end.
  private func follow(
    _ step: LineEditor.Step, _ editor: inout LineEditor, _ completion: (String) -> Completion
  ) throws(WriteProblem) -> Entry? {
    var text = ""
    switch step {
    case .goOn: break
    case .refuse: text = "\u{7}"
    case .accept(let entry):
      // From here on, ctrl-C stops what the entry asks for.
      TerminalMode.stop.clear()
      TerminalMode.enter(.working)
      _ = try show(left(editor))
      return .text(entry)
    case .giveUp:
      text = left(editor, "^C")
      editor.clear()
    case .end, .endInside:
      _ = try show(left(editor))
      return step == .end ? .end : .endInside
    case .complete: text = complete(&editor, completion)
    case .clearScreen:
      painter.forget()
      text = "\u{1B}[H\u{1B}[2J"
    case .suspend: try stop(SIGTSTP, editor)
    case .quit: try stop(SIGQUIT, editor)
    }
    // What comes next shows it all.
    if !keys.isEmpty, text.isEmpty { return nil }
    return try show(text + painted(editor)) ? nil : .end
  }

  private func complete(
    _ editor: inout LineEditor, _ completion: (String) -> Completion
  ) -> String {
    let found = completion(editor.buffer.textBeforeCursor)
    if found.count == 0 { return "\u{7}" }
    if editor.complete(found) { return "" }
    let list = CandidateList.text(found, width: min(size.columns, Terminal.width))
    return left(editor) + list
  }

  /// Lets a signal do what it does to a program; the terminal is then as it was found.
  private func stop(_ number: Int32, _ editor: LineEditor) throws(WriteProblem) {
    _ = try show(left(editor))
    raise(number)
    _ = try show(LineTerminal.withPasteMarks)
  }

  // MARK: Keys

  /// Waits for a key; returns nil at the end of the input.
  private func nextKey(_ editor: LineEditor) throws(WriteProblem) -> Key? {
    while keys.isEmpty, !isAtEnd {
      var waits = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
      ]
      let timeout = decoder.isUndecided ? LineTerminal.escapeMilliseconds : -1
      let count = unsafe poll(&waits, 2, timeout)
      if count == 0 { keys = decoder.rest() }
      if count < 0, errno != EINTR { isAtEnd = true }
      guard count > 0 else { continue }
      if waits[1].revents != 0 {
        _ = LineTerminal.bytes(bell)
        try showAgain(editor)
      }
      if waits[0].revents != 0 {
        let got = LineTerminal.bytes(STDIN_FILENO)
        if got.isEmpty { isAtEnd = true }
        keys = decoder.keys(got)
      }
    }
    return keys.isEmpty ? nil : keys.removeFirst()
  }

  /// Returns what there is to read, nothing at the end.
  private static func bytes(_ descriptor: Int32) -> [UInt8] {
    var piece = [UInt8](repeating: 0, count: 4096)
    let got = try? uninterrupted {
      unsafe piece.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
    }
    return Array(piece.prefix(got ?? 0))
  }

  // MARK: Drawing

  /// The columns and rows of the window; some terminals do not say.
  private var size: (columns: Int, rows: Int) {
    var size = winsize()
    let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return (
      isKnown && size.ws_col > 0 ? Int(size.ws_col) : Terminal.width,
      isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24
    )
  }

  private func painted(_ editor: LineEditor) -> String {
    let size = size
    if size.columns < width { painter.resize(to: size.columns) }
    width = size.columns
    return painter.paint(LineLayout(editor, columns: size.columns, height: size.rows))
  }

  /// Draws what was typed for the last time, so that something can stand below it.
  private func left(_ editor: LineEditor, _ mark: String = "") -> String {
    painted(editor.atEnd) + mark + painter.leave()
  }

  /// Draws once more where the window may have another size.
  private func showAgain(_ editor: LineEditor) throws(WriteProblem) {
    TerminalMode.enter(.editing)
    _ = try show(painted(editor))
  }

  /// Returns `false` iff nobody reads on.
  private func show(_ text: String) throws(WriteProblem) -> Bool {
    try console.print(Array(text.utf8))
  }
}
