/// What if: comparing agreements and states of the data.
extension CodePage {
  static let whatIf: [CodePage] = [
    CodePage(
      .incomparableFiles, "Files that cannot be compared",
      """
      `kamc diff` compares two agreements over one file of accounts, or one agreement over two files
      of accounts. Which is which is told by what is in the files, not by their names: an agreement
      has a line that starts with `accounts {`.
      """,
      wrong: .data("", "id\nA1").run(by: "kamc diff criteria.kam criteria.kam criteria.kam"),
      right: .data("", "id\nA1").run(by: "kamc diff criteria.kam criteria.kam accounts.csv"),
      remedy: "give the old agreement, the new one and the accounts, in this order."),
    CodePage(
      .openInput, "Input that ends within a declaration",
      """
      In `kamc repl` a declaration may take several lines: it goes on as long as a bracket or a brace is
      open. The input ended before the last one was closed, so the declaration was not looked at.
      """,
      wrong: .data("", "id\nA1").run(
        by: "printf 'tier Top {\\n' | kamc repl criteria.kam accounts.csv"),
      right: .data("", "id\nA1").run(
        by: "printf 'tier Top {\\n}\\n' | kamc repl criteria.kam accounts.csv"),
      remedy: "close every bracket and brace."),
    CodePage(
      .unusableSet, "A change that cannot be made",
      """
      In `kamc repl` a line that begins with `set` names a cell, a criterion or a limit and gives it
      another value, and some commands name accounts or scenarios. What is named is not there, or the
      value is none that the field could have in the file. Nothing was changed.
      """,
      wrong: .data("", "id\nA1").run(
        by: "echo 'set size of \"A1\" = 5' | kamc repl criteria.kam accounts.csv"),
      right: .data(
        "accounts { id : text key; size : number }", "id,size\nA1,3"
      ).run(by: "echo 'set size of \"A1\" = 5' | kamc repl criteria.kam accounts.csv"),
      remedy: "write the names as the agreement and the file have them, and a value of the field."),
    CodePage(
      .unknownWhatIfCommand, "A command that no what-if session has",
      """
      In `kamc repl` a line that begins with a colon is a command. There is none of this name.
      """,
      wrong: .data("", "id\nA1").run(
        by: "echo ':wy A1' | kamc repl criteria.kam accounts.csv"),
      right: .data("", "id\nA1").run(
        by: "echo ':why A1' | kamc repl criteria.kam accounts.csv"),
      remedy: "`:help` lists all commands."),
    CodePage(
      .unusableSeek, "A figure that cannot be sought",
      """
      In `kamc repl` a line that begins with `seek` names one figure and a goal:
      `seek limit Key so that "A04" is Key`. The figure can be the seats of a limit,
      the weight of a criterion, a let that is one figure, a figure that stands once
      in a declaration, or a cell that holds a figure or a date. What is named here
      is none of these.
      """,
      wrong: .data("", "id\nA").run(
        by: "echo 'seek let x so that 1 = 1' | kamc repl criteria.kam accounts.csv"),
      right: .data(
        "accounts { id : text key; n : number }\ntier T { when n >= 5 }", "id,n\nA,3"
      ).run(
        by: "echo 'seek n of \"A\" so that A stays' | kamc repl criteria.kam accounts.csv"),
      remedy: "name the figure as the agreement has it."),
    CodePage(
      .unusableGoal, "A goal that cannot be reached or missed",
      """
      Behind `so that` stands what is to be the case: `"A04" stays`, `"A04" is Key`,
      with `or better` or `or worse` behind it, or a condition that is yes or no for
      all accounts together, such as `count(accounts where tier = Key) <= 20`. This
      is none of these.
      """,
      wrong: .data(
        "accounts { id : text key; n : number }\ntier T { when n >= 5 }", "id,n\nA,3"
      ).run(
        by: "echo 'seek n of \"A\" so that n' | kamc repl criteria.kam accounts.csv"),
      right: .data(
        "accounts { id : text key; n : number }\ntier T { when n >= 5 }", "id,n\nA,3"
      ).run(
        by: "echo 'seek n of \"A\" so that A stays' | kamc repl criteria.kam accounts.csv"),
      remedy: "name an account and a tier, or compare a figure over all accounts."),
    CodePage(
      .otherWarnings, "Findings about rows that are not listed here",
      """
      `kamc explain` tells only what was found about the rows of the account that is
      asked for; `kamc diff` and `kamc repl` only count what was found about rows. The
      rest is one line, with the command that lists all of it. It is a note: rows that
      were rejected are no part of the answer all the same.
      """,
      wrong: .data("accounts { id : text key; n : number }", "id,n\nA1,3\nA2,x").run(
        by: "kamc explain criteria.kam accounts.csv A1"),
      right: .data("accounts { id : text key; n : number }", "id,n\nA1,3\nA2,4").run(
        by: "kamc explain criteria.kam accounts.csv A1"),
      remedy: "mend the rows that `kamc check criteria.kam accounts.csv` lists."),
    CodePage(
      .unusableHistory, "A history that cannot be kept",
      """
      What is entered in `kamc repl` at a terminal is kept for the next session, in the file that the
      variable KAMC_HISTORY names, else in `kamc/history` in the folder of XDG_STATE_HOME, else in
      `.local/state/kamc/history` at home. This file cannot be read or written. The session goes on,
      and remembers what is entered until its end.
      """,
      remedy: "name a file that you may write to by KAMC_HISTORY, or none by `KAMC_HISTORY=`."),
    CodePage(
      .stopped, "A computation that was stopped",
      """
      In `kamc repl` at a terminal, ctrl-C stops a computation that takes too long. Nothing of the
      line that asked for it stays, and the session goes on.
      """,
      remedy: "ask again, if you want the answer after all."),
  ]
}
