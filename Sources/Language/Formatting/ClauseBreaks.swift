/// Where a clause that is too long for a line is cut: at its loosest operators first.
enum ClauseBreaks {
  /// How tightly the words around a possible cut hold together; looser ones first.
  private enum Bond: Int {
    /// Before the question of a condition, and what is to be done; before `unless`.
    case remark
    case or, and, comma, part
    /// Also the `=` of a definition, hence before what the defined figure is made of.
    case comparison
    case fallback, sum, product
  }

  /// A possible cut, before the word at `index`.
  private struct Cut {
    var index: Int
    /// The brackets that are open there.
    var depth: Int
    var bond: Bond

    /// Orders cuts: less bracketed ones first, then looser ones.
    var rank: Int { depth << 4 | bond.rawValue }
  }

  /// Returns the lines that `line` is cut into when it starts at column `indent`, as ranges of its
  /// words with the column at which each starts.
  static func cut(_ line: ClauseLine, indent: Int) -> [(words: Range<Int>, indent: Int)] {
    let depths = depths(of: line.words)
    let cuts = cuts(of: line.words, depths)
    var rest = sections(of: line.words)
    rest.reverse()
    var result: [(Range<Int>, Int)] = []
    while let range = rest.popLast() {
      let start = range.lowerBound
      let indent = start == 0 ? indent : indent + 2 * (1 + depths[start])
      let isFit =
        indent + line.end(of: range.upperBound - 1) - line.starts[start] <= ClauseLine.limit
      let inner = isFit ? [] : cuts[range.dropFirst()].compactMap { $0 }
      if let loosest = inner.map(\.rank).min() {
        let chosen = inner.filter { $0.rank == loosest }
        rest += pieces(of: range, line, at: chosen, indent: indent).reversed()
      } else {
        result.append((range, indent))
      }
    }
    return result
  }

  /// Returns the stretches of words between comments, which end their lines.
  private static func sections(of words: [Word]) -> [Range<Int>] {
    var sections: [Range<Int>] = []
    var start = 0
    for index in words.indices where words[index].endsLine || index == words.count - 1 {
      sections.append(start..<(index + 1))
      start = index + 1
    }
    return sections
  }

  /// Returns the pieces of `range`: remarks, and all that `and` and `or` join, each on a line of its
  /// own, anything else as much on a line as fits.
  private static func pieces(
    of range: Range<Int>, _ line: ClauseLine, at cuts: [Cut], indent: Int
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var room = ClauseLine.limit - indent
    for (place, cut) in cuts.enumerated() {
      let next = place + 1 < cuts.count ? cuts[place + 1].index : range.upperBound
      let goesTogether = line.end(of: next - 1) - line.starts[start] <= room
      if goesTogether, ![.remark, .or, .and].contains(cut.bond) { continue }
      pieces.append(start..<cut.index)
      start = cut.index
      room = ClauseLine.limit - indent - 2
    }
    return pieces + [start..<range.upperBound]
  }

  /// Returns for each word the number of brackets that are open before it.
  private static func depths(of words: [Word]) -> [Int] {
    var depth = 0
    return words.map { word in
      defer { if word.isSign(.leftParenthesis, .leftBracket) { depth += 1 } }
      if word.isSign(.rightParenthesis, .rightBracket) { depth -= 1 }
      return depth
    }
  }

  /// Returns for each word the cut before it, if there may be one.
  private static func cuts(of words: [Word], _ depths: [Int]) -> [Cut?] {
    words.indices.map { index in
      guard index > 0, !words[index].isJoined,
        let bond =
          (words.startsRemark(at: index) || words.startsUnless(at: index))
            && depths[index] == 0
          ? .remark : bond(words[index - 1], words[index], depth: depths[index])
      else { return nil }
      return Cut(index: index, depth: depths[index], bond: bond)
    }
  }

  private static func bond(_ previous: Word, _ next: Word, depth: Int) -> Bond? {
    if next.isWord("or") { return .or }
    if next.isWord("and") { return .and }
    if depth > 0, next.isWord("where", "within") { return .part }
    if previous.isSign(.comma) { return .comma }
    if previous.isWord("else") { return .fallback }
    guard case .symbol = previous.kind, previous.role == .plain,
      let sign = BinaryOperator(rawValue: previous.text)
    else { return nil }
    switch sign.precedence {
    case .comparison: return .comparison
    case .sum: return .sum
    case .product: return .product
    case .or, .and, .not, .fallback, .negation, .member: return nil
    }
  }
}
