import Diagnostics
import Testing

@testable import Tables

/// What became of a cell: its value as text, `-` where it is missing, or its problem.
private func cell(
  _ text: String, _ kind: CellKind, _ change: (inout FieldSchema, inout TableSchema) -> Void
) async throws -> Result<String, CellProblem> {
  var field = FieldSchema(name: "v", header: "v", kind: kind)
  var schema = TableSchema(name: "t", fields: [])
  change(&field, &schema)
  schema.fields = [field]
  let quoted = "\"" + text.replacing("\"", with: "\"\"") + "\""
  let needsQuotes = text.contains { ",\";\n\r".contains($0) }
  let separator = String(UnicodeScalar(schema.separator))
  var results: [Result<String, CellProblem>] = []
  for form in needsQuotes ? [quoted] : [text, quoted, " \(text)\t", "\u{A0}\(text)\u{202F}"] {
    // The cell in the midst of a line and at the end of one.
    for row in ["\(form)\(separator)x\r\n", "x\(separator)\(form)\r\n"] {
      let header = row.hasPrefix("x") ? "w\(separator)v\n" : "v\(separator)w\n"
      let outcome = try await read(Array((header + row).utf8), as: schema)
      try #require(outcome.diagnostics.isEmpty)
      if let rejected = outcome.rejected.first {
        results.append(.failure(rejected.problem))
      } else {
        results.append(.success((outcome.rows.first?.cells ?? []).map { $0 ?? "-" }.joined()))
      }
    }
  }
  let first = try #require(results.first)
  #expect(results.allSatisfy { $0 == first }, "\(text): \(results)")
  return first
}

private func cell(_ text: String, _ kind: CellKind) async throws -> Result<String, CellProblem> {
  try await cell(text, kind) { _, _ in }
}

