import Language
import Tables

/// What was found of accounts, many of which are searched at a time.
struct RowFindings: Sendable {
  typealias Found = (row: Int32, finding: RowFinding)

  /// What limits ask about, by ascending rows.
  private(set) var findings: [Found] = []
  private(set) var beyondLimits = BeyondLimits()

  /// Rows that one task takes.
  private static let chunk = 256

  private init() {}

  /// Searches all accounts that have to be.
  init(_ judge: Judge, workers: Int) async {
    let staff = RowSearches(judge)
    let next = StretchCounter()
    let chunks = (staff.count + RowFindings.chunk - 1) / RowFindings.chunk
    let parts = await withTaskGroup(of: [(chunk: Int, found: RowFindings)].self) { group in
      for _ in 0..<max(1, min(workers, chunks)) {
        group.addTask {
          var searches = staff
          var parts: [(chunk: Int, found: RowFindings)] = []
          while true {
            let chunk = next.take()
            guard chunk < chunks else { return parts }
            parts.append((chunk, RowFindings(chunk, of: &searches)))
          }
        }
      }
      var parts: [(chunk: Int, found: RowFindings)] = []
      for await part in group { parts += part }
      return parts.sorted { $0.chunk < $1.chunk }
    }
    for part in parts {
      findings += part.found.findings
      beyondLimits.append(part.found.beyondLimits)
    }
  }

  private init(_ chunk: Int, of searches: inout RowSearches) {
    let first = chunk * RowFindings.chunk
    for item in first..<min(searches.count, first + RowFindings.chunk) {
      guard let found = searches.search(item) else { continue }
      if found.finding.outcomes.isEmpty {
        beyondLimits.append(found.finding.endings, of: found.row)
      } else {
        findings.append(found)
      }
    }
  }
}

/// Accounts that no limit asks about, of which only what can become of them is of interest.
struct BeyondLimits: Sendable {
  /// They ascend.
  private(set) var rows: [Int32] = []
  private(set) var endings: [EndingSet] = []

  /// - Complexity: O(log n).
  subscript(row: Int32) -> EndingSet? {
    let place = rows.countOfFirst { $0 < row }
    return place < rows.count && rows[place] == row ? endings[place] : nil
  }

  mutating func append(_ endings: EndingSet, of row: Int32) {
    rows.append(row)
    self.endings.append(endings)
  }

  mutating func append(_ other: BeyondLimits) {
    rows += other.rows
    endings += other.endings
  }
}

/// The searches for each sort of account, and which accounts have to be searched.
struct RowSearches {
  let judge: Judge
  private var open: RowSearch
  private var plain: RowSearch
  private var rejected: RowSearch
  private let readsFar: Bool

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
  }

  private var context: OpenContext { judge.context }

  /// Accounts that were accepted and have to be searched.
  private var accepted: Int {
    readsFar ? context.rowCount(of: .accounts) : context.captured[0].count
  }

  var count: Int { accepted + context.rejected[0].count }

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
