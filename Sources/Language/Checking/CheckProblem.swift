import Diagnostics
import Tables

/// What can be wrong with the meaning of a well-formed agreement.
package enum CheckProblem: Hashable, Sendable {
  case repeatedName(String, first: SourceRange)
  case missingDeclaration(String, example: String)
  case repeatedDeclaration(String, first: SourceRange)
  case unknownName(String, kind: String, nearest: String?, known: [String], hint: String?)
  /// A name that differs from `twin` only by letters that look the same.
  case lookAlike(
    String, twin: String, own: String, others: String, declared: SourceRange?)
  case unknownFunction(String, nearest: String?)
  case unknownValue(String, of: String, nearest: String?, values: [String])
  case ambiguousWord(String)
  case unquotedText(String)
  case typeMismatch(
    BinaryPhrase, left: ValueType, right: ValueType, leftOrigin: Origin?, rightOrigin: Origin?)
  case bareNumberForPercent(Decimal, origin: Origin?)
  case bareNumberForDays(Decimal)
  /// The values of a cell are compared as if they were one.
  case severalValues(String, remedy: String)
  /// What follows `in` is neither a list nor a field of several values.
  case noList(String, remedy: String)
  case notACondition(ValueType, remedy: String?)
  /// `or "South"` behind a comparison.
  case valueAlone(String, remedy: String)
  case wrongArgument(function: Builtin, expected: String, found: ValueType)
  case wrongArgumentCount(function: Builtin, remedy: String?)
  case wrongType(what: String, expected: String, found: ValueType)
  case manyRows(table: String, example: String)
  case noPath(table: String, to: String)
  case manyPaths(table: String, to: String, paths: [String])
  case notPortfolio(what: String, name: String?)
  /// `definition` is where the late figure stands, if not at the place itself.
  case tooLate(what: String, reads: String, definition: SourceRange?)
  /// The first name comes again at the end; the others have the places of their definitions.
  case circle([String], definitions: [SourceRange])
  /// Each name refers to the next by the field at its place.
  case referenceCircle([String], fields: [SourceRange])
  case misplacedFunction(Builtin, where: String)
  case notAConstant(what: String)
  case outOfPlace(modifier: String, type: String)
  case badModifier(String, help: String)
  case casesWithoutOtherwise
  case caseAfterOtherwise
  case orderlessText
  case unreachableTier(String, after: String)
  case overflowNotBelow(String, lowest: String)
  case unknownOrderOfRows(ValueType)
  case percentWeights([Decimal], sum: Decimal)
  case mixedWeights
  case zeroWeights
  case extremeWeights
  case extremePreference
  case tooManyEndings(Int)
  case expiredOverride(until: Day, asOf: Day)
  case repeatedOverride(key: String, first: SourceRange)
  case missingClause(of: String, clause: String, example: String)
  case unusedName(String, kind: String)
  /// Optional fields of one table.
  case unusedFields([String], table: String)
  case noKey(table: String)
  case emptyList(what: String)
  case figuresTooDeep
  case weightReadsData
  /// What is wrong with the weights of a score on a day.
  case weightsOfDay(Day, reason: String)
  case badRate(String)
  case rateOfOwnCurrency(String)
  case ratesToOtherCurrency(String, home: String)
  case repeatedRate(String, Day, first: SourceRange)
  case unknownCurrency(String, nearest: String?)
  case noRates(home: String)
  case unusedRates
  case badCurrencyColumn(String, ValueType)
  /// Nothing in the data says which tier an account had before.
  case noTierBefore
  /// A table says who of ours knows whom, and nothing that decides tiers reads one of `tables`.
  case relationshipsDecideNothing(tables: [String])
  case thousandsOrDecimals(ThousandsDoubt)
  /// A condition `for each` of something that reads a let about the whole portfolio, and nothing else.
  case sameForEach(String, letting: String, declared: SourceRange)
  /// A field of money that the group has from its head alone.
  case headAlone(String, declared: SourceRange)
  /// Whether an account is judged alone depends on a field that may be blank.
  case openGroup(String, declared: SourceRange)
  /// Reviews are planned for longer than anybody can.
  case farHorizon
  /// The days of a window end before they begin, so many days before.
  case backwardWindow(days: Int)
  case namelessAttendee
  /// The words of a clause that speaks of a cadence, of a review that has none.
  case withoutCadence(String)
  /// A check that would come after the next review, and so never comes.
  case checkAfterReview

  /// Where a type comes from, such as the declaration of a field.
  package struct Origin: Hashable, Sendable {
    package var name: String
    package var type: ValueType
    package var range: SourceRange
  }

  /// The words around two operands: "compared with", "added to".
  package enum BinaryPhrase: Hashable, Sendable {
    case comparison, ordering
    case arithmetic(BinaryOperator)
    /// The values of cases.
    case alternatives
    /// The two sides of `else`.
    case fallback
    case alike(String)
  }
}
