import Diagnostics
import Engine
import Language
import Tables

/// One criterion of an account: its points, between texts that are the same for every account.
///
/// PERF: there are more criteria than anything else, so that their fixed texts are copied whole.
struct CriterionJSON {
  /// Up to the points, and after the range.
  private var start: [UInt8]
  private var end: [UInt8]
  /// The whole object for an account without points.
  private var undecided: [UInt8]
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

  /// The objects of `rows`; without a range, its ends are the points themselves.
  func strip(_ rows: [Int], range: (_ place: Int) -> Possible?) -> JSONStrip {
    var strip = JSONStrip(count: rows.count)
    // PERF: rows stand in order of their scores, so that figures come from anywhere in memory, many
    // at once if nothing else is done between them.
    let numbers = rows.map { number($0) }
    let own = ownCopy
    for place in rows.indices {
      strip.set(place) { own.append(numbers[place], range: range(place), to: &$0) }
    }
    return strip
  }

  /// The same with texts that no other worker counts references to.
  private var ownCopy: CriterionJSON {
    var copy = self
    copy.start = start.map { $0 }
    copy.end = end.map { $0 }
    copy.undecided = undecided.map { $0 }
    return copy
  }

  private func append(_ number: Int128?, range: Possible?, to bytes: inout [UInt8]) {
    guard let number else {
      appendUndecided(range, to: &bytes)
      return
    }
    bytes.append(contentsOf: start)
    let first = bytes.count
    DecimalText.append(number, to: &bytes)
    let digits = first..<bytes.count
    if let range {
      RangeJSON.append(range, to: &bytes)
    } else {
      RangeJSON.append(digits, to: &bytes)
    }
    bytes.append(contentsOf: end)
  }

  private func appendUndecided(_ range: Possible?, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: undecided[..<(start.count + CriterionJSON.null.count)])
    if let range { RangeJSON.append(range, to: &bytes) }
    bytes.append(contentsOf: undecided[(start.count + CriterionJSON.null.count)...])
  }

  private static let null = Array("null".utf8)
}
