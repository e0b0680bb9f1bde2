import Diagnostics
import Language
import Tables

/// Decides what a column is, from its cells and its header, and says why.
///
/// What is ambiguous stays a text, with a remark that says what to write. A type is proposed only
/// if every cell can be read as it, so that no row is rejected for it.
struct ColumnJudge {
  private let column: ColumnProfile
  private let traits: TableTraits
  /// The currency of the agreement.
  private let currency: String?
  private let words: HeaderWords
  private var draft: FieldDraft
  /// The texts of the column, where they are few; marks that are no blanks are among them.
  private let values: [String: Int]?

  /// Returns the field for `column`, without its name.
  static func draft(
    _ column: ColumnProfile, _ traits: TableTraits, currency: String?
  ) -> FieldDraft {
    var judge = ColumnJudge(column, traits, currency)
    judge.decide()
    return judge.draft
  }

  private init(_ column: ColumnProfile, _ traits: TableTraits, _ currency: String?) {
    self.column = column
    self.traits = traits
    self.currency = currency
    words = HeaderWords(column.header)
    draft = FieldDraft(column: column.number - 1, header: column.header, words: words)
    let strays = column.marks.filter { !traits.marks.contains($0.key) }
    values = column.values.map { $0.merging(strays) { $0 + $1 } }
  }

  private var figures: FigureTally { column.figures(decimalComma: traits.decimalComma) }

  private mutating func decide() {
    noteBlanks()
    guard column.filled > 0, values?.count != 0 else {
      if draft.isOptional { lead("nothing tells the type") }
      return
    }
    guard strays == 0 else { return decideText() }
    if decideTruth() || decideDate() || decidePercent() || decideFigure() { return }
    decideText()
  }

  // MARK: Blanks

  /// The cells whose marks are no blanks.
  private var strays: Int {
    column.marks.filter { !traits.marks.contains($0.key) }.values.reduce(0, +)
  }

  private mutating func noteBlanks() {
    let marked = column.marks.filter { traits.marks.contains($0.key) }.sorted { $0.key < $1.key }
    let blanks = column.blank + marked.map(\.value).reduce(0, +)
    draft.isOptional = blanks > 0
    if column.blank > 0 { draft.blanks.append("\(column.blank) blank") }
    draft.blanks += marked.map { "\($0.value) \(shown($0.key))" }
  }

  // MARK: Yes and no

