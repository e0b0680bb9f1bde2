/// Calendars, and files of holidays.
extension CodePage {
  static let holidays: [CodePage] = [
    CodePage(
      .impossibleCalendar, "A calendar without a day for reviews",
      """
      On every day from the as-of day to the last on which a review could take place the
      calendar is closed, or it is a holiday of everyone, or nobody works. No review can be
      planned.
      """,
      wrong: """
        agreement "Key accounts" { as of 2027-04-01 }
        calendar { closed every 1 January to 31 December "Works" }
        review "Plan" for Key every 90 days
        """,
      right: """
        agreement "Key accounts" { as of 2027-04-01 }
        calendar { closed every 1 August to 15 August "Works" }
        review "Plan" for Key every 90 days
        """,
      remedy: "shorten the closures, or plan reviews further ahead with `ahead`."),
    CodePage(
      .notAHolidayFile, "A file that holds no holidays",
      """
      Holidays are read from an iCalendar file, whatever its name, or from a table with the
      columns `date`, `country` and `name`. This file is neither; often the page around a
      calendar was saved in its place.
      """,
      wrong: .data(
        "calendar { holidays from \"holidays.ics\" }", "id\nA1",
        ("holidays.ics", "<!DOCTYPE html>\n<html><title>Holidays</title></html>")),
      right: .data(
        "calendar { holidays from \"holidays.ics\" }", "id\nA1",
        ("holidays.ics", calendar("DTSTART;VALUE=DATE:20271225"))),
      remedy: "save the calendar itself, which begins with BEGIN:VCALENDAR."),
    CodePage(
      .brokenHolidayFile, "A calendar file that is not whole",
      """
      Every part of an iCalendar file begins with BEGIN and ends with END. Where an end is
      missing, or does not fit its beginning, the file was cut short or edited, and holidays
      may be missing.
      """,
      wrong: .data(
        "calendar { holidays from \"holidays.ics\" }", "id\nA1",
        ("holidays.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20271225")),
      right: .data(
        "calendar { holidays from \"holidays.ics\" }", "id\nA1",
        ("holidays.ics", calendar("DTSTART;VALUE=DATE:20271225"))),
      remedy: "save the calendar again, and wait until it is complete."),
    CodePage(
      .unknownRecurrence, "A rule of repetition that is not understood",
      """
      Holidays come back every year: on a day of a month, or on the first, second or last
      weekday of one. Other rules, such as every month or the fifth week of a year, are not
      understood, and only the event's first day counts.
      """,
      wrong: .data(
        "calendar { holidays from \"holidays.ics\" }", "id\nA1",
        (
          "holidays.ics",
          calendar("DTSTART;VALUE=DATE:20270104\nRRULE:FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO")
        )),
      right: .data(
        "calendar { holidays from \"holidays.ics\" }", "id\nA1",
        (
          "holidays.ics",
          calendar("DTSTART;VALUE=DATE:20270104\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1MO")
        )),
      remedy: "list the other days one by one, as events or with RDATE."),
    CodePage(
      .holidaysOfOtherYears, "A holiday file without holidays in a year of reviews",
      """
      Reviews are planned in a year in which the file has no holidays at all, so they could
      fall on any of them. Often the file is last year's.
      """,
      wrong: .data(
        """
        agreement "Key accounts" { as of 2027-02-01 }
        calendar { holidays from "holidays.csv" }
        review "Plan" for Rest every 90 days { ahead 6 months }
        """, "id\nA1", ("holidays.csv", "date,country,name\n2026-12-25,,Christmas")),
      right: .data(
        """
        agreement "Key accounts" { as of 2027-02-01 }
        calendar { holidays from "holidays.csv" }
        review "Plan" for Rest every 90 days { ahead 6 months }
        """, "id\nA1", ("holidays.csv", "date,country,name\n2027-12-25,,Christmas")),
      remedy: "add the holidays of that year to the file."),
    CodePage(
      .countryWithoutHolidays, "A country of which no file has holidays",
      """
      Behind `of` stands whose holidays count. No file has any of this country, so they
      count for nothing; often the country is written otherwise in the file.
      """,
      wrong: .data(
        """
        agreement "Key accounts" { as of 2027-02-01 }
        calendar { holidays from "holidays.csv" of "Germany" }
        review "Plan" for Rest every 90 days { ahead 6 months }
        """, "id\nA1", ("holidays.csv", "date,country,name\n2027-12-25,DE,Christmas")),
      right: .data(
        """
        agreement "Key accounts" { as of 2027-02-01 }
        calendar { holidays from "holidays.csv" of "DE" }
        review "Plan" for Rest every 90 days { ahead 6 months }
        """, "id\nA1", ("holidays.csv", "date,country,name\n2027-12-25,DE,Christmas")),
      remedy: "write the country as it stands in the file."),
  ]

  /// Returns a calendar file with one event.
  private static func calendar(_ event: String) -> String {
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\n\(event)\nEND:VEVENT\nEND:VCALENDAR"
  }
}
