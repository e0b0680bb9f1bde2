import Diagnostics
import Engine
import Language
import Tables

/// One criterion of an account: its points, between texts that are the same for every account.
struct CriterionJSON {
  /// Up to the points, and after the range.
  private let start: [UInt8]
  private let end: [UInt8]
  /// The whole object for an account without points.
  private let undecided: [UInt8]
  private let points: ValueColumn?

  init(_ criterion: CheckedCriterion, of score: String, in evaluation: Evaluation) {
    points = ValueColumn(criterion.name, criterion.points, in: evaluation)
    var head = JSONWriter()
    head.beginObject()
    head.member("score", score)
    head.member("name", criterion.name)
    head.key("points")
    start = head.bytes
    end = CriterionJSON.tail(of: criterion, isDecided: true)
    undecided = start + Array("null".utf8) + CriterionJSON.tail(of: criterion, isDecided: false)
  }

  private static func tail(of criterion: CheckedCriterion, isDecided: Bool) -> [UInt8] {
    var tail = JSONWriter()
    tail.object {
      $0.member("outOf", criterion.outOf)
      $0.member("weight", criterion.weight)
      $0.member("decided", isDecided)
    }
    return [UInt8(ascii: ",")] + tail.bytes.dropFirst()
  }

  func isDecided(_ row: Int) -> Bool { points?.number(row) != nil }

  /// Appends the object; the ends of the range are the points themselves.
  func write(_ row: Int, to bytes: inout [UInt8]) {
    guard let number = points?.number(row) else {
      bytes.append(contentsOf: undecided)
      return
    }
    bytes.append(contentsOf: start)
    DecimalText.append(number, to: &bytes)
    bytes.append(contentsOf: CriterionJSON.low)
    DecimalText.append(number, to: &bytes)
    bytes.append(contentsOf: CriterionJSON.high)
    DecimalText.append(number, to: &bytes)
    bytes.append(contentsOf: end)
  }

  private static let low = Array(#","low":"#.utf8)
  private static let high = Array(#","high":"#.utf8)
}
