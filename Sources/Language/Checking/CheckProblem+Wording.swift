import Diagnostics
import Tables

/// The message, label and remedy of each problem.
extension CheckProblem {
  package var severity: Severity {
    switch self {
    case .unreachableTier, .expiredOverride, .unknownCurrency, .noRates, .thousandsOrDecimals,
      .sameForEach, .checkAfterReview:
      .warning
    case .unusedName, .unusedFields, .unusedRates, .noTierBefore, .headAlone,
      .relationshipsDecideNothing:
      .note
    default: .error
    }
  }

  package var code: DiagnosticCode {
    switch self {
    case .repeatedName: .repeatedName
    case .missingDeclaration: .missingDeclaration
    case .repeatedDeclaration: .repeatedDeclaration
    case .unknownName: .unknownName
    case .lookAlike: .lookAlikeLetters
    case .unknownFunction: .unknownFunction
    case .unknownValue: .unknownValue
    case .ambiguousWord: .ambiguousWord
    case .unquotedText: .unquotedText
    case .typeMismatch: .typeMismatch
    case .bareNumberForPercent: .bareNumberForPercent
    case .bareNumberForDays: .bareNumberForDays
    case .notACondition, .valueAlone: .notACondition
    case .severalValues: .severalValues
    case .noList: .noList
    case .wrongArgument: .wrongArgument
    case .wrongArgumentCount: .wrongArgumentCount
    case .wrongType: .wrongType
    case .manyRows: .manyRows
    case .noPath: .noPath
    case .manyPaths: .manyPaths
    case .notPortfolio: .notPortfolio
    case .tooLate: .tooLate
    case .circle: .circle
    case .referenceCircle: .referenceCircle
    case .misplacedFunction: .misplacedFunction
    case .notAConstant: .notAConstant
    case .outOfPlace: .modifierOutOfPlace
    case .badModifier: .badModifier
    case .casesWithoutOtherwise: .casesWithoutOtherwise
    case .caseAfterOtherwise: .caseAfterOtherwise
    case .orderlessText: .orderlessText
    case .unreachableTier: .unreachableTier
    case .overflowNotBelow: .overflowNotBelow
    case .unknownOrderOfRows: .unknownOrderOfRows
    case .percentWeights: .percentWeights
    case .mixedWeights: .mixedWeights
    case .zeroWeights: .zeroWeights
    case .extremeWeights: .extremeWeights
    case .extremePreference: .extremePreference
    case .tooManyEndings: .tooManyEndings
    case .expiredOverride: .expiredOverride
    case .repeatedOverride: .repeatedOverride
    case .missingClause: .missingClause
    case .unusedName, .unusedFields: .unusedName
    case .noKey: .noKey
    case .emptyList: .emptyList
    case .figuresTooDeep: .figuresTooDeep
    case .weightReadsData: .weightReadsData
    case .weightsOfDay: .weightsOfDay
    case .badRate: .badRate
    case .rateOfOwnCurrency: .rateOfOwnCurrency
    case .ratesToOtherCurrency: .ratesToOtherCurrency
    case .repeatedRate: .repeatedRate
    case .unknownCurrency: .unknownCurrency
    case .noRates: .noRates
    case .unusedRates: .unusedRates
    case .badCurrencyColumn: .badCurrencyColumn
    case .noTierBefore: .noTierBefore
    case .relationshipsDecideNothing: .relationshipsDecideNothing
    case .thousandsOrDecimals: .thousandsOrDecimals
    case .sameForEach: .sameForEach
    case .headAlone: .headAlone
    case .openGroup: .openGroup
    case .farHorizon: .farHorizon
    case .backwardWindow: .backwardWindow
    case .namelessAttendee: .namelessAttendee
    case .withoutCadence: .withoutCadence
    case .checkAfterReview: .checkAfterReview
    }
  }

