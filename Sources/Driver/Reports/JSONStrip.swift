import Diagnostics
import Engine
import Tables

/// A part of the JSON text of each of some accounts.
///
/// PERF: what is made column by column takes each column into hand once for many accounts; otherwise
/// the workers count references to the same columns against each other for every value.
struct JSONStrip {
  static let null = Array("null".utf8)

  private var bytes: [UInt8] = []
  private var ranges: [Range<Int>]

  init(count: Int) { ranges = Array(repeating: 0..<0, count: count) }

  /// Sets the part of the account at `place` to what `write` appends.
  mutating func set(_ place: Int, _ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    ranges[place] = start..<bytes.count
  }

  func append(_ place: Int, to other: inout [UInt8]) {
    other.append(contentsOf: bytes[ranges[place]])
  }
}

extension [JSONStrip] {
  /// Appends the parts of all strips with commas between them.
  func append(_ place: Int, to bytes: inout [UInt8]) {
    for index in indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      self[index].append(place, to: &bytes)
    }
  }
}

extension TextColumn {
  /// The texts of `rows` as JSON.
  func strip(_ rows: [Int]) -> JSONStrip {
    var strip = JSONStrip(count: rows.count)
    for (place, row) in rows.enumerated() {
      strip.set(place) { JSONWriter.append(range(row), of: self.bytes, to: &$0) }
    }
    return strip
  }
}

/// The ends of a range as members that follow another one; an end without bounds is left out.
enum RangeJSON {
  static func append(_ range: Possible, to bytes: inout [UInt8]) {
    guard range.canBePresent else { return }
    if !range.isUnboundedBelow {
      bytes.append(contentsOf: low.utf8)
      DecimalText.append(range.low, to: &bytes)
    }
    if !range.isUnboundedAbove {
      bytes.append(contentsOf: high.utf8)
      DecimalText.append(range.high, to: &bytes)
    }
  }

  /// Appends both ends as the figure whose digits stand at `digits` in `bytes`.
  static func append(_ digits: Range<Int>, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: low.utf8)
    // A slice of `bytes` would share their storage and have all of them copied.
    for place in digits { bytes.append(bytes[place]) }
    bytes.append(contentsOf: high.utf8)
    for place in digits { bytes.append(bytes[place]) }
  }

  // PERF: texts of up to fifteen bytes have no storage to which workers would count references.
  private static let low = #","low":"#
  private static let high = #","high":"#
}
