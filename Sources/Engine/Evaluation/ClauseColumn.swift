/// The number of the clause that decides each account, in one byte where there are few clauses.
package struct ClauseColumn: Hashable, Sendable {
  /// 255 for none; empty where there are too many clauses.
  package private(set) var bytes: [UInt8] = []
  /// -1 for none; empty where there are few clauses.
  package private(set) var wide: [Int32] = []

  package init() {}

  /// - Parameters:
  ///   - count: the number of accounts, of which none is decided yet.
  ///   - clauses: how many clauses there are.
  init(count: Int, clauses: Int) {
    if clauses < 255 {
      bytes = Array(repeating: 255, count: count)
    } else {
      wide = Array(repeating: -1, count: count)
    }
  }

  /// The clause of an account, -1 for none.
  package internal(set) subscript(row: Int) -> Int {
    get {
      if bytes.isEmpty { return Int(wide[row]) }
      return bytes[row] == 255 ? -1 : Int(bytes[row])
    }
    set {
      if bytes.isEmpty {
        wide[row] = Int32(truncatingIfNeeded: newValue)
      } else {
        bytes[row] = UInt8(truncatingIfNeeded: newValue)
      }
    }
  }

  /// Gives some accounts one clause.
  mutating func set(_ places: [Int32], of rows: [Int32], to clause: Int) {
    if bytes.isEmpty {
      var clauses = wide.mutableSpan
      for place in places { clauses[Int(rows[Int(place)])] = Int32(truncatingIfNeeded: clause) }
    } else {
      var clauses = bytes.mutableSpan
      for place in places { clauses[Int(rows[Int(place)])] = UInt8(truncatingIfNeeded: clause) }
    }
  }

  /// Gives each account the clause of its route, if that is below `count`.
  mutating func take<Code: FixedWidthInteger & BitwiseCopyable>(
    _ routes: Span<Code>, below count: Int
  ) {
    if bytes.isEmpty {
      ClauseColumn.take(routes, below: count, into: &wide, none: -1)
    } else {
      ClauseColumn.take(routes, below: count, into: &bytes, none: 255)
    }
  }

  /// PERF: spans, since an array's own subscript asks at every row whether it is shared.
  @inline(__always)
  private static func take<
    Code: FixedWidthInteger & BitwiseCopyable, Clause: FixedWidthInteger & BitwiseCopyable
  >(
    _ routes: Span<Code>, below count: Int, into clauses: inout [Clause], none: Clause
  ) {
    var clauses = clauses.mutableSpan
    precondition(routes.count == clauses.count, "the same accounts")
    for row in clauses.indices {
      let route = routes[row]
      clauses[row] = Int(route) < count ? Clause(truncatingIfNeeded: route) : none
    }
  }
}
