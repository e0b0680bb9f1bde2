import Diagnostics
import Engine
import Language
import Tables

/// One criterion of an account: its points, between texts that are the same for every account.
///
/// PERF: there are more criteria than anything else, so that their fixed texts are copied whole.
struct CriterionJSON {
  /// Up to the points, and after the range.
  private let start: [UInt8]
  private let end: [UInt8]
  /// The whole object for an account without points.
  private let undecided: [UInt8]
  private let points: Vector
  /// `true` iff every account has the same points.
  private let isConstant: Bool

  init(_ criterion: CheckedCriterion, of score: String, in evaluation: Evaluation) {
    points = evaluation.values(of: criterion.points) ?? Vector()
    isConstant = evaluation.program[criterion.points].home == .portfolio
    func object(_ isDecided: Bool) -> [UInt8] {
      var json = JSONWriter()
      json.object {
        $0.member("score", score)
        $0.member("name", criterion.name)
        $0.member("points", String?.none)
        $0.member("outOf", criterion.outOf)
        $0.member("weight", criterion.weight)
        $0.member("decided", isDecided)
      }
      return json.bytes
    }
    undecided = object(false)
    var head = JSONWriter()
    head.beginObject()
    head.member("score", score)
    head.member("name", criterion.name)
    head.key("points")
    start = head.bytes
    end = Array(object(true)[(start.count + CriterionJSON.null.count)...])
  }

  private func number(_ row: Int) -> Int128? {
    let place = isConstant ? 0 : row
    return place < points.count ? points.number(place) : nil
  }

  func isDecided(_ row: Int) -> Bool { number(row) != nil }

  /// Appends the object; without `range`, its ends are the points themselves.
  func append(_ row: Int, range: Possible?, to bytes: inout [UInt8]) {
    guard let number = number(row) else {
      appendUndecided(range, to: &bytes)
      return
    }
    bytes.append(contentsOf: start)
    let first = bytes.count
    DecimalText.append(number, to: &bytes)
    let digits = first..<bytes.count
    if let range {
      append(range, to: &bytes)
    } else {
      bytes.append(contentsOf: CriterionJSON.low)
      // A slice of `bytes` would share their storage and have all of them copied.
      for place in digits { bytes.append(bytes[place]) }
      bytes.append(contentsOf: CriterionJSON.high)
      for place in digits { bytes.append(bytes[place]) }
    }
    bytes.append(contentsOf: end)
  }

  private func appendUndecided(_ range: Possible?, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: undecided[..<(start.count + CriterionJSON.null.count)])
    if let range { append(range, to: &bytes) }
    bytes.append(contentsOf: undecided[(start.count + CriterionJSON.null.count)...])
  }

  /// An end without bounds is left out.
  private func append(_ range: Possible, to bytes: inout [UInt8]) {
    guard range.canBePresent else { return }
    if !range.isUnboundedBelow {
      bytes.append(contentsOf: CriterionJSON.low)
      DecimalText.append(range.low, to: &bytes)
    }
    if !range.isUnboundedAbove {
      bytes.append(contentsOf: CriterionJSON.high)
      DecimalText.append(range.high, to: &bytes)
    }
  }

  private static let null = Array("null".utf8)
  private static let low = Array(#","low":"#.utf8)
  private static let high = Array(#","high":"#.utf8)
}
