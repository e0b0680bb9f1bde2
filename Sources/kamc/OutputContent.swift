import Driver
import Glibc
import Tables

/// What an output holds; a large one is made while it is written.
enum OutputContent: Sendable {
  case bytes([UInt8])
  case parts(any PartedOutput, workers: Int)

  /// Takes some bytes; the first call is told how many are expected in all.
  typealias Taker =
    @Sendable (_ bytes: Span<UInt8>, _ expected: Int?) throws(SystemError) -> Void

  /// Gives the bytes to `take`, in their order and never to two calls at once.
  ///
  /// - Returns: the number of texts that were neutralised because a spreadsheet would run them.
  func deliver(to take: @escaping Taker) async throws(SystemError) -> Int {
    switch self {
    case .bytes(let bytes):
      try take(bytes.span, bytes.count)
      return 0
    case .parts(let output, let workers):
      return try await OutputContent.deliver(output, workers: workers, to: take)
    }
  }

  /// Writes the bytes; returns as `deliver(to:)` does, or nil if nobody reads on.
  func write(to descriptor: Descriptor) async throws(SystemError) -> Int? {
    do throws(SystemError) {
      return try await deliver { bytes, _ throws(SystemError) in try descriptor.write(bytes) }
    } catch {
      if error.code == EPIPE { return nil }
      throw error
    }
  }

  /// Lets workers make parts, and give them away in turn.
  private static func deliver(
    _ output: some PartedOutput, workers: Int, to take: @escaping Taker
  ) async throws(SystemError) -> Int {
    let workers = max(1, min(workers, output.partCount))
    let turns = Turns(workers: workers)
    let results = await withTaskGroup(of: Result<Int, SystemError>.self) { group in
      for _ in 0..<workers {
        group.addTask { @Sendable in work(on: output, in: turns, take) }
      }
      var results: [Result<Int, SystemError>] = []
      for await result in group { results.append(result) }
      return results
    }
    var neutralised = 0
    for result in results { neutralised += try result.get() }
    return neutralised
  }

  private static func work(
    on output: some PartedOutput, in turns: borrowing Turns, _ take: Taker
  ) -> Result<Int, SystemError> {
    var maker = output.maker()
    do throws(SystemError) {
      while case let part = turns.take(), part < output.partCount {
        try turns.holding(part) { () throws(SystemError) in
          try maker.make(part) { bytes throws(SystemError) in
            try give(bytes, part, of: output.partCount, in: turns, to: take)
          }
        }
      }
      return .success(maker.neutralised)
    } catch {
      return .failure(error)
    }
  }

  private static func give(
    _ bytes: Span<UInt8>, _ part: Int, of count: Int, in turns: borrowing Turns, to take: Taker
  ) throws(SystemError) {
    guard turns.wait(for: part) else { return }
    do throws(SystemError) {
      try take(bytes, part == 0 ? bytes.count * count : nil)
      turns.pass(to: part + 1)
    } catch {
      turns.stop()
      throw error
    }
  }
}
