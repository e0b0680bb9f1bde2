/// How far numbers of an agreement can go.
extension CodePage {
  static let robustness: [CodePage] = [
    CodePage(
      .unsearchedFigure, "A number of which it is not known how far it can go",
      """
      `kamc robustness` turns each number of the agreement, and tells from what two values give what
      holds for all values between them. That can be told of numbers that something is compared with,
      and of those with which a figure only grows or only falls. It cannot be told of a number that a
      figure's distance is taken from, that something is divided by, or that decides in several ways
      at once; or the accounts are too many to judge as many values as it would take. Such a number
      is listed as not known, and "robust" then means: as far as all other numbers go.
      """,
      wrong: .data(
        "accounts { id : text key; n : number }; tier Near { when abs(n - 5) < 2 }",
        "id,n\nA1,6"
      ).run(by: "kamc robustness criteria.kam accounts.csv"),
      right: .data(
        "accounts { id : text key; n : number }; tier Near { when n > 3 and n < 7 }",
        "id,n\nA1,6"
      ).run(by: "kamc robustness criteria.kam accounts.csv"),
      remedy: "compare the figure with the numbers themselves, or try values by `kamc repl`.")
  ]
}