@Suite struct NumberCellTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("12", "12"), ("+12", "12"), ("-12.50", "-12.5"), (".5", "0.5"),
    ("5.", "5"), ("007", "7"), ("\u{2212}3", "-3"), ("(3.5)", "-3.5"), ("( 1,234.5 )", "-1234.5"),
    ("1,234,567", "1234567"), ("1,234.0", "1234"), ("1,234,567.89", "1234567.89"),
    ("1 234", "1234"), ("1\u{A0}234,567".replacing(",", with: "\u{A0}"), "1234567"),
    ("1\u{202F}234.5", "1234.5"), ("1'234", "1234"), ("1’234’567", "1234567"),
    ("1.5e3", "1500"), ("1E+06", "1000000"), ("25e-4", "0.0025"), ("0e999", "0"),
    ("99999999999999999999", "99999999999999999999"),
    ("0.000000000000000001", "0.000000000000000001"),
    ("123456789012345678", "123456789012345678"), ("1.234567890123456789", "1.234567890123456789"),
    ("0.0000000000000000010000", "0.000000000000000001"), ("1e19", "10000000000000000000"),
  ])
  func readsANumber(text: String, value: String) async throws {
    #expect(try await cell(text, .number(exponent: 0)) == .success(value))
  }

  @Test(arguments: [
    ("1234,5", "1234.5"), ("1,234", "1.234"), ("1.234,5", "1234.5"), ("1.234.567", "1234567"),
    ("-1 234,5", "-1234.5"), ("12,5", "12.5"), ("12", "12"), ("1,5e3", "1500"),
  ])
  func readsADecimalComma(text: String, value: String) async throws {
    let result = try await cell(text, .number(exponent: 0)) { _, table in
      table.decimalComma = true
      table.separator = UInt8(ascii: ";")
    }
    #expect(result == .success(value))
  }

  @Test(arguments: [
    ("abc", CellProblem.notNumber), ("1e", .notNumber), ("1e5x", .notNumber), ("--1", .notNumber),
    ("-", .notNumber), (".", .notNumber), ("1 2", .misplacedSeparator(decimalComma: false)),
    ("0x10", .notNumber), ("1_000", .notNumber), ("NaN", .notNumber), ("1-2", .notNumber),
    ("1,234", .ambiguousNumber(thousands: "1234", decimal: "1.234")),
    ("-1,234", .ambiguousNumber(thousands: "1234", decimal: "1.234")),
    ("12,34", .misplacedSeparator(decimalComma: false)),
    ("0,234", .misplacedSeparator(decimalComma: false)),
    ("1.234,5", .misplacedSeparator(decimalComma: false)),
    ("1.2.3", .misplacedSeparator(decimalComma: false)),
    ("1,23,456", .misplacedSeparator(decimalComma: false)),
    ("1,234 567", .misplacedSeparator(decimalComma: false)),
    ("12%", .percentSign), ("100000000000000000000", .beyondRange), ("1e20", .beyondRange),
    ("1e999999999999999999999", .beyondRange), ("0.0000000000000000001", .tooManyPlaces),
    ("1e-19", .tooManyPlaces), ("(-3)", .notNumber),
    ("$5", .foreignCurrency(found: "$", expected: nil)),
    ("5 EUR", .foreignCurrency(found: "EUR", expected: nil)), ("EURO 5", .notNumber),
  ])
  func refusesWhatIsNoNumber(text: String, problem: CellProblem) async throws {
    #expect(try await cell(text, .number(exponent: 0)) == .failure(problem))
  }

  @Test(arguments: [
    ("€5", "5"), ("€ 5", "5"), ("5€", "5"), ("5 €", "5"), ("-€5", "-5"), ("€-5", "-5"),
    ("EUR 5", "5"), ("5 EUR", "5"), ("5EUR", "5"), ("EUR5", "5"), ("(€1,234.50)", "-1234.5"),
    ("EUR 1 234.5", "1234.5"), ("€1.5e3", "1500"),
  ])
  func readsTheTablesCurrency(text: String, value: String) async throws {
    let result = try await cell(text, .number(exponent: 0)) { _, table in table.currency = "EUR" }
    #expect(result == .success(value))
  }

  @Test(arguments: [("$5", "$"), ("USD 5", "USD"), ("5 GBP", "GBP"), ("¥5", "¥")])
  func refusesAnotherCurrency(text: String, found: String) async throws {
    let result = try await cell(text, .number(exponent: 0)) { _, table in table.currency = "EUR" }
    #expect(result == .failure(.foreignCurrency(found: found, expected: "EUR")))
  }

  @Test(arguments: [
    ("1.5", 3, "1500"), ("1.5", 6, "1500000"), ("0.0000001", 6, "0.1"), ("2e3", 3, "2000000"),
  ])
  func multipliesByTheUnit(text: String, exponent: Int, value: String) async throws {
    #expect(try await cell(text, .number(exponent: exponent)) == .success(value))
  }

  @Test func refusesAFigureBeyondRangeOnlyThroughItsUnit() async throws {
    let result = try await cell("123456789012345", .number(exponent: 6))
    #expect(result == .failure(.beyondRange))
  }

  @Test(arguments: [
    ("0.5", Optional<CellProblem>.some(.below(.one))), ("1", nil), ("5", nil),
    ("5.01", .some(.above(Decimal(5)))),
  ])
  func keepsBounds(text: String, problem: CellProblem?) async throws {
    let result = try await cell(text, .number(exponent: 0)) { field, _ in
      field.low = .one
      field.high = Decimal(5)
    }
    #expect(result == (problem.map { .failure($0) } ?? .success(text)))
  }
}

@Suite struct PercentCellTests {
  @Test(arguments: [
    ("12.5%", PercentForm.signed, "0.125"), ("12.5 %", .signed, "0.125"),
    ("12.5%", .points, "0.125"),
    ("12.5%", .fraction, "0.125"), ("31", .points, "0.31"), ("0.31", .fraction, "0.31"),
    ("-4%", .signed, "-0.04"), ("(4%)", .points, "-0.04"), ("(4)%", .signed, "-0.04"),
    ("1e2%", .signed, "1"), ("1,234.5%", .signed, "12.345"),
    ("0.0000000000000001%", .signed, "0.000000000000000001"),
  ])
  func readsAPercent(text: String, form: PercentForm, value: String) async throws {
    #expect(try await cell(text, .percent(form)) == .success(value))
  }

