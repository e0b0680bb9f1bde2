/// What an agreement means: declarations and their clauses.
extension CodePage {
  static let declarations: [CodePage] = [
    CodePage(
      .missingDeclaration, "A declaration that every agreement needs",
      """
      An agreement has a name, accounts and at least one tier. One of them is not
      there.
      """,
      wrong: """
        # This is the whole file.
        agreement "Key accounts 2027" { }
        accounts { id : text key }
        """,
      right: """
        # This is the whole file.
        agreement "Key accounts 2027" { }
        accounts { id : text key }
        tier All { otherwise }
        """,
      remedy: "add what the help line shows."),
    CodePage(
      .repeatedDeclaration, "A second one of what there can be only one of",
      """
      There is one `agreement`, one `calendar`, one key in a table, one limit over the
      same tiers. Two of them would contradict each other.
      """,
      wrong: "limit Key to 5 by revenue\nlimit Key to 6 by revenue",
      right: "limit Key to 6 by revenue",
      remedy: "join the two, or remove one."),
    CodePage(
      .modifierOutOfPlace, "A word after a column's type that does not fit the type",
      """
      `in thousands` makes sense for figures, `as "dd/mm/yyyy"` for dates, and so on.
      """,
      wrong: "accounts { id : text key; name : text in thousands }",
      right: "accounts { id : text key; revenue : money in thousands }",
      remedy: "remove the word, or give the column the type that it goes with."),
    CodePage(
      .badModifier, "A clause that makes no sense as it is",
      """
      The clause is well written and cannot be what is meant: bounds that let nothing
      through, a key that is a number, a weight below 0.
      """,
      wrong: "accounts { id : text key; fit : number 5 to 1 }",
      right: "accounts { id : text key; fit : number 1 to 5 }",
      remedy: "follow the help line."),
    CodePage(
      .casesWithoutOtherwise, "Cases that leave something open",
      """
      If no case matches, there is no value. A last case with `otherwise` says what
      holds then.
      """,
      wrong: "let seats {\n  6 when today < 2027-07-01\n}",
      right: "let seats {\n  6 when today < 2027-07-01\n  12 otherwise\n}",
      remedy: "end the cases with one such as `0 otherwise`."),
    CodePage(
      .caseAfterOtherwise, "A case that can never be reached",
      """
      Cases are read from the top, and `otherwise` takes everything that is left.
      """,
      wrong: "let class {\n  0 otherwise\n  1 when revenue >= 5M\n}",
      right: "let class {\n  1 when revenue >= 5M\n  0 otherwise\n}",
      remedy: "move the case above `otherwise`, or remove it."),
    CodePage(
      .unreachableTier, "A tier that no account can reach",
      """
      Tiers are tried from the top. A tier with `otherwise` takes all accounts that
      are left, so nothing comes to the tiers below it.
      """,
      wrong: "tier Key { otherwise }\ntier Rest { when revenue < 1M; otherwise }",
      right: "tier Key { when revenue >= 1M }\ntier Rest { otherwise }",
      remedy: "give the tier above a condition, or move this one up."),
    CodePage(
      .overflowNotBelow, "Seats that overflow upwards",
      """
      An account that gets no seat moves down. The tier after `overflow to` must stand
      below all tiers of the limit.
      """,
      wrong: "limit Key to 5 by revenue { overflow to Strategic }",
      right: "limit Key to 5 by revenue { overflow to Rest }",
      remedy: "name a tier that is declared further down."),
    CodePage(
      .percentWeights, "Weights that do not add up to 100 %",
      """
      Weights with a percent sign are parts of a whole.
      """,
      wrong: """
        score worth {
          criterion size   weight 60% { fit * 20 }
          criterion margin_points weight 30% { fit * 20 }
        }
        """,
      right: """
        score worth {
          criterion size   weight 60% { fit * 20 }
          criterion margin_points weight 40% { fit * 20 }
        }
        """,
      remedy: "change the weights, or write all of them without `%`."),
    CodePage(
      .mixedWeights, "Weights with and without a percent sign",
      """
      Either all weights of a score are percents of the whole, or none is.
      """,
      wrong: """
        score worth {
          criterion size   weight 60% { fit * 20 }
          criterion growth weight 40  { fit * 20 }
        }
        """,
      right: """
        score worth {
          criterion size   weight 60% { fit * 20 }
          criterion growth weight 40% { fit * 20 }
        }
        """,
      remedy: "write all of them with `%`, or none."),
    CodePage(
      .zeroWeights, "A score whose weights are all 0",
      """
      A score is the weighted average of its criteria. Without any weight there is
      nothing to average.
      """,
      wrong: "score worth {\n  criterion size weight 0 { fit * 20 }\n}",
      right: "score worth {\n  criterion size weight 1 { fit * 20 }\n}",
      remedy: "give at least one criterion a weight above 0, or remove the score."),
    CodePage(
      .expiredOverride, "An override that has ended",
      """
      The last day of the override lies before the day that the agreement is judged
      on, so it does nothing any more.
      """,
      wrong: """
        agreement "Key accounts 2027" { as of 2027-04-01 }
        override "A17" to Key until 2026-12-31 because "Board minute 9"
        """,
      right: """
        agreement "Key accounts 2027" { as of 2027-04-01 }
        override "A17" to Key until 2027-12-31 because "Board minute 9"
        """,
      remedy: "remove it, or agree on a later day."),
    CodePage(
      .repeatedOverride, "Two overrides of one account",
      """
      Two overrides of the same account hold at the same time and contradict each
      other.
      """,
      wrong: """
        override "A17" to Key because "Minute 9"
        override "A17" to Strategic because "Minute 12"
        """,
      right: """
        override "A17" to Strategic because "Minute 12"
        """,
      remedy: "keep one of them, or end the first with `until`."),
    CodePage(
      .missingClause, "A clause that must be there",
      """
      Without this clause the declaration leaves open what happens: the last tier has
      `otherwise`, a sponsor block says `from` which table, a limit of the lowest tier
      says where it overflows.
      """,
      wrong: "tier Rest { when revenue < 1M }",
      right: "tier Rest { otherwise }",
      remedy: "add the clause that the help line shows."),
    CodePage(
      .unusedName, "A name that nothing uses",
      """
      The figure is worked out, and no tier, score or report reads it. It may be left
      over, or a rule that should use it names another.
      """,
      wrong: "let growth = revenue - last_year",
      right: "let growth = revenue - last_year\nshow growth",
      remedy: "remove it, use it, or print it with `show`."),
    CodePage(
      .noKey, "A table without a key",
      """
      The key is the column that tells rows apart, such as a customer number. Accounts
      need one, and so does every table that others refer to.
      """,
      wrong: "accounts { name : text; revenue : money }",
      right: "accounts { id : text key; name : text; revenue : money }",
      remedy: "write `key` after the type of the column that identifies a row."),
    CodePage(
      .emptyList, "A list or a block with nothing in it",
      """
      There is nothing between the brackets, so it could be left out or something was
      forgotten.
      """,
      wrong: "score worth { missing skip }",
      right: "score worth {\n  missing skip\n  criterion size { fit * 20 }\n}",
      remedy: "write what belongs there, or remove the whole."),
  ]
}
