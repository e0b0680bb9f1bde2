import Tables

/// What a figure can be: at least the values that it has for some data, and never fewer.
struct Possible: Hashable, Sendable {
  var values: ValueSet
  var mayBeMissing: Bool

  init(_ values: ValueSet, mayBeMissing: Bool = false) {
    self.values = values
    self.mayBeMissing = mayBeMissing
  }

  static let missing = Possible(.empty, mayBeMissing: true)
  /// A condition of which nothing is known but that it is decided.
  static let decided = Possible(ValueSet(0, 1))
  static let yes = Possible(ValueSet(point: 1))
  static let no = Possible(ValueSet(point: 0))

  /// `true` iff no data can lead here.
  var isImpossible: Bool { values.isEmpty && !mayBeMissing }

  var canBeYes: Bool { values.contains(1) }
  var canBeNo: Bool { values.contains(0) }
  var isAlwaysYes: Bool { values.only == 1 && !mayBeMissing }

  func union(_ other: Possible) -> Possible {
    Possible(values.union(other.values), mayBeMissing: mayBeMissing || other.mayBeMissing)
  }

  func intersection(_ other: Possible) -> Possible {
    Possible(
      values.intersection(other.values), mayBeMissing: mayBeMissing && other.mayBeMissing)
  }
}

/// What is known about figures of one row at some place of the agreement, such as in the third of
/// some cases: a narrower range than they have at large.
struct Knowledge: Sendable {
  /// PERF: a few facts are looked through faster than hashed.
  private var facts: [Fact] = []
  /// Bits of all forms that facts are about.
  private(set) var marks: Marks = 0

  private struct Fact {
    var form: TermID
    var possible: Possible
  }

  /// A set of forms, in which a form can seem to be that is not: several share a bit.
  typealias Marks = UInt128

  static func mark(_ form: TermID) -> Marks { 1 &<< Marks(truncatingIfNeeded: form.raw & 127) }

  static let none = Knowledge()

  var isEmpty: Bool { facts.isEmpty }

  /// Beyond this many facts new ones are forgotten, so that long blocks of cases stay cheap.
  private static let maximumFacts = 64

  /// Looks up or enters a fact about a term, by the term's form.
  subscript(form: TermID) -> Possible? {
    get {
      guard marks & Knowledge.mark(form) != 0 else { return nil }
      for fact in facts where fact.form == form { return fact.possible }
      return nil
    }
    set {
      guard let newValue else { return facts.removeAll { $0.form == form } }
      if let place = facts.firstIndex(where: { $0.form == form }) {
        facts[place].possible = newValue
      } else if facts.count < Knowledge.maximumFacts {
        // PERF: a question enters a few facts, for which the memory is taken once.
        if facts.isEmpty { facts.reserveCapacity(8) }
        facts.append(Fact(form: form, possible: newValue))
        marks |= Knowledge.mark(form)
      }
    }
  }

  /// Returns what holds in either of two situations.
  func union(_ other: Knowledge) -> Knowledge {
    var joined = Knowledge()
    for fact in facts {
      guard let twin = other[fact.form] else { continue }
      joined.facts.append(Fact(form: fact.form, possible: fact.possible.union(twin)))
      joined.marks |= Knowledge.mark(fact.form)
    }
    return joined
  }
}
