/// Tells which tiers the accounts that moved would have if only some of the changes were made.
protocol ChangeJudge {
  /// How many changes there are.
  var changeCount: Int { get }
  /// The changes that are made alone, to see what each does.
  var candidates: [Int] { get }

  /// `true` iff the changes can be made without others.
  mutating func stands(with changes: Set<Int>) async throws(RunFailure) -> Bool

  /// Returns the names of the accounts' tiers, in the order of the moves; nil for changes that do not
  /// stand without others.
  mutating func tiers(with changes: Set<Int>) async throws(RunFailure) -> [String?]?
}

/// Finds out which changes caused which moves, by making them and looking.
///
/// What: each change alone that gives an account its new tier is a cause. Where none does, the cause
/// is a set of changes of which each is needed: without it the others do not.
///
/// Why this way: nothing is guessed from what a change is about; a limit or a share can carry it to
/// accounts that it does not name.
struct CauseSearch<Judge: ChangeJudge> {
  private var judge: Judge
  /// By move, the name of the tier that the account has now.
  private let targets: [String?]
  /// Changes that cannot be made at all.
  private var unusable: Set<Int> = []
  private var known: [[Int]: [String?]?] = [:]
  /// How many more times the accounts may be judged.
  private var effort: Int
  /// The changes that can be made together and not without each other, each change in one of them.
  private(set) var units: [[Int]] = []
  /// By move, the sets of changes each of which alone causes it; none where that was not found out.
  private(set) var causes: [[[Int]]]

  init(_ judge: Judge, targets: [String?], effort: Int) {
    self.judge = judge
    self.targets = targets
    self.effort = effort
    causes = Array(repeating: [], count: targets.count)
  }

  /// `true` iff the search ended before it was complete.
  var isCutShort: Bool { effort <= 0 }

  /// Looks for the causes of all moves.
  mutating func run() async throws(RunFailure) {
    try await findUnits()
    guard !targets.isEmpty else { return }
    for unit in units {
      guard let tiers = try await tiers(with: unit) else { continue }
      for (move, target) in targets.enumerated() where tiers[move] == target {
        causes[move].append(unit)
      }
    }
    for move in causes.indices {
      let all = causes[move]
      causes[move] = all.filter { one in
        !all.contains { $0.count < one.count && Set($0).isSubset(of: one) }
      }.sorted { ($0.count, $0[0]) < ($1.count, $1[0]) }
    }
    let alone = Set(units.joined())
    let atoms = units + everything.filter { !alone.contains($0) }.map { [$0] }
    for (move, target) in targets.enumerated() where causes[move].isEmpty {
      guard let tiers = try await tiers(with: everything), tiers[move] == target else { continue }
      let needed = try await least(atoms) { $0[move] == target }
      if !isCutShort { causes[move] = [needed] }
    }
  }

  // MARK: Changes that need each other

  /// Finds what can be made alone, then pairs, then larger sets of changes that need each other.
  private mutating func findUnits() async throws(RunFailure) {
    var dependent: [Int] = []
    for change in judge.candidates {
      if try await judge.stands(with: [change]) {
        units.append([change])
      } else {
        dependent.append(change)
      }
    }
    var rest: [Int] = []
    for change in dependent {
      if let partner = try await partner(of: change) {
        add([change, partner].sorted())
      } else {
        rest.append(change)
      }
    }
    guard !rest.isEmpty else { return }
    let stands = try await judge.stands(with: Set(0..<judge.changeCount))
    for change in rest {
      if stands { add(try await companions(of: change)) } else { unusable.insert(change) }
    }
  }

  private mutating func add(_ unit: [Int]) {
    if !units.contains(unit) { units.append(unit) }
  }

  private mutating func partner(of change: Int) async throws(RunFailure) -> Int? {
    for other in 0..<judge.changeCount where other != change {
      if try await judge.stands(with: [change, other]) { return other }
    }
    return nil
  }

  /// Returns as few changes as are needed for a change to stand, with it.
  private mutating func companions(of change: Int) async throws(RunFailure) -> [Int] {
    let known = units.filter { !$0.contains(change) }
    let free = Set(known.joined()).union([change])
    var left = known + (0..<judge.changeCount).filter { !free.contains($0) }.map { [$0] }
    var place = 0
    while place < left.count {
      var rest = left
      rest.remove(at: place)
      if try await judge.stands(with: Set(rest.joined()).union([change])) {
        left = rest
      } else {
        place += 1
      }
    }
    return Set(left.joined()).union([change]).sorted()
  }

  // MARK: Judging

  private var everything: [Int] {
    (0..<judge.changeCount).filter { !unusable.contains($0) }
  }

  private mutating func tiers(with changes: [Int]) async throws(RunFailure) -> [String?]? {
    if let found = known[changes] { return found }
    guard effort > 0 else { return nil }
    effort -= 1
    let found = try await judge.tiers(with: Set(changes))
    known[changes] = .some(found)
    return found
  }

  /// Returns sets of which each is needed, together: halves are left out first, then single ones.
  private mutating func least(
    _ atoms: [[Int]], _ holds: ([String?]) -> Bool
  ) async throws(RunFailure) -> [Int] {
    var left = atoms
    var size = max(1, left.count / 2)
    while true {
      let before = left.count
      var start = 0
      while start < left.count, left.count > 1 {
        let end = min(start + size, left.count)
        let rest = Array(left[..<start] + left[end...])
        let changes = Set(rest.joined()).sorted()
        if !rest.isEmpty, let tiers = try await tiers(with: changes), holds(tiers) {
          left = rest
        } else {
          start += size
        }
      }
      if size == 1, left.count == before { return Set(left.joined()).sorted() }
      size = max(1, size / 2)
    }
  }
}
