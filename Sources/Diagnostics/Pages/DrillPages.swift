/// Drills: what is left without people or accounts.
extension CodePage {
  static let drills: [CodePage] = [
    CodePage(
      .unknownDrillName, "A name that means nobody, or no single account",
      """
      `kamc drill leaver` takes the names of people of ours and of customers' contacts as the data
      have them, `kamc drill loss` the keys of accounts, or names that no other account has. Nothing
      is guessed.
      """,
      wrong: .data("", "id,name\nA1,Aster\nA2,Birch").run(
        by: "kamc drill loss criteria.kam accounts.csv Astor"),
      right: .data("", "id,name\nA1,Aster\nA2,Birch").run(
        by: "kamc drill loss criteria.kam accounts.csv Aster"),
      remedy: "write the name as the data have it, or the key of the account."),
    CodePage(
      .nobodyToLeave, "An agreement that names nobody of ours",
      """
      The drill takes away each of our people in turn: those whom fields of the type `person` name,
      and those who can sponsor accounts. The agreement has neither.
      """,
      wrong: .data(
        "accounts { id : text key; owner : text }", "id,owner\nA1,Ann"
      ).run(by: "kamc drill leaver criteria.kam accounts.csv"),
      right: .data(
        "accounts { id : text key; owner : person }", "id,owner\nA1,Ann"
      ).run(by: "kamc drill leaver criteria.kam accounts.csv"),
      remedy: "declare the columns that name people of yours as `person`."),
  ]
}
