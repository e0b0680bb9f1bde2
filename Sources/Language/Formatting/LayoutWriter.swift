import Diagnostics

/// Writes blocks as lines.
struct LayoutWriter {
  /// One line of the result.
  private struct Line {
    var text: String
    /// The blocks that are open.
    var level: Int
    var comment: String?
    var isBlank: Bool { text.isEmpty }
  }

  private var lines: [Line] = []

  /// Returns `block`, a whole agreement, as text.
  static func text(of block: Block) -> String {
    var writer = LayoutWriter()
    writer.write(block, of: "", level: 0)
    writer.alignComments()
    return writer.lines.reduce(into: "") { $0 += $1.text + "\n" }
  }

  // MARK: Blocks

  /// Writes what stands in a block whose header starts with `owner`.
  private mutating func write(_ block: Block, of owner: String, level: Int) {
    let oneLiners = LayoutWriter.oneLiners(of: block, owner, level: level)
    for (index, item) in block.items.enumerated() {
      switch item {
      case .comment(let comment):
        write(comment, level: level)
      case .clause(let clause):
        if clause.followsGap { lines.append(Line(text: "", level: level)) }
        if let line = oneLiners[index] {
          write(line, level: level)
          lines[lines.count - 1].comment = clause.comment
        } else {
          write(clause, level: level)
        }
      }
    }
  }

  private mutating func write(_ comment: Comment, level: Int) {
    if comment.followsGap { lines.append(Line(text: "", level: level)) }
    lines.append(Line(text: spaces(2 * level) + comment.text, level: level))
  }

  /// Writes a clause with its block on lines of their own.
  private mutating func write(_ clause: Clause, level: Int) {
    guard let block = clause.block else { return }
    write(ClauseLine(clause.words + [.openingBrace]), level: level)
    lines[lines.count - 1].comment = block.openingComment
    write(block, of: clause.words.first?.text ?? "", level: level + 1)
    lines.append(Line(text: spaces(2 * level) + "}", level: level, comment: clause.comment))
  }

  /// Writes a line, or what it is cut into.
  private mutating func write(_ line: ClauseLine, level: Int) {
    for (range, indent) in ClauseBreaks.cut(line, indent: 2 * level) {
      lines.append(Line(text: spaces(indent) + line.text(range), level: level))
      guard let last = range.last else { continue }
      lines[lines.count - 1].comment = line.words[last].comment
      for comment in line.words[last].ownComments {
        lines.append(Line(text: spaces(2 * level + 2) + comment, level: level))
      }
    }
  }

  // MARK: Columns

  /// Returns by item the clauses that stand on a line, or would but for its length, their columns
  /// set; nil for comments and for clauses with blocks on lines of their own.
  private static func oneLiners(of block: Block, _ owner: String, level: Int) -> [ClauseLine?] {
    let room = ClauseLine.limit - 2 * level
    var lines = block.items.map { item -> ClauseLine? in
      guard case .clause(let clause) = item, let words = clause.asOneLine else { return nil }
      let line = ClauseLine(words)
      return clause.block == nil || line.width <= room ? line : nil
    }
    for run in runs(of: block, lines, owner) {
      let fitting = run.items.filter { index in
        lines[index].map { $0.width <= room && !$0.words.contains(where: \.endsLine) } ?? false
      }
      var table = fitting.compactMap { lines[$0] }
      ClauseLine.align(&table, table.map { run.rule.columns(of: $0.words) })
      for (index, line) in zip(fitting, table) where line.width <= room { lines[index] = line }
    }
    return lines
  }

  /// Returns stretches of clauses that share a rule, without an empty line or a block between them.
  private static func runs(
    of block: Block, _ lines: [ClauseLine?], _ owner: String
  ) -> [(rule: ColumnRule, items: [Int])] {
    var runs: [(rule: ColumnRule, items: [Int])] = []
    var isOpen = false
    for (index, item) in block.items.enumerated() {
      switch item {
      case .comment(let comment): isOpen = isOpen && !comment.followsGap
      case .clause(let clause):
        guard lines[index] != nil, let rule = ColumnRule.rule(for: clause, in: owner) else {
          isOpen = false
          continue
        }
        if isOpen, !clause.followsGap, runs[runs.count - 1].rule == rule {
          runs[runs.count - 1].items.append(index)
        } else {
          runs.append((rule, [index]))
        }
        isOpen = true
      }
    }
    return runs
  }

  // MARK: Comments

  /// Lines of code longer than this do not move the comments of their neighbours.
  private static let widestCode = 80

  /// Puts the comments behind code below each other, as far as no empty line and no block stands
  /// between them.
  private mutating func alignComments() {
    var start = 0
    while start < lines.count {
      let level = lines[start].level
      let end = lines[start...].firstIndex { $0.isBlank || $0.level != level } ?? lines.count
      alignComments(of: start..<end)
      start = max(end, start + 1)
    }
  }

  private mutating func alignComments(of range: Range<Int>) {
    let widths = lines[range].map { DisplayWidth.columns(of: $0.text) }
    let commented = zip(range, widths).filter { lines[$0.0].comment != nil }
    let target = commented.map(\.1).filter { $0 <= LayoutWriter.widestCode }.max() ?? 0
    for (index, width) in commented {
      guard let comment = lines[index].comment else { continue }
      lines[index].text += spaces(max(target - width, 0) + 2) + comment
    }
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
