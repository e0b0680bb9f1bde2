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
  private var facts: [TermID: Possible] = [:]

  static let none = Knowledge()

  var isEmpty: Bool { facts.isEmpty }

  /// Beyond this many facts new ones are forgotten, so that long blocks of cases stay cheap.
  private static let maximumFacts = 64

  /// Looks up or enters a fact about a term, by the term's form.
  subscript(form: TermID) -> Possible? {
    get { facts[form] }
    set {
      if facts.count < Knowledge.maximumFacts || facts[form] != nil { facts[form] = newValue }
    }
  }

  /// Returns what holds in either of two situations.
  func union(_ other: Knowledge) -> Knowledge {
    var joined = Knowledge()
    for (form, fact) in facts {
      if let twin = other.facts[form] { joined.facts[form] = fact.union(twin) }
    }
    return joined
  }
}
