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
      .conflictOfNobody, "A conflict of somebody who is not there",
      """
      A `not … for …` clause names a person whom the people's table lacks, or a key that
      no account has, so it does nothing.
      """,
      wrong: .data(
        """
        table people from "people.csv" { name : text key }
        sponsor for Key { from people; not "Anne" for "A17" because "Is a friend" }
        """, "id\nA17", ("people.csv", "name\nAnna")),
      right: .data(
        """
        table people from "people.csv" { name : text key }
        sponsor for Key { from people; not "Anna" for "A17" because "Is a friend" }
        """, "id\nA17", ("people.csv", "name\nAnna")),
      remedy: "write the name and the key as they stand in the tables."),
    CodePage(
      .unusableCapacity, "People who take no whole number of accounts",
      """
      `at most … each` says how many accounts a person takes. Who has no figure, or one
      below 0, takes none; of a fraction only the whole accounts count.
      """,
      wrong: .data(
        """
        table people from "people.csv" {
          name  : text key
          seats : number
        }
        sponsor for Key { from people; at most people.seats each }
        """, "id\nA17", ("people.csv", "name,seats\nAnna,-2\nBen,1")),
      right: .data(
        """
        table people from "people.csv" {
          name  : text key
          seats : number at least 0
        }
        sponsor for Key { from people; at most people.seats each }
        """, "id\nA17", ("people.csv", "name,seats\nAnna,2\nBen,1")),
      remedy: "give everybody a whole number, 0 for nobody's sponsor."),
    CodePage(
      .keptNobody, "Sponsors to keep who are not there",
      """
      Accounts should keep a sponsor whom the people's table lacks: somebody who has
      left, or a name that is spelt otherwise. They get another sponsor.
      """,
      wrong: .data(
        """
        accounts { id : text key; owner : text }
        table people from "people.csv" { name : text key }
        sponsor for Rest { from people; keep owner }
        """, "id,owner\nA17,Anne", ("people.csv", "name\nAnna")),
      right: .data(
        """
        accounts { id : text key; owner : text }
        table people from "people.csv" { name : text key }
        sponsor for Rest { from people; keep owner }
        """, "id,owner\nA17,Anna", ("people.csv", "name\nAnna")),
      remedy: "correct the name, or list the person."),
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
