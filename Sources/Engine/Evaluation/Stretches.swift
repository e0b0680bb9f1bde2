import Synchronization

/// The rows of a table cut into stretches of batches, which workers take one after the other.
struct Stretches: Sendable {
  let rows: Int
  let batchRows: Int
  private var length: Int { batchRows * 16 }

  var count: Int { (rows + length - 1) / length }

  func rows(of stretch: Int) -> Range<Int> {
    stretch * length..<min(rows, (stretch + 1) * length)
  }

  func batches(of stretch: Int) -> [Range<Int>] {
    let rows = rows(of: stretch)
    return stride(from: rows.lowerBound, to: rows.upperBound, by: batchRows).map {
      $0..<min(rows.upperBound, $0 + batchRows)
    }
  }
}

/// Hands out the numbers of stretches, each once; a class, since all workers share the one counter.
package final class StretchCounter: Sendable {
  private let next = Atomic<Int>(0)
  private let stop: StopSign?

  /// - Parameter stop: after which none is handed out, so that nothing of the pass may be used.
  package init(until stop: StopSign? = nil) { self.stop = stop }

  /// Returns a number, from 0, that nobody else has.
  package func take() -> Int {
    stop?.isAsked == true ? .max : next.add(1, ordering: .relaxed).oldValue
  }
}

/// A worker with the stretches that it took, in ascending order.
struct StretchWorker: Sendable {
  private(set) var worker: PassWorker
  private(set) var taken: [Int] = []

  init(_ worker: PassWorker) { self.worker = worker }

  /// Returns this worker after it took stretches until none was left.
  consuming func working(
    through stretches: Stretches, from next: StretchCounter
  ) -> StretchWorker {
    while true {
      let stretch = next.take()
      guard stretch < stretches.count else { return self }
      taken.append(stretch)
      for batch in stretches.batches(of: stretch) { worker.consume(batch) }
      worker.finish(piece: stretch)
    }
  }
}