  package var message: String {
    switch self {
    case .repeatedName(let name, _): "`\(name)` is declared twice"
    case .missingDeclaration(let what, _): "nothing here declares \(what)"
    case .repeatedDeclaration(let what, _): "there can be only one \(what)"
    case .unknownName(let name, let kind, _, _, _): "there is no \(kind) called `\(name)`"
    case .lookAlike(let name, let twin, _, _, _):
      "`\(name)` looks like `\(twin)`, and is another name"
    case .unknownFunction(let name, _): "there is no function called `\(name)`"
    case .unknownValue(let value, let of, _, _): "`\(value)` is not one of the values of \(of)"
    case .unquotedText(let word): "there is no figure called `\(word)`"
    case .ambiguousWord(let word):
      "`\(word)` could be the value or the figure of that name"
    case .typeMismatch(let phrase, let left, let right, _, _):
      phrase.sentence(left.phrase, right.phrase)
    case .bareNumberForPercent(let value, _):
      "\(value) stands beside a percent, and could mean \(value)% or \(PercentText.text(value))"
    case .bareNumberForDays(let value): "\(value) stands where a number of days is meant"
    case .notACondition(let type, _): "a condition must be yes or no, and this is \(type.phrase)"
    case .severalValues(let name, _): "`\(name)` can hold several values, which are not compared"
    case .noList(let name, _): "`\(name)` is neither a list nor a field of several values"
    case .valueAlone(let value, _): "`\(value)` by itself is no condition"
    case .wrongArgument(let function, let expected, let found):
      "`\(function.rawValue)` needs \(expected), and this is \(found.phrase)"
    case .wrongArgumentCount(let function, _): "this is not how `\(function.rawValue)` is written"
    case .wrongType(let what, let expected, let found):
      "\(what) must be \(expected), and this is \(found.phrase)"
    case .manyRows(let table, _): "`\(table)` has many rows, so it is not one figure"
    case .noPath(let table, let to): "nothing in `\(table)` says which row of `\(to)` it belongs to"
    case .manyPaths(let table, let to, _):
      "rows of `\(table)` refer to `\(to)` in more than one way"
    case .notPortfolio(let what, let name):
      name.map { "\(what) is about the whole portfolio, and `\($0)` belongs to one account" }
        ?? "\(what) is about the whole portfolio, and this belongs to one account"
    case .tooLate(let what, let reads, _): "\(what) is decided before \(reads) is known"
    case .circle(let names, _):
      "this depends on itself: \(names.map { "`\($0)`" }.joined(separator: " → "))"
    case .referenceCircle(let names, _):
      "tables refer to each other in a circle: "
        + names.map { "`\($0)`" }.joined(separator: " → ")
    case .misplacedFunction(let function, let place):
      "`\(function.rawValue)` can only be used \(place)"
    case .notAConstant(let what): "\(what) must be a figure written in the agreement"
    case .outOfPlace(let modifier, let type): "`\(modifier)` does not fit a field that is \(type)"
    case .badModifier(let message, _): message
    case .casesWithoutOtherwise: "these cases leave open what holds when none of them matches"
    case .caseAfterOtherwise: "this comes after `otherwise` and can never be reached"
    case .orderlessText: "a text as a ranking key must say in which direction"
    case .unreachableTier(let name, let after):
      "no account can reach `\(name)`, because `\(after)` above it takes all that are left"
    case .overflowNotBelow(let name, let lowest):
      "the overflow tier `\(name)` is not below `\(lowest)`"
    case .unknownOrderOfRows(let type): "\(type.phrase) is neither more nor less than another"
    case .percentWeights(let weights, let sum):
      "the weights add up to \(PercentText.sum(weights, sum)), "
        + "which is \(PercentText.difference(sum)) 100%"
    case .mixedWeights: "some weights are percents and some are not"
    case .zeroWeights: "the weights of a score must add up to more than 0"
    case .extremeWeights:
      "the weights and `out of` figures of this score are too large or too fine to add up exactly"
    case .extremePreference:
      "a preference weighs from 0 to 1_000_000, with at most 3 places"
    case .tooManyEndings(let count):
      "an agreement has at most \(Limits.endings) tiers, excludes and rejects, and this one has "
        + "\(count)"
    case .expiredOverride(let until, let asOf):
      "this override ended on \(until) and does nothing as of \(asOf)"
    case .repeatedOverride(let key, _): "`\(key)` has more than one override at the same time"
    case .missingClause(let of, let clause, _): "\(of) has no `\(clause)`"
    case .unusedFields(let names, let table):
      names.count == 1
        ? "the optional field `\(names[0])` is not used"
        : "\(names.count) optional fields of `\(table)` are not used: \(Self.listed(names))"
    case .unusedName(let name, let kind): "the \(kind) `\(name)` is not used"
    case .noKey(let table): "`\(table)` has no key"
    case .noTierBefore: "no field of `accounts` says which tier an account had before"
    case .relationshipsDecideNothing(let tables):
      "what is known of relationships decides no tier: no criterion, route or limit reads "
        + Wording.list(tables)
    case .headAlone(let name, _):
      "the group's `\(name)` is that of the account at its top alone, without its members'"
    case .openGroup(let name, _):
      "who belongs to the group would depend on `\(name)`, which may be blank"
    case .emptyList(let what): "\(what) is empty"
    case .figuresTooDeep:
      "more than \(Limits.figureHeight) steps build on each other to work this out"
    case .weightReadsData: "a weight follows from what is written and from the day, not from data"
    case .weightsOfDay(let day, let reason): "on \(day), \(reason)"
    case .badRate(let code): "the rate of `\(code)` is not above 0"
    case .rateOfOwnCurrency(let code): "`\(code)` is the agreement's own currency and has no rate"
    case .ratesToOtherCurrency(let code, let home):
      "these rates lead to `\(code)`, and the agreement is in `\(home)`"
    case .repeatedRate(let code, let day, _): "`\(code)` has two rates on \(day)"
    case .unknownCurrency(let code, _): "`\(code)` is the code of no currency"
    case .noRates(let home): "nothing says what amounts in other currencies are worth in `\(home)`"
    case .unusedRates: "no field says in which column currencies stand, so no rate is used"
    case .badCurrencyColumn(let name, let type):
      "the currencies stand in a text, and `\(name)` is \(type.phrase)"
    case .thousandsOrDecimals(let doubt): doubt.message
    case .checkAfterReview: "this never falls due, since the next review always comes first"
    case .namelessAttendee: "an attendee has no name"
    case .sameForEach(let name, let letting, _):
      "this is the same for each `\(name)`, since `\(letting)` is about the whole portfolio"
    case .farHorizon: "reviews are planned at most \(Limits.horizonYears) years ahead"
    case .backwardWindow(let days):
      "these days end \(days) \(days == 1 ? "day" : "days") before they begin, so nothing falls there"
    case .withoutCadence(let words): "a review on a date has no `\(words)`"
    }
  }

