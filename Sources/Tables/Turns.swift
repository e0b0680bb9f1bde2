import Synchronization

/// Lets workers that take numbered pieces of work pass something on in the order of the numbers.
///
/// A worker holds the gate of its number from the taking to the passing on, so that the worker
/// after it sleeps at that gate instead of spinning, which would take the processor from the very
/// worker it waits for. Waiting ends: it is always for a lower number, which is with a running
/// worker, since numbers are taken in order and a worker never suspends while it has one.
package struct Turns: ~Copyable, Sendable {
  /// A lock that many workers share, hence a class.
  private final class Gate: Sendable {
    let lock = Mutex(())
  }

  private let untaken = Atomic<Int>(0)
  /// The number whose turn it is; `stopped` when there are no more turns.
  private let current = Atomic<Int>(0)
  /// INVARIANT: more gates than workers, so that the numbers that wait or are waited for, which
  /// follow each other, never share one.
  private let gates: [Gate]

  private static var stopped: Int { .max }

  package init(workers: Int) { gates = (0...workers).map { _ in Gate() } }

  /// Returns a number, from 0, that no other worker has.
  package func take() -> Int {
    untaken.wrappingAdd(1, ordering: .relaxed).oldValue
  }

  /// Runs `work` on `number`, at whose end the turn is passed on or all is stopped.
  package func holding<Value: Sendable, Problem: Error>(
    _ number: Int, _ work: () throws(Problem) -> Value
  ) throws(Problem) -> Value {
    try gates[number % gates.count].lock.withLock { _ throws(Problem) in try work() }
  }

  /// Waits for the turn of `number`; returns `false` when it will not come.
  ///
  /// What the worker before has stored is seen from here on.
  package func wait(for number: Int) -> Bool {
    while true {
      let current = current.load(ordering: .acquiring)
      if current == Turns.stopped { return false }
      if current == number { return true }
      gates[(number - 1) % gates.count].lock.withLock { _ in }
    }
  }

  /// Passes the turn to `number`.
  ///
  /// - Requires: the caller holds the number before and has waited for its turn.
  package func pass(to number: Int) { current.store(number, ordering: .releasing) }

  /// Ends all turns after the caller's.
  ///
  /// - Requires: the caller has waited for its turn.
  package func stop() { current.store(Turns.stopped, ordering: .releasing) }
}
