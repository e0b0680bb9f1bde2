extension Help {
  /// The page of `kamc robustness`.
  static let robustness = """
    kamc robustness tells how far each number of an agreement can go before an
    account changes tier, and which accounts stand on the edge.

    usage: kamc robustness AGREEMENT.kam ACCOUNTS.csv [OPTION]...

    Each weight, each number of seats and each other number that decides tiers is
    turned by itself, and everything is decided again. Told are the range in which
    nobody moves, who moves first on each side, and at which value. Where a weight in
    percent changes, the others share the rest as they do now. An account is contested
    if a small change of one number moves it, and robust otherwise. Then criteria,
    tiers and thresholds are listed that do nothing, or too much, on these data.

      --within PERCENT     how large a small change is, 10% without it: that part of a
                           number, half that part of all weights, at least one seat,
                           and of dates that part of a year
    \(answerOptions)

    The exit status is 0, 2 if something is wrong, 3 if rows were rejected, and 4 if
    a file could not be read or written.

    example:

      kamc robustness criteria.kam accounts.csv --within 5%

    """
}
