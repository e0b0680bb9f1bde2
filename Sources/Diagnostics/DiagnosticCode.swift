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

  // K09: limits.
  case sourceTooLarge = "K0901"
  case nestingTooDeep = "K0902"
}
