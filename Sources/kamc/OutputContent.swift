import Driver
import Glibc
import Synchronization
import Tables

/// What an output holds; a large one is made while it is written.
enum OutputContent: Sendable {
  case bytes([UInt8])
  case parts(any PartedOutput, workers: Int)

  /// Where the bytes go.
  enum Sink: Sendable {
    /// Takes bytes in their order, never two calls at once.
    case stream(Descriptor)
    /// Takes bytes at their places, several at a time.
    case file(Descriptor)
  }

  /// Writes all bytes to `sink`.
  ///
  /// - Returns: the number of texts that were neutralised because a spreadsheet would run them.
  func deliver(to sink: Sink) async throws(SystemError) -> Int {
    switch self {
    case .bytes(let bytes):
      try sink.write(bytes.span)
      return 0
    case .parts(let output, let workers):
      return try await OutputContent.deliver(output, workers: workers, to: sink)
    }
  }

  /// Writes the bytes; returns as `deliver(to:)` does, or nil if nobody reads on.
  func write(to descriptor: Descriptor) async throws(SystemError) -> Int? {
    do throws(SystemError) {
      return try await deliver(to: .stream(descriptor))
    } catch {
      if error.code == EPIPE { return nil }
      throw error
    }
  }

  /// Lets workers make parts, and give them away in turn.
  private static func deliver(
    _ output: some PartedOutput, workers: Int, to sink: Sink
  ) async throws(SystemError) -> Int {
    let workers = max(1, min(workers, output.partCount))
    let turns = Turns(workers: workers)
    let end = Atomic<Int>(0)
    let results = await withTaskGroup(of: Result<Int, SystemError>.self) { group in
      for _ in 0..<workers {
        group.addTask { @Sendable in work(on: output, in: turns, sink, end) }
      }
      var results: [Result<Int, SystemError>] = []
      for await result in group { results.append(result) }
      return results
    }
    var neutralised = 0
    for result in results { neutralised += try result.get() }
    if case .file(let descriptor) = sink {
      try descriptor.cutOff(at: end.load(ordering: .acquiring))
    }
    return neutralised
  }

  private static func work(
    on output: some PartedOutput, in turns: borrowing Turns, _ sink: Sink,
    _ end: borrowing Atomic<Int>
  ) -> Result<Int, SystemError> {
    var maker = output.maker()
    do throws(SystemError) {
      while case let part = turns.take(), part < output.partCount {
        try turns.holding(part) { () throws(SystemError) in
          try maker.make(part) { bytes throws(SystemError) in
            guard turns.wait(for: part) else { return }
            try give(bytes, part, of: output.partCount, in: turns, to: sink, end)
          }
        }
      }
      return .success(maker.neutralised)
    } catch {
      return .failure(error)
    }
  }

  /// Gives a part away, whose turn has come, and passes the turn.
  private static func give(
    _ bytes: Span<UInt8>, _ part: Int, of count: Int, in turns: borrowing Turns, to sink: Sink,
    _ end: borrowing Atomic<Int>
  ) throws(SystemError) {
    do throws(SystemError) {
      switch sink {
      case .stream(let descriptor):
        try descriptor.write(bytes)
        turns.pass(to: part + 1)
      case .file(let descriptor):
        // PERF: who comes next has to know where this part ends, not that it has been written.
        let start = end.wrappingAdd(bytes.count, ordering: .relaxed).oldValue
        if part == 0 { descriptor.expect(bytes.count * count) }
        turns.pass(to: part + 1)
        try descriptor.write(bytes, at: start)
      }
    } catch {
      turns.stop()
      throw error
    }
  }
}

extension OutputContent.Sink {
  /// Writes all there is.
  fileprivate func write(_ bytes: Span<UInt8>) throws(SystemError) {
    switch self {
    case .stream(let descriptor): try descriptor.write(bytes)
    case .file(let descriptor):
      descriptor.expect(bytes.count)
      try descriptor.write(bytes, at: 0)
      try descriptor.cutOff(at: bytes.count)
    }
  }
}
