/// What the caller of the program learns from it.
enum ExitStatus: Int32 {
  case done = 0
  /// A requirement does not hold, or could not be shown.
  case refused = 1
  /// The agreement or the command line is wrong, or the data do not fit the agreement.
  case wrong = 2
  /// Rows were rejected, accounts left without a sponsor, reviews not placed.
  case incomplete = 3
  /// A file could not be read or written.
  case fileFailure = 4
}
