import Diagnostics

/// A clause without comments and gaps, with its place in the text.
struct PlainClause: Hashable, Sendable {
  /// A word's bytes and line.
  struct Spot: Hashable, Sendable {
    var range: SourceRange
    var line: Int
  }

  var words: [Word]
  var block: [PlainClause]?
  /// The line on which it starts.
  var line: Int
  /// Where its words stand, those of its block left out.
  var ranges: [SourceRange]
  /// The bytes of the whole, its block included.
  var range: Range<Int>

  /// Returns the clauses of a block; `spots` holds the places of all words from its first one on.
  static func all(of block: Block, _ spots: inout ArraySlice<Spot>) -> [PlainClause] {
    var clauses: [PlainClause] = []
    for case .clause(let clause) in block.items {
      let own = Array(spots.prefix(clause.words.count))
      spots.removeFirst(own.count)
      guard let first = own.first, let last = own.last else { continue }
      var plain = PlainClause(
        words: clause.words.map(\.plain), block: nil, line: first.line, ranges: own.map(\.range),
        range: first.range.offsets.lowerBound..<last.range.offsets.upperBound)
      if let inner = clause.block {
        spots.removeFirst(min(spots.count, 1))
        plain.block = all(of: inner, &spots)
        if let brace = spots.popFirst() {
          plain.range = plain.range.lowerBound..<brace.range.offsets.upperBound
        }
      }
      clauses.append(plain)
    }
    return clauses
  }

  /// `true` iff both say the same, wherever they stand.
  func says(_ other: PlainClause) -> Bool {
    words == other.words && (block == nil) == (other.block == nil)
      && (block ?? []).elementsEqual(other.block ?? []) { $0.says($1) }
  }

  /// The clause with its block on one line.
  var text: String {
    let header = ClauseIdentity.text(words)
    guard let block else { return header }
    let inner = block.map(\.text).joined(separator: "; ")
    return block.isEmpty ? "\(header) {}" : "\(header) { \(inner) }"
  }

  /// The header alone.
  var header: String { ClauseIdentity.text(words) }

  /// The clause as the layout knows it.
  var clause: Clause {
    var clause = Clause(words: words)
    clause.block = block.map { PlainClause.block(of: $0) }
    return clause
  }

  static func block(of clauses: [PlainClause]) -> Block {
    var block = Block(items: clauses.map { .clause($0.clause) })
    block.startsLine = true
    return block
  }
}

extension Word {
  fileprivate var plain: Word {
    var copy = self
    (copy.comment, copy.ownComments) = (nil, [])
    return copy
  }
}

/// Two versions of a block, clause beside clause.
struct BlockPair: Sendable {
  /// A clause that both versions have.
  struct Match: Sendable {
    var old: Int
    var new: Int
    /// The edit of the words before the block, or of the whole where one of them has no block.
    var edit: Int?
    /// The two blocks, if both have one and they differ; at most one.
    var block: [BlockPair] = []
    /// `true` iff the edit is about the block too.
    var isWhole = false
  }

  let old: [PlainClause]
  let new: [PlainClause]
  /// In the order of the old version.
  private(set) var matches: [Match] = []
  /// By place in the old version, the edit that took the clause out.
  private(set) var removed: [Int: Int] = [:]
  /// By place in the new version, the edit that added the clause.
  private(set) var added: [Int: Int] = [:]
  /// By sort, the edit that gave the clauses of it another order.
  private(set) var reorderings: [String: Int] = [:]
  private let isOutermost: Bool

  /// Compares the versions, and adds what differs to `edits`.
  init(
    _ old: [PlainClause], _ new: [PlainClause], within: [String], _ edits: inout [AgreementEdit]
  ) {
    self.old = old
    self.new = new
    isOutermost = within.isEmpty
    match()
    for (place, clause) in old.enumerated() where !matches.contains(where: { $0.old == place }) {
      removed[place] = edits.count
      edits.append(
        AgreementEdit(kind: .removed, within: within, old: clause.side, new: nil))
    }
    for index in matches.indices { compare(index, within, &edits) }
    for (place, clause) in new.enumerated() where !matches.contains(where: { $0.new == place }) {
      added[place] = edits.count
      edits.append(AgreementEdit(kind: .added, within: within, old: nil, new: clause.side))
    }
    noteOrder(within, &edits)
  }

  private mutating func match() {
    func identity(_ clause: PlainClause) -> String {
      isOutermost
        ? ClauseIdentity.ofDeclaration(clause.words) : ClauseIdentity.ofClause(clause.words)
    }
    let olds = Dictionary(grouping: old.indices) { identity(old[$0]) }
    let news = Dictionary(grouping: new.indices) { identity(new[$0]) }
    for (name, places) in olds {
      var candidates = news[name] ?? []
      var rest: [Int] = []
      // What says the same is the same, wherever others of its sort were put in.
      for place in places {
        if let found = candidates.firstIndex(where: { new[$0].says(old[place]) }) {
          matches.append(Match(old: place, new: candidates.remove(at: found)))
        } else {
          rest.append(place)
        }
      }
      for (place, other) in zip(rest, candidates) {
        matches.append(Match(old: place, new: other))
      }
    }
    matches.sort { $0.old < $1.old }
  }

