/// What an agreement means: what is known when, and what figures may read.
extension CodePage {
  static let figures: [CodePage] = [
    CodePage(
      .notPortfolio, "A figure of one account where all of them are meant",
      """
      The number of seats, and a requirement without `for`, are about all accounts
      together. The figure of one account says nothing there.
      """,
      wrong: #"require "Enough" that revenue >= 100M"#,
      right: #"require "Enough" that sum(accounts.revenue) >= 100M"#,
      remedy: "use `sum`, `count` and the like over `accounts`, or write `for all`."),
    CodePage(
      .tooLate, "A figure that is not known yet",
      """
      An agreement is worked out in stages: first the rows, then who is left out, then
      ranks, shares and scores, then tiers, then what is shown and required. A stage
      can read only the ones before it.
      """,
      wrong: #"exclude "Small" when rank(revenue) > 100"#,
      right: #"exclude "Small" when revenue < 1M"#,
      remedy: "use what is known by then; grammar.md, chapter Stages, has the order."),
    CodePage(
      .circle, "A definition that needs itself",
      """
      To work out the first figure the second is needed, and for the second the first.
      """,
      wrong: "let net   = gross - costs\nlet gross = net + costs\nlet costs = last_year",
      right: "let net   = gross - costs\nlet gross = revenue\nlet costs = last_year",
      remedy: "define one of the figures by columns of the file."),
    CodePage(
      .referenceCircle, "Tables that refer to each other",
      """
      Rows of the first table belong to rows of the second, and those to rows of the
      first again, so nobody comes first.
      """,
      wrong: """
        table teams  from "teams.csv"  { name : text key; leader : people }
        table people from "people.csv" { name : text key; team : teams }
        """,
      right: """
        table teams  from "teams.csv"  { name : text key; leader : text }
        table people from "people.csv" { name : text key; team : teams }
        """,
      remedy: "make one of the references a plain `text`."),
    CodePage(
      .misplacedFunction, "A function that cannot be used here",
      """
      `scale` gives points and stands in a criterion only. `rank` and `share` are about
      one account, so they stand where one account is judged.
      """,
      wrong: #"require "Balanced" that share(revenue) < 20%"#,
      right: #"require "Balanced" for all that share(revenue) < 20%"#,
      remedy: "move it to where one account is judged, or count accounts instead."),
    CodePage(
      .notAConstant, "A figure that must be written out",
      """
      Bounds, what a blank means, and what a criterion is out of are part of the agreement. They
      stand in it as plain figures, and are not worked out from others.
      """,
      wrong: "score size { criterion volume out of 5 * 10 { fit } }",
      right: "score size { criterion volume out of 50 { fit } }",
      remedy: "write the figure itself."),
    CodePage(
      .figuresTooDeep, "A figure that builds on too many others",
      """
      Each step of working out a figure may use the figures before it. Their number is limited, so
      that every figure is worked out in a known time and memory.
      """,
      remedy: "work the figure out in fewer steps, such as one `sum` in place of a chain of lets."),
    CodePage(
      .orderlessText, "A text to rank by, without a direction",
      """
      Figures and dates rank the largest or latest first. Texts have no such habit, so
      the agreement says which end comes first.
      """,
      wrong: "limit Strategic to 5 by revenue, name",
      right: "limit Strategic to 5 by revenue, name ascending",
      remedy: "write `ascending` (A first) or `descending` (Z first) after the text."),
    CodePage(
      .unknownOrderOfRows, "A comparison of things without an order",
      """
      Texts, tiers, values of a list and yes/no are equal or not; none is more than
      another.
      """,
      wrong: #"tier Key { when country >= "DE" }"#,
      right: #"tier Key { when country in ["DE", "FR"] }"#,
      remedy: "use `=`, `!=` or `in`."),
    CodePage(
      .lateMissingCase, "A question for a blank that comes too late",
      """
      Cases are read from the top. Where the figure is missing, an earlier case that
      reads it cannot be decided, and the later one is never reached.
      """,
      wrong: """
        accounts { id : text key; revenue : money optional }
        let class {
          1 when revenue >= 5M
          0 when revenue is missing
          2 otherwise
        }
        """,
      right: """
        accounts { id : text key; revenue : money optional }
        let class {
          0 when revenue is missing
          1 when revenue >= 5M
          2 otherwise
        }
        """,
      remedy: "make the `is missing` case the first one."),
  ]
}
