import Testing
import kamc

@Suite("Large pages") struct LargePagesTests {
  @Test("memory holds what it held")
  func keepsWhatIsThere() {
    var bytes = (0..<8 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let same = bytes
    unsafe bytes.withUnsafeMutableBufferPointer {
      let start = UInt(bitPattern: $0.baseAddress)
      let end = start + UInt($0.count)
      LargePages.take(start..<end, within: end)
      LargePages.take(start + 1..<end, within: end - 1)
    }
    let isSame = bytes == same
    #expect(isSame)
  }

  @Test("what has no room for a large page is left alone")
  func leavesSmallStretchesAlone() {
    LargePages.take(0..<0, within: 0)
    LargePages.take(1..<4096, within: 4096)
    LargePages.take(UInt.max - 1..<UInt.max, within: UInt.max)
  }
}
