/// Tells the system of a stretch of memory, by its address and its bytes, that will be written from its
/// start on.
///
/// It is up to the rim of the program what that is good for; no result depends on it.
package typealias MemoryAdvice = @Sendable (_ address: UInt, _ byteCount: Int) -> Void

extension Array where Element: BitwiseCopyable {
  /// Makes room for `count` elements, of which `advice` learns.
  mutating func reserveCapacity(_ count: Int, _ advice: MemoryAdvice?) {
    reserveCapacity(count)
    guard let advice else { return }
    let byteCount = capacity * MemoryLayout<Element>.stride
    // INVARIANT: the address is not used to read or write anything.
    let address = unsafe withUnsafeMutableBufferPointer { UInt(bitPattern: $0.baseAddress) }
    advice(address, byteCount)
  }
}
