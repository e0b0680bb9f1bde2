/// Files and the command line.
extension CodePage {
  static let commandLine: [CodePage] = [
    CodePage(
      .unreadableFile, "A file that cannot be read",
      """
      There is no file of that name in that place, or you may not read it.
      """,
      wrong: .command("kamc check criteria.kan"),
      right: .command("kamc check criteria.kam"),
      remedy: "check the name and the folder. Paths in an agreement start from its own folder."),
    CodePage(
      .unknownTableOption, "A table that the agreement does not have",
      """
      `--table` names the file of a table. The agreement declares no table of that
      name.
      """,
      wrong: .command("kamc eval criteria.kam accounts.csv --table order=accounts.csv"),
      right: .command("kamc eval criteria.kam accounts.csv"),
      remedy: "use a name that stands after `table` in the agreement."),
    CodePage(
      .missingAsOf, "No day to judge on",
      """
      The agreement has something that depends on the day: `today`, reviews, or
      overrides with an end. kamc reads no clock, so that the same files give the same
      result tomorrow; the day is written down.
      """,
      wrong: .data(
        """
        agreement "Key accounts 2027" { }
        accounts { id : text key; since : date }
        tier Key { when today - since >= 365 days }
        """, "id,since\nA1,2020-01-01"),
      right: .data(
        """
        agreement "Key accounts 2027" { as of 2027-04-01 }
        accounts { id : text key; since : date }
        tier Key { when today - since >= 365 days }
        """, "id,since\nA1,2020-01-01"),
      remedy: "write `as of` and a day in the agreement, or give `--as-of` and a day."),
    CodePage(
      .unknownCommand, "A command that does not exist",
      """
      The first word after `kamc` says what to do.
      """,
      wrong: .command("kamc evaluate criteria.kam accounts.csv"),
      right: .command("kamc eval criteria.kam accounts.csv"),
      remedy: "`kamc help` lists the commands."),
    CodePage(
      .unknownOption, "An option that does not exist",
      """
      Words that start with two hyphens are options, and this one is not known.
      """,
      wrong: .command("kamc eval criteria.kam accounts.csv --teirs tiers.csv"),
      right: .command("kamc eval criteria.kam accounts.csv --tiers tiers.csv"),
      remedy: "`kamc help` and the command list its options."),
    CodePage(
      .misplacedOption, "An option of another command",
      """
      The option exists, and this command has no use for it.
      """,
      wrong: .command("kamc check criteria.kam --tiers tiers.csv"),
      right: .command("kamc eval criteria.kam accounts.csv --tiers tiers.csv"),
      remedy: "leave it out, or use the command that the message names."),
    CodePage(
      .repeatedOption, "An option that is given twice",
      """
      The option can have one value only, and two are given.
      """,
      wrong: .command(
        "kamc eval criteria.kam accounts.csv --as-of 2027-04-01 --as-of 2027-05-01"),
      right: .command("kamc eval criteria.kam accounts.csv --as-of 2027-05-01"),
      remedy: "keep one of them."),
    CodePage(
      .badOptionValue, "An option with a value that it cannot have",
      """
      What follows the option is missing, or is not what the option needs.
      """,
      wrong: .command("kamc eval criteria.kam accounts.csv --as-of 01.04.2027"),
      right: .command("kamc eval criteria.kam accounts.csv --as-of 2027-04-01"),
      remedy: "write the value as the help line shows it."),
    CodePage(
      .wrongOperands, "Too few or too many files, or in the wrong order",
      """
      After the command come its files, the agreement first and the accounts second.
      """,
      wrong: .command("kamc eval accounts.csv criteria.kam"),
      right: .command("kamc eval criteria.kam accounts.csv"),
      remedy: "write the command as the help line shows it."),
    CodePage(
      .unknownExtension, "A file to write whose format is not known",
      """
      The ending of the name says in which format the file is written.
      """,
      wrong: .command("kamc eval criteria.kam accounts.csv --tiers tiers.xlsx"),
      right: .command("kamc eval criteria.kam accounts.csv --tiers tiers.csv"),
      remedy: "end the name as the help line says. Spreadsheets open CSV files."),
    CodePage(
      .clashingFiles, "One file for two purposes",
      """
      The same file is to be read and written, or to be written twice, so that one
      would destroy the other.
      """,
      wrong: .command("kamc eval criteria.kam accounts.csv --tiers accounts.csv"),
      right: .command("kamc eval criteria.kam accounts.csv --tiers tiers.csv"),
      remedy: "give each output a file of its own."),
    CodePage(
      .unwritableFile, "A file that cannot be written",
      """
      The folder does not exist, you may not write there, or the disk is full. No
      file was left half-written.
      """,
      wrong: .command("kamc eval criteria.kam accounts.csv --tiers results/tiers.csv"),
      right: .command("kamc eval criteria.kam accounts.csv --tiers tiers.csv"),
      remedy: "create the folder, or name another one."),
    CodePage(
      .neutralisedCells, "Texts that a spreadsheet would run",
      """
      A spreadsheet runs a cell that starts with `=`, `+`, `-` or `@` as a formula,
      whoever wrote it. Such texts get a leading `'` in files for spreadsheets, which
      then show them as they are.
      """,
      wrong: .data("show name", "id,name\nA1,=1+1"),
      right: .data("show name", "id,name\nA1,Aster"),
      remedy: "nothing, unless such a name is a mistake in the data."),
    CodePage(
      .unknownCode, "A code that no message has",
      """
      Messages of kamc carry a code: a K and four digits, such as K0204.
      """,
      wrong: .command("kamc explain-code K9999"),
      right: .command("kamc explain-code K0204"),
      remedy: "`kamc explain-code` lists all codes."),
    CodePage(
      .unformattable, "A text whose layout cannot be changed",
      """
      `kamc fmt` reads its own result before it writes it. Here the result would be
      larger than an agreement may be, or, by a fault of kamc, would not say the same.
      Nothing was written.
      """,
      remedy: "divide a very large agreement, or report the text that kamc cannot lay out."),
    CodePage(
      .noUsableColumn, "A file without a usable header",
      """
      An agreement names columns by their headers in the first line of the file. No
      column of this one has a header that it shares with no other.
      """,
      wrong: .data("", ",,\nA1,Aster,DE").run(by: "kamc init accounts.csv"),
      right: .data("", "id,name,country\nA1,Aster,DE").run(by: "kamc init accounts.csv"),
      remedy: "write a first line that gives each column a name of its own."),
    CodePage(
      .unreadablePrevious, "A file that is no earlier result",
      """
      `--previous` takes a result that an earlier run wrote, to say which tiers the accounts had and
      when their reviews are. This file is something else, or was cut short or edited by hand.
      """,
      remedy: """
        give a file that `--format json`, `--tiers FILE.json` or `--schedule FILE.json` wrote.
        """),
    CodePage(
      .unknownPreviousTier, "A tier that the agreement does not have any more",
      """
      The earlier result has accounts in a tier that this agreement does not have, perhaps because
      it was given another name. They count as accounts that had no tier.
      """,
      remedy: "rename the tier in the earlier result, if it only has another name now."),
    CodePage(
      .unknownAccount, "An account that is not there",
      """
      The command asks about an account by a text that is no account's key, or no name that
      a single account has. Nothing is guessed.
      """,
      wrong: .command("kamc sponsors criteria.kam accounts.csv A2"),
      right: .command("kamc sponsors criteria.kam accounts.csv A1"),
      remedy: "write the key as the accounts have it."),
    CodePage(
      .unknownPerson, "A person who is not there",
      """
      The command asks about a person whom the table of people does not have.
      """,
      wrong: .person("Ana"), right: .person("Anna"),
      remedy: "write the name as the people's table has it."),
    CodePage(
      .clashingDepths, "A depth that does not fit",
      """
      `kamc explain` tells of an account in one line with `--brief`, with every clause and every
      figure with `--full`, and with what matters most without either. An agreement alone has no such
      depths.
      """,
      wrong: .command("kamc explain criteria.kam accounts.csv A1 --brief --full"),
      right: .command("kamc explain criteria.kam accounts.csv A1 --brief"),
      remedy: "keep one of the two options, and name an account."),
    CodePage(
      .changedFile, "A file that changed while it was read",
      """
      Somebody wrote to the file while it was read, so what was read may be half of the old table and
      half of the new one. Nothing was decided.
      """,
      remedy: "run again when the file is complete."),
    CodePage(
      .emptyTable, "A table without rows",
      """
      The file has its header and nothing under it. That can be right, such as for orders on the
      first day of a year; a file of customers is more often one whose export went wrong.
      """,
      wrong: .data("accounts { id : text key; revenue : money }", "id,revenue"),
      right: .data("accounts { id : text key; revenue : money }", "id,revenue\nA1,500000"),
      remedy: "look into the file, and export it again if rows are missing."),
  ]
}
