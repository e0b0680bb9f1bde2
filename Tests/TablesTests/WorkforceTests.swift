import Synchronization
import Tables
import Testing

@Suite("Workforce") struct WorkforceTests {
  @Test(arguments: [1, 2, 5, 64])
  func sharesStandByTheirNumbers(count: Int) async {
    let settled = Mutex<[Int]>([])
    let workers = Workforce(count) { number in settled.withLock { $0.append(number) } }
    let shares = await workers.run { 10 * $0 }
    #expect(shares == (0..<count).map { 10 * $0 })
    // Who works alone stays where it is.
    #expect(settled.withLock { $0.sorted() } == (count == 1 ? [] : Array(0..<count)))
  }

  @Test func nobodyIsThereInVain() {
    #expect(Workforce(8).cut(to: 3).count == 3)
    #expect(Workforce(2).cut(to: 3).count == 2)
    #expect(Workforce(2).cut(to: 0).count == 1)
    #expect(Workforce(-1).count == 1)
  }
}
