import Diagnostics
import Engine
import Language
import Tables

/// What a figure of an agreement is compared with: where nothing else is done with it, it tells at
/// which other figures something can change.
struct FigureUse {
  /// `true` iff the figure is only compared, with figures that do not follow from it.
  let isComplete: Bool
  /// What it is compared with, each value once in ascending order; of dates their numbers.
  let figures: [Int128]
  /// The type of what it is compared with.
  let type: ValueType?

  /// Returns the figures with which one is compared, to be asked for beforehand.
  static func compared(_ program: CheckedProgram, _ range: SourceRange) -> [TermID] {
    partners(program, range).terms
  }

  /// - Parameter name: the let that stands for the figure; what it is used for is read from the text
  ///   too, since the checker works some figures out beforehand.
  init(_ evaluation: Evaluation, _ range: SourceRange, named name: String? = nil) {
    let (terms, isSimple) = FigureUse.partners(evaluation.program, range)
    var found: Set<Int128> = []
    var isKnown = true
    for term in terms {
      if case .constant(let constant) = evaluation.program[term].kind {
        if case .number(let number) = constant { found.insert(number.scaled) }
        if case .day(let day) = constant { found.insert(Int128(day.number)) }
        continue
      }
      guard let column = evaluation.values(of: term) else {
        isKnown = false
        continue
      }
      for row in 0..<column.count where column.isPresent(row) {
        found.insert(column.holdsNumbers ? column.scaled(row) : Int128(column.codes[row]))
      }
    }
    figures = found.sorted()
    let isCompared = name.map { evaluation.program.source.compares($0) } ?? true
    isComplete = isSimple && isKnown && !terms.isEmpty && isCompared
    type = terms.first.map { evaluation.program[$0].type }
  }

  /// Returns the steps of a grid at which a comparison can come out otherwise; nil where it is not
  /// only compared.
  func turns(by unit: Int128) -> [Int128]? {
    guard isComplete else { return nil }
    var steps: Set<Int128> = []
    for figure in figures {
      let step = SeekAxis.floor(figure, unit)
      steps.formUnion([step - 1, step, step + 1])
    }
    return steps.sorted()
  }

  /// What a figure that stands in `range` is compared with, and whether that is all it is for.
  private static func partners(
    _ program: CheckedProgram, _ range: SourceRange
  ) -> (terms: [TermID], isSimple: Bool) {
    var own: Set<TermID> = []
    for (index, term) in program.terms.enumerated() {
      if term.range == range, case .constant = term.kind { own.insert(TermID(index)) }
    }
    guard !own.isEmpty else { return ([], false) }
    var follows = own
    var partners: [TermID] = []
    var isSimple = true
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (index, term) in program.terms.enumerated() {
        let id = TermID(index)
        guard !follows.contains(id), reads(id, program).contains(where: follows.contains) else {
          continue
        }
        follows.insert(id)
        isGrowing = true
        if case .named(_, let inner) = term.kind, own.contains(inner) { own.insert(id) }
      }
    }
    for (index, term) in program.terms.enumerated() where !own.contains(TermID(index)) {
      guard reads(TermID(index), program).contains(where: own.contains) else { continue }
      guard case .compare(_, let left, let right) = term.kind else {
        isSimple = false
        continue
      }
      let partner = own.contains(left) ? right : left
      if follows.contains(partner) || program[partner].stage == .tiers { isSimple = false }
      partners.append(partner)
    }
    let direct = program.limits.map(\.seats) + program.scores.flatMap { $0.criteria.map(\.points) }
    let weights = program.scores.flatMap { $0.criteria.compactMap(\.weightTerm) }
    if (direct + weights).contains(where: own.contains) { isSimple = false }
    return (partners, isSimple)
  }

  /// The terms that a term reads, those of scores included.
  private static func reads(_ id: TermID, _ program: CheckedProgram) -> [TermID] {
    if case .score(let index) = program[id].kind {
      return program.scores[index].criteria.map(\.points)
    }
    return program[id].kind.operands
  }
}
