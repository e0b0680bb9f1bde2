/// Cells of data, and whole files.
extension CodePage {
  static let cells: [CodePage] = [
    CodePage(
      .blankCell, "A blank cell in a column that needs a value",
      """
      A blank is never taken for 0, for no, or for an empty text. A column that may
      have blanks says so; otherwise the row is left out of everything and listed.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,"),
      right: .data("accounts { id : text key; revenue : money optional }", "id,revenue\nA1,"),
      remedy: """
        fill in the cell. If blanks are normal in this column, declare it
        `optional`, or say what a blank means: `else 0`.
        """),
    CodePage(
      .invalidText, "A text that is not stored as UTF-8",
      """
      The letters of this cell were stored in another way than the rest of the file,
      so nobody can tell which they are.
      """,
      remedy: """
        save the table as "CSV UTF-8"; every spreadsheet program offers it.
        """),
    CodePage(
      .unreadableNumber, "A cell that is no number",
      """
      The column holds figures, and the cell holds something else: a remark, a word
      for "unknown", a percent sign.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,unknown"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,500000"),
      remedy: """
        correct the cell. If the text stands for a blank throughout the file,
        list it in the table: `missing "unknown"`, and declare the column `optional`.
        """),
    CodePage(
      .ambiguousNumber, "A number that can be read in two ways",
      """
      `1,234` is one thousand two hundred and thirty-four in some countries, and one
      and a bit in others. kamc does not guess.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,\"1,23\""),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,1.23"),
      remedy: """
        export the figures without separators between thousands. If the file
        writes decimals with a comma, say `decimal comma` in the table.
        """),
    CodePage(
      .numberBeyondRange, "A number that is too large or too fine",
      """
      Figures stay below 10^20 and have at most 18 decimal places, so that everything
      is added up exactly. A figure beyond that is usually a slip.
      """,
      wrong: .data("accounts { id : text key; fit : number }", "id,fit\nA1,1e30"),
      right: .data("accounts { id : text key; fit : number }", "id,fit\nA1,1e10"),
      remedy: "correct the cell, or export the column in thousands or millions."),
    CodePage(
      .foreignCurrency, "An amount in another currency",
      """
      Amounts of one column are added up, so they must be in the currency that the
      agreement names.
      """,
      wrong: .data(
        "agreement \"Key accounts\" { currency EUR }\n"
          + "accounts { id : text key; revenue : money }", "id,revenue\nA1,$500"),
      right: .data(
        "agreement \"Key accounts\" { currency EUR }\n"
          + "accounts { id : text key; revenue : money }", "id,revenue\nA1,€460"),
      remedy: "convert the amount, or name the currency of the data in the agreement."),
    CodePage(
      .unreadablePercent, "A percent that could be a fraction",
      """
      A column of percents without percent signs could mean 31 % by `31` or by `0.31`.
      The agreement says which.
      """,
      wrong: .data("accounts { id : text key; margin : percent }", "id,margin\nA1,31"),
      right: .data("accounts { id : text key; margin : percent as points }", "id,margin\nA1,31"),
      remedy: "write `as points` if 31 means 31 %, or `as fraction` if 0.31 does."),
    CodePage(
      .unreadableDate, "A cell that is no date in the column's form",
      """
      Dates are read as year-month-day unless the agreement names another form, so
      that 03/04 is never taken for the wrong month.
      """,
      wrong: .data("accounts { id : text key; since : date }", "id,since\nA1,31/12/2026"),
      right: .data(
        "accounts { id : text key; since : date as \"dd/mm/yyyy\" }", "id,since\nA1,31/12/2026"),
      remedy: "name the form of the column's dates, or correct the cell."),
    CodePage(
      .unreadableTruth, "A cell that is neither yes nor no",
      """
      A yes/no column has yes or no; true, false, y, n, 1 and 0 are understood too.
      """,
      wrong: .data("accounts { id : text key; harms : yes/no }", "id,harms\nA1,perhaps"),
      right: .data("accounts { id : text key; harms : yes/no }", "id,harms\nA1,yes"),
      remedy: "correct the cell. `else no` in the agreement makes every blank a no."),
    CodePage(
      .unknownChoice, "A cell with a value that is not on the list",
      """
      The column is `one of` or `some of` a list of values, and the cell has another,
      or another spelling: capital letters count.
      """,
      wrong: .data("accounts { id : text key; size : one of Small, Large }", "id,size\nA1,Huge"),
      right: .data("accounts { id : text key; size : one of Small, Large }", "id,size\nA1,Large"),
      remedy: "correct the cell, or add the value to the list in the agreement."),
    CodePage(
      .outOfBounds, "A figure outside the bounds of its column",
      """
      The agreement says which figures make sense in this column, and this one does
      not. It is left out rather than believed.
      """,
      wrong: .data("accounts { id : text key; fit : number 1 to 5 }", "id,fit\nA1,55"),
      right: .data("accounts { id : text key; fit : number 1 to 5 }", "id,fit\nA1,5"),
      remedy: "correct the cell, or change the bounds in the agreement."),
    CodePage(
      .raggedRow, "A row with too many or too few cells",
      """
      Every row has as many cells as the header. A row with more usually has a comma
      inside a text, which then needs quotes.
      """,
      wrong: .data("accounts { id : text key; name : text }", "id,name\nA1,Miller, Sons"),
      right: .data("accounts { id : text key; name : text }", "id,name\nA1,\"Miller, Sons\""),
      remedy: "put the cell that holds the separator between quotes, or complete the row."),
    CodePage(
      .textAfterQuote, "Text behind a closing quote",
      """
      A cell that starts with a quote ends with the next one. A quote inside such a
      cell is written twice.
      """,
      wrong: .data("accounts { id : text key; name : text }", "id,name\nA1,\"Old\" Mill"),
      right: .data("accounts { id : text key; name : text }", "id,name\nA1,\"\"\"Old\"\" Mill\""),
      remedy: "write inner quotes twice, or remove them."),
    CodePage(
      .unreadableHoliday, "A row of the holiday file that cannot be read",
      """
      The file of holidays has a date, a country and a name in each row. A row without
      a readable date is left out, so meetings could fall on that holiday.
      """,
      wrong: .data(
        "calendar { holidays from \"holidays.csv\" }", "id\nA1",
        ("holidays.csv", "date,country,name\n25.12.2027,DE,Christmas")),
      right: .data(
        "calendar { holidays from \"holidays.csv\" }", "id\nA1",
        ("holidays.csv", "date,country,name\n2027-12-25,DE,Christmas")),
      remedy: "write the date as 2027-12-25."),
  ]

  static let tables: [CodePage] = [
    CodePage(
      .repeatedKey, "A key in more than one row",
      """
      The key tells accounts apart. Two rows with the same key contradict each other,
      and none of them counts until one is gone.
      """,
      wrong: .data(
        "accounts { id : text key; revenue : money }", "id,revenue\nA1,500\nA1,700"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,700"),
      remedy: "keep one of the rows, or give them different keys."),
    CodePage(
      .blankReference, "Rows that name no account",
      """
      The column says which row of another table this one belongs to. Where it is
      blank, the row belongs to nobody and counts for nobody.
      """,
      wrong: .data(
        "table orders from \"orders.csv\" { customer : accounts }", "id\nA1",
        ("orders.csv", "customer,value\n,700")),
      right: .data(
        "table orders from \"orders.csv\" { customer : accounts }", "id\nA1",
        ("orders.csv", "customer,value\nA1,700")),
      remedy: "fill in the key. If blanks are normal, declare the column `optional`."),
    CodePage(
      .unmatchedReference, "Rows that name an account that does not exist",
      """
      The column says which row of another table this one belongs to, and there is no
      such row. It counts for nobody.
      """,
      wrong: .data(
        "table orders from \"orders.csv\" { customer : accounts }", "id\nAB-1",
        ("orders.csv", "customer,value\nAB1,700")),
      right: .data(
        "table orders from \"orders.csv\" { customer : accounts }", "id\nAB-1",
        ("orders.csv", "customer,value\nAB-1,700")),
      remedy: "correct the key, or add the row that it names."),
    CodePage(
      .rejectedByAgreement, "A row that the agreement itself rejects",
      """
      A `reject` of the agreement says which rows are wrong in its own terms. This row
      is, and counts nowhere.
      """,
      wrong: .data(
        "accounts { id : text key; revenue : money }\nreject \"No revenue\" when revenue <= 0",
        "id,revenue\nA1,0"),
      right: .data(
        "accounts { id : text key; revenue : money }\nreject \"No revenue\" when revenue <= 0",
        "id,revenue\nA1,500"),
      remedy: "correct the row, or change the condition if it rejects what is sound."),
    CodePage(
      .emptyFile, "A file without anything in it",
      """
      The first line of a table names its columns. This file has no line at all.
      """,
      wrong: .data("accounts { id : text key }", ""),
      right: .data("accounts { id : text key }", "id\nA1"),
      remedy: "export the table again, with its header."),
    CodePage(
      .absentColumn, "A column that the file does not have",
      """
      The agreement declares a column, and no header of the file has its name. Nothing
      can be judged without it. Capital letters and blanks inside a header count.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id,Turnover\nA1,500"),
      right: .data(
        "accounts { id : text key; revenue : money from \"Turnover\" }", "id,Turnover\nA1,500"),
      remedy: "name the header with `from`, add the column, or remove it from the agreement."),
    CodePage(
      .repeatedHeader, "Two columns with the same header",
      """
      The agreement reads a column by its header, and the file has two of that name.
      """,
      wrong: .data(
        "accounts { id : text key; revenue : money }", "id,revenue,revenue\nA1,500,700"),
      right: .data(
        "accounts { id : text key; revenue : money }", "id,revenue,revenue 2026\nA1,500,700"),
      remedy: "rename one of the two columns in the file."),
    CodePage(
      .wrongEncoding, "A table that is not stored as UTF-8",
      """
      Letters can be stored in different ways, and this file uses another one than
      UTF-8.
      """,
      remedy: "save the table as \"CSV UTF-8\"; every spreadsheet program offers it."),
    CodePage(
      .binaryFile, "A file that is no table of text",
      """
      The file is a spreadsheet, an archive or a picture. kamc reads CSV: plain text
      with one row a line.
      """,
      remedy: "open the file in the program that made it, and export it as CSV."),
    CodePage(
      .unclosedQuote, "A quote that is never closed",
      """
      A cell that starts with a quote ends with the next one, even lines later. Here
      none comes, so the rest of the file would be one cell.
      """,
      wrong: .data("accounts { id : text key; name : text }", "id,name\nA1,\"Old Mill\nA2,Bakery"),
      right: .data("accounts { id : text key; name : text }", "id,name\nA1,Old Mill\nA2,Bakery"),
      remedy: "close the quote, or remove it. A quote inside quotes is written twice."),
    CodePage(
      .blankRow, "A row of blank cells",
      """
      The row has separators and nothing between them. Spreadsheets export such rows where something
      was deleted. It counts as a row that was left out.
      """,
      wrong: .data("accounts { id : text key; name : text }", "id,name\nA1,Aster\n,"),
      right: .data("accounts { id : text key; name : text }", "id,name\nA1,Aster"),
      remedy: "delete the row in the spreadsheet, not only its cells, and export again."),
    CodePage(
      .footerRow, "A line under the table",
      """
      The row looks like a total or a remark under the table. It is no account and is left out, so
      that nothing is counted twice.
      """,
      wrong: .data(
        "accounts { id : text key; revenue : money }", "id,revenue\nA1,500\nTotal: 1 row"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,500"),
      remedy: "delete the row, or export the table without totals and remarks."),
    CodePage(
      .wrongSeparator, "A file with another sign between its cells",
      """
      Cells are separated by commas unless the agreement says otherwise. Many countries export with
      semicolons or tabs.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id;revenue\nA1;500"),
      right: .data(
        "accounts {\n  separator \";\"\n  id      : text key\n  revenue : money\n}",
        "id;revenue\nA1;500"),
      remedy: "write the clause `separator` that the help line shows."),
    CodePage(
      .loneReturns, "Lines that end as in very old files",
      """
      The lines end with a sign that only old Macintosh programs wrote, so the whole file looks like
      one line.
      """,
      remedy: "save the table again as \"CSV UTF-8\"."),
    CodePage(
      .misplacedHeader, "A header that is not the first row",
      """
      The first row names the columns. Here a title or a remark stands above it.
      """,
      wrong: .data(
        "accounts { id : text key; revenue : money }",
        "Customers of 2026,\nid,revenue\nA1,500"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,500"),
      remedy: "delete the rows above the header, or export the table without a title."),
    CodePage(
      .spreadsheetError, "An error of the spreadsheet",
      """
      The cell shows that a formula failed, or that the column was too narrow for its figures, when
      the table was exported.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,#REF!"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,500"),
      remedy: "mend the formula or widen the column in the spreadsheet, and export again."),
    CodePage(
      .abbreviatedNumber, "An abbreviated figure",
      """
      The cell has a letter or a word for thousands or millions. Figures that are added up are
      written out.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,4.2m"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,4200000"),
      remedy: """
        write the figure out. If the whole column is in thousands or millions, say `in thousands` or
        `in millions` in the agreement, and leave the letters out.
        """),
    CodePage(
      .totalRow, "A total that counts like a row",
      """
      The last row of the table is called a total, and all of its cells can be read. It counts like
      every other row, so that everything would be counted twice.
      """,
      wrong: .data(
        "accounts { id : text key; revenue : money }", "id,revenue\nA1,500\nA2,700\nTotal,1200"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,500\nA2,700"),
      remedy: "delete the row, or export the table without totals."),
    CodePage(
      .blankCurrency, "An amount without a currency",
      """
      The agreement says in which column the currencies of the amounts stand, and the cell there is
      blank. Nothing is assumed, also not the agreement's own currency.
      """,
      wrong: .data(
        "agreement \"Key accounts\" { as of 2027-04-01; currency EUR }\n"
          + "accounts { id : text key; revenue : money in \"Currency\" }\n"
          + "rates to EUR on 2027-01-04 { PLN 4.30 }", "id,revenue,Currency\nA1,500,"),
      right: .data(
        "agreement \"Key accounts\" { as of 2027-04-01; currency EUR }\n"
          + "accounts { id : text key; revenue : money in \"Currency\" }\n"
          + "rates to EUR on 2027-01-04 { PLN 4.30 }", "id,revenue,Currency\nA1,500,EUR"),
      remedy: "fill in the currency of the row."),
    CodePage(
      .unlistedCurrency, "A currency without a rate",
      """
      The row is in a currency for which the agreement has no rate, so its amounts cannot be told in
      the agreement's own. Codes are compared exactly, with capital and small letters.
      """,
      wrong: .data(
        "agreement \"Key accounts\" { as of 2027-04-01; currency EUR }\n"
          + "accounts { id : text key; revenue : money in \"Currency\" }\n"
          + "rates to EUR on 2027-01-04 { PLN 4.30 }", "id,revenue,Currency\nA1,500,CZK"),
      right: .data(
        "agreement \"Key accounts\" { as of 2027-04-01; currency EUR }\n"
          + "accounts { id : text key; revenue : money in \"Currency\" }\n"
          + "rates to EUR on 2027-01-04 { PLN 4.30; CZK 25.00 }", "id,revenue,Currency\nA1,500,CZK"),
      remedy: "add the rate to the agreement, or correct the code."),
  ]
}
