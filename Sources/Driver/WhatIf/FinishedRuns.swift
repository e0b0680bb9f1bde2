import Diagnostics
import Engine
import Language

/// The runs of the last states of a session, so that going back to one takes no time.
struct FinishedRuns: Sendable {
  /// How many accounts the runs may have together, beside those that were loaded; one run is always
  /// kept.
  private static let accounts = 4_000_000

  private let loaded: (state: WhatIfState, run: Run)
  /// The one that was used last comes last.
  private var others: [(state: WhatIfState, run: Run)] = []
  private let most: Int

  /// - Parameter run: what the files give as they are, which is never given up.
  init(_ run: Run, of state: WhatIfState) {
    loaded = (state, run)
    let rows = max(1, run.evaluation.tables.reduce(0) { max($0, $1.rowCount) })
    most = min(max(1, FinishedRuns.accounts / rows), 100)
  }

  /// Returns the run of a state that says the same, if it is still there.
  mutating func run(of state: WhatIfState) -> Run? {
    if loaded.state.saysSame(as: state) { return loaded.run }
    guard let place = others.lastIndex(where: { $0.state.saysSame(as: state) }) else { return nil }
    let found = others.remove(at: place)
    others.append(found)
    return found.run
  }

  mutating func keep(_ run: Run, of state: WhatIfState) {
    if others.count >= most { others.removeFirst() }
    others.append((state, run))
  }
}

extension WhatIfState {
  /// `true` iff the other state has the same agreement and the same cells.
  fileprivate func saysSame(as other: WhatIfState) -> Bool {
    cells == other.cells && agreement.source.bytes == other.agreement.source.bytes
  }
}
