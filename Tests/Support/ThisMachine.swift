import Foundation
package import Tables

extension VectorSize {
  /// The largest that this machine has.
  package static let ofThisMachine = VectorSize(
    listed: (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")
}

extension Workforce {
  /// Workers who use the largest vectors of this machine, for the smallest work.
  package static func ofThisMachine(_ count: Int) -> Workforce {
    Workforce(count, vectorSize: { _ in .ofThisMachine })
  }
}
