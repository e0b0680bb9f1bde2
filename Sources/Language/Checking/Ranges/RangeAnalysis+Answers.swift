/// What conditions can be where nothing else is known.
extension RangeAnalysis {
  /// The answers of a condition that have been sought, and those that were found possible.
  struct Answers: Sendable {
    private var sought: UInt8 = 0
    private var found: UInt8 = 0

    /// Whether an answer is possible; nil where it has not been sought.
    subscript(answer: DefiniteAnswer) -> Bool? {
      get { sought & answer.rawValue == 0 ? nil : found & answer.rawValue != 0 }
      set {
        sought |= answer.rawValue
        if newValue == true { found |= answer.rawValue }
      }
    }
  }

  enum DefiniteAnswer: UInt8 {
    case yes = 1
    case no = 2

    var opposite: DefiniteAnswer { self == .yes ? .no : .yes }
  }

  /// `true` iff a condition may have this answer in some row, as far as can be told.
  ///
  /// Of parts that are apart each is asked alone, and once: facts about one say nothing about the
  /// other.
  mutating func canBe(_ condition: TermID, _ answer: DefiniteAnswer) -> Bool {
    let form = forms[condition]
    if forms.isWritten(form) { return true }
    if let known = answers[form.index][answer] { return known }
    let canBe =
      switch (terms[form.index].kind, answer) {
      case (.not(let a), _): canBe(a, answer.opposite)
      case (.and(let a, let b), .yes) where areApart(a, b),
        (.or(let a, let b), .no) where areApart(a, b):
        canBe(a, answer) && canBe(b, answer)
      case (.and(let a, let b), .no) where areApart(a, b),
        (.or(let a, let b), .yes) where areApart(a, b):
        canBe(a, answer) || canBe(b, answer)
      // Where no side leads on to other figures, their ranges say all.
      case (.compare(_, let a, let b), _) where !passesOn(a) && !passesOn(b):
        answer == .yes ? possible(form).canBeYes : possible(form).canBeNo
      default: assume(form, answer == .yes ? .yes : .no, given: .none) != nil
      }
    answers[form.index][answer] = canBe
    return canBe
  }

  private func passesOn(_ id: TermID) -> Bool { canPassOn[forms[id].index] }

  /// `true` iff all conditions may be yes in one row, as far as can be told.
  mutating func canHold(_ conditions: [TermID]) -> Bool {
    let haveNothingInCommon = conditions.indices.allSatisfy { later in
      conditions[..<later].allSatisfy { areApart($0, conditions[later]) }
    }
    if haveNothingInCommon { return conditions.allSatisfy { canBe($0, .yes) } }
    var known = Knowledge.none
    // The second time each condition is met with what the later ones say.
    for condition in conditions + conditions {
      guard assume(condition, .yes, in: &known) else { return false }
    }
    return true
  }
}
