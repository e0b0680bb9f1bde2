/// What an agreement means: currencies and their rates.
extension CodePage {
  static let currencies: [CodePage] = [
    CodePage(
      .badRate, "A rate that is not above 0",
      """
      A rate says how many units of another currency one unit of the agreement's own is worth.
      Amounts are divided by it, so it is more than 0.
      """,
      wrong: example("rates to EUR on 2027-01-04 { PLN 0 }"),
      right: example("rates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "write the rate of that day."),
    CodePage(
      .rateOfOwnCurrency, "A rate of the agreement's own currency",
      """
      One EUR is one EUR. Rows in the agreement's own currency need no rate.
      """,
      wrong: example("rates to EUR on 2027-01-04 { EUR 1; PLN 4.30 }"),
      right: example("rates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "remove the rate."),
    CodePage(
      .ratesToOtherCurrency, "Rates that lead to another currency",
      """
      All money of an agreement is in the currency that its first block names, so rates say what one
      unit of that currency is worth.
      """,
      wrong: example("rates to USD on 2027-01-04 { PLN 3.98 }"),
      right: example("rates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "write the rates to the agreement's currency, or name another one there."),
    CodePage(
      .repeatedRate, "Two rates of one currency on one day",
      """
      The same currency has a rate twice, and which of them is meant cannot be told. Rates of
      different days may stand beside each other: the latest that is not after the as-of day holds.
      """,
      wrong: example("rates to EUR on 2027-01-04 { PLN 4.30; PLN 4.60 }"),
      right: example(
        "rates to EUR on 2026-01-05 { PLN 4.60 }\nrates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "keep one of them, or put them under different days."),
    CodePage(
      .unknownCurrency, "A code that no currency has",
      """
      Currencies are known by three capital letters, such as EUR, PLN or USD.
      """,
      wrong: example("rates to EUR on 2027-01-04 { ZLT 4.30 }"),
      right: example("rates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "write the code as the file writes it; it may also be one that only you use."),
    CodePage(
      .noRates, "Amounts in other currencies without rates",
      """
      A column of money says where its currencies stand, and nothing says what they are worth. Only
      rows in the agreement's own currency can be read.
      """,
      wrong: example(""),
      right: example("rates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "write the rates, or leave `in` out if all amounts are in one currency."),
    CodePage(
      .unusedRates, "Rates that nothing uses",
      """
      Amounts are converted where the column of their currencies is named with `in`. No column of
      money has one, so all amounts are taken as they are.
      """,
      wrong: """
        agreement "Key accounts" { as of 2027-04-01; currency EUR }
        rates to EUR on 2027-01-04 { PLN 4.30 }
        """,
      right: example("rates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "write `in` and the column with the currencies behind `money`, or remove the rates."),
    CodePage(
      .badCurrencyColumn, "A currency that is no text",
      """
      The column with the currencies holds codes such as EUR, and the field named behind `in` is of
      another type.
      """,
      wrong: """
        agreement "Key accounts" { as of 2027-04-01; currency EUR }
        accounts { id : text key; fit : number; revenue : money in fit }
        rates to EUR on 2027-01-04 { PLN 4.30 }
        """,
      right: """
        agreement "Key accounts" { as of 2027-04-01; currency EUR }
        accounts { id : text key; code : text; revenue : money in code }
        rates to EUR on 2027-01-04 { PLN 4.30 }
        """,
      remedy: "name a field of type `text`, or the column's header in quotes."),
    CodePage(
      .lateRates, "Rates that come after the as-of day",
      """
      The agreement is judged on a day for which it has no rate. The first rate that it has is used
      all the same.
      """,
      wrong: example("rates to EUR on 2027-06-01 { PLN 4.30 }"),
      right: example("rates to EUR on 2027-01-04 { PLN 4.30 }"),
      remedy: "add the rates of the as-of day or of an earlier one."),
    CodePage(
      .weightReadsData, "A weight that reads data",
      """
      The weights of criteria are agreed on once for all accounts. They may depend on the day, but not
      on what stands in a file.
      """,
      wrong:
        "score worth {\n  criterion size weight fit { 50 }\n  criterion care weight 10 { 60 }\n}",
      right: """
        let later { 20 when today >= 2027-07-01; 10 otherwise }
        score worth {
          criterion size weight later { fit * 20 }
          criterion care weight 10 { fit * 10 }
        }
        """,
      remedy: "write a figure, or a `let` whose cases ask for `today`."),
    CodePage(
      .weightsOfDay, "Weights that do not fit on some day",
      """
      Weights that depend on the day fit together on each day on which the agreement holds: none is
      missing or below 0, they are not all 0, and percents add up to 100 %.
      """,
      wrong: """
        let later { 70% when today >= 2027-07-01; 50% otherwise }
        score worth {
          criterion size weight later { fit * 20 }
          criterion care weight 50% { fit * 10 }
        }
        """,
      right: """
        let later { 70% when today >= 2027-07-01; 50% otherwise }
        score worth {
          criterion size weight later { fit * 20 }
          criterion care weight 100% - later { fit * 10 }
        }
        """,
      remedy: "write the other weights so that they follow, such as `100% - later`."),
  ]

  /// An agreement in EUR whose amounts are in several currencies.
  private static func example(_ rates: String) -> CodeExample {
    CodeExample(
      stringLiteral: """
        agreement "Key accounts" { as of 2027-04-01; currency EUR }
        accounts { id : text key; revenue : money in "Currency" }
        """ + (rates.isEmpty ? "" : "\n" + rates))
  }
}
