import Tables
import TestSupport
import Testing

@testable import Engine

/// The first of many conditions is found whether or not its number fits a byte.
struct FirstHoldingTests {
  @Test(arguments: [1, 3, 255, 256, 300])
  func firstKnownConditionIsTold(conditions count: Int) {
    let rows = 40
    var conditions = Array(repeating: Vector(.truth, count: rows), count: count)
    var expected = Array(repeating: Int32(count), count: rows)
    for row in 0..<rows - 1 {
      let first = (row * 37) % count
      for number in first..<count where (number - first) % 5 == 0 {
        conditions[number].truths[row] = 1
      }
      // What is unknown does not hold.
      if first > 0 { conditions[first - 1].clear(row, missing: .blank) }
      expected[row] = Int32(first)
    }
    for size in [VectorSize.sixteenBytes, .ofThisMachine] {
      var out = Vector(.code, count: rows)
      var picks: [UInt8] = []
      Kernels.firstHolding(
        (0..<count).map { RegisterID($0) }, of: conditions.span, picks: &picks, into: &out,
        count: rows, LaneLoops(vectorSize: size))
      #expect(out.codes == expected)
      #expect(out.absence.allSatisfy { $0 == 0 })
    }
  }
}
