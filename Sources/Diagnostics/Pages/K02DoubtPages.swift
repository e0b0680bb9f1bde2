/// What an agreement means: what is allowed, and hardly meant.
extension CodePage {
  static let doubts: [CodePage] = [
    CodePage(
      .noTierBefore, "Nothing says which tier an account had",
      """
      `keep while` and `move at most` compare with the tier that an account had before. No column
      says which that was, so they do nothing unless the last result is given on the command line.
      """,
      wrong: """
        accounts { id : text key; revenue : money }
        tier Key { when revenue >= 5M; keep while revenue >= 4M }
        tier Rest { otherwise }
        """,
      right: """
        accounts { id : text key; revenue : money; before : tier optional }
        tier Key { when revenue >= 5M; keep while revenue >= 4M }
        tier Rest { otherwise }
        """,
      remedy: "add a column of the type `tier`, or give `--previous RESULT.json`."),
    CodePage(
      .relationshipsDecideNothing, "Relationships that decide nothing",
      """
      A table with a column of the type `person` says who of ours knows whom, and nothing that
      decides tiers reads such a table: no criterion, no route, and no limit. Accounts are chosen as
      if relationships did not matter.
      """,
      wrong: """
        accounts { id : text key; revenue : money }
        table contacts from "contacts.csv" { account : accounts; ours : person }
        criterion size { 100 when revenue >= 5M; 0 otherwise }
        """,
      right: """
        accounts { id : text key; revenue : money }
        table contacts from "contacts.csv" { account : accounts; ours : person }
        criterion size weight 80% { 100 when revenue >= 5M; 0 otherwise }
        criterion ties weight 20% {
          100 when count(distinct contacts.ours) >= 2
          0   otherwise
        }
        tier Key { when score >= 60 }
        tier Rest { otherwise }
        """,
      remedy: "add a criterion about relationships, or leave it, if they should not count."),
    CodePage(
      .sameForEach, "A condition that is the same for each",
      """
      `for each owner` goes through the owners, and `count(accounts …)` written there counts those of
      each owner. A `let` does not know the owner, so that it counts all accounts.
      """,
      wrong: """
        let handled = count(accounts where tier = Key)
        warn "Too many" for each owner when handled > 4
        """,
      right: """
        warn "Too many" for each owner when count(accounts where tier = Key) > 4
        """,
      remedy: "write what the `let` stands for in the condition itself."),
    CodePage(
      .neverHolds, "A condition that never holds",
      """
      The bounds of the column say which figures it can have, and none of them meets the condition.
      What depends on it never happens.
      """,
      wrong: "accounts { id : text key; fit : number 1 to 5 }\ntier Key { when fit > 5 }",
      right: "accounts { id : text key; fit : number 1 to 5 }\ntier Key { when fit >= 5 }",
      remedy: "compare with a figure that the column can have, or change its bounds."),
    CodePage(
      .alwaysHolds, "A condition that always holds",
      """
      The bounds of the column say which figures it can have, and all of them meet the condition. It
      takes every account, and what comes after it is never reached.
      """,
      wrong: "accounts { id : text key; fit : number 1 to 5 }\ntier Key { when fit >= 1 }",
      right: "accounts { id : text key; fit : number 1 to 5 }\ntier Key { when fit >= 4 }",
      remedy: "ask for more, or write `otherwise` if every account is meant."),
    CodePage(
      .contradiction, "Conditions that cannot hold together",
      """
      Between them stands `and`, and no account can meet both.
      """,
      wrong: #"tier Key { when country = "DE" and country = "AT" }"#,
      right: #"tier Key { when country = "DE" or country = "AT" }"#,
      remedy: "write `or` if either is meant, or change one of the conditions."),
    CodePage(
      .sameOnBothSides, "A figure compared with itself",
      """
      Both sides of the comparison are the same figure, so the answer is the same for every account.
      """,
      wrong: "tier Key { when revenue >= revenue }",
      right: "tier Key { when revenue >= last_year }",
      remedy: "compare with another figure, or remove the comparison."),
    CodePage(
      .neverMissing, "A question for a blank that cannot be",
      """
      A column that is not `optional` has no blanks: rows with a blank there are left out. So
      `is missing` is never true of it, and what stands after `else` is never used.
      """,
      wrong: "let known = revenue else 0\nshow known",
      right: "let known = revenue\nshow known",
      remedy: "remove the question, or declare the column `optional` if it may be blank."),
    CodePage(
      .coveredCase, "A case that an earlier one takes",
      """
      Cases are read from the top, and the first one that holds counts. This case comes after one
      that takes everything it could match.
      """,
      wrong: "let class {\n  5  when revenue >= 1M\n  10 when revenue >= 5M\n  0  otherwise\n}",
      right: "let class {\n  10 when revenue >= 5M\n  5  when revenue >= 1M\n  0  otherwise\n}",
      remedy: "put the case for the larger figure first, or remove one of the two."),
    CodePage(
      .gapBetweenBands, "A gap between two bands",
      """
      The cases look like bands that follow each other, but the end of one is not the start of the
      next. What lies between them falls to `otherwise`.
      """,
      wrong: """
        let class {
          10 when revenue >= 5M
          5  when revenue >= 1M and revenue <= 4M
          0  otherwise
        }
        """,
      right: """
        let class {
          10 when revenue >= 5M
          5  when revenue >= 1M
          0  otherwise
        }
        """,
      remedy: "let the bands meet, or write a case for what lies between them."),
    CodePage(
      .unreachableThreshold, "A score that no account can reach",
      """
      The criteria give fewer points than the condition asks for, even to the best account.
      """,
      wrong: """
        score worth {
          criterion size out of 10 { 8 when revenue >= 5M; 0 otherwise }
        }
        tier Key { when worth >= 90 }
        """,
      right: """
        score worth {
          criterion size out of 10 { 10 when revenue >= 5M; 0 otherwise }
        }
        tier Key { when worth >= 90 }
        """,
      remedy: "ask for a score that can be reached, or change the points of a criterion."),
    CodePage(
      .coveredRoute, "A way into a tier that nothing takes",
      """
      Tiers are tried from the top. Earlier conditions take every account that this one could.
      """,
      wrong: "tier Key { when revenue >= 1M }\ntier Second { when revenue >= 5M }",
      right: "tier Key { when revenue >= 5M }\ntier Second { when revenue >= 1M }",
      remedy: "put the tier that asks for more first, or ask for something else."),
    CodePage(
      .pointsAlwaysBeyond, "Points beyond what the criterion gives",
      """
      The points are below 0 or above the `out of` of their criterion for every account, so that the
      score could pass 100.
      """,
      wrong: "score worth {\n  criterion size out of 10 { 100 when harms; 0 otherwise }\n}",
      right: "score worth {\n  criterion size out of 10 { 10 when harms; 0 otherwise }\n}",
      remedy: "give fewer points, or raise `out of`."),
    CodePage(
      .tiesInLimit, "A limit whose last seat could fall to chance",
      """
      Two accounts can be equal in everything that the limit ranks by. Then the account key decides
      who gets the seat, which nobody agreed on.
      """,
      wrong: """
        score worth { criterion size { 100 when revenue >= 1M; 0 otherwise } }
        tier Key { when worth >= 50 }
        limit Key to 5 by worth
        """,
      right: """
        score worth { criterion size { 100 when revenue >= 1M; 0 otherwise } }
        tier Key { when worth >= 50 }
        limit Key to 5 by worth, revenue
        """,
      remedy: """
        rank by one more figure that tells accounts apart, or write `ties admit` so that all that
        are equal get a seat.
        """),
    CodePage(
      .weightOfZero, "A criterion that counts for nothing",
      """
      Its weight is 0, so its points never change a score.
      """,
      wrong: """
        score worth {
          criterion size weight 1 { fit * 20 }
          criterion care weight 0 { fit * 10 }
        }
        """,
      right: """
        score worth {
          criterion size weight 2 { fit * 20 }
          criterion care weight 1 { fit * 10 }
        }
        """,
      remedy: "give it a weight, or remove it."),
    CodePage(
      .thousandsOrDecimals, "A number that looks like thousands",
      """
      A point stands before decimals, so `5.000` is five. Where people set thousands apart with a
      point, they read five thousand, and the agreement would say something else than they signed.
      """,
      wrong: "tier Key { when revenue >= 5.000 }",
      right: "tier Key { when revenue >= 5_000 }",
      remedy: """
        write thousands with `_` or without anything: `5_000` or `5000`. If decimals are meant,
        leave out their last zeros, or add one: `1.25` for `1.250`, and `1.2340` for `1.234`.
        """),
  ]
}
