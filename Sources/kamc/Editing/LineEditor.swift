import Driver

/// An entry being typed: takes keys, and says what is to be done after each.
///
/// It knows of no terminal; `LineLayout` says how it looks.
package struct LineEditor: Sendable {
  /// What a key asks for beyond the text.
  package enum Step: Hashable, Sendable {
    case goOn
    /// Nothing could be done.
    case refuse
    case accept(String)
    /// Leaves what was typed.
    case giveUp
    case end
    /// The input ends while a bracket is open.
    case endInside
    case complete
    case clearScreen, suspend, quit
  }

  /// A search through the history.
  private struct Search: Hashable {
    var query = ""
    /// Where the match is.
    var place: Int
    var isFound = true
    /// What was there before.
    var before: EditBuffer
  }

  package private(set) var buffer = EditBuffer()
  private var walk: HistoryWalk
  private var search: Search?
  /// What was cut last, and whether the last key cut.
  private var cutText: String
  private var hasJustCut = false
  private let isOpen: @Sendable (String) -> Bool

  /// - Parameters:
  ///   - cutText: what an earlier entry left to be put back.
  ///   - isOpen: tells whether an entry goes on in the next line.
  package init(
    _ history: LineHistory, cutText: String = "", isOpen: @escaping @Sendable (String) -> Bool
  ) {
    walk = HistoryWalk(history)
    self.cutText = cutText
    self.isOpen = isOpen
  }

  /// What can be put back in the next entry.
  package var leftover: String { cutText }

  /// What stands before the first line.
  package var prompt: String {
    guard let search else { return "> " }
    return "\(search.isFound ? "search" : "not found"): \(search.query) > "
  }

  /// `true` iff the end of the input comes within a declaration.
  package var isInside: Bool { isOpen(buffer.text) }

  /// The same with the cursor at the end, as it stays on the screen.
  package var atEnd: LineEditor {
    var copy = self
    copy.search = nil
    copy.buffer.move(to: buffer.characters.count)
    return copy
  }

  /// Forgets what was typed.
  package mutating func clear() {
    search = nil
    buffer = EditBuffer()
    walk = walk.fresh
  }

  package mutating func press(_ key: Key) -> Step {
    if search != nil, let step = pressInSearch(key) { return step }
    let hadCut = hasJustCut
    hasJustCut = false
    switch key {
    case .text(let text): return insert(text.filter { !LineEditor.isControl($0) })
    case .paste(let text): return insert(LineEditor.lines(text))
    case .enter: return enter()
    case .newLine: return insert("\n")
    case .tab: return .complete
    case .left, .right, .wordLeft, .wordRight, .home, .end: return move(key)
    case .up: return buffer.moveLine(-1) ? .goOn : recall(-1)
    case .down: return buffer.moveLine(1) ? .goOn : recall(1)
    case .previous: return recall(-1)
    case .next: return recall(1)
    case .backspace: return delete(to: buffer.cursor - 1)
    case .delete: return delete(to: buffer.cursor + 1)
    case .cutToEnd, .cutToStart, .cutWordBack, .cutNameBack, .cutNameAhead:
      return cut(key, hadCut)
    case .putBack: return cutText.isEmpty ? .refuse : insert(cutText)
    case .swap: return buffer.swap() ? .goOn : .refuse
    case .search:
      search = Search(place: walk.start, before: buffer)
      return .goOn
    case .endOfInput: return endOfInput()
    case .interrupt: return .giveUp
    case .clearScreen: return .clearScreen
    case .suspend: return .suspend
    case .quit: return .quit
    case .cancel, .searchAhead, .unknown: return .goOn
    }
  }

  // MARK: Typing

  private mutating func insert(_ text: String) -> Step {
    buffer.insert(text)
    return .goOn
  }

  private static func isControl(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// What was pasted, with line ends of one kind and without what is no text.
  private static func lines(_ text: String) -> String {
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    return lines.filter { $0 == "\n" || $0 == "\t" || !isControl($0) }
  }

  private mutating func enter() -> Step {
    let text = buffer.text
    if isOpen(text) { return insert("\n") }
    return .accept(text)
  }

  private mutating func endOfInput() -> Step {
    if buffer.isEmpty { return .end }
    let isAtEnd = buffer.cursor == buffer.characters.count
    if isAtEnd, buffer.lineRange.isEmpty, isInside { return .endInside }
    return delete(to: buffer.cursor + 1)
  }

  // MARK: Moving and cutting

  private mutating func move(_ key: Key) -> Step {
    let place =
      switch key {
      case .left: buffer.cursor - 1
      case .right: buffer.cursor + 1
      case .wordLeft: buffer.wordStart()
      case .wordRight: buffer.wordEnd
      case .home: buffer.lineRange.lowerBound
      default: buffer.lineRange.upperBound
      }
    return buffer.move(to: place) || key == .home || key == .end ? .goOn : .refuse
  }

  private mutating func delete(to place: Int) -> Step {
    guard (0...buffer.characters.count).contains(place) else { return .refuse }
    _ = buffer.cut(to: place)
    return .goOn
  }

  private mutating func cut(_ key: Key, _ hadCut: Bool) -> Step {
    let line = buffer.lineRange
    let isBack = [.cutToStart, .cutWordBack, .cutNameBack].contains(key)
    let place =
      switch key {
      case .cutToStart: line.lowerBound
      case .cutWordBack: buffer.wordStart { !$0.isWhitespace }
      case .cutNameBack: buffer.wordStart()
      case .cutNameAhead: buffer.wordEnd
      // At the end of a line, its end is cut.
      default: buffer.cursor == line.upperBound ? line.upperBound + 1 : line.upperBound
      }
    let taken = buffer.cut(to: min(place, buffer.characters.count))
    guard !taken.isEmpty else { return .refuse }
    if !hadCut { cutText = "" }
    cutText = isBack ? taken + cutText : cutText + taken
    hasJustCut = true
    return .goOn
  }

  // MARK: The history

  private mutating func recall(_ step: Int) -> Step {
    guard let text = walk.step(step, from: buffer.text) else { return .refuse }
    buffer.set(text)
    return .goOn
  }

  /// Returns nil for a key that ends the search and then does what it always does.
  private mutating func pressInSearch(_ key: Key) -> Step? {
    guard var found = search else { return nil }
    switch key {
    case .text(let text):
      found.query += text.filter { !LineEditor.isControl($0) }
      return look(for: found, from: found.place, step: -1)
    case .backspace:
      guard !found.query.isEmpty else { return .refuse }
      found.query.removeLast()
      return look(for: found, from: walk.start, step: -1)
    case .search: return look(for: found, from: found.place - 1, step: -1)
    case .searchAhead: return look(for: found, from: found.place + 1, step: 1)
    case .cancel, .interrupt:
      buffer = found.before
      search = nil
      return .goOn
    default:
      search = nil
      walk.go(to: found.place, from: found.before.text)
      return nil
    }
  }

  private mutating func look(for found: Search, from place: Int, step: Int) -> Step {
    var found = found
    defer { search = found }
    guard !found.query.isEmpty else {
      (found.isFound, found.place, buffer) = (true, walk.start, found.before)
      return .goOn
    }
    guard let match = walk.match(found.query, from: place, step: step) else {
      found.isFound = false
      return .refuse
    }
    (found.isFound, found.place) = (true, match.place)
    let start = match.text.firstRange(of: found.query)?.lowerBound ?? match.text.startIndex
    buffer.set(match.text, cursor: match.text.distance(from: match.text.startIndex, to: start))
    return .goOn
  }

  // MARK: Completion

  /// Takes what the word before the cursor can become; returns `false` where that says nothing, so
  /// that all it can become is to be listed.
  package mutating func complete(_ completion: Completion) -> Bool {
    let typed = String(buffer.characters[..<buffer.cursor].suffix(completion.replaced))
    let text = completion.common + (completion.count == 1 ? completion.ending : "")
    guard completion.count > 0, text != typed else { return completion.count == 1 }
    _ = buffer.cut(to: buffer.cursor - typed.count)
    buffer.insert(text)
    return true
  }
}