  private mutating func decideTruth() -> Bool {
    guard column.truths.isSound else { return false }
    let isDigits = column.points.isSound
    guard !isDigits || words.suggestsTruth else { return false }
    draft.kind = .truth
    let counts = (values ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    lead(counts.map { "\($0.value) \(shown($0.key))" }.joined(separator: ", "))
    return true
  }

  // MARK: Dates

  private mutating func decideDate() -> Bool {
    let sound = column.dates.sound.filter { form in
      // Eight digits are a date only if the header says so.
      column.nonDigits > 0 || words.suggestsDate || form.pattern?.text != "yyyymmdd"
    }
    guard let first = sound.first else { return false }
    guard let form = sound.first(where: { $0.order == .unmistakable }) ?? settled(sound) else {
      let forms = [DateTally.Order.dayFirst, .monthFirst].compactMap { order in
        sound.first { $0.order == order }?.pattern?.text
      }
      lead(
        "such as \(example), day or month first: write "
          + forms.map { "`date as \"\($0)\"`" }.joined(separator: " or "))
      return true
    }
    draft.kind = .date(form.pattern)
    lead(days(form.trial))
    if let pattern = form.pattern, pattern.text == "yyyy-mm-dd" || hasTimes {
      draft.notes.append("times of day are cut off")
    }
    if sound.contains(where: { $0.order != form.order }), first.order != .unmistakable {
      draft.notes.append("day and month as in the other dates")
    }
    return true
  }

  /// The form whose order of day and month is the only one, or that of the file's other dates.
  private func settled(_ sound: [DateTally.Form]) -> DateTally.Form? {
    if Set(sound.map(\.order)).count == 1 { return sound.first }
    return sound.first { $0.order == traits.dayOrder }
  }

  private var hasTimes: Bool { column.example?.contains(":") ?? false }

  private func days(_ trial: Trial) -> String {
    span(trial) { "\(Day(number: Int32($0)))" }
  }

  /// Returns the smallest and the largest value of a column in words.
  private func span(_ trial: Trial, _ shown: (Int128) -> String) -> String {
    guard let low = trial.low, let high = trial.high else { return "" }
    return low == high ? "always \(shown(low))" : "\(shown(low)) to \(shown(high))"
  }

  // MARK: Percents and figures

  private mutating func decidePercent() -> Bool {
    guard figures.isSound, figures.percents.count > 0 else { return false }
    let hasPlain = figures.numbers.count > 0
    guard !hasPlain || (figures.numbers.low == 0 && figures.numbers.high == 0) else {
      lead(
        "\(figures.percents.count) with a percent sign, \(figures.numbers.count) without: mend it")
      return true
    }
    // A zero without a sign is the same in points and as a fraction.
    draft.kind = .percent(hasPlain ? .points : .signed)
    lead(
      span(figures.percents) { value in
        Decimal(scaled: value).multiplied(by: Decimal(100)).map { "\($0) %" } ?? "beyond all range"
      })
    return true
  }

  private mutating func decideFigure() -> Bool {
    guard figures.isSound else { return false }
    if column.leadingZeros > 0, column.nonDigits == 0 {
      lead("digits with leading zeros, such as \(example)")
      return true
    }
    if words.suggestsIdentity, column.nonDigits == 0 {
      lead("digits that name something")
      return true
    }
    guard !isDecimalSignOpen else {
      leadWithAmbiguity(of: figures.firstAmbiguous ?? "")
      return true
    }
    lead(span(figures.numbers) { "\(Decimal(scaled: $0))" })
    draft.kind = figureKind()
    if draft.kind == .number, column.nonDigits == 0, values?.keys.sorted() == ["0", "1"] {
      draft.notes.append("write `yes/no` if it answers a question")
    }
    return true
  }

  /// `true` iff nothing in the file tells whether the sign in `1.234` is decimal.
  private var isDecimalSignOpen: Bool {
    figures.ambiguous > 0 && figures.decimals == 0 && !traits.isDecimalSignSure
  }

  private mutating func leadWithAmbiguity(of cell: String) {
    let sign = cell.contains(",") ? "comma" : "point"
    if traits.isDecimalSignSure {
      return lead("the \(sign) in \(shown(cell)) groups thousands: take it out, and write `number`")
    }
    let remedy =
      sign == "comma"
      ? "take the commas out if they group thousands, or write `decimal comma`; then `number`"
      : "write `number` if the point is decimal, or `decimal comma` and `number` if not"
    lead("does the \(sign) in \(shown(cell)) group thousands? \(remedy)")
  }

  private mutating func figureKind() -> FieldDraft.Kind {
    if words.suggestsPercent, figures.numbers.currencies.isEmpty { return percentKind() }
    if let sign = figures.numbers.currencies.keys.sorted().first(where: isForeign) {
      draft.notes.append("in \(sign), not the agreement's money: convert it")
      return .text
    }
    guard words.suggestsMoney || !figures.numbers.currencies.isEmpty else { return .number }
    if let code = words.currencies.first, !words.currencies.contains(where: { $0 == currency }) {
      draft.notes.append("in \(code) by its header, not the agreement's money")
      return .number
    }
    if words.exponent > 0 {
      draft.notes.append(words.exponent == 3 ? "thousands by its header" : "millions by its header")
    }
    return .money(exponent: words.exponent)
  }

  private func isForeign(_ sign: String) -> Bool {
    !Trial.currencies(meantBy: sign).contains { $0 == currency }
  }

  /// A percent by its header: 31 or 0.31 is told by the cells, or not at all.
  private mutating func percentKind() -> FieldDraft.Kind {
    let one = Decimal.one.scaled
    let reach = max((figures.numbers.high ?? 0).magnitude, (figures.numbers.low ?? 0).magnitude)
    if reach > one.magnitude { return .percent(.points) }
    draft.notes.append("write `percent as fraction` if 1 is 100 %, `as points` if 1 is 1 %")
    return .number
  }

  // MARK: Texts

  private mutating func decideText() {
    if leadWithNearMiss() || leadWithSign() { return }
    if let values, let list = choices(among: values) {
      draft.kind = .choice(list)
      return lead("\(list.count) values, another one rejects its row")
    }
    lead("such as \(example)")
  }

  /// Returns the values to choose from, if the column looks like a choice.
  private func choices(among values: [String: Int]) -> [String]? {
    let most = 12
    let rows = values.values.reduce(0, +)
    guard (2...most).contains(values.count), rows >= 3 * values.count, !words.suggestsOpenList,
      !words.suggestsIdentity,
      values.keys.allSatisfy({ $0.count <= 40 && Spelling.name($0) != nil })
    else { return nil }
    return values.keys.sorted()
  }

  /// Says which few cells keep the column from being figures or dates.
  private mutating func leadWithNearMiss() -> Bool {
    let date = column.dates.best
    var misses = [(figures.count, figures.failures, figures.firstFailure, "`number`")]
    if let date {
      let type = date.pattern.map { "`date as \"\($0.text)\"`" } ?? "`date`"
      misses.append((date.trial.count, date.trial.failures, date.trial.firstFailure, type))
    }
    for (count, failures, failure, type) in misses {
      guard let failure, count > 0, failures * 10 <= column.filled,
        count + failures == column.filled
      else { continue }
      lead(
        "all but \(failures) can be read as \(type): mend line \(failure.line), which holds "
          + "\(shown(failure.text)), or list that under `missing`")
      return true
    }
    return false
  }

  /// Says that figures could be read under the other decimal sign.
  private mutating func leadWithSign() -> Bool {
    let other = column.figures(decimalComma: !traits.decimalComma)
    guard other.isSound else { return false }
    if let cell = other.firstAmbiguous, other.decimals == 0 {
      leadWithAmbiguity(of: cell)
    } else {
      let sign = traits.decimalComma ? "point" : "comma"
      lead("figures with a decimal \(sign), unlike the rest of the file: such as \(example)")
    }
    return true
  }

  // MARK: Words

  private mutating func lead(_ evidence: String) { draft.evidence = evidence }

  private var example: String { shown(column.example ?? "") }

  private func shown(_ text: String) -> String { "\"\(Printable.escaped(text, limit: 30))\"" }
}
