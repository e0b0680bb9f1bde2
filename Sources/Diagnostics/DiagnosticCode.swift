/// Every code that kamc can print; a code, once published, keeps its meaning.
///
/// K01 text and syntax, K02 meaning, K03 data, K04 what the run found, K05 files and command line,
/// K09 limits.
package enum DiagnosticCode: String, CaseIterable, Sendable {
  // K01: text and syntax.
  case unexpectedByte = "K0101"
  case unclosedText = "K0102"
  case malformedNumber = "K0103"
  case malformedDate = "K0104"
  case expectedToken = "K0110"
  case expectedExpression = "K0111"
  case expectedDeclaration = "K0112"
  case expectedClause = "K0113"
  case unclosedBlock = "K0114"
  case misplacedClause = "K0115"

  // K03: data, one cell or row.
  case blankCell = "K0301"
  case invalidText = "K0302"
  case unreadableNumber = "K0303"
  case ambiguousNumber = "K0304"
  case numberBeyondRange = "K0305"
  case foreignCurrency = "K0306"
  case unreadablePercent = "K0307"
  case unreadableDate = "K0308"
  case unreadableTruth = "K0309"
  case unknownChoice = "K0310"
  case outOfBounds = "K0311"
  case raggedRow = "K0312"
  case textAfterQuote = "K0313"

  // K03: data, the file as a whole.
  case emptyFile = "K0330"
  case absentColumn = "K0331"
  case repeatedHeader = "K0332"
  case wrongEncoding = "K0333"
  case binaryFile = "K0334"
  case unclosedQuote = "K0335"

  // K09: limits.
  case sourceTooLarge = "K0901"
  case nestingTooDeep = "K0902"
  case recordTooLong = "K0910"
}