  package var label: String? {
    switch self {
    case .repeatedName: "declared again here"
    case .bareNumberForPercent: "percent or fraction?"
    case .notACondition(let type, _): "this is \(type.phrase)"
    case .unknownName(_, let kind, _, _, _): "no such \(kind)"
    case .lookAlike(_, _, let own, let others, _): "this is \(own), not \(others)"
    case .casesWithoutOtherwise: "no `otherwise`"
    case .thousandsOrDecimals: "a point stands before decimals"
    case .headAlone: "by this"
    case .noTierBefore: "needs it"
    case .relationshipsDecideNothing: "says who of ours knows whom"
    default: nil
    }
  }

  package var help: String? {
    switch self {
    case .repeatedName: "give one of them another name"
    case .noTierBefore:
      "add `before : tier optional`, or give the last result with `--previous RESULT.json`"
    case .relationshipsDecideNothing(let tables):
      "if a relationship should count, add a criterion, such as one on `count(\(tables[0]))`"
    case .headAlone(let name, _):
      "write `\(name) sum` in the group, or `\(name) head` if that is meant"
    case .openGroup(let name, _):
      "say what a blank means: `\(name) else …`, or ask for a field that is never blank"
    case .missingDeclaration(_, let example): "add `\(example)`"
    case .repeatedDeclaration: "join the two, or remove one"
    case .unknownName(let name, _, let nearest, let known, let hint):
      hint ?? nearestOrList(name, nearest, known)
    case .lookAlike(_, let twin, _, _, _): "type it anew: `\(twin)`"
    case .unknownFunction(let name, let nearest):
      Builtin.remedy(forForeign: name) ?? nearest.map { "did you mean `\($0)`?" }
        ?? "the functions are \(Wording.list(Builtin.allCases.map(\.rawValue)))"
    case .unknownValue(let value, _, let nearest, let values):
      nearestOrList(value, nearest, values)
    case .ambiguousWord(let word):
      "write \"\(word)\" in quotes for the value, or give the figure another name"
    case .unquotedText(let word): "if you mean the text, write it in quotes: \"\(word)\""
    case .typeMismatch(let phrase, let left, let right, _, _): phrase.remedy(left, right)
    case .bareNumberForPercent(let value, _):
      "write `\(value)%`, or `\(PercentText.text(value))`"
    case .bareNumberForDays(let value): "write `\(value) days`"
    case .notACondition(_, let remedy?): remedy
    case .notACondition(_, nil): "compare it with something, such as `revenue >= 1M`"
    case .severalValues(_, let remedy), .noList(_, let remedy), .valueAlone(_, let remedy),
      .wrongArgumentCount(_, let remedy?):
      remedy
    case .wrongArgument(let function, _, _), .wrongArgumentCount(let function, nil):
      "write `\(function.signature)`: \(function.meaning)"
    case .manyRows(_, let example): "say what is wanted of its rows, such as `\(example)`"
    case .noPath(let table, let to): "give `\(table)` a field of type `\(to)`"
    case .manyPaths(_, _, let paths):
      "they are \(paths.joined(separator: " and ")); keep only one of these fields"
    case .notPortfolio(_, let name):
      "use a figure over all accounts, such as "
        + (name.map { $0 == "tier" ? "`count(accounts where tier = …)`" : "`sum(accounts.\($0))`" }
          ?? "`count(accounts where …)`")
    case .tooLate:
      "use what is known by then; `kamc explain-code K0219` shows the order"
    case .circle, .referenceCircle: "break the circle at one of these"
    case .casesWithoutOtherwise: "end them with a case such as `0 otherwise`"
    case .caseAfterOtherwise: "move it above `otherwise`, or remove it"
    case .orderlessText: "write `ascending` or `descending` after it"
    case .unreachableTier: "move it above, or remove the `otherwise` there"
    case .overflowNotBelow: "name a tier that is declared further down"
    case .unknownOrderOfRows(.months):
      "add months and years to a date, or count them with `months(from, to)`"
    case .unknownOrderOfRows: "use `=`, `!=` or `in`"
    case .percentWeights: "change them so that they add up to 100%, or write them without `%`"
    case .mixedWeights: "write all of them with `%`, or none"
    case .zeroWeights: "give at least one criterion a weight above 0"
    case .extremeWeights: "use figures with few places, such as 12.5"
    case .extremePreference:
      "write smaller or coarser weights: only their proportions count"
    case .tooManyEndings: "join conditions of one kind with `or`"
    case .expiredOverride: "remove it, or agree on a later date"
    case .repeatedOverride: "keep one of them"
    case .missingClause(_, _, let example): "add `\(example)`"
    case .unusedName(_, "table"): "remove it, or read it, such as by `count`"
    case .unusedName: "remove it, or `show` it"
    case .unusedFields(let names, _):
      names.count == 1
        ? "remove it, or `show` it" : "remove them, or keep them as a description of the file"
    case .noKey(let table):
      "mark the column that identifies a row with `key`, such as `id : text key` in `\(table)`"
    case .badModifier(_, let help): help
    case .wrongType(_, let expected, _): "use \(expected) here"
    case .misplacedFunction(.scale, _):
      "move it into a criterion, or work it out with `min` and `max`"
    case .misplacedFunction: "count accounts instead: `count(accounts where …) > 0`"
    case .notAConstant: "write the figure itself"
    case .outOfPlace: "remove it, or give the field another type"
    case .figuresTooDeep: "work it out in fewer steps"
    case .thousandsOrDecimals(let doubt): doubt.help
    case .sameForEach(let name, let letting, _):
      "write here what `\(letting)` stands for, which is then worked out for each `\(name)`"
    case .emptyList: "write what belongs into it, or remove it"
    case .weightReadsData: "write the figure, or a `let` with cases that ask for `today`"
    case .weightsOfDay: "change the figures that depend on the day, so that they fit on every one"
    case .badRate(let code): "write how many \(code) one unit of the agreement's currency is worth"
    case .rateOfOwnCurrency: "remove it"
    case .ratesToOtherCurrency(_, let home):
      "write how much one \(home) is worth: `rates to \(home) on …`"
    case .repeatedRate: "keep one of them"
    case .unknownCurrency(_, let nearest?): "did you mean `\(nearest)`?"
    case .unknownCurrency(_, nil): "write its three letters, such as `PLN`"
    case .noRates(let home): "add `rates to \(home) on 2027-01-04 { USD 1.08 }`"
    case .unusedRates: "add `in` and the column to a field of type `money`, or remove the rates"
    case .badCurrencyColumn: "name a field of type `text`, or a column by its header in quotes"
    case .farHorizon: "write `ahead 12 months`; later runs plan what comes after"
    case .backwardWindow: "write the earlier day first"
    case .namelessAttendee: "write the name, or the field that holds it, such as `owner`"
    case .withoutCadence: "remove it, or say how often: `every 90 days`"
    case .checkAfterReview: "write a shorter time than from one review to the next"
    }
  }

