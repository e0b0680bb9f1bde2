/// What a run found.
extension CodePage {
  static let findings: [CodePage] = [
    CodePage(
      .overrideOfNobody, "An override of an account that is not there",
      """
      The override names a key that no account has, so it does nothing.
      """,
      wrong: .data("override \"A71\" to Key because \"Minute 9\"", "id\nA17"),
      right: .data("override \"A17\" to Key because \"Minute 9\"", "id\nA17"),
      remedy: "correct the key, or remove the override if the account has left."),
    CodePage(
      .pointsBeyond, "Points beyond what a criterion gives",
      """
      A criterion is worth points from 0 to its `out of`. Points outside are used as
      they are, so that the account can score above 100 or below 0.
      """,
      wrong: .data(
        """
        accounts { id : text key; fit : number }
        score worth { criterion fits out of 10 { fit * 2 } }
        tier Key { when worth >= 50 }
        """, "id,fit\nA1,7"),
      right: .data(
        """
        accounts { id : text key; fit : number }
        score worth { criterion fits out of 10 { min(fit * 2, 10) } }
        tier Key { when worth >= 50 }
        """, "id,fit\nA1,7"),
      remedy: "raise `out of`, or keep the points within it with `min` and `max`."),
  ]
}
