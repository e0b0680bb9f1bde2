/// Corporate groups: what the agreement says of them, and what the file does.
extension CodePage {
  /// Groups whose revenue is added up, of which the data show what can be wrong.
  private static let summed = """
    accounts { id : text key; parent : accounts optional; revenue : money }
    group accounts by parent { revenue sum }
    """

  static let groups: [CodePage] = [
    CodePage(
      .headAlone, "Money of which the group has only its head's",
      """
      A field that the group does not mention is that of the account at the top. For an amount of
      money that is seldom meant: the revenue of the subsidiaries would not count.
      """,
      wrong: """
        accounts { id : text key; parent : accounts optional; revenue : money }
        group accounts by parent { }
        """,
      right: """
        accounts { id : text key; parent : accounts optional; revenue : money }
        group accounts by parent { revenue sum }
        """,
      remedy: "write `revenue sum`, or `revenue head` if the head's alone is meant."),
    CodePage(
      .openGroup, "A group that a blank would change",
      """
      `alone when` says who is judged apart from the parent. If its field may be blank, nobody could
      say which accounts there are.
      """,
      wrong: """
        accounts {
          id : text key
          parent : accounts optional
          revenue : money optional
        }
        group accounts by parent { revenue sum; alone when revenue >= 10M }
        """,
      right: """
        accounts {
          id : text key
          parent : accounts optional
          revenue : money optional
        }
        group accounts by parent { revenue sum; alone when (revenue else 0) >= 10M }
        """,
      remedy: "say what a blank means with `else`, or ask for a field that is never blank."),
    CodePage(
      .circleOfParents, "Accounts that are each other's parents",
      """
      Following the parents leads round in a circle, so no account is at the top of the group. All
      of them are left out, and so is everything below them.
      """,
      wrong: .data(
        """
        accounts { id : text key; parent : accounts optional }
        group accounts by parent { }
        """,
        "id,parent\nA1,A2\nA2,A1"),
      right: .data(
        """
        accounts { id : text key; parent : accounts optional }
        group accounts by parent { }
        """,
        "id,parent\nA1,\nA2,A1"),
      remedy: "find out which of them is at the top, and leave its parent blank."),
    CodePage(
      .rejectedHead, "A group whose head was rejected",
      """
      The account at the top of a group has its name and its country. Without its row the whole group
      is left out.
      """,
      wrong: .data(
        summed,
        "id,parent,revenue\nA1,,unknown\nA2,A1,500"),
      right: .data(
        summed,
        "id,parent,revenue\nA1,,700\nA2,A1,500"),
      remedy: "mend the row of the account at the top; another message says what is wrong with it."),
    CodePage(
      .lostMember, "A group without one of its members",
      """
      A row was rejected, and the account it is about belongs to a group. The group is judged without
      it, so its totals are too small.
      """,
      wrong: .data(
        summed,
        "id,parent,revenue\nA1,,700\nA2,A1,unknown"),
      right: .data(
        summed,
        "id,parent,revenue\nA1,,700\nA2,A1,500"),
      remedy: "mend the rejected row; another message says what is wrong with it."),
    CodePage(
      .memberOverride, "An override of one member that decides its group",
      """
      Accounts of a corporate group are judged as one, under the key of the account at the top. An
      override that names a member gives its tier to all of them.
      """,
      wrong: .data(
        """
        accounts { id : text key; parent : accounts optional }
        group accounts by parent { }
        tier Key { when id = "none" }
        tier Rest { otherwise }
        override "A2" to Key because "Board minute 9"
        """,
        "id,parent\nA1,\nA2,A1"),
      right: .data(
        """
        accounts { id : text key; parent : accounts optional }
        group accounts by parent { }
        tier Key { when id = "none" }
        tier Rest { otherwise }
        override "A1" to Key because "Board minute 9"
        """,
        "id,parent\nA1,\nA2,A1"),
      remedy: "name the account at the top, or judge the member alone with `alone when`."),
  ]
}
