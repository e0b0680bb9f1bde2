import Synchronization

/// Whether somebody wants a computation to stop; what computes looks at it now and then.
///
/// A class, since those who ask and those who compute share it. Asking is one store, which the
/// handler of a signal may do.
package final class StopSign: Sendable {
  private let asked = Atomic(false)

  package init() {}

  package var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// Asks for the computation to stop.
  package func ask() { asked.store(true, ordering: .relaxed) }

  /// Forgets what was asked, before the next computation.
  package func clear() { asked.store(false, ordering: .relaxed) }
}

extension WorkSettings {
  /// Ends a computation that is to stop.
  package func goOn() throws(EvaluationFailure) {
    if stop?.isAsked == true { throw .stopped }
  }
}
