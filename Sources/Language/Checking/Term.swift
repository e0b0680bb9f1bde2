import Diagnostics
import Tables

/// The place of a term in `CheckedProgram.terms`.
package struct TermID: Hashable, Sendable {
  package var raw: UInt32
  package init(_ index: Int) { raw = UInt32(index) }
  package var index: Int { Int(raw) }
}

/// How late in a run a term's value is known; nothing reads a later stage.
package enum Stage: Int, Comparable, Sendable {
  /// What a row and the rows related to it say.
  case rows
  /// Portfolio functions and scores, after accounts have been excluded and rejected.
  case portfolio
  /// What reads the final tier.
  case tiers

  package static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
}

/// A checked expression: its operation, type, home and stage.
///
/// Terms form an acyclic graph in one array; a name that is used twice is one term.
package struct Term: Hashable, Sendable {
  package var kind: TermKind
  package var type: ValueType
  /// The table for whose rows the term has a value; `.portfolio` if it reads no row.
  package var home: TableID
  package var stage: Stage
  package var range: SourceRange

  package init(
    _ kind: TermKind, type: ValueType, home: TableID, stage: Stage, range: SourceRange
  ) {
    self.kind = kind
    self.type = type
    self.home = home
    self.stage = stage
    self.range = range
  }
}

/// A value that is written in the agreement.
package enum Constant: Hashable, Sendable {
  case number(Decimal)
  case day(Day)
  case months(Int)
  case truth(Bool)
  case text(String)
  /// The index of a value in its list, or of a tier.
  case code(Int)
}

extension Constant {
  /// What a field's `else` stands for.
  package init(_ value: CellValue) {
    switch value {
    case .number(let number): self = .number(number)
    case .day(let day): self = .day(day)
    case .truth(let truth): self = .truth(truth)
    case .text(let text): self = .text(text)
    case .choice(let index): self = .code(index)
    }
  }
}

/// What a name in an expression stands for, kept for explanations.
package enum NamedThing: Hashable, Sendable {
  case letting(Int)
  case computed(TableID, Int)
  /// A field of the accounts, as the group has it.
  case combined(Int)
  case score(Int)
  /// The points of a criterion: score, criterion.
  case criterion(Int, Int)
  /// A function that is made of others, by its text.
  case call
}

/// What is done with two figures.
package enum ArithmeticOperator: Hashable, Sendable, CaseIterable {
  case add, subtract, multiply, divide, min, max
}

/// How two values are compared.
package enum Comparison: Hashable, Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

  /// As it is written.
  package var sign: String {
    let written: BinaryOperator =
      switch self {
      case .equal: .equal
      case .notEqual: .notEqual
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      }
    return written.rawValue
  }
}

/// What an earlier result says of an account.
package enum EarlierFact: Hashable, Sendable {
  case tier, since
  /// The sponsor, and the day since which the account has had it.
  case sponsor, sponsorSince
  /// Of `CheckedProgram.scores`.
  case score(Int)
}

/// What a term is made of.
package enum TermKind: Hashable, Sendable {
  case constant(Constant)
  case today
  /// A stored column of the home table.
  case field(Int)
  /// The same value under its name.
  case named(NamedThing, TermID)
  /// The second term, of the row that the first one refers to.
  case follow(TermID, TermID)
  /// In a pair of an account and a person: a reference to one of them.
  case pairMember(TableID)
  /// The row of an `each value` table to which the account belongs.
  case valueRow(TableID)
  /// Of a row of the accounts' file: the group to which it belongs.
  case group
  /// Of a group: the row at its top.
  case head
  /// What an account had by an earlier result: its tier, the day since which it had it, its sponsor,
  /// a score.
  case earlier(EarlierFact)
  /// The account's final tier.
  case tier
  case negate(TermID)
  case absolute(TermID)
  case round(TermID, places: Int)
  case arithmetic(ArithmeticOperator, TermID, TermID)
  /// A date moved by days, forwards or backwards.
  case shiftDays(TermID, by: TermID, backwards: Bool)
  case shiftMonths(TermID, by: Int)
  /// The days from the second date to the first.
  case daysBetween(TermID, TermID)
  /// The earlier or the later of two dates.
  case pickDate(TermID, TermID, latest: Bool)
  case datePart(TermID, isYear: Bool)
  case wholeMonths(TermID, TermID, perYear: Bool)
  case compare(Comparison, TermID, TermID)
  /// Whether the values of a cell have the one of this bit among them.
  case holds(TermID, bit: Int)
  case and(TermID, TermID)
  case or(TermID, TermID)
  case not(TermID)
  case isMissing(TermID)
  case fallback(TermID, TermID)
  /// The value of the first case that holds; the last case has no condition.
  case cases([CheckedCase])
  /// 0 at `low`, `outOf` at `high`, linear, clamped.
  case scale(TermID, low: TermID, high: TermID, outOf: Decimal)
  case score(Int)
  case aggregate(Aggregate)
  case rank([CheckedKey], Base)
  case share(ShareKind, TermID, Base)
}

/// A value and the condition under which it holds.
package struct CheckedCase: Hashable, Sendable {
  package var condition: TermID?
  package var value: TermID
  package var range: SourceRange
}

/// A ranking key; missing comes last in either direction.
package struct CheckedKey: Hashable, Sendable {
  package var value: TermID
  package var isAscending: Bool

  package init(value: TermID, isAscending: Bool) {
    self.value = value
    self.isAscending = isAscending
  }
}

/// Which part of the total a share is.
package enum ShareKind: Hashable, Sendable { case own, before, through }

/// Which accounts a portfolio function looks at.
package struct Base: Hashable, Sendable {
  package var condition: TermID?
  package var partition: TermID?
}

/// What a function does with the rows it reads.
package enum AggregateKind: Hashable, Sendable {
  case count, countDistinct, sum, average, min, max
}

/// A figure over the rows of `source` that belong to a row of the term's home.
package struct Aggregate: Hashable, Sendable {
  package enum Bucket: Hashable, Sendable {
    /// All rows together.
    case all
    /// Each row belongs to the row of the home that this term, at home in `source`, refers to.
    case reference(TermID)
    /// Rows with the same value of a field belong together; the asking row reads its own value's.
    case partition(TermID)
  }

  package var kind: AggregateKind
  package var source: TableID
  package var figure: TermID?
  package var condition: TermID?
  package var bucket: Bucket
  /// `true` iff one row without a figure makes the whole missing.
  package var isStrict = false
}
