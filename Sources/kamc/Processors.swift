import Glibc

/// The processors of this machine.
enum Processors {
  /// How many can work at the same time.
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Moves the calling worker to a processor that workers of other numbers leave alone if there are
  /// enough, from where the system may move it as it likes.
  static func settle(_ worker: Int) {
    var allowed = cpu_set_t()
    let byteCount = MemoryLayout<cpu_set_t>.size
    // A machine of more processors than the set can name spreads its workers itself.
    guard unsafe sched_getaffinity(0, byteCount, &allowed) == 0 else { return }
    var own = cpu_set_t()
    unsafe withUnsafeBytes(of: allowed) { allowed in
      let numbers = (0..<byteCount * 8).filter { unsafe allowed[$0 / 8] >> ($0 % 8) & 1 == 1 }
      guard numbers.count > 1 else { return }
      let number = numbers[worker % numbers.count]
      unsafe withUnsafeMutableBytes(of: &own) { unsafe $0[number / 8] |= 1 << (number % 8) }
    }
    // It is advice: where a worker runs makes no difference to what it brings.
    guard unsafe sched_setaffinity(0, byteCount, &own) == 0 else { return }
    _ = unsafe sched_setaffinity(0, byteCount, &allowed)
  }
}
