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

  /// Returns what can be told of captured rows at once; nothing where that is of none.
  private mutating func lookAt(_ places: Range<Int>) -> [Told] {
    guard !places.isEmpty, looks != nil else { return [] }
    looks?.load(places)
    guard let whole = looks?.endings(places, .whole), let low = looks?.endings(places, .lowEnds),
      let high = looks?.endings(places, .highEnds), let isSlow = looks?.isSlow
    else { return [] }
    return places.map { place in
      let index = place - places.lowerBound
      let row = Int(context.captured[0].rows[place])
      let endings = EndingSet(bits: UInt128(whole[index]))
      if isSlow[index] || judge.isOverridden(row) || context.isRepeated(row)
        || judge.isLimited(endings)
      {
        return .unknown
      }
      if judge.isFoundAtOnce(row, endings) { return .asFound }
      let isMoved = [low[index], high[index]].contains { bits in
        let corner = EndingSet(bits: UInt128(bits))
        return corner.count == 1 && !judge.isFoundAtOnce(row, corner)
      }
      return isMoved ? .moved(endings) : .unknown
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
