/// What a line that begins with a colon asks for.
enum WhatIfCommand: String, CaseIterable {
  case why, top, diff, undo, redo, scenario, compare, save, sponsors, schedule, reload, help, quit

  /// What `:help` prints.
  static let page = """
    A line is one of these:

      count(accounts where tier = Strategic)   a question, in the agreement's words
      set revenue of "A04" = 6M                a cell with another value
      set weight growing = 30                  a criterion with another weight;
                                               several between commas
      set limit Strategic = 10                 a limit with other seats
      set 40 in tier Key = 35                  another figure in a declaration
      tier Key { when worth >= 35 }            any declaration typed anew, on as many
                                               lines as its brackets are open
      seek limit Strategic so that "A04" stays
      seek weight growing so that count(accounts where tier = Key) <= 20
                          which figure brings it about: `weight NAME`, `limit
                          TIERS`, `let NAME`, `40 in tier Key`, `revenue of "A04"`;
                          goals are `"A04" stays`, `"A04" is Key or better`, or a
                          condition over all; `in steps of 0.5%` before `so that`
      :why KEY            why an account has its tier
      :top [N]            the first accounts
      :diff               what moved against the files as they were loaded
      :undo  :redo        one change back, or forth again
      :scenario [NAME]    keep this state under a name, or go back to it
      :compare A B        what moves from one scenario to the other; `loaded` is one
      :save FILE.kam      write the agreement as it is now
      :sponsors           who sponsors what
      :schedule           the reviews
      :reload             read the files again, and forget all changes
      :quit               the end

    At a terminal: tab completes names, up and ctrl-r bring back what was entered,
    ctrl-c stops a computation, ctrl-d ends; `kamc help repl` lists all keys.

    """
}
