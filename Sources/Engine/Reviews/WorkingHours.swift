/// The part of each working day in which meetings take place, in minutes after midnight.
package struct WorkingHours: Hashable, Sendable {
  package var from: Int
  package var to: Int

  package init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }
}

/// Times of day as people write them.
package enum Clock {
  /// Returns `minutes` after midnight as `HH:MM`; 1440 is `24:00`.
  package static func text(_ minutes: Int) -> String {
    func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
  }
}
