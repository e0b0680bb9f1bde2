import Glibc
import Synchronization

/// Pages of memory that the system hands out at once.
///
/// What: memory that is written next is asked for in large pages, until two of them have taken longer
/// than small ones do.
///
/// Why: first writes to small pages cost more than all that is done with them. A large page costs a
/// fifth of what as many small ones do, unless a virtual machine has to get it back from its host:
/// then it costs five times as much.
package enum LargePages {
  /// The bytes of a large page on most systems.
  private static var size: UInt { 2 << 20 }
  /// What as many small pages take.
  private static let bearableNanoseconds = 1_000_000
  private static let dear = Atomic(0)

  /// Takes the large pages that start in `stretch` and end before `end`.
  package static func take(_ stretch: Range<UInt>, within end: UInt) {
    guard end > size, var page = start(from: stretch.lowerBound) else { return }
    while page < stretch.upperBound, page <= end - size {
      guard dear.load(ordering: .relaxed) < 2 else { return }
      if nanoseconds(toTake: page) > bearableNanoseconds { dear.add(1, ordering: .relaxed) }
      page += size
    }
  }

  /// Returns where the first large page starts from `address` on.
  private static func start(from address: UInt) -> UInt? {
    let (end, isTooLarge) = address.addingReportingOverflow(size - 1)
    return isTooLarge ? nil : end / size * size
  }

  /// Takes one page, and returns how long that took.
  ///
  /// It is advice: whether it is taken, and when, makes no difference to what the memory holds.
  private static func nanoseconds(toTake page: UInt) -> Int {
    let before = now
    let start = unsafe UnsafeMutableRawPointer(bitPattern: page)
    if unsafe madvise(start, Int(size), Int32(MADV_HUGEPAGE)) == 0 {
      _ = unsafe madvise(start, Int(size), Int32(MADV_POPULATE_WRITE))
    }
    return now - before
  }

  private static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
