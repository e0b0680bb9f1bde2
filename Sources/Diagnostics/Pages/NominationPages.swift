/// Nominations: who names which accounts.
extension CodePage {
  static let nominations: [CodePage] = [
    CodePage(
      .unreadableNomination, "A nomination that cannot be read",
      """
      Each row of a file of nominations says in `nominator` who names an account, in `account`
      which one, by its key or its name, and in `rank`, if there is such a column, how high. The
      rank is a whole number from 1, or blank. A row that does not say so counts nowhere.
      """,
      wrong: nominations("nominator,account,rank\nAnn,A1,first"),
      right: nominations("nominator,account,rank\nAnn,A1,1"),
      remedy: "complete the row, or delete it."),
    CodePage(
      .repeatedNomination, "The same account named twice by one person",
      """
      A nomination counts once for each person. The account may stand there by its key in one row
      and by its name in another, or, where accounts form groups, by the keys of two members.
      """,
      wrong: nominations("nominator,account\nAnn,A1\nAnn,Aster"),
      right: nominations("nominator,account\nAnn,A1"),
      remedy: "delete one of the rows, or correct the account in it."),
    CodePage(
      .unmatchedNomination, "A nomination that means no single account",
      """
      A nomination names an account by its key, or by its name exactly as the accounts have it.
      Nothing is guessed: what means no account, or more than one, counts as an answer of its own
      among those of the nominators, and is left out where they are compared with the criteria.
      """,
      wrong: nominations("nominator,account\nAnn,Astor"),
      right: nominations("nominator,account\nAnn,Aster"),
      remedy: "write the key of the account that is meant."),
    CodePage(
      .nominatorSpelling, "One nominator, it seems, spelt in two ways",
      """
      Two names differ only in capitals or in the spaces within. They count as two people, so that
      there seem to be more lists than there are, and shorter ones.
      """,
      wrong: nominations("nominator,account\nAnn Lee,A1\nann lee,A2"),
      right: nominations("nominator,account\nAnn Lee,A1\nAnn Lee,A2"),
      remedy: "spell the name in one way, if it is one person."),
  ]

  private static func nominations(_ content: String) -> CodeExample {
    CodeExample.data(
      "", "id,name\nA1,Aster\nA2,Birch", (name: "nominations.csv", content: content)
    ).run(by: "kamc agree criteria.kam accounts.csv nominations.csv")
  }
}
