/// The pages that `kamc help` prints.
enum Help {
  static let version = "kamc 0.1.0"

  /// Returns the page of a command, or the one about all of them.
  static func page(_ command: Command?) -> String {
    switch command {
    case nil: overview
    case .eval: eval
    case .explain: explain
    case .check: check
    case .diff: diff
    case .repl: repl
    case .fmt: fmt
    case .agree: agree
    case .sponsors: sponsors
    case .schedule: schedule
    case .drill: drill
    case .test: test
    case .robustness: robustness
    case .initialize: initialize
    case .explainCode: explainCode
    case .completions: completions
    case .help: help
    }
  }

  private static let overview = """
    kamc reads an agreement on key accounts and says which accounts it means.

    usage: kamc COMMAND ...

      eval AGREEMENT.kam ACCOUNTS.csv      tiers with reasons, sponsors, reviews
      explain AGREEMENT.kam [ACCOUNTS.csv ACCOUNT]
                                           why an account has its tier, and what it
                                           would take to have another; or the
                                           agreement as numbered sentences
      check AGREEMENT.kam [ACCOUNTS.csv]   mistakes in the agreement and in the data
      diff OLD.kam NEW.kam ACCOUNTS.csv    who moves, and which edit moved them
      diff AGREEMENT.kam OLD.csv NEW.csv   the same for two states of the data
      repl AGREEMENT.kam ACCOUNTS.csv      what if: changes, and who moves by them
      fmt [--check] FILE...                the canonical layout of agreements
      agree AGREEMENT.kam ACCOUNTS.csv NOMINATIONS.csv
                                           how far people's lists of key accounts
                                           agree with each other and the criteria
      sponsors AGREEMENT.kam ACCOUNTS.csv [ACCOUNT [PERSON]]
                                           who sponsors what, why, and what another
                                           sponsor would cost
      schedule AGREEMENT.kam ACCOUNTS.csv [PERSON]...
                                           reviews by month, and everybody's hours
      drill leaver|loss AGREEMENT.kam ACCOUNTS.csv [NAME]...
                                           what is left without people or accounts
      test AGREEMENT.kam... [--data ACCOUNTS.csv]
                                           whether the agreement's own tests hold
      robustness AGREEMENT.kam ACCOUNTS.csv
                                           how far each number can go before an
                                           account moves, and who stands on the edge
      init ACCOUNTS.csv                    an agreement to start from
      explain-code [CODE]                  what the code of a message means
      completions bash|zsh|fish            what lets a shell complete these words
      help [COMMAND]                       this page, or the page of a command

      --version                            the version of kamc

    example:

      kamc eval criteria.kam accounts.csv --tiers tiers.csv --schedule reviews.ics

    exit status:

      0  done, and every requirement holds
      1  done, and a requirement fails or could not be shown, a test fails, or a
         file is not in its canonical layout
      2  the agreement or the command line is wrong, or the data do not fit
      3  done, but incomplete: rows rejected, accounts without a sponsor,
         reviews without a day
      4  a file could not be read or written

    """

  private static let eval = """
    kamc eval gives each account its tier with the reason, its sponsor, its reviews.

    usage: kamc eval AGREEMENT.kam ACCOUNTS.csv [OPTION]...

    Results go to standard output, diagnostics to standard error. Other tables are
    read from the paths in the agreement. `-` is standard input or output.

      --tiers FILE         write the tiers; FILE ends with .csv or .json
      --schedule FILE      write the reviews; FILE ends with .csv, .ics or .json
      --schedule-for NAME  write to FILE only the reviews that NAME attends
      --schedule-folder FOLDER
                           write a calendar for each person, as NAME.ics
      --invitations FOLDER
                           write an invitation to each review, to be mailed to those
                           whose table has a field `email`; needs --organizer
      --organizer ADDRESS  the mail address that answers to invitations go to
      --actions FILE       write what is to be done; FILE ends with .csv or .json
      --table NAME=PATH    read the table NAME from PATH; may be given repeatedly
      --as-of DATE         the day of the decision, such as 2027-04-01, instead of
                           the agreement's own
      --previous RESULT.json
                           the last result, which says which tiers accounts had
                           and where their reviews are
      --format text|json   how the report and the diagnostics are written
      --color auto|always|never
                           auto: in a terminal, unless NO_COLOR is set
      --quiet              print no report, and of the diagnostics only errors
      --strict             write and print nothing if a row is rejected
      --workers N          threads to work with; results are the same for any N

    Files are written whole or not at all. A file written to `-` takes the place of
    the report on standard output. In a folder, files of an earlier run are
    replaced, files of other programs never, and nothing is deleted.

    example:

      kamc eval criteria.kam accounts.csv --as-of 2027-04-01 --tiers tiers.csv

    """