  @Test(arguments: [
    ("12", PercentForm.signed, CellProblem.percentWithoutSign), ("0", .signed, .percentWithoutSign),
    ("x%", .signed, .notNumber), ("%", .points, .notNumber),
    ("0.00000000000000001%", .signed, .tooManyPlaces),
  ])
  func refusesWhatIsNoPercent(
    text: String, form: PercentForm, problem: CellProblem
  ) async throws {
    #expect(try await cell(text, .percent(form)) == .failure(problem))
  }
}

@Suite struct DateCellTests {
  private func number(_ year: Int, _ month: Int, _ day: Int) -> String {
    "\(Day.number(year: year, month: month, day: day))"
  }

  @Test(arguments: [
    "2027-04-01", "2027-04-01 00:00:00.000", "2027-04-01T00:00:00Z", "2027-04-01 0:00",
  ])
  func readsAnISODate(text: String) async throws {
    #expect(try await cell(text, .date(nil)) == .success(number(2027, 4, 1)))
  }

  @Test(arguments: [
    ("dd/mm/yyyy", "01/04/2027"), ("d/m/yyyy", "1/4/2027"), ("d/m/yyyy", "01/04/2027"),
    ("mm/dd/yyyy", "04/01/2027"), ("d mmm yyyy", "1 apr 2027"), ("mmm d, yyyy", "APR 1, 2027"),
    ("yyyymmdd", "20270401"), ("yyyy-mm-dd", "2027-04-01 13:45:00"),
    ("dd.mm.yyyy", "01.04.2027 9:30 AM"), ("yyyy-mm-dd", "2027-04-01T10:00:00+02:00"),
    ("yyyy年mm月dd日", "2027年04月01日"),
  ])
  func readsADeclaredForm(form: String, text: String) async throws {
    let pattern = try #require(DatePattern.parse(form))
    #expect(try await cell(text, .date(pattern)) == .success(number(2027, 4, 1)))
  }

  @Test(arguments: [
    "", "dd/mm", "dd/mm/yy", "ddd/mm/yyyy", "dd/mm/yyyy dd", "dmyyyy", "dd/mmmm/yyyy",
    "x dd mm yyyy", "dd5mm5yyyy",
  ])
  func refusesAPatternThatIsNone(text: String) {
    #expect(DatePattern.parse(text) == nil)
  }

  @Test(arguments: [
    ("2027-02-30", CellProblem.impossibleDay("February 2027 has 28 days")),
    ("2027-13-01", .impossibleDay("there is no month 13")),
    ("2027-00-10", .impossibleDay("there is no month 0")),
    ("2027-04-00", .impossibleDay("April 2027 has 30 days")),
    ("0000-01-01", .impossibleDay("years start with 1")),
    ("2027-04-01 13:45", .timeOfDay), ("2027-04-01T00:00:00+02:00", .timeOfDay),
    ("2027-4-1", .notDate(pattern: nil, likely: [])),
    ("13/04/2027", .notDate(pattern: nil, likely: ["dd/mm/yyyy"])),
    ("04/13/2027", .notDate(pattern: nil, likely: ["mm/dd/yyyy"])),
    ("04/01/2027", .notDate(pattern: nil, likely: ["dd/mm/yyyy", "mm/dd/yyyy"])),
    ("1/31/2027", .notDate(pattern: nil, likely: ["m/d/yyyy"])),
    ("soon", .notDate(pattern: nil, likely: [])),
    ("2027-04-01x", .notDate(pattern: nil, likely: [])),
  ])
  func refusesWhatIsNoDate(text: String, problem: CellProblem) async throws {
    #expect(try await cell(text, .date(nil)) == .failure(problem))
  }

  @Test func readsTheLeapDayOnlyInLeapYears() async throws {
    #expect(try await cell("2028-02-29", .date(nil)) == .success(number(2028, 2, 29)))
    #expect(
      try await cell("2100-02-29", .date(nil))
        == .failure(.impossibleDay("February 2100 has 28 days")))
  }
}

@Suite struct OtherCellTests {
  @Test(arguments: ["yes", "Yes", "TRUE", "y", "Y", "1"])
  func readsYes(text: String) async throws {
    #expect(try await cell(text, .truth) == .success("1"))
  }

