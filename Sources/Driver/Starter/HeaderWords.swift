import Language
import Tables

/// A header cut into its words, and what they suggest about the column.
struct HeaderWords {
  /// The words in small letters, `customerID` being two.
  let words: [String]
  private let header: String

  init(_ header: String) {
    self.header = header
    words = HeaderWords.split(header)
  }

  private static func split(_ header: String) -> [String] {
    let scalars = Array(header.unicodeScalars)
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func isCapital(_ index: Int) -> Bool {
      scalars.indices.contains(index) && scalars[index].properties.isUppercase
    }
    func isSmall(_ index: Int) -> Bool {
      scalars.indices.contains(index) && scalars[index].properties.isLowercase
    }
    for (index, scalar) in scalars.enumerated() where scalar != "'" && scalar != "’" {
      let isPart = Spelling.isWordPart(scalar) && scalar != "_"
      let startsWord = isCapital(index) && (!isCapital(index - 1) || isSmall(index + 1))
      if !isPart || startsWord, !word.isEmpty {
        words.append(String(word).lowercased())
        word = String.UnicodeScalarView()
      }
      if isPart { word.append(scalar) }
    }
    if !word.isEmpty { words.append(String(word).lowercased()) }
    return joiningUnits(words)
  }

  /// Returns `words` with units in one piece: `kEUR` is cut where its capitals start.
  private static func joiningUnits(_ words: [String]) -> [String] {
    var joined: [String] = []
    for word in words {
      if let last = joined.last, scales[last] != nil, codes.contains(word.uppercased()) {
        joined[joined.count - 1] += word
      } else {
        joined.append(word)
      }
    }
    return joined
  }

  private func holds(_ vocabulary: Set<String>) -> Bool {
    words.contains(where: vocabulary.contains)
  }

  // MARK: What words suggest

  /// `true` iff the cells probably name something rather than count it.
  var suggestsIdentity: Bool {
    if holds(["zip", "plz", "postcode", "postal", "phone", "telephone", "fax", "mobile", "iban"]) {
      return true
    }
    guard let last = words.last else { return false }
    return HeaderWords.identities.contains(last)
  }

  private static let identities: Set<String> = [
    "id", "ids", "no", "nr", "num", "number", "nummer", "code", "key", "uuid", "guid", "sku",
    "isin", "lei", "vat", "symbol", "ref", "reference",
  ]

  /// `true` iff the cells probably name the row itself.
  var suggestsKey: Bool {
    words.count <= 2 && suggestsIdentity || words.first == "id" || words == ["symbol"]
  }

  /// `true` iff the cells are probably amounts; a ratio of amounts is none.
  var suggestsMoney: Bool {
    if header.contains("/") || holds(["per", "ratio", "multiple", "yield", "count", "number"]) {
      return false
    }
    return holds(HeaderWords.amounts) || !currencies.isEmpty
      || words.suffix(2) == ["market", "cap"]
  }

  private static let amounts: Set<String> = [
    "revenue", "revenues", "sales", "turnover", "amount", "price", "cost", "costs", "fee", "fees",
    "spend", "spending", "budget", "profit", "income", "arr", "mrr", "acv", "tcv", "ebitda", "ebit",
    "freight", "billing", "billings", "invoiced", "contribution", "net", "gross", "payment",
    "payments", "salary", "value", "umsatz", "erlös", "preis", "betrag", "kosten",
  ]

  /// How likely it is that accounts are weighed by the column; 0 is likeliest.
  var measureRank: Int {
    let ranked = [
      "total", "revenue", "arr", "turnover", "umsatz", "sales", "net", "value", "amount", "cap",
    ]
    if let rank = ranked.firstIndex(where: words.contains) { return rank }
    return holds(["price", "cost", "costs", "freight", "fee"]) ? ranked.count + 1 : ranked.count
  }

  /// `true` iff the cells are probably codes of currencies.
  var namesCurrency: Bool {
    holds(["currency", "currencies", "cur", "curr", "ccy", "währung", "devise", "moneda", "waluta"])
  }

  var suggestsPercent: Bool {
    header.contains("%") || holds(["percent", "percentage", "pct", "prozent"])
  }

  /// `true` iff yes and no could be meant by 1 and 0.
  var suggestsTruth: Bool {
    header.hasSuffix("?") || holds(["flag"])
      || ["is", "has", "was", "can", "does", "wants"].contains(words.first)
  }

  var suggestsDate: Bool {
    holds([
      "date", "day", "since", "until", "on", "at", "datum", "start", "end", "renewal", "created",
      "closed", "due", "birthday",
    ])
  }

  /// `true` iff the cells probably name people or places, of which others will come.
  var suggestsOpenList: Bool {
    holds([
      "country", "city", "town", "state", "street", "address", "location", "land", "stadt",
      "owner", "manager", "agent", "rep", "contact", "name", "person", "employee", "sponsor",
      "buyer", "kam", "seller", "responsible",
    ])
  }

  // MARK: Units

  /// The codes of the currencies that the header can mean; empty where it names none.
  var currencies: [String] {
    if let sign = HeaderWords.signs.first(where: header.contains) {
      return Trial.currencies(meantBy: sign)
    }
    return words.lazy.compactMap { HeaderWords.unit($0)?.currency }.first.map { [$0] } ?? []
  }

  private static let signs = ["€", "$", "£", "¥"]

  /// What the letter before a currency multiplies it by, as a power of ten.
  private static let scales = ["k": 3, "t": 3, "m": 6]

  /// Reads a word such as `eur` or `keur`.
  private static func unit(_ word: String) -> (currency: String, exponent: Int)? {
    if codes.contains(word.uppercased()) { return (word.uppercased(), 0) }
    let code = word.dropFirst().uppercased()
    guard let exponent = scales[String(word.prefix(1))], codes.contains(code) else {
      return nil
    }
    return (code, exponent)
  }

  private static let codes: Set<String> = [
    "EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "CAD", "AUD",
    "INR", "CNY", "BRL", "ZAR", "SGD", "HKD", "NZD",
  ]

  /// The power of ten that the header says figures are written in.
  var exponent: Int {
    if let exponent = words.lazy.compactMap({ HeaderWords.unit($0)?.exponent }).first, exponent > 0
    {
      return exponent
    }
    if holds(["thousand", "thousands", "tsd", "000s"]) || hasSign(besides: "k") { return 3 }
    if holds(["million", "millions", "mio", "mn", "mln"]) || hasSign(besides: "M") { return 6 }
    return 0
  }

  /// `true` iff `letter` stands beside the sign of a currency, as in `k€`.
  private func hasSign(besides letter: String) -> Bool {
    HeaderWords.signs.contains { header.contains(letter + $0) || header.contains($0 + letter) }
  }

  // MARK: Names

  private static let longestName = 40

  /// The words as one name of an agreement; empty where they make none.
  var name: String {
    var parts = words
    let leading = parts.prefix { $0.first?.isNumber == true }
    parts.removeFirst(leading.count)
    // A name does not start with a digit: `52 Week Low` becomes `week_52_low`.
    if parts.isEmpty {
      let isYear = leading.first.map { $0.count == 4 && ($0 > "1900" && $0 < "2100") } ?? false
      parts = leading.isEmpty ? [] : [isYear ? "year" : "column"] + leading
    } else {
      parts.insert(contentsOf: leading, at: 1)
    }
    var name = parts.first ?? ""
    for part in parts.dropFirst() {
      guard name.count + part.count < HeaderWords.longestName else { break }
      name += "_" + part
    }
    return String(name.prefix(2 * HeaderWords.longestName))
  }
}