  private static let check = """
    kamc check looks for mistakes in an agreement and, if given, in data under it.

    usage: kamc check AGREEMENT.kam [ACCOUNTS.csv] [OPTION]...

      --table NAME=PATH    read the table NAME from PATH; may be given repeatedly
      --as-of DATE         the day of the decision, instead of the agreement's own
      --previous RESULT.json
                           the last result, which says which tiers accounts had
      --format text|json   how the diagnostics are written
      --color auto|always|never
                           auto: in a terminal, unless NO_COLOR is set
      --quiet              show errors only
      --workers N          threads to work with; results are the same for any N

    The exit status is 0 without errors, 2 with errors, and 3 if rows are rejected.

    example:

      kamc check criteria.kam accounts.csv

    """

  private static let test = """
    kamc test runs the tests that stand in agreements.

    usage: kamc test AGREEMENT.kam... [OPTION]...

    A `test` invents an account and says what is expected of it; a figure that is not
    given is blank. Only routes count, and whatever takes accounts out. An `expect`
    names an account of the data and the tier that it should have. Conditions that
    were never yes, or never no, in any test are listed.

      --data ACCOUNTS.csv  the accounts that `expect` is about
      --mutate             change each sign and figure of the rules in turn, and list
                           the changes that no test notices
      --boundaries         run nothing, and print tests just below, at and just above
                           each threshold, to be read, agreed and kept
      --table NAME=PATH    read the table NAME from PATH; may be given repeatedly
      --as-of DATE         the day of the decision, instead of the agreement's own
      --previous RESULT.json
                           the last result, which says which tiers accounts had
      --format text|json   how the report and the diagnostics are written
      --color auto|always|never
                           auto: in a terminal, unless NO_COLOR is set
      --quiet              print no report, and of the diagnostics only errors
      --workers N          threads to work with; results are the same for any N

    The exit status is 0 if all hold, 1 if one fails, and 3 if rows were rejected.

    example:

      kamc test criteria.kam --data accounts.csv

    """

  private static let fmt = """
    kamc fmt gives agreements their canonical layout.

    usage: kamc fmt [--check] FILE... [OPTION]...

    Spaces, line ends and columns change; words, their order and comments do not,
    which is proven before anything is written. Two choices stay with the author:
    where empty lines stand, and whether a block of one clause stays on the line of
    its header. `-` reads standard input and prints to standard output.

      --check              change nothing, and list the files that would change
      --format text|json   how the diagnostics are written
      --color auto|always|never
                           auto: in a terminal, unless NO_COLOR is set
      --quiet              do not list or name files

    The exit status is 0, or 1 if --check lists a file, 2 if a file has mistakes (the
    others are laid out), and 4 if a file could not be read or written.

    example:

      kamc fmt --check criteria.kam

    """

  /// What commands share that answer on standard output.
  static let answerOptions = """
      --table NAME=PATH    read the table NAME from PATH; may be given repeatedly
      --as-of DATE         the day of the decision, instead of the agreement's own
      --previous RESULT.json
                           the last result, which says what accounts had
      --format text|json   how the report and the diagnostics are written
      --color auto|always|never
                           auto: in a terminal, unless NO_COLOR is set
      --quiet              print no report, and of the diagnostics only errors
      --workers N          threads to work with; results are the same for any N
    """

