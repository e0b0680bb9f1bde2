/// The vectors for which loops over bytes are made; it makes no difference to what they find.
package enum VectorSize: Sendable {
  /// What every processor has.
  case sixteenBytes
  /// What the loops of `WideLoops` need.
  case sixtyFourBytes

  /// What processors have of which the system says `text`: what Linux writes in `/proc/cpuinfo`, of
  /// which the first line of flags counts.
  ///
  /// Why the system's word: a processor may have vectors that the system does not keep for a thread.
  package init(listed text: String) {
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
    let flags = Set(line.split { " \t:".contains($0) }.map(String.init))
    self = Self.needed.isSubset(of: flags) ? .sixtyFourBytes : .sixteenBytes
  }

  /// What `WideLoops` is compiled for, with what that implies.
  private static let needed: Set = [
    "avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vbmi2", "avx", "avx2", "fma", "f16c",
    "bmi2", "popcnt",
  ]
}