  private mutating func compare(
    _ index: Int, _ within: [String], _ edits: inout [AgreementEdit]
  ) {
    let (one, other) = (old[matches[index].old], new[matches[index].new])
    if one.says(other) { return }
    guard let oldBlock = one.block, let newBlock = other.block else {
      (matches[index].edit, matches[index].isWhole) = (edits.count, true)
      edits.append(
        AgreementEdit(kind: .changed, within: within, old: one.side, new: other.side))
      return
    }
    if one.words != other.words {
      matches[index].edit = edits.count
      edits.append(
        AgreementEdit(
          kind: .changed, within: within,
          old: AgreementEdit.Side(text: one.header, line: one.line),
          new: AgreementEdit.Side(text: other.header, line: other.line)))
    }
    let name =
      within.isEmpty
      ? ClauseIdentity.ofDeclaration(other.words) : ClauseIdentity.ofClause(other.words)
    matches[index].block = [BlockPair(oldBlock, newBlock, within: within + [name], &edits)]
  }

  /// Notes that clauses whose order counts have another one.
  private mutating func noteOrder(_ within: [String], _ edits: inout [AgreementEdit]) {
    for sort in ["tier", "limit", "case"] {
      let ordered = matches.filter { self.sort(of: old[$0.old]) == sort }
      let places = ordered.map(\.new)
      guard places != places.sorted() else { continue }
      reorderings[sort] = edits.count
      edits.append(
        AgreementEdit(
          kind: .reordered, within: within, old: side(old, ordered.map(\.old)),
          new: side(new, places.sorted())))
    }
  }

  private func side(_ clauses: [PlainClause], _ places: [Int]) -> AgreementEdit.Side {
    AgreementEdit.Side(
      text: places.map { clauses[$0].header }.joined(separator: "; "),
      line: places.first.map { clauses[$0].line } ?? 1)
  }

  /// Among which clauses a clause's place counts; nil where it does not.
  private func sort(of clause: PlainClause) -> String? {
    guard let first = clause.words.first else { return nil }
    if isOutermost { return first.isWord("tier", "limit") ? first.text : nil }
    // Cases, which begin with their value; and routes, of which the first is the reason.
    let isCase =
      !first.isWord("criterion") && clause.words.contains { $0.isWord("when", "otherwise") }
    return isCase ? "case" : nil
  }

  // MARK: Putting together

  /// Returns the old version with the chosen edits.
  func clauses(with chosen: Set<Int>) -> [PlainClause] {
    var result: [(new: Int?, clause: PlainClause)] = []
    let byOld = Dictionary(uniqueKeysWithValues: matches.map { ($0.old, $0) })
    for (place, clause) in old.enumerated() {
      if let match = byOld[place] {
        result.append((match.new, self.clause(of: match, chosen)))
      } else if let edit = removed[place], !chosen.contains(edit) {
        result.append((nil, clause))
      }
    }
    for (sort, edit) in reorderings where chosen.contains(edit) { reorder(&result, sort) }
    for place in new.indices {
      guard let edit = added[place], chosen.contains(edit) else { continue }
      result.insert((place, new[place]), at: position(of: place, in: result))
    }
    return result.map(\.clause)
  }

  /// Where a clause of the new version is put in: behind those before it, of its own sort if its place
  /// among them counts.
  private func position(of place: Int, in result: [(new: Int?, clause: PlainClause)]) -> Int {
    let sort = sort(of: new[place])
    let peers = result.indices.filter { sort == nil || self.sort(of: result[$0].clause) == sort }
    if let before = peers.last(where: { result[$0].new.map { $0 < place } ?? false }) {
      return before + 1
    }
    return peers.first { result[$0].new.map { $0 > place } ?? false } ?? result.count
  }

  /// Gives the clauses of a sort that both versions have the new order.
  private func reorder(_ result: inout [(new: Int?, clause: PlainClause)], _ sort: String) {
    let places = result.indices.filter {
      result[$0].new != nil && self.sort(of: result[$0].clause) == sort
    }
    let sorted = places.map { result[$0] }.sorted { ($0.new ?? 0) < ($1.new ?? 0) }
    for (place, item) in zip(places, sorted) { result[place] = item }
  }

  private func clause(of match: Match, _ chosen: Set<Int>) -> PlainClause {
    var clause = old[match.old]
    if let edit = match.edit, chosen.contains(edit) {
      if match.isWhole { return new[match.new] }
      clause.words = new[match.new].words
    }
    if let block = match.block.first { clause.block = block.clauses(with: chosen) }
    return clause
  }
}

extension PlainClause {
  fileprivate var side: AgreementEdit.Side { AgreementEdit.Side(text: text, line: line) }
}
