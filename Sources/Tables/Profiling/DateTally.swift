/// How the cells of a column fare as dates, under each usual form.
package struct DateTally: Sendable {
  /// What tells forms apart that differ in the order of day and month alone.
  package enum Order: Hashable, Sendable {
    case dayFirst, monthFirst, unmistakable
  }

  /// A form with its trial; nil reads ISO dates.
  package struct Form: Sendable {
    package let pattern: DatePattern?
    package let order: Order
    package internal(set) var trial: Trial
  }

  package private(set) var forms: [Form] = DateTally.usual.map { text, order in
    let pattern = text.flatMap { DatePattern.parse($0) }
    return Form(pattern: pattern, order: order, trial: Trial(.date(pattern)))
  }

  /// The forms from the one to be preferred on; of two that read the same cells, the stricter one.
  private static let usual: [(String?, Order)] = [
    (nil, .unmistakable), ("yyyy-mm-dd", .unmistakable), ("dd/mm/yyyy", .dayFirst),
    ("mm/dd/yyyy", .monthFirst), ("d/m/yyyy", .dayFirst), ("m/d/yyyy", .monthFirst),
    ("dd.mm.yyyy", .dayFirst), ("d.m.yyyy", .dayFirst),
    ("dd-mm-yyyy", .dayFirst), ("mm-dd-yyyy", .monthFirst), ("d-m-yyyy", .dayFirst),
    ("m-d-yyyy", .monthFirst), ("dd-mmm-yyyy", .unmistakable), ("d-mmm-yyyy", .unmistakable),
    ("dd mmm yyyy", .unmistakable), ("d mmm yyyy", .unmistakable),
    ("dd/mmm/yyyy", .unmistakable), ("d/mmm/yyyy", .unmistakable),
    ("mmm d, yyyy", .unmistakable), ("mmm d yyyy", .unmistakable), ("yyyy/mm/dd", .unmistakable),
    ("yyyy/m/d", .unmistakable), ("yyyy.mm.dd", .unmistakable), ("yyyymmdd", .unmistakable),
  ]

  /// The forms that read every cell.
  package var sound: [Form] { forms.filter(\.trial.isSound) }

  /// The form that reads most cells.
  package var best: Form? {
    forms.max { $0.trial.count < $1.trial.count }.flatMap { $0.trial.count > 0 ? $0 : nil }
  }

  /// Tries a cell by its trimmed text.
  mutating func take(_ cell: ArraySlice<UInt8>, line: Int) {
    // The shortest date is `1.1.2027`; names of months hold letters, but no word is that short.
    let mayBeDate = cell.count >= 8 && cell.contains(where: \.isDigit)
    for index in forms.indices where !forms[index].trial.isHopeless {
      if mayBeDate {
        forms[index].trial.take(cell, line: line)
      } else {
        let problem = CellProblem.notDate(pattern: forms[index].pattern?.text, likely: [])
        forms[index].trial.fail(cell, line: line, problem)
      }
    }
  }
}
