import Glibc

/// Pages of memory that the system hands out at once.
enum LargePages {
  /// Asks for large pages where memory will be written from end to end.
  ///
  /// PERF: first writes to a page of the usual size cost more than all that is done with it.
  static func ask(_ address: UInt, _ byteCount: Int) {
    let page = UInt(max(1, sysconf(Int32(_SC_PAGESIZE))))
    let start = (address &+ page &- 1) / page &* page
    let end = (address &+ UInt(byteCount)) / page &* page
    guard byteCount >= least, start != 0, start < end else { return }
    // It is advice: whether it is taken makes no difference to what the memory holds.
    _ = unsafe madvise(
      UnsafeMutableRawPointer(bitPattern: start), Int(end - start), Int32(MADV_HUGEPAGE))
  }

  /// The bytes of the large pages of most systems.
  private static let least = 2 << 20
}
