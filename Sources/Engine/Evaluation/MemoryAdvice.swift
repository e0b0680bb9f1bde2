/// Tells the system of a stretch of memory, by its addresses, that will be written next, and of the
/// address where the memory ends that belongs to it.
///
/// It is up to the rim of the program what that is good for; no result depends on it.
package typealias MemoryAdvice = @Sendable (_ stretch: Range<UInt>, _ end: UInt) -> Void

extension Array where Element: BitwiseCopyable {
  /// Makes room for `count` elements that are written at once, of which `advice` learns.
  mutating func reserveCapacity(_ count: Int, _ advice: MemoryAdvice?) {
    reserveCapacity(count)
    announce(0..<count, to: advice)
  }

  /// Tells `advice` which places are written next, of those that there is room for.
  mutating func announce(_ places: Range<Int>, to advice: MemoryAdvice?) {
    let places = places.clamped(to: 0..<capacity)
    guard let advice, !places.isEmpty else { return }
    let (size, room) = (MemoryLayout<Element>.stride, capacity)
    // INVARIANT: the address is not used to read or write anything.
    let address = unsafe withUnsafeMutableBufferPointer { UInt(bitPattern: $0.baseAddress) }
    func end(_ place: Int) -> UInt { address + UInt(place * size) }
    advice(end(places.lowerBound)..<end(places.upperBound), end(room))
  }
}
