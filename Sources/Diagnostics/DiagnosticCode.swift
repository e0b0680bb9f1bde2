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
  case malformedTime = "K0105"
  case foreignSign = "K0106"
  case foreignQuotes = "K0107"
  case foreignEncoding = "K0108"
  case backwardsRange = "K0109"
  case expectedToken = "K0110"
  case expectedExpression = "K0111"
  case expectedDeclaration = "K0112"
  case expectedClause = "K0113"
  case unclosedBlock = "K0114"
  case misplacedClause = "K0115"
  case reservedName = "K0116"
  case chainedComparison = "K0117"
  case unfinishedClause = "K0118"
  case repeatedClause = "K0119"
  case unclosedBracket = "K0120"
  case strayBracket = "K0121"
  case countOutOfRange = "K0122"

  // K09: limits.
  case sourceTooLarge = "K0901"
  case nestingTooDeep = "K0902"
  case tooManyMistakes = "K0903"
}
