import Tables

/// The rows of several parts in one order, which is each part's own too.
///
/// What: the longest part grows to hold all rows; its runs are moved to their places from the last
/// to the first, and those of the others are copied between them.
///
/// Why this way: memory that is new costs more than all that is done with it, and so most of it is
/// memory that a part has already.
///
/// What breaks if it changes: a run is never moved towards the front, so that going backwards none
/// is overwritten before it is moved.
struct Weave {
  private struct Run {
    var part: Int
    var source: Int
    var target: Int
    var count: Int
  }

  private var runs: [Run] = []
  private var count = 0

  init(_ shares: [PieceShare], parts: Int) {
    var cursors = Array(repeating: 0, count: parts)
    for share in shares {
      add(share.rows, of: share.worker, from: cursors[share.worker])
      cursors[share.worker] += share.rows
    }
  }

  private init() {}

  private mutating func add(_ rows: Int, of part: Int, from source: Int) {
    runs.append(Run(part: part, source: source, target: count, count: rows))
    count += rows
  }

  /// Returns all rows of `parts`, which are given up; nil where their values have several forms.
  ///
  /// - Parameter present: the absence of as many rows, none of which misses its value.
  func woven(_ parts: inout [KeptColumn], present: [UInt8]) -> Vector? {
    guard !parts.isEmpty else { return Vector() }
    KeptColumn.unify(&parts)
    let base = Weave.longest(parts.map(\.count))
    guard parts.allSatisfy({ $0.count == 0 || $0.values.hasForm(of: parts[base].values) }) else {
      return nil
    }
    let isWhole = parts[base].isWhole
    var own = parts[base].handOver()
    own.weave(self, base, parts.map(\.values))
    if isWhole { own.absence = present }
    return own
  }

  /// Returns all rows of `parts`, which are given up.
  func woven(_ parts: inout [TextColumn]) -> TextColumn {
    let base = Weave.longest(parts.map(\.count))
    guard !parts.isEmpty, parts[base].count > 0 else { return TextColumn() }
    var texts = Weave()
    for run in runs {
      let column = parts[run.part]
      func start(_ row: Int) -> Int { row == 0 ? 0 : Int(column.ends[row - 1]) }
      let (first, end) = (start(run.source), start(run.source + run.count))
      texts.add(end - first, of: run.part, from: first)
    }
    var own = TextColumn()
    swap(&own, &parts[base])
    texts.weave(&own.bytes, base, parts.map(\.bytes), 0)
    weave(&own.ends, base, parts.map(\.ends), 0)
    var ends = own.ends.mutableSpan
    for (run, text) in zip(runs, texts.runs) {
      // The difference may wrap; what it is added to brings it back.
      let shift = UInt32(truncatingIfNeeded: text.target &- text.source)
      for row in run.target..<run.target + run.count { ends[row] &+= shift }
    }
    return own
  }

  private static func longest(_ counts: [Int]) -> Int {
    counts.indices.max { counts[$0] < counts[$1] } ?? 0
  }

  /// Weaves the values of `others` into those of the part `base`.
  ///
  /// PERF: whole runs are moved at once; a loop over values that may overlap goes one by one.
  func weave<Value: BitwiseCopyable>(
    _ own: inout [Value], _ base: Int, _ others: [[Value]], _ filler: Value
  ) {
    own.append(contentsOf: repeatElement(filler, count: count - own.count))
    unsafe own.withUnsafeMutableBufferPointer { values in
      for run in runs.reversed() {
        // INVARIANT: slicing checks both ends of both ranges; ranges of one list may overlap.
        let target = unsafe values[run.target..<run.target + run.count]
        if run.part == base {
          // All before stands where it belongs.
          if run.source == run.target { return }
          let source = unsafe values[run.source..<run.source + run.count]
          unsafe Weave.move(UnsafeBufferPointer(rebasing: source), to: target)
        } else {
          unsafe others[run.part].withUnsafeBufferPointer {
            let source = unsafe $0[run.source..<run.source + run.count]
            unsafe Weave.move(UnsafeBufferPointer(rebasing: source), to: target)
          }
        }
      }
    }
  }

  private static func move<Value: BitwiseCopyable>(
    _ source: UnsafeBufferPointer<Value>, to target: Slice<UnsafeMutableBufferPointer<Value>>
  ) {
    let target = unsafe UnsafeMutableBufferPointer(rebasing: target)
    precondition(source.count == target.count, "as many values")
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    unsafe to.update(from: from, count: source.count)
  }
}
