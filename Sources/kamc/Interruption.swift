import Glibc
import Synchronization

/// Signals that ask the program to end, put off while it writes files.
///
/// Without this a run that is interrupted would leave half-written files with names of their own.
/// Where signals are put off, the writer looks for them between pieces, gives up and cleans up; the
/// program then ends by the signal, as its caller expects.
enum Interruption {
  /// The last signal that was put off, or 0.
  private static let noted = Atomic<Int32>(0)
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// `true` iff the writer should give up.
  static var isAsked: Bool { noted.load(ordering: .relaxed) != 0 }

  /// Runs `body`, then ends the program if a signal came meanwhile.
  static func deferred<Value, Problem: Error>(
    _ body: () async throws(Problem) -> Value
  ) async throws(Problem) -> Value {
    // The handler must find the variable made: it may do nothing but store.
    noted.store(0, ordering: .relaxed)
    let previous = signals.map { replaceHandler(of: $0) }
    defer {
      for (number, action) in zip(signals, previous) {
        if var action { unsafe sigaction(number, &action, nil) }
      }
      let number = noted.exchange(0, ordering: .relaxed)
      if number != 0 { end(by: number) }
    }
    return try await body()
  }

  /// Sends the signal again, to the whole program: this thread may be one that takes no signals.
  private static func end(by number: Int32) {
    kill(getpid(), number)
    sleep(1)
  }

  /// Lets `number` be noted; returns what to restore, or nil where the signal is ignored anyway.
  private static func replaceHandler(of number: Int32) -> sigaction? {
    var old = sigaction()
    guard unsafe sigaction(number, nil, &old) == 0 else { return nil }
    let isIgnored = unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
    if isIgnored { return nil }
    var new = sigaction()
    unsafe new.__sigaction_handler.sa_handler = { Interruption.noted.store($0, ordering: .relaxed) }
    return unsafe sigaction(number, &new, nil) == 0 ? old : nil
  }
}
