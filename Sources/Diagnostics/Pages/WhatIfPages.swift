/// What if: comparing agreements and states of the data.
extension CodePage {
  static let whatIf: [CodePage] = [
    CodePage(
      .incomparableFiles, "Files that cannot be compared",
      """
      `kamc diff` compares two agreements over one file of accounts, or one agreement over two files
      of accounts. Which is which is told by what is in the files, not by their names: an agreement
      has a line that starts with `accounts {`.
      """,
      wrong: .data("", "id\nA1").run(by: "kamc diff criteria.kam criteria.kam criteria.kam"),
      right: .data("", "id\nA1").run(by: "kamc diff criteria.kam criteria.kam accounts.csv"),
      remedy: "give the old agreement, the new one and the accounts, in this order.")
  ]
}
