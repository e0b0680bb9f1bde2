import Diagnostics
import Language
import Testing

struct ExpressionTests {
  private func outline(_ text: String) -> String {
    let (tree, expression, diagnostics) = Parser.parseExpression(Sample.source(text))
    let mistakes = diagnostics.map { " ! " + Sample.describe($0) }.joined()
    return Outline(tree: tree).text(expression) + mistakes
  }

  @Test(arguments: [
    ("a or b and not c", "(a or (b and (not c)))"),
    ("not a = b and c", "((not (a = b)) and c)"),
    ("a + b * c - d", "((a + (b * c)) - d)"),
    ("a / b / c", "((a / b) / c)"),
    ("-a * b", "((- a) * b)"),
    ("a - -b", "(a - (- b))"),
    ("a < b + 1 else no", "((a < (b + 1)) else no)"),
    ("not a else b", "(not (a else b))"),
    ("a else b else c", "((a else b) else c)"),
    ("a else b = c", "(a else (b = c))"),
    ("(a else b) = c", "([(a else b)] = c)"),
    ("a is missing or b is present", "((a ?) or (b !))"),
    ("x in [A, \"B c\", 3]", "(x in A, \"B c\", 3)"),
    ("tier in [Star] and today >= 2027-01-31", "((tier in Star) and (today >= 2027-01-31))"),
    ("today - 90 days", "(today - 90days)"),
    ("a + 1 week - 2 months", "((a + 1weeks) - 2months)"),
    ("15% + 2.5M", "(0.15% + 2500000)"),
    ("order.customer.name", "order.customer.name"),
    ("yes = no", "(yes = no)"),
  ])
  func precedence(text: String, expected: String) {
    #expect(outline(text) == expected)
  }

  @Test(arguments: [
    ("min(a, b)", "min{a; b}"),
    ("count(contacts)", "count{contacts}"),
    ("count(contacts where a and b)", "count{contacts; where (a and b)}"),
    (
      "count(distinct contacts.name where x within f)",
      "count{distinct; contacts.name; where x; within f}"
    ),
    ("count(distinct)", "count{distinct}"),
    (
      "rank(a, b ascending where c within f)", "rank{a; b ascending; where c; within f}"
    ),
    ("scale(x from 20% to 0%)", "scale{x; from 0.2% to 0%}"),
    ("round(x, 2)", "round{x; 2}"),
    ("sum(a.b * 2)", "sum{(a.b * 2)}"),
    ("limit + show + weight", "((limit + show) + weight)"),
    ("now()", "now{}"),
  ])
  func calls(text: String, expected: String) {
    #expect(outline(text) == expected)
  }

  @Test func linesContinue() {
    #expect(outline("a\nand b\n  or c") == "((a and b) or c)")
    #expect(outline("a +\n b") == "(a + b)")
    #expect(outline("(a\n + b\n)") == "[(a + b)]")
    #expect(outline("x in [A,\n B]") == "(x in A, B)")
    #expect(outline("count(t\n where a\n within b)") == "count{t; where a; within b}")
  }

  @Test(arguments: [
    ("a < b < c", "K0117"), ("a = b = c", "K0117"), ("a = missing", "K0106"),
    ("a is not missing", "K0106"), ("a is 5", "K0106"), ("a not in [B]", "K0115"),
    ("a in (B, C)", "K0115"), ("(a", "K0120"), ("f(a", "K0120"),
    ("[a]", "K0111"), ("a +", "K0111"), ("", "K0111"), ("a b", "K0118"), ("a, b", "K0118"),
    ("a)", "K0121"), ("if a > b then c", "K0111"), ("if (a) b", "K0111"), ("a AND b", "K0106"),
    ("1.5 days", "K0122"), ("9999999 days", "K0122"), ("when", "K0111"), ("a.to", "K0116"),
    ("f(a within b where c)", "K0115"), ("true", "K0106"), ("a == b", "K0106"),
    ("a && b", "K0106"), ("x in []", "K0241"), ("a\n+ b", "K0118"),
    ("a between 1 and 2", "K0106"), ("a is at least 5", "K0106"), ("a equals b", "K0106"),
    ("a = \"\"", "K0106"), ("= a", "K0111"), ("a >= 2,5", "K0103"), ("a or NOT b", "K0106"),
    ("a > 1 and < 2", "K0111"), ("a in top 10", "K0115"), ("today()", "K0106"),
  ])
  func mistakes(text: String, code: String) {
    let diagnostics = Parser.parseExpression(Sample.source(text)).diagnostics
    #expect(diagnostics.map(\.code.rawValue) == [code])
    #expect(diagnostics.allSatisfy { $0.help != nil })
  }

  /// What is understood is in the tree as if it were written well.
  @Test(arguments: [
    ("a AND NOT b", "a and not b"), ("a == 5 M", "a = 5M"), ("1 < a <= 2", "1 < a and a <= 2"),
    ("a between 1 and 2", "a >= 1 and a <= 2"), ("a is not missing", "a is present"),
    ("a is \"x\"", "a = \"x\""), ("a <> \"\"", "a is present"),
    ("a not in (b, c)", "not a in [b, c]"),
    ("a greater than or equal to €5M", "a >= 5M"), ("a in b, c", "a in [b, c]"),
    ("since > 01.04.2027", "since > 2027-04-01"), ("a > 2.000.000", "a > 2_000_000"),
    ("rev\u{200B}enue > today()", "revenue > today"), ("a ≥ 20 %", "a >= 20%"),
  ])
  func understood(text: String, meant: String) {
    let found = Parser.parseExpression(Sample.source(text))
    let plain = Parser.parseExpression(Sample.source(meant))
    #expect(!found.diagnostics.isEmpty && plain.diagnostics.isEmpty)
    #expect(
      Outline(tree: found.tree).text(found.expression)
        == Outline(tree: plain.tree).text(plain.expression))
  }

  @Test func nestingIsBounded() {
    let deep = String(repeating: "(", count: 5_000) + "a" + String(repeating: ")", count: 5_000)
    #expect(outline(deep).hasSuffix("K0902 more than 200 levels are nested here"))
    for unit in ["not ", "-", "f(", "x in [", "(-(not "] {
      let diagnostics = Parser.parse(
        Sample.source("let a = " + String(repeating: unit, count: 3_000))
      ).diagnostics
      #expect(diagnostics.map(\.code) == [.nestingTooDeep], "\(unit)")
    }
    let allowed = String(repeating: "(", count: 150) + "a" + String(repeating: ")", count: 150)
    #expect(!outline(allowed).contains("!"))
  }

  @Test func operatorsAreBounded() {
    let long = Array(repeating: "a", count: 2_000).joined(separator: " + ")
    let found = Parser.parse(Sample.source("let b = \(long)\nlet c = 1 +")).diagnostics
    #expect(found.map(\.code) == [.nestingTooDeep, .expectedExpression])
    let allowed = Array(repeating: "a", count: 400).joined(separator: " or ")
    #expect(Parser.parse(Sample.source("let b = \(allowed)")).diagnostics.isEmpty)
  }

  /// Children stand before their parents, so that a single pass can fill side tables.
  @Test func childrenComeFirst() {
    let tree = Sample.parse(Sample.agreement).tree
    for (index, node) in tree.expressions.enumerated() {
      let areInside = node.kind.children.allSatisfy { child in
        let range = tree[child].range
        return child.index < index && range.start >= node.range.start
          && range.end <= node.range.end
      }
      #expect(areInside, "\(Outline(tree: tree).text(ExpressionID(index)))")
    }
  }
}
