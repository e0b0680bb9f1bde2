import Diagnostics
import Driver

/// The folders into which a run writes calendars: one file for each person, one for each invitation.
struct CalendarFolders {
  private let people: FolderTarget?
  private let invitations: FolderTarget?

  /// Finds out where they are.
  ///
  /// - Throws: all that cannot be written into, and one that is to hold both.
  init(_ arguments: Arguments) throws(OutputMistakes) {
    var unwritable: [Diagnostic] = []
    people = CalendarFolders.target(arguments.scheduleFolder, &unwritable)
    invitations = CalendarFolders.target(arguments.invitations, &unwritable)
    guard unwritable.isEmpty else {
      throw OutputMistakes(diagnostics: unwritable, status: .fileFailure)
    }
    if let people, let invitations, people.identity == invitations.identity {
      throw OutputMistakes(
        diagnostics: [
          Diagnostic(
            .clashingFiles, .error,
            "`\(Printable.escaped(people.path))` is to hold both calendars and invitations",
            at: nil, help: "name two folders")
        ], status: .wrong)
    }
  }

  private static func target(_ path: String?, _ unwritable: inout [Diagnostic]) -> FolderTarget? {
    guard let path else { return nil }
    do throws(WriteProblem) {
      return try FolderTarget(path)
    } catch {
      unwritable.append(error.diagnostic)
      return nil
    }
  }

  /// Returns the files of a run with their places, and what is to be said of the folders.
  ///
  /// - Throws: the first file that cannot be written.
  func files(
    of calendars: CalendarFiles
  ) throws(WriteProblem) -> (
    files: [(target: OutputTarget, content: OutputContent)], diagnostics: [Diagnostic]
  ) {
    var files: [(target: OutputTarget, content: OutputContent)] = []
    var diagnostics: [Diagnostic] = []
    func add(_ named: [NamedFile], to folder: FolderTarget) throws(WriteProblem) {
      files += try folder.targets(for: named)
      let leftovers = folder.leftovers(beside: named)
      if !leftovers.isEmpty { diagnostics.append(.leftovers(leftovers, in: folder.path)) }
    }
    if let people { try add(calendars.personal, to: people) }
    if let invitations {
      let (named, problems) = calendars.invitations()
      diagnostics += problems
      try add(named, to: invitations)
    }
    return (files, diagnostics)
  }
}
