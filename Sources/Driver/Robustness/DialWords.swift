import Diagnostics
import Engine
import Language
import Tables

/// Numbers of an agreement and what they are a part of, in its own words.
struct DialWords {
  private static let places = 6

  private let program: CheckedProgram
  private let currency: String

  init(_ program: CheckedProgram) {
    self.program = program
    currency = program.agreement.currency.map { "\($0) " } ?? ""
  }

  func line(_ dial: Dial) -> Int { program.source.line(at: Int(dial.range.start)) }

  /// What the number is a part of.
  func clause(_ dial: Dial) -> String {
    if case .weight = dial.part { return "\(owner(dial)), weight" }
    if case .limit(let index) = dial.owner, dial.isSeats {
      return "limit \(names(index)), seats"
    }
    let text = ClauseText.collapsed(program.source.text(of: dial.whole))
    let words = Printable.escaped(text, limit: 100)
    return words.hasPrefix(owner(dial)) ? words : "\(owner(dial)): \(words)"
  }

  private func owner(_ dial: Dial) -> String {
    switch dial.owner {
    case .exclude(let index): "exclude \(Printable.escaped(program.excludes[index].reason))"
    case .reject(let index): "reject \(Printable.escaped(program.rejects[index].reason))"
    case .letting(let index): "let \(program.lets[index].name)"
    case .criterion(let score, let index):
      "\(program.scores[score].name), criterion \(program.scores[score].criteria[index].name)"
    case .route(let tier, let index):
      Printable.escaped(program.tiers[tier].name)
        + (program.tiers[tier].routes[index].label.map { ", \"\(Printable.escaped($0))\"" } ?? "")
    case .limit(let index): "limit \(names(index))"
    }
  }

  private func names(_ limit: Int) -> String {
    program.limits[limit].tiers.map { Printable.escaped(program.tiers[$0].name) }
      .joined(separator: ", ")
  }

  func tier(_ index: Int) -> String {
    index < 0 ? "no tier" : Printable.escaped(program.tiers[index].name)
  }

  /// A value of the number, exactly, or cut with a sign that there is more.
  func value(_ position: Int128, _ dial: Dial) -> String {
    switch dial.type {
    case .date: return Day(number: Int32(clamping: position)).description
    case .percent:
      guard let points = Decimal.product(position, 100 * Decimal.unit) else { return "" }
      return DialWords.digits(points) + " %"
    case .money: return currency + DialWords.digits(position)
    case .days:
      return DialWords.digits(position) + (position == Decimal.unit ? " day" : " days")
    default: return DialWords.digits(position)
    }
  }

  private static func digits(_ scaled: Int128) -> String {
    let step = Decimal.powersOfTen[Decimal.places - places]
    let rest = scaled % step
    return ReadableValue.grouped(Decimal(scaled: scaled - rest)) + (rest == 0 ? "" : "…")
  }

  /// Where a number can be without moving anybody.
  func range(_ result: DialResult) -> String {
    let dial = result.dial
    guard let low = result.low, let high = result.high else {
      return result.isAlone
        ? "the only weight of its score, so that it means nothing" : "not known"
    }
    if low.end == .open, high.end == .open { return "whatever it is, nobody moves" }
    if low.end == high.end, case .through(let value) = low.end {
      return "\(self.value(value, dial)) alone"
    }
    var words: [String] = []
    switch low.end {
    case .open: break
    case .through(let value): words.append("from \(self.value(value, dial))")
    case .before(let value): words.append("above \(self.value(value, dial))")
    case .known(let value): words.append("from \(self.value(value, dial)), not known below,")
    }
    switch high.end {
    case .open: words.append("and whatever is more")
    case .through(let value):
      words.append((words.isEmpty ? "up to " : "to ") + self.value(value, dial))
    case .before(let value):
      words.append((words.isEmpty ? "below " : "to below ") + self.value(value, dial))
    case .known(let value):
      words.append(
        (words.isEmpty ? "up to " : "to ") + self.value(value, dial) + ", not known beyond")
    }
    return words.joined(separator: " ")
  }

  /// In which steps the number went; nothing where every value was covered, and for seats.
  func steps(_ result: DialResult) -> String {
    guard let step = result.step, !result.dial.isSeats else { return "" }
    if result.low?.end == .open, result.high?.end == .open { return "" }
    let words = result.dial.type == .date ? "1 day" : value(step, result.dial)
    return ", in steps of \(words)"
  }

  /// At which value an account moves.
  func place(_ flip: DialFlip, _ dial: Dial) -> String {
    if let beyond = flip.beyond {
      return (flip.position > beyond ? "above " : "below ") + value(beyond, dial)
    }
    return (flip.isFirst ? "at " : "at the latest at ") + value(flip.position, dial)
  }
}
