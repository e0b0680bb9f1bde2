/// Reviews: what cannot be planned, and what became of an earlier plan.
extension CodePage {
  static let reviews: [CodePage] = [
    CodePage(
      .farHorizon, "A horizon beyond what anybody plans",
      """
      `ahead` says how far reviews are planned. Calendars, people and tiers change long before ten
      years are over, so that more is a slip of the pen.
      """,
      wrong: #"review "Planning" for Key every year { ahead 100 years }"#,
      right: #"review "Planning" for Key every year { ahead 12 months }"#,
      remedy: "plan a year or two; a later run with `--previous` keeps what was fixed."),
    CodePage(
      .backwardWindow, "Days that end before they begin",
      """
      `unless one falls from … to …` names the first day and then the last. Here the last comes
      before the first, so no review can fall between them, and one would always be added.
      """,
      wrong: """
        accounts { id : text key; renewal : date }
        review "Planning" for Key every quarter {
          also "Renewal" on renewal - 90 days
            unless one falls from renewal - 60 days to renewal - 120 days
        }
        """,
      right: """
        accounts { id : text key; renewal : date }
        review "Planning" for Key every quarter {
          also "Renewal" on renewal - 90 days
            unless one falls from renewal - 120 days to renewal - 60 days
        }
        """,
      remedy: "write the earlier day first."),
    CodePage(
      .namelessAttendee, "An attendee without a name",
      """
      `attended by` lists who must be there, and nobody can be invited by a text that is blank.
      """,
      wrong: #"review "Planning" for Key every quarter { attended by "" }"#,
      right: #"review "Planning" for Key every quarter { attended by "Sales director" }"#,
      remedy: "write the name, or the field that holds it, such as `owner`."),
    CodePage(
      .withoutCadence, "A cadence asked of a review on a date",
      """
      A review `on` a date takes place once. `starting` and `last met` are about a cadence, which
      it does not have.
      """,
      wrong: #"review "Kick-off" for Key on 2027-05-03 { starting 2027-06-01 }"#,
      right: #"review "Kick-off" for Key on 2027-05-03"#,
      remedy: "remove the clause, or say how often: `every 90 days`."),
    CodePage(
      .otherSchedule, "Nothing is left of the earlier schedule",
      """
      Reviews are known from run to run by the name of the agreement, the name of the review, the
      account and the planned day. None of those that the earlier result has planned is planned
      now, so that all of them are cancelled and others added. Mostly the agreement or the review
      was given another name, or the first day was changed.
      """,
      remedy: """
        give the agreement and the reviews the names that they had, or tell those who come that
        their invitations are replaced.
        """),
  ]
}
