/// Text with a cursor, as characters that a reader sees as one.
package struct EditBuffer: Hashable, Sendable {
  package private(set) var characters: [Character] = []
  /// How many characters stand before the cursor.
  package private(set) var cursor = 0

  package init(_ text: String = "") { set(text) }

  package var text: String { String(characters) }
  package var textBeforeCursor: String { String(characters[..<cursor]) }
  package var isEmpty: Bool { characters.isEmpty }

  /// The characters of the line that the cursor is in, without its end.
  package var lineRange: Range<Int> {
    let start = characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return start..<(characters[cursor...].firstIndex(of: "\n") ?? characters.count)
  }

  /// Takes another text, with the cursor at its end or before the character `place`.
  package mutating func set(_ text: String, cursor place: Int? = nil) {
    characters = Array(text)
    cursor = min(place ?? characters.count, characters.count)
  }

  /// Inserts text; what combines with the character before it does.
  package mutating func insert(_ text: String) {
    let before = textBeforeCursor + text
    let after = String(characters[cursor...])
    characters = Array(before + after)
    cursor = min(before.count, characters.count)
  }

  // MARK: Moving

  /// Returns `false` iff the cursor cannot go there.
  @discardableResult
  package mutating func move(to place: Int) -> Bool {
    let next = min(max(0, place), characters.count)
    defer { cursor = next }
    return next != cursor
  }

  /// Goes a line up or down; returns `false` where there is none.
  package mutating func moveLine(_ step: Int) -> Bool {
    let line = lineRange
    let column = cursor - line.lowerBound
    if step < 0 ? line.lowerBound == 0 : line.upperBound == characters.count { return false }
    cursor = step < 0 ? line.lowerBound - 1 : line.upperBound + 1
    let other = lineRange
    cursor = min(other.lowerBound + column, other.upperBound)
    return true
  }

  /// Where the word before the cursor starts; a word is what `isPart` says.
  package func wordStart(_ isPart: (Character) -> Bool = EditBuffer.isName) -> Int {
    var place = cursor
    while place > 0, !isPart(characters[place - 1]) { place -= 1 }
    while place > 0, isPart(characters[place - 1]) { place -= 1 }
    return place
  }

  /// Where the word after the cursor ends.
  package var wordEnd: Int {
    var place = cursor
    while place < characters.count, !EditBuffer.isName(characters[place]) { place += 1 }
    while place < characters.count, EditBuffer.isName(characters[place]) { place += 1 }
    return place
  }

  /// `true` iff a name can hold `character`.
  package static func isName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  // MARK: Taking away

  /// Takes the characters between the cursor and `place` away, and returns them.
  package mutating func cut(to place: Int) -> String {
    let range = min(place, cursor)..<max(place, cursor)
    let taken = String(characters[range])
    let (before, after) = (String(characters[..<range.lowerBound]), characters[range.upperBound...])
    // Two that stand side by side now may be one character.
    characters = Array(before + String(after))
    cursor = min(range.lowerBound, characters.count)
    return taken
  }

  /// Swaps the characters around the cursor, at the end of a line the last two.
  package mutating func swap() -> Bool {
    let line = lineRange
    let second = cursor == line.upperBound ? cursor - 1 : cursor
    guard second > line.lowerBound else { return false }
    characters.swapAt(second - 1, second)
    set(String(characters), cursor: second + 1)
    return true
  }
}
