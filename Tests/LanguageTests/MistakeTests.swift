import Diagnostics
import Language
import Testing

struct MistakeTests {
  @Test func oneRunFindsEveryMistake() {
    let (tree, mistakes) = Sample.parse(
      """
      agreement "X" {
        agred 2027-03-15 by "CEO"
        effective 2027-02-30
        currency 5
        fiscal year starts april
        foo bar
      }
      accounts {
        id text key
        from : text
        "Account Name" : text
        growth : percent as pointz
        y : number 1 - 5
        z : number optionl
      }
      teir Star mean "x" { when a > ; when b == 1
        if x > 5
        when a < b < c
        when 10-5 > 3
        when x is not missing
        when tier in A, B
        when (a > 1
        otherwise
      }
      let x { 5 }
      let in = 5
      let b = "unclosed
      let c = a +
      limit Star 6 by x
      limit Star to 6 by y { overflw to X }
      override A17 to Star because "x"
      require "x" when y > 1
      review "x" for Star evry 5 days { lasting 90; ahed 12 months }
      tier "Long tail {
        otherwise
      }
      calendar {
        hours 17:00 to 09:00
        closed 2027-01-05 to 2027-01-01
      criterion c weight 5 weight 6 { 5 * fit }
      tier Z
      { otherwise }
      """)
    #expect(
      mistakes == [
        "2:3 K0110 `agred` has no meaning here",
        "3:13 K0104 February 2027 has 28 days",
        "4:12 K0110 `5` stands where a currency should",
        "5:22 K0106 `april` is written `April` here",
        "6:3 K0113 `foo` does not start a clause of the agreement",
        "9:6 K0110 `:` is missing before `text`",
        "10:3 K0116 `from` is a word of the language and cannot be a field's name",
        "11:3 K0110 the text \"Account Name\" stands where a field's name should",
        "12:23 K0110 `pointz` has no meaning here",
        "13:16 K0106 `-` is written `to` here",
        "14:14 K0110 `optionl` has no meaning here",
        "16:1 K0110 `teir` has no meaning here",
        "16:11 K0110 `mean` has no meaning here",
        "16:31 K0111 a figure is missing before `;`",
        "16:40 K0106 `==` is written `=` here",
        "17:3 K0106 `if` is written `when` here",
        "18:14 K0117 a comparison has two sides, and this has three",
        "19:8 K0104 this is neither a date nor a subtraction",
        "20:10 K0106 `is not missing` is written `is present` here",
        "21:16 K0115 a list of values must stand between brackets",
        "22:14 K0120 `)` is missing at the end of the line",
        "25:1 K0115 a block holds cases, not one expression",
        "26:5 K0116 `in` is a word of the language and cannot be a name",
        "27:9 K0102 this text is not closed on its line",
        "28:12 K0111 a figure is missing at the end of the line",
        "29:12 K0110 `to` is missing before `6`",
        "30:24 K0110 `overflw` has no meaning here",
        "31:10 K0242 the account's key must stand between quotes",
        "32:13 K0106 `when` is written `that` here",
        "33:21 K0110 `evry` has no meaning here",
        "33:45 K0110 `minutes` or `hours` is missing before `;`",
        "33:47 K0110 `ahed` has no meaning here",
        "34:6 K0102 this text is not closed on its line",
        "37:10 K0114 the block of the calendar is not closed",
        "38:9 K0109 these hours end before they start",
        "39:10 K0109 these days end before they start",
        "40:22 K0119 `weight` is written twice in a criterion",
        "41:7 K0110 `{` is missing at the end of the line",
      ])
    #expect(tree.declarations.count == 16)
  }

  @Test(arguments: [
    ("let a = if b > 1 then 2 else 3", "`{ 2 when b > 1; 3 otherwise }`"),
    ("let a { 10 if b > 1; 0 otherwise }", "write `when`"),
    ("let a { 10 when b; 0 else }", "write `otherwise`"),
    ("let a { when b > 1 then 10 }", "write the value first"),
    ("let a = 5 when b", "write cases between braces"),
    ("let a = 1,000", "write `1_000`"),
    ("let a = b AND c", "write `and`"),
    ("let a = 5 million", "write `5M`"),
    ("let a = b is \"Gold\"", "write `=`"),
    ("let a = b not in [C]", "write `not b in [C]`"),
    ("let a = b = missing", "write `is missing`"),
    ("let a = true", "write `yes`"),
    ("tier A {\n  if b > 1\n}", "write `when`"),
    ("tier A\n{ otherwise }", "at the end of the line before"),
    ("tier else { otherwise }", "put it between quotes: `\"else\"`"),
    ("tier A mean \"b\" { otherwise }", "did you mean `means`?"),
    ("accounts { to : text }", "`to_ : text from \"to\"`"),
    ("accounts { \"Account ID\" : text }", "give the column's header with `from`"),
    ("accounts from \"a.csv\" { id : text key }", "on the command line"),
    ("exclude Own when a", "`\"Own\"`"),
    ("exclude \"Own\" if a", "write `when`"),
    ("require \"a\" when b", "write `that`"),
    ("limit A to 5", "write `limit A to 5 by …`"),
    ("show a b", "write a comma"),
    ("let a = b)", "write the bracket that it closes"),
    ("review \"a\" for B every day { at most 2 a year }", "`at most 2 a day`"),
    ("review \"a\" for B every day { within 3 days renewal }", "`within 30 days of renewal`"),
    (
      "review \"a\" for B every day { also \"c\" on d unless one is from e to f }",
      "`unless one falls from"
    ),
    ("calendar { working days Mondy to Friday }", "did you mean `Monday`?"),
    ("criterion a { }", "like `criterion growing"),
    ("score a { criterion b { 1 }; missing maybe }", "write `missing zero` or `missing skip`"),
    ("limit A to 5 by b { overflow to C; overflow to D }", "keep one of them"),
    ("let d = today + 1.5 days", "write a whole number"),
  ])
  func remedies(text: String, remedy: String) {
    let diagnostics = Parser.parse(Sample.source(text)).diagnostics
    #expect(diagnostics.count == 1, "\(diagnostics.map(Sample.describe))")
    #expect(diagnostics.first?.help?.contains(remedy) == true, "\(diagnostics.first?.help ?? "")")
  }

  @Test func unclosedBlocksAreFoundAtTheNextDeclaration() {
    let (tree, mistakes) = Sample.parse(
      """
      tier A {
        when b > 1
      tier C { otherwise }
      score d {
        criterion e { 1
        criterion f { 2 }
      }
      let g = 1 +
      """)
    #expect(
      mistakes == [
        "1:8 K0114 the block of a tier is not closed",
        "5:15 K0114 the block of a criterion is not closed",
        "8:12 K0111 a figure is missing at the end of the file",
      ])
    #expect(tree.declarations.count == 4)
  }

  @Test func unopenedBlocksAreReadAsBlocks() {
    let (tree, mistakes) = Sample.parse(
      """
      accounts
        id : text key
      }
      something
        id : text
      }
      let a
        6 when b
      }
      """)
    #expect(
      mistakes == [
        "1:9 K0110 `{` is missing at the end of the line",
        "4:1 K0112 `something` does not start a declaration",
        "7:6 K0110 `{` is missing at the end of the line",
      ])
    #expect(tree.declarations.count == 3)
  }

  @Test func relatedPlaceOfBrackets() {
    let diagnostics = Parser.parse(Sample.source("let a = max(b,\n  (c + 1")).diagnostics
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.related.first?.place.line == 2)
    #expect(diagnostics.first?.related.first?.message == "opened here")
  }

  @Test func tooManyMistakesAreCut() {
    let text = String(repeating: "@\n", count: 1_000)
    let diagnostics = Parser.parse(Sample.source(text)).diagnostics
    #expect(diagnostics.count == Limits.mistakes + 1)
    #expect(diagnostics.last?.code == .tooManyMistakes)
  }

  @Test func messagesKeepOneVoice() {
    let pieces = Sample.agreement.split(separator: " ", omittingEmptySubsequences: false)
    for index in stride(from: 0, to: pieces.count, by: 41) {
      var words = pieces
      words.swapAt(index, (index * 7 + 3) % pieces.count)
      for diagnostic in Parser.parse(Sample.source(words.joined(separator: " "))).diagnostics {
        let first = diagnostic.message.unicodeScalars.first?.properties
        let starts = first?.isUppercase == false || diagnostic.message.hasPrefix("February")
        #expect(starts && !diagnostic.message.hasSuffix("."), "\(diagnostic.message)")
        #expect(diagnostic.help?.isEmpty == false)
        #expect(diagnostic.place?.excerpt != nil)
      }
    }
  }
}
