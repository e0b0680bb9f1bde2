import Diagnostics
import Engine
import Language
import Tables

/// The values of a demanded term, under the name by which reports print them.
struct ValueColumn: Sendable {
  let name: String
  private let term: TermID
  private let values: Vector
  /// Numbers of the pool of texts; empty for other values.
  private let texts: [Int32]
  private let isConstant: Bool
  private let memberStart: JSONFragment
  private let figureStart: JSONFragment

  /// Returns nil for a term that the run was not asked for.
  init?(_ name: String, _ term: TermID, in evaluation: Evaluation) {
    guard let register = evaluation.plan.outputs[term] else { return nil }
    self.name = name
    self.term = term
    values = evaluation.columns[register.index]
    texts = evaluation.program[term].type == .text ? evaluation.columns[register.index].codes : []
    isConstant = evaluation.plan[register].home == .portfolio
    memberStart = JSONFragment { $0.key(name) }
    figureStart = JSONFragment(startsObject: true) {
      $0.member("name", name)
      $0.key("value")
    }
  }

  private func place(_ row: Int) -> Int { isConstant ? 0 : row }

  func isPresent(_ row: Int) -> Bool { values.isPresent(place(row)) }

  /// The scaled figure of a numeric term.
  func number(_ row: Int) -> Int128? {
    values.holdsNumbers ? values.number(place(row)) : nil
  }

  func value(_ row: Int, in evaluation: Evaluation) -> Value { evaluation.value(term, row) }

  /// The text of a term of type text.
  func text(_ row: Int, in evaluation: Evaluation) -> String? {
    let place = place(row)
    guard place < texts.count, values.isPresent(place) else { return nil }
    return evaluation.pool.text(Int(texts[place]))
  }

  /// Writes the value: a number, a date as text, true or false, a text, or null.
  func write(_ row: Int, of evaluation: Evaluation, to json: inout JSONWriter) {
    json.raw { append(row, of: evaluation, to: &$0) }
  }

  /// The values of `rows` as members of the column's name.
  func members(_ rows: [Int], of evaluation: Evaluation) -> JSONStrip {
    var strip = JSONStrip(count: rows.count)
    for (place, row) in rows.enumerated() {
      strip.set(place) {
        memberStart.append(to: &$0)
        append(row, of: evaluation, to: &$0)
      }
    }
    return strip
  }

  /// The values of `rows` as objects of the column's name and the value.
  func figures(_ rows: [Int], of evaluation: Evaluation) -> JSONStrip {
    var strip = JSONStrip(count: rows.count)
    for (place, row) in rows.enumerated() {
      strip.set(place) { appendFigure(row, of: evaluation, to: &$0) }
    }
    return strip
  }

  /// The values of `rows`, each with the range that it is in, as members of the column's name.
  func members(
    _ rows: [Int], of evaluation: Evaluation, range: (_ place: Int) -> Possible?
  ) -> JSONStrip {
    var strip = JSONStrip(count: rows.count)
    for (place, row) in rows.enumerated() {
      strip.set(place) { bytes in
        memberStart.append(to: &bytes)
        bytes.append(contentsOf: ValueColumn.value)
        let first = bytes.count
        append(row, of: evaluation, to: &bytes)
        if let range = range(place) {
          RangeJSON.append(range, to: &bytes)
        } else if number(row) != nil {
          RangeJSON.append(first..<bytes.count, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
      }
    }
    return strip
  }

  private static let value = Array(#"{"value":"#.utf8)

  /// The texts of `rows`, null where they are missing.
  func texts(_ rows: [Int], of evaluation: Evaluation) -> JSONStrip {
    let pool = evaluation.pool.texts
    var strip = JSONStrip(count: rows.count)
    for (index, row) in rows.enumerated() {
      let place = place(row)
      strip.set(index) { bytes in
        if place < texts.count, values.isPresent(place) {
          JSONWriter.append(pool.range(Int(texts[place])), of: pool.bytes, to: &bytes)
        } else {
          bytes.append(contentsOf: JSONStrip.null)
        }
      }
    }
    return strip
  }

  /// Writes the value as a member of the column's name.
  func writeMember(_ row: Int, of evaluation: Evaluation, to json: inout JSONWriter) {
    json.raw {
      memberStart.append(to: &$0)
      append(row, of: evaluation, to: &$0)
    }
  }

  /// Writes an object of the column's name and the value.
  func writeFigure(_ row: Int, of evaluation: Evaluation, to json: inout JSONWriter) {
    json.raw { appendFigure(row, of: evaluation, to: &$0) }
  }

  private func appendFigure(_ row: Int, of evaluation: Evaluation, to bytes: inout [UInt8]) {
    figureStart.append(to: &bytes)
    append(row, of: evaluation, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(_ row: Int, of evaluation: Evaluation, to bytes: inout [UInt8]) {
    if let number = number(row) {
      DecimalText.append(number, to: &bytes)
    } else {
      var value = JSONWriter()
      value.value(evaluation.value(term, row))
      bytes.append(contentsOf: value.bytes)
    }
  }
}

extension JSONWriter {
  /// Writes a scaled decimal exactly.
  mutating func decimal(_ scaled: Int128) { raw { DecimalText.append(scaled, to: &$0) } }

  mutating func value(_ number: Decimal) { decimal(number.scaled) }

  mutating func value(_ value: Value) {
    switch value {
    case .missing: null()
    case .number(let number, _): decimal(number.scaled)
    case .day(let day): self.value(day.description)
    case .truth(let truth): self.value(truth)
    case .text(let text): self.value(text)
    }
  }

  mutating func member(_ name: String, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  mutating func member(_ name: String, _ number: Int?) {
    key(name)
    if let number { value(number) } else { null() }
  }

  mutating func member(_ name: String, _ flag: Bool) {
    key(name)
    value(flag)
  }

  mutating func member(_ name: String, _ day: Day?) { member(name, day?.description) }

  mutating func member(_ name: String, _ number: Decimal?) {
    key(name)
    if let number { value(number) } else { null() }
  }

  mutating func member(_ name: String, _ texts: some Sequence<String>) {
    array(name, texts) { $0.value($1) }
  }

  /// Returns everything written, and a line feed.
  mutating func finished() -> [UInt8] {
    raw { $0.append(UInt8(ascii: "\n")) }
    return bytes
  }

  /// Writes an array with what `write` makes of each item.
  mutating func array<Items: Sequence>(
    _ name: String, _ items: Items, write: (inout JSONWriter, Items.Element) -> Void
  ) {
    key(name)
    beginArray()
    for item in items { write(&self, item) }
    endArray()
  }

  /// Writes an object with the members that `write` adds.
  mutating func object(_ name: String, write: (inout JSONWriter) -> Void) {
    key(name)
    object(write)
  }

  mutating func object(_ write: (inout JSONWriter) -> Void) {
    beginObject()
    write(&self)
    endObject()
  }
}