  /// Other places that explain the problem.
  package var related: [(message: String, range: SourceRange)] {
    switch self {
    case .repeatedName(_, let first), .repeatedDeclaration(_, let first),
      .repeatedOverride(_, let first), .repeatedRate(_, _, let first):
      [("first declared here", first)]
    case .headAlone(let name, let declared), .openGroup(let name, let declared),
      .sameForEach(_, let name, let declared):
      [("`\(name)` is declared here", declared)]
    case .circle(let names, let definitions):
      zip(names, definitions).dropFirst().map { ("`\($0)` is defined here", $1) }
    case .referenceCircle(let names, let fields):
      zip(names.dropFirst(), fields).map { ("this refers to `\($0)`", $1) }
    case .typeMismatch(_, _, _, let left, let right):
      [left, left == right ? nil : right].compactMap { $0 }.map(Self.declared)
    case .tooLate(_, let reads, let definition?): [("this reads \(reads)", definition)]
    case .lookAlike(_, let twin, _, _, let declared?): [("`\(twin)` is declared here", declared)]
    case .bareNumberForPercent(_, let origin): [origin].compactMap { $0 }.map(Self.declared)
    default: []
    }
  }

  private static func declared(_ origin: Origin) -> (message: String, range: SourceRange) {
    ("`\(origin.name)` is \(origin.type.phrase), declared here", origin.range)
  }

