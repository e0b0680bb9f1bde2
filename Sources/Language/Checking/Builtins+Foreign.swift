/// Functions of spreadsheets and databases, and what is written here instead.
extension Builtin {
  /// Returns what to write for the function `name` of another tool, if it is known.
  static func remedy(forForeign name: String) -> String? {
    let lower = name.lowercased()
    return foreign.first { $0.names.contains(lower) }.map { "write \($0.remedy)" }
  }

  private static let foreign: [(names: Set<String>, remedy: String)] = [
    (
      ["if", "ifs", "iif", "switch", "choose", "case"],
      "cases between braces: `{ 10 when revenue >= 5M; 0 otherwise }`"
    ),
    (["and", "or", "xor"], "`and` or `or` between the conditions: `revenue >= 5M and harms`"),
    (["not"], "`not` before the condition: `not harms`"),
    (["sumif", "sumifs", "sumproduct"], "`sum(accounts.revenue where country = \"DE\")`"),
    (["countif", "countifs", "counta"], "`count(accounts where country = \"DE\")`"),
    (["averageif", "averageifs", "avg", "mean"], "`average(accounts.revenue)`"),
    (["maximum", "large", "greatest", "maxifs"], "`max(revenue, last_year)`"),
    (["minimum", "small", "least", "minifs"], "`min(revenue, last_year)`"),
    (["total"], "`sum(accounts.revenue)`"),
    (["last", "newest", "lastvalue", "last_value"], "`latest(contacts.strength by met)`"),
    (
      ["vlookup", "xlookup", "hlookup", "lookup", "index", "match"],
      "the other table's name as the type of a column, then `column.field`"
    ),
    (
      ["iferror", "ifna", "coalesce", "nvl", "isnull", "ifnull"],
      "`else` and what stands in for a blank: `revenue else 0`"
    ),
    (["isblank", "isempty", "isna", "iserror", "is_null", "blank"], "`revenue is missing`"),
    (
      ["datedif", "datediff", "days", "dateadd", "edate"],
      "a difference of dates: `today - since >= 90 days`"
    ),
    (["today", "now", "date", "getdate"], "`today` without parentheses"),
    (["roundup", "rounddown", "ceiling", "floor", "int", "trunc"], "`round(revenue, 0)`"),
    (
      ["percentile", "percentrank", "quartile", "rank_eq", "top"],
      "`rank(revenue) <= 10` or `share_through(revenue) <= 80%`"
    ),
    (["power", "pow", "sqrt", "exp", "log", "ln"], "products: `fit * fit`; there are no powers"),
    (
      ["left", "right", "mid", "upper", "lower", "trim", "concat", "search", "find", "contains"],
      "whole texts: `country in [\"DE\", \"AT\"]`; there are no parts of texts"
    ),
  ]
}
