import Diagnostics
import Language
import Tables
import Testing

/// One test for each production of a declaration.
struct DeclarationTests {
  /// Returns the only declaration of `text`, which has no mistake.
  func parse(_ text: String) throws -> (Declaration, Outline) {
    let (tree, mistakes) = Sample.parse(text)
    #expect(mistakes == [])
    try #require(tree.declarations.count == 1)
    return (tree.declarations[0], Outline(tree: tree))
  }

  private func day(_ year: Int, _ month: Int, _ day: Int) throws -> Day {
    try #require(Day(year: year, month: month, day: day))
  }

  @Test func wholeSample() {
    let (tree, mistakes) = Sample.parse(Sample.agreement)
    #expect(mistakes == [])
    #expect(tree.declarations.count == 37)
  }

  @Test(arguments: ["", "\n\n", " # only a comment", "\u{FEFF}"])
  func emptyFiles(text: String) {
    let (tree, mistakes) = Sample.parse(text)
    #expect(mistakes == ["1:1 K0126 this file declares nothing"])
    #expect(tree.declarations.isEmpty)
  }

  @Test func onlySemicolons() { #expect(Sample.parse(";;\n;").mistakes == []) }

  @Test func agreement() throws {
    let (declaration, outline) = try parse(
      """
      agreement "Key ""A"" accounts" {
        agreed 2027-03-15 by "CEO", "CFO"; effective 2027-04-01
        expires 2028-03-31
        as of 2027-04-02
        currency EUR
        measure revenue * 2
        fiscal year starts April
        replacing costs 2.5 times revenue / 2
        inform owner, "Head of sales"
      }
      """)
    guard case .agreement(let agreement) = declaration else { throw Mismatch() }
    #expect(agreement.name.text == #"Key "A" accounts"#)
    let kinds = agreement.clauses.map(\.kind)
    guard case .agreed(try day(2027, 3, 15), let by) = kinds[0] else { throw Mismatch() }
    #expect(by.map(\.text) == ["CEO", "CFO"])
    #expect(kinds[1] == .effective(try day(2027, 4, 1)))
    #expect(kinds[2] == .expires(try day(2028, 3, 31)))
    #expect(kinds[3] == .asOf(try day(2027, 4, 2)))
    guard case .currency(let currency) = kinds[4] else { throw Mismatch() }
    #expect(currency.text == "EUR")
    guard case .measure(let measure) = kinds[5] else { throw Mismatch() }
    #expect(outline.text(measure) == "(revenue * 2)")
    #expect(
      kinds[6] == .fiscalYear(FiscalCalendar(starting: try #require(YearDay(month: 4, day: 1)))))
    guard case .replacing(let factor, let figure) = kinds[7] else { throw Mismatch() }
    #expect((outline.text(factor), outline.text(figure)) == ("2.5", "(revenue / 2)"))
    guard case .inform(let people) = kinds[8] else { throw Mismatch() }
    #expect(people.map(outline.text) == ["owner", #""Head of sales""#])
  }

  @Test func tables() throws {
    let (accounts, _) = try parse("accounts { id : text key }")
    guard case .table(let table) = accounts else { throw Mismatch() }
    #expect(table.name.text == "accounts" && table.path == nil)
    let (other, outline) = try parse(
      """
      table orders from "data/orders.csv" {
        separator ";"
        decimal comma
        encoding windows1252
        missing "N/A", "-"
        value = price * (1 - discount)
        customer : accounts
      }
      """)
    guard case .table(let orders) = other else { throw Mismatch() }
    #expect(orders.name.text == "orders" && orders.path?.text == "data/orders.csv")
    let items = orders.items.map { item in
      switch item {
      case .field(let field): "field \(field.name.text)"
      case .computed(let name, let value, _): "\(name.text) = \(outline.text(value))"
      case .separator(let text): "separator \(text.text)"
      case .decimalComma: "comma"
      case .encoding(let encoding): "encoding \(encoding)"
      case .missing(let texts): "missing \(texts.map(\.text))"
      case .error: "error"
      }
    }
    #expect(
      items == [
        "separator ;", "comma", "encoding windows1252", #"missing ["N/A", "-"]"#,
        "value = (price * [(1 - discount)])", "field customer",
      ])
  }

  @Test func fieldTypes() throws {
    let (declaration, _) = try parse(
      """
      accounts { a : text; b : number; c : money; d : percent; e : date; f : yes/no; g : tier
        h : one of Direct, "Via partner",
          third
        i : countries
      }
      """)
    guard case .table(let table) = declaration else { throw Mismatch() }
    let types: [FieldType] = table.items.compactMap { item in
      if case .field(let field) = item { field.type } else { nil }
    }
    #expect(types.prefix(7) == [.text, .number, .money, .percent, .date, .truth, .tier])
    guard case .choice(let values) = types[7], case .reference(let name) = types[8] else {
      throw Mismatch()
    }
    #expect(values.map(\.text) == ["Direct", "Via partner", "third"])
    #expect(values.map(\.isQuoted) == [false, true, false])
    #expect(name.text == "countries")
  }

  @Test func typesOfSeveralValues() throws {
    let (declaration, _) = try parse(
      """
      accounts { a : some of Direct, "Via partner" separated by "|" optional; b : some of one, two }
      """)
    guard case .table(let table) = declaration else { throw Mismatch() }
    let types: [FieldType] = table.items.compactMap { item in
      if case .field(let field) = item { field.type } else { nil }
    }
    guard case .choices(let values, let separator) = types.first,
      case .choices(_, separator: nil) = types.last
    else { throw Mismatch() }
    #expect(values.map(\.text) == ["Direct", "Via partner"])
    #expect(separator?.text == "|")
  }

  @Test(arguments: [
    ("text key optional", "key, optional"), ("number 1 to 5", "1 to 5"),
    ("number at least -2.5 at most 1k", "(- 2.5) to ·, · to 1000"),
    ("yes/no else no", "else no"), ("money in thousands", "×3"), ("money in millions", "×6"),
    ("money in Cur", "in Cur"), (#"money in thousands in "The Cur""#, "×3, in The Cur (header)"),
    ("percent as points", "points"), ("percent as fraction", "fraction"),
    (#"date as "dd/mm/yyyy" optional"#, "as dd/mm/yyyy, optional"),
    (#"text from "A ""B""" key"#, #"from A "B", key"#),
    (#"number else 0 1 to 5 from "N""#, "else 0, 1 to 5, from N"),
    ("money else -5 at least 0", "else (- 5), 0 to ·"),
  ])
  func modifiers(text: String, expected: String) throws {
    let (declaration, outline) = try parse("accounts { x : \(text) }")
    guard case .table(let table) = declaration, case .field(let field) = table.items[0] else {
      throw Mismatch()
    }
    let modifiers = field.modifiers.map { modifier in
      switch modifier.kind {
      case .key: "key"
      case .optional: "optional"
      case .blankMeans(let value): "else \(outline.text(value))"
      case .bounds(let low, let high):
        "\(low.map(outline.text) ?? "·") to \(high.map(outline.text) ?? "·")"
      case .header(let text): "from \(text.text)"
      case .exponent(let exponent): "×\(exponent)"
      case .currency(let column): "in \(column.text)\(column.isQuoted ? " (header)" : "")"
      case .asPoints: "points"
      case .asFraction: "fraction"
      case .asDate(let pattern): "as \(pattern.text)"
      }
    }
    #expect(modifiers.joined(separator: ", ") == expected)
  }

  @Test(arguments: [
    ("let a = b + 1", "(b + 1)"), ("let a =\n  b", "b"),
    ("let a {\n 6 when b > 1\n 12 otherwise\n}", "6 when (b > 1); 12 otherwise"),
    ("let a { b * 2 when c; \"x\" when d }", #"(b * 2) when c; "x" when d"#),
    ("let a { b else c when d or\n e; f otherwise }", "(b else c) when (d or e); f otherwise"),
  ])
  func lets(text: String, expected: String) throws {
    let (declaration, outline) = try parse(text)
    guard case .letting(let letting) = declaration else { throw Mismatch() }
    #expect(letting.name.text == "a")
    #expect(outline.text(letting.body) == expected)
  }

  @Test func scores() throws {
    let (declaration, outline) = try parse(
      """
      score fit "Fit" {
        missing skip
        criterion a weight 30% out of 10 missing zero { 10 when x; 0 otherwise }
        criterion b "Bee" out of 5 weight 70% { scale(x from 0 to 5) }
        criterion c { 1 }
      }
      """)
    guard case .score(let score) = declaration else { throw Mismatch() }
    #expect(score.name.text == "fit" && score.title?.text == "Fit" && score.missing == .skip)
    let criteria = score.criteria.map { criterion in
      [
        criterion.name.text, criterion.title?.text, criterion.weight.map(outline.text),
        criterion.outOf.map(outline.text), criterion.missing?.rawValue,
        outline.text(criterion.body),
      ].map { $0 ?? "·" }.joined(separator: " | ")
    }
    #expect(
      criteria == [
        "a | · | 0.3% | 10 | zero | 10 when x; 0 otherwise",
        "b | Bee | 0.7% | 5 | · | scale{x; from 0 to 5}", "c | · | · | · | · | 1",
      ])
  }

  @Test func criterionOutsideScore() throws {
    let (declaration, _) = try parse("criterion a weight 5 { 100 when b }")
    guard case .criterion(let criterion) = declaration else { throw Mismatch() }
    #expect(criterion.name.text == "a")
  }

  @Test func tiers() throws {
    let (declaration, outline) = try parse(
      """
      tier "Tier 1" means "The best" {
        when "Size" revenue > 1M
        when "DE" = country or
          harms
        when "A" in [x]
        when growth > 5%
          and wallet > 2
        otherwise
      }
      """)
    guard case .tier(let tier) = declaration else { throw Mismatch() }
    #expect(tier.name.text == "Tier 1" && tier.name.isQuoted && tier.meaning?.text == "The best")
    let routes = tier.routes.map {
      "\($0.label?.text ?? "·"): \($0.condition.map(outline.text) ?? "otherwise")"
    }
    #expect(
      routes == [
        "Size: (revenue > 1000000)", #"·: (("DE" = country) or harms)"#, #"·: ("A" in x)"#,
        "·: ((growth > 0.05%) and (wallet > 2))", "·: otherwise",
      ])
  }

  @Test func excludesAndRejects() throws {
    guard case (.exclude(let all), let outline) = try parse(#"exclude "Own" when a = "b""#),
      case (.exclude(let tiers), _) = try parse(#"exclude "New" from tiers when a"#),
      case (.reject(let reject), _) = try parse(#"reject "Bad" when a"#)
    else { throw Mismatch() }
    #expect(!all.fromTiersOnly && all.reason.text == "Own")
    #expect(outline.text(all.condition) == #"(a = "b")"#)
    #expect(tiers.fromTiersOnly)
    #expect(reject.reason.text == "Bad")
  }

  @Test func limits() throws {
    guard
      case (.limit(let limit), let outline) = try parse(
        """
        limit Star, "Long tail" to seats + 1 by score, name ascending, spend descending {
          spare "Old" uncounted when before = Star
          spare when harms
          overflow to Reserve
          ties admit
        }
        """)
    else { throw Mismatch() }
    #expect(limit.tiers.map(\.text) == ["Star", "Long tail"])
    #expect(outline.text(limit.seats) == "(seats + 1)")
    #expect(outline.text(limit.keys) == "score, name ascending, spend descending")
    #expect(limit.spares.map(\.isUncounted) == [true, false])
    #expect(limit.spares.map(\.label?.text) == ["Old", nil])
    #expect(limit.overflow?.text == "Reserve" && limit.tiesAdmit)
    guard case (.limit(let bare), _) = try parse("limit A to 5 by b") else { throw Mismatch() }
    #expect(bare.spares.isEmpty && bare.overflow == nil && !bare.tiesAdmit)
  }

  @Test func overrides() throws {
    guard
      case (.override(let timed), _) = try parse(
        #"override "A17" to Star until 2027-12-31 because "Minute 9""#),
      case (.override(let lasting), _) = try parse(#"override "A" to "B c" because "d""#)
    else { throw Mismatch() }
    #expect(timed.key.text == "A17" && timed.tier.text == "Star")
    #expect(timed.until == (try day(2027, 12, 31)) && timed.reason.text == "Minute 9")
    #expect(lasting.until == nil && lasting.tier.text == "B c")
  }

  @Test func shows() throws {
    guard case (.show(let show), let outline) = try parse(#"show a, "B" = c * 2, "d" = "e""#)
    else { throw Mismatch() }
    #expect(show.items.map(\.label?.text) == [nil, "B", "d"] && show.each == nil)
    #expect(show.items.map { outline.text($0.value) } == ["a", "(c * 2)", #""e""#])
  }

  @Test(arguments: ["owner", "tier"])
  func books(each: String) throws {
    guard case (.show(let show), _) = try parse(#"show a, "B" = c for each \#(each)"#) else {
      throw Mismatch()
    }
    #expect(show.items.count == 2 && show.each?.text == each)
  }

  @Test(arguments: [
    (#"require "x" that a"#, "require portfolio"), (#"require "x" for all that a"#, "require all"),
    (#"require "x" for A, "B c" that a"#, "require A, B c"),
    (#"warn "x" for each owner when a"#, "warn each owner"),
    (#"warn "x" when a"#, "warn portfolio"),
  ])
  func findings(text: String, expected: String) throws {
    guard case (.finding(let finding), let outline) = try parse(text) else { throw Mismatch() }
    let scope =
      switch finding.scope {
      case .portfolio: "portfolio"
      case .tiers(let tiers): tiers.map(\.text).joined(separator: ", ")
      case .all: "all"
      case .each(let name): "each \(name.text)"
      }
    #expect("\(finding.kind) \(scope)" == expected)
    #expect(finding.question == nil && finding.deed == nil)
    #expect(finding.label.text == "x" && outline.text(finding.condition) == "a")
  }

  @Test func remarks() throws {
    guard
      case (.finding(let finding), let outline) = try parse(
        """
        warn "x" when a
          do "Call" by b.c in 2 weeks
          question "Why?" fresh for 12 months after max(d.e)
        """)
    else { throw Mismatch() }
    #expect(finding.deed?.text.text == "Call" && finding.deed?.span == TimeSpan(2, .weeks))
    #expect(finding.deed?.by.map(outline.text) == "b.c")
    #expect(finding.question?.text.text == "Why?")
    #expect(finding.question?.freshness?.span == TimeSpan(12, .months))
    #expect(finding.question?.freshness.map { outline.text($0.since) } == "max{d.e}")
  }

  @Test func sponsors() throws {
    guard
      case (.sponsor(let sponsor), let outline) = try parse(
        """
        sponsor for A, B {
          from people by place, name ascending
          from people
          only people.name != owner
          at most people.seats + 1 each
          keep owner
          keep owner unless a
          not "Ann" for "A7" because "Sits on their board"
          prefer people.level = CEO
          prefer people.level = CEO weight 5
          deputy with people.level = COO
          taking 3 of people.days days a month
        }
        """)
    else { throw Mismatch() }
    #expect(sponsor.tiers.map(\.text) == ["A", "B"])
    let clauses = sponsor.clauses.map { clause in
      switch clause.kind {
      case .from(let table, let by): "from \(table.text) by \(outline.text(by))"
      case .only(let condition): "only \(outline.text(condition))"
      case .atMost(let most): "at most \(outline.text(most))"
      case .keep(let field, let unless):
        "keep \(outline.text(field)) \(unless.map(outline.text) ?? "·")"
      case .never(let person, let account, let because):
        "not \(person.text) for \(account.text): \(because.text)"
      case .prefer(let condition, let weight):
        "prefer \(outline.text(condition)) \(weight.map(outline.text) ?? "·")"
      case .deputy(let condition): "deputy \(outline.text(condition))"
      case .taking(let days, let offer):
        "taking \(outline.text(days)) of \(outline.text(offer))"
      case .error: "error"
      }
    }
    #expect(
      clauses == [
        "from people by place, name ascending", "from people by ",
        "only (people.name != owner)", "at most (people.seats + 1)", "keep owner ·",
        "keep owner a", "not Ann for A7: Sits on their board",
        "prefer (people.level = CEO) ·", "prefer (people.level = CEO) 5",
        "deputy (people.level = COO)", "taking 3 of people.days",
      ])
  }
}

/// A declaration or a clause is not the one that the test expects.
struct Mismatch: Error {}