  /// Returns up to six names, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(6).map { "`\($0)`" }
    guard names.count > 6 else { return RangeText.list(shown, joiner: "and") }
    return shown.joined(separator: ", ") + " and \(names.count - 6) more"
  }

  private func nearestOrList(_ name: String, _ nearest: String?, _ known: [String]) -> String? {
    if let nearest, nearest.lowercased() == name.lowercased() {
      return "write `\(nearest)`; capital and small letters differ"
    }
    if let nearest { return "did you mean `\(nearest)`?" }
    guard !known.isEmpty else { return nil }
    let shown = known.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return "known here: \(shown)\(known.count > 8 ? " and \(known.count - 8) more" : "")"
  }
}

extension CheckProblem.BinaryPhrase {
  func sentence(_ left: String, _ right: String) -> String {
    switch self {
    case .comparison, .ordering: "\(left) cannot be compared with \(right)"
    case .arithmetic(.plus): "\(left) and \(right) cannot be added"
    case .arithmetic(.minus): "\(right) cannot be taken from \(left)"
    case .arithmetic(.times): "\(left) and \(right) cannot be multiplied"
    case .arithmetic: "\(left) cannot be divided by \(right)"
    case .alternatives: "the value is \(left) in one case and \(right) in another"
    case .fallback: "`else` stands between \(left) and \(right)"
    case .alike(let what): "\(what) must be alike, and these are \(left) and \(right)"
    }
  }