  private static let explain = """
    kamc explain tells why an account has its tier, why it has no other, and what
    the smallest changes are that would move it.

    usage: kamc explain AGREEMENT.kam [ACCOUNTS.csv ACCOUNT] [OPTION]...

    ACCOUNT is a key, or a name that no other account has. The answer is in the
    agreement's words, with every figure and the cell it came from. Changes are of one
    cell each, and each is tried before it is told: it moves the account, and one unit
    less does not. With an agreement alone, its clauses are printed as numbered
    sentences, for the minutes.

      --brief              one line
      --full               every clause, every figure and every change
    \(answerOptions)

    The exit status is 0, 2 if something is wrong or ACCOUNT is unknown, 3 if rows
    were rejected, and 4 if a file could not be read or written.

    example:

      kamc explain criteria.kam accounts.csv A17

    """

  private static let agree = """
    kamc agree tells how far the accounts that people would name as key accounts
    agree with each other and with the criteria.

    usage: kamc agree AGREEMENT.kam ACCOUNTS.csv NOMINATIONS.csv [OPTION]...

    The file of nominations has a row for each account that somebody names, with the
    columns `nominator`, `account` (a key, or a name that no other account has) and,
    if you like, `rank` and `function`, such as Sales, which is compared with others.
    Names are matched exactly; what means no account is listed with what may be
    meant. Each figure stands with its formula.

      --key-tiers TIER,... the tiers of key accounts; without it, every tier but the
                           one for all who are left
      --anonymous          number the nominators in an order that tells nothing, and
                           show no name and no row of the file of nominations
    \(answerOptions)

    The exit status is 0, 2 if something is wrong and nothing was evaluated, 3 if
    rows were rejected or nominations mean no account, and 4 if a file could not be
    read or written.

    example:

      kamc agree criteria.kam accounts.csv nominations.csv --anonymous

    """

  private static let sponsors = """
    kamc sponsors tells who sponsors what, why an account has its sponsor, and what
    somebody else would cost.

    usage: kamc sponsors AGREEMENT.kam ACCOUNTS.csv [ACCOUNT [PERSON]] [OPTION]...

    Without ACCOUNT, everybody is listed with accounts, money and days. ACCOUNT is a
    key, or a name that no other account has. For each other person, or for PERSON
    alone, it is told which clauses are against that person, or who would have to
    make room and what would be lost: the cheapest of all ways.

    \(answerOptions)

    The exit status is 0, 2 if something is wrong or ACCOUNT or PERSON is unknown, 3
    if rows were rejected or accounts have no sponsor, and 4 if a file could not be
    read or written.

    example:

      kamc sponsors criteria.kam accounts.csv A17 Okafor

    """

  private static let schedule = """
    kamc schedule prints the calendar of reviews: month by month, who meets whom on
    which account, and then how many hours a month that takes of everybody.

    usage: kamc schedule AGREEMENT.kam ACCOUNTS.csv [PERSON]... [OPTION]...

    With people, by the names that the schedule has for them, only the reviews that
    they attend. Files for calendar programs are written by `kamc eval`.

    \(answerOptions)

    The exit status is 0, 2 if something is wrong or a person is unknown, 3 if rows
    were rejected or reviews have no day, and 4 if a file could not be read or
    written.

    example:

      kamc schedule criteria.kam accounts.csv Okafor

    """

  private static let drill = """
    kamc drill tells what is left without one of our people, or without accounts.

    usage: kamc drill leaver|loss AGREEMENT.kam ACCOUNTS.csv [NAME]... [OPTION]...

    leaver takes away each of our people in turn: those whom fields of the type
    `person` name, and those who can sponsor accounts. It tells which key accounts
    are left without an owner, without a second relationship or without anybody who
    knows them, and what they are worth. With names, of ours or of customers'
    contacts, each is taken away in turn and the accounts are listed.

    loss takes away the 1, 3 and 5 largest accounts by the agreement's measure, or
    those that are named, all together, by their keys or names. Everything is then
    decided again: concentration, who rises into the seats, which accounts are key
    accounts, which requirements fail; and what replacing them costs, if the
    agreement says `replacing costs`.

      --top N,...          how many of the largest accounts to lose, each number in
                           its turn; may be given repeatedly
      --key-tiers TIER,... the tiers of key accounts; without it, every tier but the
                           one for all who are left
    \(answerOptions)

    The exit status is 0, 2 if something is wrong or a name means nobody, 3 if rows
    were rejected, and 4 if a file could not be read or written.

    example:

      kamc drill leaver criteria.kam accounts.csv "Ann Lee"

    """

