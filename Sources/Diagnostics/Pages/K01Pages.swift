/// How an agreement is written: numbers, dates, words and blocks.
extension CodePage {
  static let text: [CodePage] = [
    CodePage(
      .malformedNumber, "A number that is not written as numbers are",
      """
      Numbers have a point before the decimals, `_` between thousands if you like,
      and may end with `k` (thousand), `M` (million), `bn` (billion) or `%`. Points
      and commas between thousands are not understood, because `1.000` is a thousand
      in some countries and one in others.
      """,
      wrong: "let large = revenue >= 1.000.000",
      right: "let large = revenue >= 1_000_000",
      remedy: "write `1_000_000` or `1M`, `2.5` and not `2,5`, `5M` and not `5m` or `5 M`."),
    CodePage(
      .malformedDate, "A date that is not written as dates are",
      """
      A date is written year, month, day, with hyphens between them: 2027-04-01 is
      the first of April. Other orders mean different days in different countries.
      A minus between two figures has a space on each side.
      """,
      wrong: "let new = since >= 1.4.2027",
      right: "let new = since >= 2027-04-01",
      remedy: "write four digits for the year, two for the month and two for the day."),
    CodePage(
      .malformedTime, "A time of day that is not written as times are",
      """
      A time has two digits for the hour and two for the minute, from 00:00 to 23:59.
      """,
      wrong: "calendar { hours 9:00 to 17:30 }",
      right: "calendar { hours 09:00 to 17:30 }",
      remedy: "write it like `09:00`."),
    CodePage(
      .backwardsRange, "A range that ends before it starts",
      """
      Hours and closed days go from the earlier to the later. Hours that end when
      they start leave no time to work in.
      """,
      wrong: "calendar { hours 17:00 to 09:00 }",
      right: "calendar { hours 09:00 to 17:00 }",
      remedy: "write the earlier one first."),
    CodePage(
      .expectedToken, "Something is missing or misspelt",
      """
      Each clause has its fixed words in a fixed order. At the marked place another
      word or sign should stand; the message names it.
      """,
      wrong: #"require "Has an owner" for Key owner is present"#,
      right: #"require "Has an owner" for Key that owner is present"#,
      remedy: "compare the clause with the one in the help line, and add what is missing."),
    CodePage(
      .expectedExpression, "A figure or a condition is missing",
      """
      After words such as `when`, `=` or `at least`, and after signs such as `+` and
      `>`, something must follow that can be worked out: a figure, a name or a
      condition.
      """,
      wrong: "let growth = revenue -",
      right: "let growth = revenue - last_year",
      remedy: "write what belongs there, or remove the word or sign before it."),
    CodePage(
      .expectedDeclaration, "A line that starts with no known word",
      """
      An agreement is a list of declarations, and each starts with its own word: such
      as `accounts`, `let`, `score`, `tier`, `limit` or `require`. The marked line
      starts with another one.
      """,
      wrong: #"rule "Large" when revenue >= 5M"#,
      right: #"tier Large { when revenue >= 5M }"#,
      remedy: "start the line with the word for what it declares, or with `#` if it is a comment."
    ),
    CodePage(
      .expectedClause, "A line in a block that starts with no word of that block",
      """
      The lines between `{` and `}` start with words of their own: a tier has `when`
      and `otherwise`, a limit has `spare`, `overflow` and `ties`, and so on.
      """,
      wrong: "tier Key {\n  revenue >= 5M\n}",
      right: "tier Key {\n  when revenue >= 5M\n}",
      remedy: "start the line with one of the words that the message lists."),
    CodePage(
      .unclosedBlock, "A block without its closing brace",
      """
      Every `{` needs a `}` where its block ends. Here another declaration or the end
      of the file comes first.
      """,
      wrong: "tier Key {\n  when revenue >= 5M\n\nlet growth = revenue - last_year",
      right: "tier Key {\n  when revenue >= 5M\n}\n\nlet growth = revenue - last_year",
      remedy: "write `}` after the last line of the block."),
    CodePage(
      .misplacedClause, "Words that are understood but stand in the wrong place",
      """
      The words make sense, and would be read differently from how they look. The
      message says where they belong.
      """,
      wrong: #"tier Key { when country not in ["DE", "AT"] }"#,
      right: #"tier Key { when not country in ["DE", "AT"] }"#,
      remedy: "follow the help line; it shows the words in the right order."),
    CodePage(
      .reservedName, "A name that is a word of the language",
      """
      Words such as `to`, `from`, `when` or `tier` have a fixed meaning everywhere,
      so that nothing else can be called by them.
      """,
      wrong: "let today = since",
      right: "let first_day = since",
      remedy: "choose another name. A column with such a header keeps it: `to_ : text from \"to\"`."
    ),
    CodePage(
      .brokenName, "A name of several words",
      """
      The name of a figure or a column is one word; `_` can join several. Names of
      tiers and of listed values may have several words, and then stand between quotes.
      """,
      wrong: "tier Long tail { when revenue < 1M }",
      right: "tier \"Long tail\" { when revenue < 1M }",
      remedy: "put the name between quotes, or join its words with `_`."),
    CodePage(
      .chainedComparison, "Two comparisons in a row",
      """
      A comparison has two sides. Between two bounds, compare twice and join the two
      with `and`.
      """,
      wrong: "let middle = 1M <= revenue < 5M",
      right: "let middle = 1M <= revenue and revenue < 5M",
      remedy: "repeat the figure in the middle: `a < b and b < c`."),
    CodePage(
      .unfinishedClause, "More words after a complete clause",
      """
      Up to the mark the clause is complete. What follows belongs to another clause,
      or a word between them is missing.
      """,
      wrong: "let large = revenue >= 5M harms",
      right: "let large = revenue >= 5M or harms",
      remedy: "write the missing word, such as `and` or `or`, or start a new line."),
    CodePage(
      .repeatedClause, "A clause that is written twice",
      """
      Some clauses can be said only once in a block; a second one would contradict
      the first.
      """,
      wrong: "limit Strategic to 5 by revenue {\n  overflow to Key\n  overflow to Rest\n}",
      right: "limit Strategic to 5 by revenue {\n  overflow to Key\n}",
      remedy: "keep the one that you mean."),
    CodePage(
      .unclosedBracket, "A bracket that is not closed",
      """
      Every `(` needs its `)` and every `[` its `]`, before the clause ends.
      """,
      wrong: "let growth = (revenue - last_year / last_year",
      right: "let growth = (revenue - last_year) / last_year",
      remedy: "write the closing bracket where the inner part ends."),
    CodePage(
      .strayBracket, "A bracket that closes nothing",
      """
      There is a `)`, `]` or `}` without the bracket that opens it.
      """,
      wrong: "let growth = revenue - last_year)",
      right: "let growth = revenue - last_year",
      remedy: "delete it, or write the opening bracket where it belongs."),
    CodePage(
      .countOutOfRange, "A count that is no whole number in its range",
      """
      Days, months, seats a day and the like are counted: whole numbers from 1 up,
      without decimals, `%`, `k` or `M`.
      """,
      wrong: #"review "Planning" for Key every 1.5 months"#,
      right: #"review "Planning" for Key every 45 days"#,
      remedy: "write a whole number, and a smaller unit if need be."),
  ]
}