  func remedy(_ left: ValueType, _ right: ValueType) -> String? {
    switch (self, left, right) {
    case (.fallback, _, .truth):
      "comparisons bind tighter than `else`: write brackets, such as `(revenue else 0) > 5`"
    case (.ordering, .date, .number), (.comparison, .date, .number),
      (.ordering, .number, .date), (.comparison, .number, .date):
      "write a date like `2027-04-01`"
    case (.arithmetic(.plus), .date, .number), (.arithmetic(.minus), .date, .number):
      "say what is added: `90 days`, `13 weeks` or `6 months`"
    case (.arithmetic(.times), _, .months), (.arithmetic(.times), .months, _):
      "write the number of months itself, such as `6 months`"
    case (_, .money, .number), (_, .number, .money), (_, .money, .percent), (_, .percent, .money):
      "compare and add money with money; multiply or divide it by plain numbers"
    case (_, .days, .months), (_, .months, .days):
      "months and years have no fixed number of days: use `months(from, to)` or `years(from, to)`"
    case (.arithmetic(.times), .money, .money): "money times money has no meaning: divide instead"
    case (_, .text, .choice), (_, .choice, .text):
      "compare with one of the listed values, such as `= \"Won\"`"
    case (.comparison, .truth, _), (.comparison, _, .truth), (.ordering, .truth, _),
      (.ordering, _, .truth):
      "a yes/no stands alone, such as `when active`, or is compared with `yes` or `no`"
    case (_, .date, .text), (_, .text, .date):
      "write a date without quotes, such as `2027-04-01`"
    case (_, .text, _) where right.isNumeric, (_, _, .text) where left.isNumeric:
      "write a text between quotes and a figure without; "
        + "a column of figures is declared as `number` or `money`"
    default: nil
    }
  }
}

/// A decimal fraction as a percent, such as 0.95 as `95%`.
enum PercentText {
  /// Returns `50% + 45% = 95%`, or only the sum where it has many parts.
  static func sum(_ parts: [Decimal], _ sum: Decimal) -> String {
    guard (2...6).contains(parts.count) else { return text(sum) }
    return parts.map(text).joined(separator: " + ") + " = " + text(sum)
  }

  /// Returns `5% short of` or `5% more than`.
  static func difference(_ sum: Decimal) -> String {
    let difference = Decimal(scaled: abs(sum.scaled - Decimal.unit))
    return "\(text(difference)) \(sum < .one ? "short of" : "more than")"
  }

  static func text(_ value: Decimal) -> String {
    (value.multiplied(by: Decimal(100)) ?? value).description + "%"
  }
}
