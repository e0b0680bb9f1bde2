/// What an agreement means: names, values and types.
extension CodePage {
  static let names: [CodePage] = [
    CodePage(
      .repeatedName, "A name that is given twice",
      """
      Columns, lets, scores and tables share one space of names, so that each name
      means one thing everywhere. The same holds for tiers, for the values of a list,
      and for reviews.
      """,
      wrong: "let growth = revenue - last_year\nlet growth = revenue / last_year",
      right: "let growth = revenue - last_year\nlet ratio  = revenue / last_year",
      remedy: "give one of the two another name."),
    CodePage(
      .unknownName, "A name that nothing has",
      """
      The name is not declared in this agreement, or is spelt otherwise where it is.
      Capital letters count: `Revenue` is not `revenue`.
      """,
      wrong: "tier Key { when revnue >= 5M }",
      right: "tier Key { when revenue >= 5M }",
      remedy: """
        use the name from the help line. A column of the file must be listed under
        `accounts` before it has a name; a text stands between quotes.
        """),
    CodePage(
      .unknownFunction, "A function that does not exist",
      """
      A word with a parenthesis after it is a function, and there are only a few.
      """,
      wrong: "let largest = maximum(revenue, last_year)",
      right: "let largest = max(revenue, last_year)",
      remedy: "use one of the functions that the help line names."),
    CodePage(
      .unknownValue, "A value that is not on the list",
      """
      A column that is `one of` some values can only be compared with these values,
      and one that is `some of` them only be asked for these, written exactly as in the list: capital letters count.
      """,
      wrong: "accounts { id : text key; size : one of Small, Large }\nlet big = size = large",
      right: "accounts { id : text key; size : one of Small, Large }\nlet big = size = Large",
      remedy: "write one of the listed values, or add the value to the list."),
    CodePage(
      .ambiguousWord, "A word that could mean two things",
      """
      The word is a value of the list beside it, and also the name of a figure.
      """,
      wrong: """
        accounts { id : text key; size : one of Small, Large; Large : number }
        let big = size = Large
        """,
      right: """
        accounts { id : text key; size : one of Small, Large; Large : number }
        let big = size = "Large"
        """,
      remedy: "put the word between quotes if it is the value, or rename the figure."),
    CodePage(
      .typeMismatch, "Two things that do not go together",
      """
      Money, numbers, dates, texts and yes/no are kept apart, so that nobody adds
      pounds to pieces. The message says what stands on each side and where that was
      declared.
      """,
      wrong: "let total = revenue + fit",
      right: "let total = revenue * fit",
      remedy: "compare and add like with like; multiply and divide by plain numbers."),
    CodePage(
      .bareNumberForPercent, "A number without its percent sign",
      """
      Beside a percent, 30 could mean 30 % or thirty times the whole. Both happen, so
      kamc does not guess.
      """,
      wrong: "tier Key { when margin >= 30 }",
      right: "tier Key { when margin >= 30% }",
      remedy: "write `30%`."),
    CodePage(
      .bareNumberForDays, "A number without its unit",
      """
      The time between two days, or what is added to a day, has a unit: `90 days`,
      `13 weeks`, `6 months`.
      """,
      wrong: "let recent = today - since < 90",
      right: "let recent = today - since < 90 days",
      remedy: "write the unit after the number."),
    CodePage(
      .notACondition, "A figure where a condition belongs",
      """
      After `when`, `where`, `that`, `and`, `or` and `not` stands something that is
      true or not. A figure alone is neither.
      """,
      wrong: "tier Key { when revenue }",
      right: "tier Key { when revenue >= 5M }",
      remedy: "compare the figure with something."),
    CodePage(
      .wrongArgument, "A function given the wrong kind of figure",
      """
      Each function works on certain things: `sum` on figures, `year` on dates.
      """,
      wrong: "let total = sum(accounts.country)",
      right: "let total = sum(accounts.revenue)",
      remedy: "give the function what its description in the help line asks for."),
    CodePage(
      .wrongArgumentCount, "A function written in another form",
      """
      Between the parentheses of a function stand certain things in a certain order.
      The message shows the form.
      """,
      wrong: "let rounded = round(fit)",
      right: "let rounded = round(fit, 2)",
      remedy: "write the function as the message shows it."),
    CodePage(
      .wrongType, "A clause that needs another kind of figure",
      """
      Some places ask for one kind of thing: a number of seats, a date to start on, a
      person to keep.
      """,
      wrong: #"review "Planning" for Key every 90 days { starting fit }"#,
      right: #"review "Planning" for Key every 90 days { starting since }"#,
      remedy: "use a figure of the kind that the message names."),
    CodePage(
      .manyRows, "A table where one figure is needed",
      """
      An account can have many rows in another table, so a column of that table is
      not one figure. Functions make one of them: `count`, `sum`, `average`, `min`,
      `max`.
      """,
      wrong: """
        table orders from "orders.csv" { customer : accounts; value : money }
        let large = orders.value >= 1M
        """,
      right: """
        table orders from "orders.csv" { customer : accounts; value : money }
        let large = max(orders.value) >= 1M
        """,
      remedy: "say what is wanted of the rows: how many, their sum, the largest."),
    CodePage(
      .noPath, "Rows that belong to no account",
      """
      To count the rows of an account, kamc must know which row belongs to which
      account. A field of the table says so: its type is the other table's name.
      """,
      wrong: """
        table orders from "orders.csv" { customer : text }
        let many = count(orders) > 9
        """,
      right: """
        table orders from "orders.csv" { customer : accounts }
        let many = count(orders) > 9
        """,
      remedy: "give the column that names the account the type `accounts`."),
    CodePage(
      .manyPaths, "Rows that belong to accounts in more than one way",
      """
      The table names an account in two columns, so it is open whose row it is.
      """,
      wrong: """
        table orders from "orders.csv" { buyer : accounts; payer : accounts }
        let many = count(orders) > 9
        """,
      right: """
        table orders from "orders.csv" { buyer : accounts; payer : text }
        let many = count(orders) > 9
        """,
      remedy: "keep the type `accounts` for one of the columns, and make the other a `text`."),
    CodePage(
      .unquotedText, "A text without quotes",
      """
      A word without quotes is a name. Beside a column of texts, a text was probably
      meant.
      """,
      wrong: "tier Key { when country = Norway }",
      right: #"tier Key { when country = "Norway" }"#,
      remedy: "put the text between quotes."),
    CodePage(
      .severalValues, "Several values that are compared like one",
      """
      A cell of a column that is `some of` a list can hold several values at once, so
      it equals none of them and is no more than another. Ask whether it holds one.
      """,
      wrong: """
        accounts { id : text key; roles : some of champion, gatekeeper }
        let championed = roles = champion
        """,
      right: """
        accounts { id : text key; roles : some of champion, gatekeeper }
        let championed = champion in roles
        """,
      remedy: "write the value, `in` and the column."),
    CodePage(
      .noList, "No list behind `in`",
      """
      Behind `in` stands a list of values between brackets, or a column of which a
      cell holds several values.
      """,
      wrong: "accounts { id : text key; size : one of Small, Large }\nlet big = size in Large",
      right: "accounts { id : text key; size : one of Small, Large }\nlet big = size in [Large]",
      remedy: """
        put the values between brackets, or declare the column as `some of` its values.
        """),
  ]
}
