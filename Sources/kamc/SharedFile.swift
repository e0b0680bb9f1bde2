import Glibc
import Synchronization
import Tables

/// A file to which several workers write parts that follow each other.
///
/// What: a worker leaves its part with the one that writes already, and goes on; whoever writes
/// takes all parts that are there up to the end of a block.
///
/// Why: a file system lets one at a time write to a file, and whoever came second would wait; and it
/// keeps whole blocks at a lower price than any other stretches of bytes.
struct SharedFile: ~Copyable, Sendable {
  /// Not private, since the compiler cannot link what it makes of a private type here.
  struct Placed: Sendable {
    var part: PartBytes
    /// The offset in the file of its first byte.
    var start: Int
    var end: Int { start + part.count }
  }

  struct Queue: Sendable {
    /// Parts that are not written, or not to their ends, in their order.
    var waiting: [Placed] = []
    /// Memory of parts that have been written.
    var spare: [PartBytes] = []
    /// All before is written.
    var written = 0
    var hasFailed = false
  }

  /// Parts that go to the file together, up to `end`.
  private struct Batch {
    var parts: [Placed]
    var start: Int
    var end: Int
  }

  private static let blockBytes = 64 << 10
  /// Parts that may wait while others are made, so that memory stays small.
  private static let room = 16
  /// Parts that are written at once.
  private static let mostParts = 64

  private let descriptor: Descriptor
  private let queue = Mutex(Queue())
  /// Held by the one who writes; others wait for it only where too many parts do.
  private let writing = Mutex(())

  init(_ descriptor: Descriptor) { self.descriptor = descriptor }

  /// Makes room on disk for `count` bytes.
  func expect(_ count: Int) { descriptor.expect(count) }

  /// Makes room on disk for nearly all of about `count` bytes: giving back what is too much takes
  /// longer than asking for the rest.
  func expect(likely count: Int) { descriptor.expect(count - count / 16) }

  /// Takes `part`, which starts at `offset`, and leaves memory to use again.
  ///
  /// - Requires: no parts overlap, and `finish` is called when all are there.
  func write(_ part: inout PartBytes, at offset: Int) throws(SystemError) {
    let isFull = queue.withLock { queue in
      var placed = Placed(part: queue.spare.popLast() ?? PartBytes(), start: offset)
      swap(&placed.part, &part)
      let place = queue.waiting.firstIndex { $0.start > offset } ?? queue.waiting.count
      queue.waiting.insert(placed, at: place)
      return queue.waiting.count > SharedFile.room
    }
    if isFull {
      try writing.withLock { _ throws(SystemError) in try writeAll(upToBlock: true) }
    } else {
      _ = try writing.withLockIfAvailable { _ throws(SystemError) in
        try writeAll(upToBlock: true)
      }
    }
  }

  /// Writes what is left, and ends the file there.
  func finish() throws(SystemError) {
    try writing.withLock { _ throws(SystemError) in try writeAll(upToBlock: false) }
    try descriptor.cutOff(at: queue.withLock { $0.written })
  }

  /// - Requires: `writing` is held.
  private func writeAll(upToBlock: Bool) throws(SystemError) {
    while let batch = take(upToBlock: upToBlock) { try write(batch) }
  }

  /// Returns what is to be written next; nil if it is not enough for a block, or something could not
  /// be written.
  private func take(upToBlock: Bool) -> Batch? {
    queue.withLock { queue in
      guard !queue.hasFailed else { return nil }
      var (count, end) = (0, queue.written)
      for placed in queue.waiting.prefix(SharedFile.mostParts) where placed.start <= end {
        (count, end) = (count + 1, placed.end)
      }
      if upToBlock { end -= end % SharedFile.blockBytes }
      guard end > queue.written else { return nil }
      let parts = queue.waiting.prefix(count).filter { $0.start < end }
      count = parts.count
      queue.waiting.removeFirst(count)
      return Batch(parts: parts, start: queue.written, end: end)
    }
  }

  private func write(_ batch: consuming Batch) throws(SystemError) {
    let (parts, start, end) = (batch.parts, batch.start, batch.end)
    do throws(SystemError) {
      try descriptor.write(parts, from: start, to: end)
    } catch {
      queue.withLock { $0.hasFailed = true }
      throw error
    }
    queue.withLock { queue in
      for placed in parts.reversed() {
        if placed.end > end {
          queue.waiting.insert(placed, at: 0)
        } else {
          queue.spare.append(placed.part)
        }
      }
      queue.written = end
    }
  }
}

extension Descriptor {
  /// Writes the bytes of `parts` that stand from `start` to `end` of the file, unless the program is
  /// asked to stop.
  fileprivate func write(
    _ parts: [SharedFile.Placed], from start: Int, to end: Int
  ) throws(SystemError) {
    var start = start
    while start < end {
      if Interruption.isAsked { throw SystemError(code: EINTR) }
      start += try uninterrupted {
        var pieces: [iovec] = unsafe []
        return unsafe write(parts[...], from: start, to: end, behind: &pieces)
      }
    }
  }

  /// Adds the bytes of `parts` to `pieces`, and writes all at `start`; returns as `pwritev` does.
  @unsafe
  private func write(
    _ parts: ArraySlice<SharedFile.Placed>, from start: Int, to end: Int,
    behind pieces: inout [iovec]
  ) -> Int {
    guard let placed = parts.first else {
      return unsafe pwritev(number, pieces, Int32(pieces.count), off_t(start))
    }
    guard placed.end > start else {
      return unsafe write(parts.dropFirst(), from: start, to: end, behind: &pieces)
    }
    let bytes = max(start, placed.start) - placed.start..<min(end, placed.end) - placed.start
    return unsafe placed.part.memory.withUnsafeBytes { memory in
      let first = unsafe memory.baseAddress.map { unsafe $0 + bytes.lowerBound }
      // INVARIANT: what is written is only read.
      let piece = unsafe iovec(
        iov_base: UnsafeMutableRawPointer(mutating: first), iov_len: bytes.count)
      unsafe pieces.append(piece)
      return unsafe write(parts.dropFirst(), from: start, to: end, behind: &pieces)
    }
  }
}
