import Glibc
import Tables

#if arch(x86_64)
  import _Builtin_intrinsics.intel.cpuid
#endif

/// The processors of this machine.
package enum Processors {
  /// How many can work at the same time.
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// How large vectors to use for work on `pieces` pieces.
  ///
  /// PERF: some systems take ten milliseconds to tell what their processors are.
  static func vectorSize(for pieces: Int) -> VectorSize {
    pieces < 16 ? .sixteenBytes : vectorSize
  }

  private static let vectorSize =
    hasLargeVectors ? VectorSize(listed: listing) : .sixteenBytes

  /// `true` iff the processor itself says that it has vectors of 64 bytes, and what `WideLoops` does
  /// with them.
  ///
  /// Why not the system's word alone: a program that stands in for a processor may know fewer.
  private static var hasLargeVectors: Bool {
    #if arch(x86_64)
      var (eax, ebx, ecx, edx): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
      guard unsafe __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 else { return false }
      // AVX-512 F, DQ, BW and VL, then VBMI2.
      let needed: UInt32 = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31
      return ebx & needed == needed && ecx & 1 << 6 != 0
    #else
      return false
    #endif
  }

  /// What the system says of the first of them; empty where it says nothing.
  private static var listing: String {
    let descriptor = unsafe open("/proc/cpuinfo", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    // What follows is about the others.
    var text = [UInt8](repeating: 0, count: 4096)
    let count = unsafe text.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    return String(decoding: text.prefix(max(0, count)), as: UTF8.self)
  }

  /// The numbers of those on which the calling thread may run; none on a machine of more than a set
  /// can name.
  package static var allowed: [Int] {
    var set = cpu_set_t()
    guard unsafe sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else { return [] }
    return unsafe withUnsafeBytes(of: set) { bytes in
      (0..<bytes.count * 8).filter { unsafe bytes[$0 / 8] >> ($0 % 8) & 1 == 1 }
    }
  }

  /// Moves the calling worker to a processor that workers of other numbers leave alone if there are
  /// enough, from where the system may move it as it likes.
  package static func settle(_ worker: Int) {
    let allowed = allowed
    // It is advice: where a worker runs makes no difference to what it brings.
    guard allowed.count > 1, restrict(to: [allowed[worker % allowed.count]]) else { return }
    _ = restrict(to: allowed)
  }

  /// Lets the calling thread run on some processors alone; returns whether that was done.
  private static func restrict(to numbers: [Int]) -> Bool {
    var set = cpu_set_t()
    unsafe withUnsafeMutableBytes(of: &set) { bytes in
      for number in numbers { unsafe bytes[number / 8] |= 1 << (number % 8) }
    }
    return unsafe sched_setaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0
  }
}