  @Test(arguments: ["no", "No", "FALSE", "n", "0"])
  func readsNo(text: String) async throws {
    #expect(try await cell(text, .truth) == .success("0"))
  }

  @Test(arguments: ["ja", "10", "yess", "truefalse", "\u{19}es", "\u{11}"])
  func refusesOtherTruths(text: String) async throws {
    #expect(try await cell(text, .truth) == .failure(.notTruth))
  }

  @Test func readsAChoice() async throws {
    let values = ["champion", "supporter", "neutral"]
    #expect(try await cell("supporter", .choice(values)) == .success("1"))
    #expect(try await cell("Neutral", .choice(values)) == .failure(.choiceCase("neutral")))
    #expect(
      try await cell("suporter", .choice(values))
        == .failure(.notChoice(values: values, nearest: "supporter")))
  }

  @Test(arguments: [
    ("champion", "1"), ("neutral;champion", "5"), (" champion ; neutral;champion", "5"),
    (";supporter;;", "2"), ("\u{A0}neutral\u{A0};supporter", "6"),
  ])
  func readsSeveralChoices(text: String, bits: String) async throws {
    let values = ["champion", "supporter", "neutral"]
    #expect(try await cell(text, .choices(values, separator: ";")) == .success(bits))
    let spread = text.replacing(";", with: "; ")
    #expect(try await cell(spread, .choices(values, separator: "; ")) == .success(bits))
  }

  @Test func refusesOneOfSeveralChoices() async throws {
    let values = ["champion", "supporter", "neutral"]
    let kind = CellKind.choices(values, separator: "|")
    #expect(
      try await cell("neutral| suporter", kind)
        == .failure(.notChoice(values: values, nearest: "supporter", part: "suporter")))
    #expect(
      try await cell("Neutral|champion", kind)
        == .failure(.choiceCase("neutral", part: "Neutral")))
    #expect(try await cell(" | ", kind) == .failure(.blank))
  }

  @Test(arguments: ["plain", "two words", "say \"hi\"", "a,b", "two\nlines", "é", "日本", "'", "“x”"])
  func readsAText(text: String) async throws {
    #expect(try await cell(text, .text) == .success(text))
  }

  @Test(arguments: ["", "N/A", "-", "0", "no"])
  func readsBlanks(text: String) async throws {
    let marks = ["N/A", "-", "0", "no", "2027-04-01"]
    let kinds: [CellKind] = [
      .text, .number(exponent: 0), .percent(.points), .date(nil), .truth,
      .choice(["0", "no", "x"]),
    ]
    for kind in kinds {
      let mandatory = try await cell(text, kind) { _, table in table.missingMarks = marks }
      #expect(mandatory == .failure(.blank))
      let optional = try await cell(text, kind) { field, table in
        field.isOptional = true
        table.missingMarks = marks
      }
      #expect(optional == .success("-"))
    }
  }

  @Test func takesElseForABlank() async throws {
    let result = try await cell("", .truth) { field, _ in field.blankMeans = .truth(false) }
    #expect(result == .success("0"))
    let choice = try await cell("", .choice(["a", "b"])) { field, _ in
      field.blankMeans = .choice(1)
    }
    #expect(choice == .success("1"))
    let text = try await cell("", .text) { field, _ in field.blankMeans = .text("none") }
    #expect(text == .success("none"))
  }

  @Test func refusesABlankKeyEvenIfOptional() async throws {
    let result = try await cell("", .text) { field, _ in
      field.isKey = true
      field.isOptional = true
    }
    #expect(result == .failure(.blank))
  }

  @Test func aBlankReferenceIsNoFault() async throws {
    #expect(try await cell("", .reference(table: "accounts")) == .success("-"))
  }

  @Test func refusesBytesThatAreNotUTF8() async throws {
    let bytes = Array("v,w\n".utf8) + [0x61, 0xFF, 0x2C, 0x78, 0x0A]
    var schema = texts("v", "w")
    let outcome = try await read(bytes, as: schema)
    #expect(outcome.rejected.map(\.problem) == [.notText])
    schema.encoding = .latin1
    #expect(try await read(bytes, as: schema).rows.map(\.cells) == [["aÿ", "x"]])
  }
}
