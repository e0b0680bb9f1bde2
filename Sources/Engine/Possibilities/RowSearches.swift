import Language
import Tables

/// The searches for each sort of account, and which accounts have to be searched.
struct RowSearches {
  let judge: Judge
  private var open: RowSearch
  private var plain: RowSearch
  private var rejected: RowSearch
  private let readsFar: Bool
  /// Looks at many captured rows at once; nil where that cannot be done.
  private var looks: SheetLooks?
  /// Tells who is too far behind for the only limit; nil where looks do not.
  private var reach: LimitReach?

  /// - Parameter boxes: how many boxes are looked at for one account; by their number if nil.
  init(_ judge: Judge, boxes: Int? = nil) {
    self.judge = judge
    func search(_ rows: Tape.Rows) -> RowSearch {
      let tape = Tape(rows, for: judge.registers, of: .accounts, in: judge.context)
      return RowSearch(judge, TapeMachine(tape, of: .accounts, in: judge.context))
    }
    open = search(.captured)
    plain = search(.plain)
    rejected = search(.rejected)
    readsFar = plain.machine.tape.readsFar
    let boxes = boxes ?? min(400, max(24, 200_000 / max(1, count)))
    open.boxes = boxes
    plain.boxes = boxes
    rejected.boxes = boxes
    if !readsFar, let sheet = RangeSheet(judge, open.machine) {
      looks = SheetLooks(sheet, judge.context.captured[0], SharedContext(judge.context))
      reach = LimitReach(judge).flatMap { sheet.tells($0.key) ? $0 : nil }
    }
  }

  private var context: OpenContext { judge.context }

  /// Accounts that were accepted and have to be searched.
  private var accepted: Int {
    readsFar ? context.rowCount(of: .accounts) : context.captured[0].count
  }

  var count: Int { accepted + context.rejected[0].count }

  /// Calls `body` with what was found of some accounts, those of which nothing is open left out.
  mutating func search(_ items: Range<Int>, _ body: (RowFindings.Found) -> Void) {
    let places = items.clamped(to: 0..<accepted)
    let told = lookAt(places)
    for item in items {
      switch told.isEmpty || item >= accepted ? .unknown : told[item - places.lowerBound] {
      case .asFound: break
      case .moved(let endings):
        let finding = RowFinding(endings: endings, scores: [], points: [])
        body((context.captured[0].rows[item], finding))
      case .unknown: if let found = search(item) { body(found) }
      }
    }
  }

  /// What one look at many rows tells of one of them.
  private enum Told {
    case asFound
    /// At an end of its blanks' ranges the account ends otherwise.
    case moved(EndingSet)
    case unknown
  }

  /// What looks at many rows tell of them, each ending as a bit.
  private struct Looks {
    var whole: [UInt64] = []
    /// At either end of the blanks' ranges.
    var ends: [[UInt64]] = []
    /// Whether the only limit can concern a row, and leaves it no seat.
    var areMoved: [Bool] = []
  }

  /// Looks at captured rows; nil where that tells nothing.
  private mutating func look(_ places: Range<Int>) -> Looks? {
    guard !places.isEmpty, looks != nil else { return nil }
    looks?.load(places)
    var told = Looks()
    told.areMoved = Array(repeating: false, count: places.count)
    for look in [RangeSheet.Look.whole, .lowEnds, .highEnds] {
      guard var endings = looks?.endings(places, look) else { return nil }
      if let reach, let overflow = looks?.overflow(reach) {
        if look == .whole { told.areMoved = looks?.areBehind(reach, endings) ?? told.areMoved }
        for row in endings.indices
        where told.areMoved[row] && endings[row] & reach.members != 0 {
          endings[row] = endings[row] & ~reach.members | overflow[row]
        }
      }
      if look == .whole { told.whole = endings } else { told.ends.append(endings) }
    }
    return told
  }

  /// Returns what can be told of captured rows at once; nothing where that is of none.
  private mutating func lookAt(_ places: Range<Int>) -> [Told] {
    guard let told = look(places), let isSlow = looks?.isSlow else { return [] }
    return places.map { place in
      let index = place - places.lowerBound
      let row = Int(context.captured[0].rows[place])
      let endings = EndingSet(bits: UInt128(told.whole[index]))
      if isSlow[index] || judge.isOverridden(row) || context.isRepeated(row)
        || judge.isLimited(endings)
      {
        return .unknown
      }
      let isMoved = told.areMoved[index]
      // What the run found has to be behind too, which it is unless blanks count as no value does.
      if isMoved, !(reach?.isBehind(row) ?? false) || judge.isLimited(judge.found(row)) {
        return .unknown
      }
      func isFound(_ endings: EndingSet) -> Bool {
        isMoved ? endings == judge.found(row) : judge.isFoundAtOnce(row, endings)
      }
      if isFound(endings) { return .asFound }
      let endsOtherwise = told.ends.contains { bits in
        let corner = EndingSet(bits: UInt128(bits[index]))
        return corner.count == 1 && !isFound(corner)
      }
      return endsOtherwise ? .moved(endings) : .unknown
    }
  }

  /// Returns what was found of one account, nil where nothing is open.
  mutating func search(_ item: Int) -> RowFindings.Found? {
    if item >= accepted {
      let row = context.rowCount(of: .accounts) + item - accepted
      return (Int32(row), search(row: row))
    }
    let row = readsFar ? item : Int(context.captured[0].rows[item])
    if context.isRepeated(row) { return nil }
    let place = context.captured[0].place(of: row)
    let finding =
      place == nil
      ? plain.searchUnlessFound(row, place: nil) : open.searchUnlessFound(row, place: place)
    return finding.map { (Int32(row), $0) }
  }

  /// Returns what was found of the account in `row`.
  mutating func search(row: Int) -> RowFinding {
    let first = context.rowCount(of: .accounts)
    if row >= first { return rejected.search(row, place: row - first) }
    guard let place = context.captured[0].place(of: row) else {
      return plain.search(row, place: nil)
    }
    return open.search(row, place: place)
  }
}
