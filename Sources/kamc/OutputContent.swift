import Driver
import Glibc
import Synchronization
import Tables

/// What an output holds; a large one is made while it is written.
enum OutputContent: Sendable {
  case bytes([UInt8])
  case parts(any PartedOutput, workers: Workforce)

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
    _ output: some PartedOutput, workers: Workforce, to sink: Sink
  ) async throws(SystemError) -> Int {
    let workers = workers.cut(to: output.partCount)
    switch sink {
    case .stream(let descriptor): return try await stream(output, workers, to: descriptor)
    case .file(let descriptor): return try await place(output, workers, on: descriptor)
    }
  }

  private static func stream(
    _ output: some PartedOutput, _ workers: Workforce, to descriptor: Descriptor
  ) async throws(SystemError) -> Int {
    let turns = Turns(workers: workers.count)
    return try sum(await workers.run { _ in stream(output, in: turns, to: descriptor) })
  }

  private static func place(
    _ output: some PartedOutput, _ workers: Workforce, on descriptor: Descriptor
  ) async throws(SystemError) -> Int {
    let turns = Turns(workers: workers.count)
    let end = Atomic<Int>(0)
    let file = SharedFile(descriptor)
    let neutralised = try sum(
      await workers.run { _ in place(output, in: turns, end, on: file) })
    try file.finish()
    return neutralised
  }

  private static func sum(_ results: [Result<Int, SystemError>]) throws(SystemError) -> Int {
    var sum = 0
    for result in results { sum += try result.get() }
    return sum
  }

  /// Makes parts and writes each when its turn has come; returns the number of neutralised texts.
  private static func stream(
    _ output: some PartedOutput, in turns: borrowing Turns, to descriptor: Descriptor
  ) -> Result<Int, SystemError> {
    var maker = output.maker()
    var part = PartBytes()
    do throws(SystemError) {
      while case let number = turns.take(), number < output.partCount {
        try turns.holding(number) { () throws(SystemError) in
          maker.make(number, in: &part)
          guard turns.wait(for: number) else { return }
          try descriptor.write(part.memory.span.extracting(..<part.count))
          turns.pass(to: number + 1)
        }
      }
      return .success(maker.neutralised)
    } catch {
      turns.stop()
      return .failure(error)
    }
  }

  /// Makes parts and writes them at their places, which they learn in turn; returns the same.
  private static func place(
    _ output: some PartedOutput, in turns: borrowing Turns, _ end: borrowing Atomic<Int>,
    on file: borrowing SharedFile
  ) -> Result<Int, SystemError> {
    var maker = output.maker()
    var part = PartBytes()
    do throws(SystemError) {
      while case let number = turns.take(), number < output.partCount {
        let start = turns.holding(number) {
          maker.make(number, in: &part)
          guard turns.wait(for: number) else { return nil as Int? }
          let start = end.wrappingAdd(part.count, ordering: .relaxed).oldValue
          turns.pass(to: number + 1)
          return start
        }
        guard let start else { break }
        if number == 0 { file.expect(likely: part.count * output.partCount) }
        if number == output.partCount - 1 { file.expect(start + part.count) }
        try file.write(&part, at: start)
      }
      return .success(maker.neutralised)
    } catch {
      turns.stop()
      return .failure(error)
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
