/// How the cells of a column fare as figures, under one decimal sign.
package struct FigureTally: Sendable {
  /// Cells without a percent sign, read as numbers or amounts.
  package private(set) var numbers: Trial
  /// Cells with a percent sign.
  package private(set) var percents: Trial
  /// Cells of one to three digits, the decimal sign and three more, such as `1.234`: elsewhere that
  /// sign groups thousands.
  package private(set) var ambiguous = 0
  /// The first of them.
  package private(set) var firstAmbiguous: String?
  /// Other cells with a decimal sign.
  package private(set) var decimals = 0
  private let sign: UInt8

  init(decimalComma: Bool) {
    sign = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    numbers = Trial(.number(exponent: 0), decimalComma: decimalComma)
    percents = Trial(.percent(.signed), decimalComma: decimalComma)
  }

  package var count: Int { numbers.count + percents.count }
  package var failures: Int { numbers.failures + percents.failures }

  /// `true` iff there are cells and each is a figure.
  package var isSound: Bool { count > 0 && failures == 0 }

  /// The first cell that is no figure.
  package var firstFailure: Trial.Failure? {
    let both = [numbers.firstFailure, percents.firstFailure].compactMap { $0 }
    return both.min { $0.line < $1.line }
  }

  var isHopeless: Bool { failures > 3 && failures > count }

  /// Tries a cell by its trimmed text.
  mutating func take(_ cell: ArraySlice<UInt8>, line: Int) {
    if isHopeless { return }
    if cell.contains(UInt8(ascii: "%")) {
      percents.take(cell, line: line)
    } else {
      numbers.take(cell, line: line)
    }
    guard let place = cell.firstIndex(of: sign) else { return }
    if isAmbiguous(cell, place) {
      ambiguous += 1
      if firstAmbiguous == nil { firstAmbiguous = String(decoding: cell, as: UTF8.self) }
    } else {
      decimals += 1
    }
  }

  /// `true` iff the sign at `place` could group thousands as well.
  private func isAmbiguous(_ cell: ArraySlice<UInt8>, _ place: Int) -> Bool {
    let whole = cell[..<place].reversed().prefix(while: \.isDigit)
    let fraction = cell[(place + 1)...].prefix(while: \.isDigit)
    let rest = cell[fraction.endIndex...]
    return (1...3).contains(whole.count) && whole.last != UInt8(ascii: "0") && fraction.count == 3
      && !rest.contains { $0 == sign || $0 | 0x20 == UInt8(ascii: "e") }
      && !cell[..<(place - whole.count)].contains { $0.isDigit || $0 == UInt8(ascii: ",") }
  }
}
