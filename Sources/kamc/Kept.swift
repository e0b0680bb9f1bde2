import Synchronization

/// What stays in memory until the program ends.
///
/// PERF: giving back the columns of a run takes milliseconds, since each other processor is asked to
/// forget where they were; the end of the process gives back everything at once.
enum Kept {
  private static let things = Mutex<[any Sendable]>([])

  /// Keeps `thing`.
  static func untilExit(_ thing: some Sendable) { things.withLock { $0.append(thing) } }
}
