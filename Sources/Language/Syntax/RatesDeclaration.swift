import Diagnostics
import Tables

/// `rates to EUR on 2027-01-04 { PLN 4.30; CZK 25.00 }`: what one EUR is worth in other currencies.
package struct RatesDeclaration: Hashable, Sendable {
  package var currency: Name
  package var day: Day?
  package var rates: [Rate] = []
  package var range: SourceRange

  package init(currency: Name, day: Day?, range: SourceRange) {
    self.currency = currency
    self.day = day
    self.range = range
  }

  /// `PLN 4.30`.
  package struct Rate: Hashable, Sendable {
    package var code: Name
    package var value: ExpressionID
    package var range: SourceRange

    package init(code: Name, value: ExpressionID, range: SourceRange) {
      self.code = code
      self.value = value
      self.range = range
    }
  }
}
