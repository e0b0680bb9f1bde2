/// Plans, agendas, and the files that put reviews into people's calendars.
extension CodePage {
  static let calendars: [CodePage] = [
    CodePage(
      .checkAfterReview, "A check that the next review always comes before",
      """
      `then … every` falls due again and again, up to the account's next review. This one
      takes as long as it is from one review to the next, so it never falls due.
      """,
      wrong: "review \"Plan\" for Key every 30 days { then \"Check progress\" every 30 days }",
      right: "review \"Plan\" for Key every 90 days { then \"Check progress\" every 30 days }",
      remedy: "write a shorter time, or review less often."),
    CodePage(
      .noAddress, "People who cannot be invited for want of an address",
      """
      Invitations go to the addresses in a table of people: its text field called `email`
      is the address of the person whom the key names. Who has none is named in the
      invitation, but does not get it.
      """,
      wrong: invitation("name,email\nAnn,ann@example.com\nBen,"),
      right: invitation("name,email\nAnn,ann@example.com\nBen,ben@example.com"),
      remedy: "add the addresses to the table, or tell these people otherwise."),
    CodePage(
      .badAddress, "What stands in the place of an address and is none",
      """
      An address has a name, an `@` and a domain, and no spaces. Whoever has another text
      in the field `email` is not invited.
      """,
      wrong: invitation("name,email\nAnn,ann@example.com\nBen,Ben at example.com"),
      right: invitation("name,email\nAnn,ann@example.com\nBen,ben@example.com"),
      remedy: "correct the address in the table."),
    CodePage(
      .nobodyInvited, "Reviews to which nobody can be invited",
      """
      An invitation needs somebody to go to. Nobody of those who attend these reviews has
      an address, so that no invitation is written for them.
      """,
      wrong: invitation("name,email\nAnn,\nBen,"),
      right: invitation("name,email\nAnn,ann@example.com\nBen,ben@example.com"),
      remedy: "add the addresses to the table of people."),
    CodePage(
      .noMeeting, "An agenda that no meeting needs",
      """
      All days of the agenda are over on the day on which the agreement is judged, or its
      table has none, so that nobody will go through it.
      """,
      wrong: .data("agenda \"Board\" { on 2027-03-02; top 20 by name ascending }", "id,name\nA1,A"),
      right: .data("agenda \"Board\" { on 2027-05-04; top 20 by name ascending }", "id,name\nA1,A"),
      remedy: "write the days of the coming meetings, or add them to the table."),
    CodePage(
      .leftoverFile, "Calendars of an earlier run that are no longer written",
      """
      The folder holds calendars that kamc wrote for people who no longer have reviews, or
      invitations to reviews that are no longer in the schedule. They are left as they
      are: nothing is deleted for you.
      """,
      wrong: calendar("Ben.ics", "BEGIN:VCALENDAR\nPRODID:-//kamc//kamc//EN"),
      right: calendar("Ann.ics", "BEGIN:VCALENDAR\nPRODID:-//kamc//kamc//EN"),
      remedy: "delete them, or keep them as a record."),
    CodePage(
      .foreignFile, "A file that kamc would have to replace and did not write",
      """
      In a folder of calendars the names of files follow from the names of people or
      accounts. A file of such a name is there that some other program wrote. Nothing was
      written.
      """,
      wrong: calendar("Ann.ics", "Notes of Ann"),
      right: calendar("Notes.ics", "Notes of Ann"),
      remedy: "move the file away, or name a folder that holds calendars alone."),
    CodePage(
      .noOrganizer, "Invitations that nobody sends",
      """
      People answer an invitation, and the answer goes to whoever organises the meeting.
      """,
      wrong: .command("kamc eval criteria.kam accounts.csv --invitations ."),
      right: .command(
        "kamc eval criteria.kam accounts.csv --invitations . --organizer me@b.eu"),
      remedy: "add `--organizer` and the mail address to which answers go."),
  ]

  /// Invites Ann and Ben to the reviews of an account.
  private static func invitation(_ people: String) -> CodeExample {
    CodeExample.data(
      """
      table people from "people.csv" { name : text key; email : text optional }
      review "Plan" for Rest every quarter { attended by "Ann", "Ben" }
      """, "id\nA1", ("people.csv", people)
    ).run(
      by: "kamc eval criteria.kam accounts.csv --invitations . --organizer me@b.eu")
  }

  /// Writes the calendar of Ann into a folder that holds a file already.
  private static func calendar(_ name: String, _ content: String) -> CodeExample {
    CodeExample.data(
      "review \"Plan\" for Rest every quarter { attended by \"Ann\" }", "id\nA1", (name, content)
    ).run(by: "kamc eval criteria.kam accounts.csv --schedule-folder .")
  }
}
