import Diagnostics

/// The words of a clause on one line, with the spaces that set its columns.
struct ClauseLine {
  /// The columns of a screen that code keeps to where it can.
  static let limit = 100

  let words: [Word]
  /// The column at which each word starts, from 0, if the clause were one line.
  private(set) var starts: [Int] = []
  private let widths: [Int]

  init(_ words: [Word]) {
    self.words = words
    widths = words.map { DisplayWidth.columns(of: $0.text) }
    starts.reserveCapacity(words.count)
    for index in words.indices {
      let gap = index == 0 || words[index].isJoined ? 0 : 1
      starts.append(index == 0 ? 0 : end(of: index - 1) + gap)
    }
  }

  /// Returns the column behind the word at `index`.
  func end(of index: Int) -> Int { starts[index] + widths[index] }

  var width: Int { words.isEmpty ? 0 : end(of: words.count - 1) }

  /// Moves the word at `index`, and all that follow, `distance` columns to the right.
  mutating func indent(from index: Int, by distance: Int) {
    for place in index..<starts.count { starts[place] += distance }
  }

  /// Returns the words of `range` as they stand on a line.
  func text(_ range: Range<Int>) -> String {
    var text = ""
    var column = starts[range.lowerBound]
    for index in range {
      text += String(repeating: " ", count: starts[index] - column) + words[index].text
      column = end(of: index)
    }
    return text
  }
}

extension ClauseLine {
  /// A cell wider than this stands out of its column instead of widening it for all.
  private static let widestCell = 40

  /// Sets the words with which columns start below each other.
  ///
  /// - Parameter columns: for each line, by column, the index of the word that it starts with.
  static func align(_ lines: inout [ClauseLine], _ columns: [[Int?]]) {
    var cellStarts = lines.map { _ in 0 }
    var isOut = lines.map { _ in false }
    for column in 0..<(columns.map(\.count).max() ?? 0) {
      var target = 0
      for line in lines.indices where !isOut[line] {
        guard let word = columns[line][column] else { continue }
        let cellEnd = lines[line].end(of: word - 1)
        isOut[line] = cellEnd - cellStarts[line] > widestCell
        if !isOut[line] { target = max(target, cellEnd + 1) }
      }
      for line in lines.indices where !isOut[line] {
        guard let word = columns[line][column] else { continue }
        lines[line].indent(from: word, by: target - lines[line].starts[word])
        cellStarts[line] = target
      }
    }
  }
}
