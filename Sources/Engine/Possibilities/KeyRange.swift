import Language
import Tables

/// What one ranking key could be worth: less is better, missing is worst.
struct KeyPart: Sendable {
  /// The figure, negated where more is better; for texts only its extremes are used.
  var value: Int128
  /// A text of the pool, -1 for none.
  var text: Int32 = -1
  /// The row whose own key it is, -1 for none.
  var row: Int32 = -1
}

/// The best and the worst keys that an account could have, key by key.
struct KeyRange: Sendable {
  var best: [KeyPart]
  var worst: [KeyPart]
}

/// Compares keys that could be anything in a range; component by component, so that what is surely
/// ahead is, and what may be ahead is never missed.
///
/// PERF: a reference, since it is asked for every comparison, where each of its arrays would be
/// retained and released.
final class KeyOrder: Sendable {
  let inputs: [KeyInput]
  private let pool: TextPool
  private let accountKeys: TextColumn

  init(_ inputs: [KeyInput], in context: OpenContext) {
    self.inputs = inputs
    pool = context.pool
    var keys = context.tables[0].keys
    for key in context.rejectedKeys[0] { keys.append(key.utf8) }
    accountKeys = keys
  }

  /// The registers that keys are read from.
  var registers: [RegisterID] { inputs.compactMap(\.register) }

  func range(ofRow row: Int, _ value: (RegisterID) -> Possible) -> KeyRange {
    var range = KeyRange(best: [], worst: [])
    for input in inputs {
      guard let register = input.register else {
        let own = KeyPart(value: 0, row: Int32(row))
        range.best.append(own)
        range.worst.append(own)
        continue
      }
      let (best, worst) = parts(value(register), input)
      range.best.append(best)
      range.worst.append(worst)
    }
    return range
  }

  private func parts(_ value: Possible, _ input: KeyInput) -> (best: KeyPart, worst: KeyPart) {
    let missing = KeyPart(value: .max)
    guard value.canBePresent else { return (missing, missing) }
    var (best, worst): (KeyPart, KeyPart)
    if input.isText {
      // Numbers behind those of the pool stand for any text that no cell holds.
      let isOne = value.low == value.high && value.low < pool.count
      let text = KeyPart(value: 0, text: Int32(clamping: value.low))
      (best, worst) = isOne ? (text, text) : (KeyPart(value: .min), KeyPart(value: .max - 1))
    } else if input.isAscending {
      (best, worst) = (KeyPart(value: value.low), KeyPart(value: value.high))
    } else {
      (best, worst) = (KeyPart(value: -value.high), KeyPart(value: -value.low))
    }
    if value.canBeMissing { worst = missing }
    return (best, worst)
  }

  /// Returns -1 where `left` is ahead, 1 where `right` is, 0 where the written keys are equal.
  func compare(_ left: [KeyPart], _ right: [KeyPart]) -> Int {
    for (index, input) in inputs.enumerated() {
      let (a, b) = (left[index], right[index])
      if a.value != b.value { return a.value < b.value ? -1 : 1 }
      var order = 0
      if a.row >= 0, b.row >= 0 {
        order = compareKeys(Int(a.row), Int(b.row))
      } else if a.text >= 0, b.text >= 0, a.text != b.text {
        order = RowOrder.compare(bytes(a.text), bytes(b.text))
      }
      if order != 0 { return input.isAscending ? order : -order }
    }
    return 0
  }

  private func bytes(_ text: Int32) -> ArraySlice<UInt8> {
    pool.texts.bytes[pool.texts.range(Int(text))]
  }

  /// Compares the accounts' own keys by code points.
  func compareKeys(_ left: Int, _ right: Int) -> Int {
    RowOrder.compare(
      accountKeys.bytes[accountKeys.range(left)], accountKeys.bytes[accountKeys.range(right)])
  }
}

extension Array {
  /// The number of elements at the beginning for which `isBefore` holds; it holds for no other.
  func countOfFirst(_ isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
