/// Limits.
extension CodePage {
  static let limits: [CodePage] = [
    CodePage(
      .sourceTooLarge, "An agreement that is too large",
      """
      Agreements are written and read by people. A file of more than a megabyte is
      almost always a table of data that stands where the agreement should.
      """,
      remedy: "check that the agreement comes first on the command line and the data second."),
    CodePage(
      .lineTooLong, "A line that is too long",
      """
      A line of an agreement can be read by people. One of many thousand letters is
      almost always something else that was pasted in.
      """,
      remedy: "break the line after an operator or a comma, or delete what does not belong."),
    CodePage(
      .nestingTooDeep, "An expression that is nested too deeply",
      """
      Brackets inside brackets, and operators upon operators, are limited so that
      everything is worked out in a known time and memory. Nobody could read so deep an
      expression either.
      """,
      remedy: "name parts of the expression with `let`, and use `in [ … ]` for long lists."),
    CodePage(
      .tooManyMistakes, "More mistakes than are listed",
      """
      Only the first mistakes are listed. So many at once usually have one cause, such
      as a missing quote or brace near the top, or the wrong file.
      """,
      remedy: "correct the first few, then check again."),
    CodePage(
      .extremeWeights, "Weights that cannot be added up exactly",
      """
      Scores are worked out exactly. Weights and `out of` figures with very many
      digits would need more places than there are.
      """,
      wrong: """
        score worth {
          criterion size weight 99_999_999_999_999_999_999 out of 7 { fit }
          criterion fits weight 1 out of 0.000000000000000001 { fit }
        }
        """,
      right: """
        score worth {
          criterion size weight 99 out of 7 { fit }
          criterion fits weight 1 out of 5 { fit }
        }
        """,
      remedy: "use figures with few places, such as 12.5."),
    CodePage(
      .extremePreference, "A preference that weighs too much",
      """
      Preferences are added up exactly for every account and person. A weight is at most a million
      and has at most three places; only the proportions of the weights count.
      """,
      wrong: """
        table people from "people.csv" { name : text key }
        sponsor for Key { from people; prefer people.name != owner weight 5bn }
        """,
      right: """
        table people from "people.csv" { name : text key }
        sponsor for Key { from people; prefer people.name != owner weight 5 }
        """,
      remedy: "write smaller or coarser weights, such as 3 and 1."),
    CodePage(
      .tooManyPairs, "More accounts and people than can be weighed",
      """
      Every account of the sponsored tiers is weighed against every person; there may be twenty
      million such pairs.
      """,
      remedy: "sponsor fewer tiers, or list only people who can be sponsors."),
    CodePage(
      .tooManyEndings, "More tiers and exclusions than can be told apart",
      """
      For each account it is told which tiers and exclusions blanks leave possible; there may be
      some hundred of them together.
      """,
      remedy: "join conditions of one kind with `or`."),
    CodePage(
      .tooManyColumns, "A table with too many columns",
      """
      A header of so many columns is almost always a file whose line ends are missing, or one that
      was exported sideways.
      """,
      remedy: """
        check that the file has one account a row, and leave out columns that nobody reads.
        """),
    CodePage(
      .pipeTooLong, "Too much from standard input",
      """
      What comes from a pipe or from standard input is kept in memory as a whole, which has its end.
      Files on a disk have no such bound.
      """,
      remedy: "save the table as a file, and name the file."),
    CodePage(
      .recordTooLong, "A row of data that is too long",
      """
      A row of this length has usually swallowed the rest of its file, because a quote
      is open that nobody closed.
      """,
      remedy: "look for a quote at the place where the row starts."),
  ]
}
