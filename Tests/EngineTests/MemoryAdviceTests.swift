import Synchronization
import Testing

@testable import Engine

@Suite("Advice about memory")
struct MemoryAdviceTests {
  @Test("the system learns where elements will stand, and nothing is written there")
  func tellsWhere() {
    let told = Mutex<(address: UInt, byteCount: Int)?>(nil)
    var numbers: [Int32] = [7, 8, 9]
    numbers.reserveCapacity(5000) { address, byteCount in
      told.withLock { $0 = (address, byteCount) }
    }
    let first = unsafe numbers.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    let learned = told.withLock { $0 }
    #expect(learned?.address == first)
    #expect(learned?.byteCount ?? 0 >= 5000 * 4)
    #expect(numbers == [7, 8, 9] && numbers.capacity >= 5000)
    numbers.reserveCapacity(9000, nil)
    #expect(numbers.capacity >= 9000)
  }
}
