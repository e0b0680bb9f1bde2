package import Tables

/// A text that equals another only when all their bytes do, ordered by code point.
package struct ExactText: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var string: String

  package init(_ string: String) { self.string = string }

  package static func == (left: ExactText, right: ExactText) -> Bool {
    left.string.utf8.elementsEqual(right.string.utf8)
  }

  package static func < (left: ExactText, right: ExactText) -> Bool {
    left.string.unicodeScalars.lexicographicallyPrecedes(right.string.unicodeScalars)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(Array(string.utf8)) }

  package var description: String { string }
}

/// What an expression is worth for one account, row or portfolio.
package enum RefValue: Hashable, Sendable {
  /// A number, money or percent.
  case number(Decimal)
  case day(Day)
  /// A text, a value of `one of`, a tier's name, or the key that a reference holds.
  case text(ExactText)
  /// What a cell of several values holds, in the order of their list.
  case values([ExactText])
  case truth(Bool)
  /// A duration in days or weeks, or the difference of two days.
  case days(Int)
  /// A duration in months or years.
  case months(Int)
  case missing(Absence)

  package static func text(_ string: String) -> RefValue { .text(ExactText(string)) }

  package var isMissing: Bool { absence != nil }

  package var absence: Absence? {
    if case .missing(let absence) = self { absence } else { nil }
  }

  package var number: Decimal? {
    if case .number(let number) = self { number } else { nil }
  }

  package var isYes: Bool { self == .truth(true) }

  /// A computed number, or missing beyond the range.
  package static func computed(_ number: Decimal?) -> RefValue {
    number.map { .number($0) } ?? .missing(.outOfRange)
  }

  /// A computed day, or missing beyond the years 1 to 9999.
  package static func computed(_ day: Day?) -> RefValue {
    day.map { .day($0) } ?? .missing(.outOfRange)
  }

  /// Why any of `values` is missing, or nil when all are present.
  package static func absence(of values: [RefValue]) -> Absence? {
    let absences = values.compactMap(\.absence)
    return absences.isEmpty ? nil : Absence(absences)
  }
}

extension RefValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .day(let day): "\(day)"
    case .text(let text): "\"\(text)\""
    case .values(let texts): "[\(texts.map(\.string).joined(separator: "; "))]"
    case .truth(let truth): truth ? "yes" : "no"
    case .days(let count): "\(count) days"
    case .months(let count): "\(count) months"
    case .missing(let absence): "missing(\(absence.rawValue))"
    }
  }
}

/// Something that a checked program never does, or that the reference does not know.
package struct ReferenceProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
}
