import Testing
import kamc

@Suite("Processors") struct ProcessorsTests {
  /// A worker is moved, and not held where it was moved to.
  @Test(arguments: [0, 1, 2, 1023])
  func workersStayFree(worker: Int) {
    let allowed = Processors.allowed
    #expect(!allowed.isEmpty)
    Processors.settle(worker)
    #expect(Processors.allowed == allowed)
  }
}
