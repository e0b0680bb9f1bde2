/// The number of the clause that decides each account, in one byte where there are few clauses.
package struct ClauseColumn: Hashable, Sendable {
  /// 255 for none; empty where there are too many clauses.
  package private(set) var bytes: [UInt8] = []
  /// -1 for none; empty where there are few clauses.
  package private(set) var wide: [Int32] = []

  package init() {}

  /// Gives each account the clause of its route, if that is below `count`.
  ///
  /// - Parameter clauses: how many clauses there are.
  init<Code: FixedWidthInteger & BitwiseCopyable>(
    _ routes: Span<Code>, below count: Int, of clauses: Int
  ) {
    if clauses < 255 {
      Vector.append(routes, to: &bytes) {
        Int($0) < count ? UInt8(truncatingIfNeeded: $0) : 255
      }
    } else {
      Vector.append(routes, to: &wide) { Int($0) < count ? Int32(truncatingIfNeeded: $0) : -1 }
    }
  }

  /// Does the same with the memory of routes in bytes.
  init(taking routes: consuming [UInt8], below count: Int, of clauses: Int) {
    guard clauses < 255 else {
      self.init(routes.span, below: count, of: clauses)
      return
    }
    self.init()
    bytes = consume routes
    // PERF: mostly some route holds for each account, and one look at all tells it.
    var most: UInt8 = 0
    for route in bytes { most = max(most, route) }
    if Int(most) < count { return }
    for row in bytes.indices where Int(bytes[row]) >= count { bytes[row] = 255 }
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
}