  private static let diff = """
    kamc diff tells who moves between two agreements, or between two states of the
    accounts, and what caused each move.

    usage: kamc diff OLD.kam NEW.kam ACCOUNTS.csv [OPTION]...
           kamc diff AGREEMENT.kam OLD.csv NEW.csv [OPTION]...

    Agreements and data are told apart by what is in them. Each edited clause, or
    each changed cell, is made alone, and everything is decided again: what then
    gives an account its new tier has caused the move. Where only several of them
    do, as few as are needed are named. Layout and comments are no edits. Seats,
    requirements, sponsors, reviews and their hours stand beside each other.

    \(answerOptions)

    The exit status is 0, whoever moves; 2 if something is wrong, 3 if rows were
    rejected, accounts have no sponsor or reviews have no day, and 4 if a file could
    not be read or written.

    example:

      kamc diff criteria-2026.kam criteria-2027.kam accounts.csv

    """

  private static let repl = """
    kamc repl loads an agreement and its accounts, prints how many accounts each
    tier has, and waits for questions and changes.

    usage: kamc repl AGREEMENT.kam ACCOUNTS.csv [OPTION]...

    A line is an expression such as `count(accounts where tier = Strategic)`, a
    change such as `set revenue of "A04" = 6M`, `set weight growing = 30`, `set
    limit Strategic = 10` or any declaration typed anew, a search such as `seek
    limit Strategic so that "A04" stays`, or a command; `:help` lists them. After a
    change only what moved is shown. A change that does not check is refused, and
    nothing of it stays. No file is changed but by `:save`.

    \(editingKeys)

    Lines can come through a pipe; they are then printed with the results, so that
    the record of a session can be read.

      --table NAME=PATH    read the table NAME from PATH; may be given repeatedly
      --as-of DATE         the day of the decision, instead of the agreement's own
      --previous RESULT.json
                           the last result, which says what accounts had
      --color auto|always|never
                           auto: in a terminal, unless NO_COLOR is set
      --workers N          threads to work with; results are the same for any N

    The exit status is 0, 2 if the agreement or the command line is wrong or the
    input ends within a declaration, 3 if rows were rejected, and 4 if a file could
    not be read.

    example:

      kamc repl criteria.kam accounts.csv < questions.txt

    """

  private static let initialize = """
    kamc init reads a file of accounts and prints an agreement to start from.

    usage: kamc init ACCOUNTS.csv [OPTION]...

    The agreement declares each column with the type that all of its cells have, and
    says in a comment what speaks for it. What is ambiguous stays a text, and the
    comment says what to write. Nothing is bounded or required that you did not say.
    `-` is standard input.

      --table NAME=PATH    declare the table NAME from PATH as well, and the columns
                           that lead from one file to another; may be repeated
      --format text|json   how the diagnostics are written
      --color auto|always|never
                           auto: in a terminal, unless NO_COLOR is set
      --quiet              show errors only

    example:

      kamc init accounts.csv --table contacts=contacts.csv > criteria.kam

    """

  private static let explainCode = """
    kamc explain-code tells what the code of a message means and what to do.

    usage: kamc explain-code [CODE]

    Every message starts with a code, such as `error[K0204]`. Its page has a plain
    explanation, a short wrong example, and the same example mended. Without a code,
    all codes are listed.

    example:

      kamc explain-code K0204

    """

  private static let help = """
    kamc help prints the page of a command, or an overview of all of them.

    usage: kamc help [COMMAND]

    example:

      kamc help eval

    """
}
