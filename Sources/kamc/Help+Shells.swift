extension Help {
  /// What keys do in `kamc repl`.
  static let editingKeys = """
    At a terminal lines are edited, and an entry goes on as long as a bracket is open:

      left, right, home, end   ctrl-b, ctrl-f, ctrl-a, ctrl-e; by words alt-b, alt-f,
                               ctrl-left, ctrl-right
      up, down                 a line of the entry, then what was entered before;
                               ctrl-p, ctrl-n at once
      ctrl-r                   searches what was entered; again for what is older,
                               ctrl-s for what is newer, ctrl-g gives up
      tab                      completes commands, names, keys and names of accounts
                               in quotes; again for a list
      backspace, delete        ctrl-w a word, alt-d the next one, ctrl-u and ctrl-k
                               to the start and the end of the line; ctrl-y puts
                               back what these cut, ctrl-t swaps two characters
      alt-enter                another line, though no bracket is open
      ctrl-c                   forgets what was typed, or stops a computation; what
                               it would have changed stays as it was
      ctrl-l, ctrl-z, ctrl-d   clears the screen, pauses, ends the session

    What is entered is kept in ~/.local/state/kamc/history, or kamc/history below
    XDG_STATE_HOME, or the file that KAMC_HISTORY names; `KAMC_HISTORY=` keeps none.
    With TERM=dumb lines are read as they come.
    """

  /// The page of `kamc completions`.
  static let completions = """
    kamc completions prints what a shell needs to complete commands, options, files
    and codes of messages.

    usage: kamc completions bash|zsh|fish

    Keep it where your shell looks for such scripts:

      bash  ~/.local/share/bash-completion/completions/kamc
      zsh   _kamc, in a folder that $fpath names
      fish  ~/.config/fish/completions/kamc.fish

    example:

      source <(kamc completions bash)

    """
}
