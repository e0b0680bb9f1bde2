extension SmallRun {
  /// The report of the small run, as people see it.
  static let text = """
    """
}
