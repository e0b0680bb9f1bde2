import Diagnostics
import Driver
import Glibc

/// A folder into which a run writes files whose names follow from the data.
///
/// What other programs wrote there is never replaced, and nothing is ever deleted.
struct FolderTarget {
  /// The path as the user wrote it.
  let path: String
  let identity: FileIdentity

  /// Finds out whether files can be written into the folder.
  init(_ path: String) throws(WriteProblem) {
    self.path = path
    guard let status = stat(at: path) else {
      throw errno == ENOENT ? WriteProblem(missingFolder: path) : WriteProblem(path, .last)
    }
    if !status.isFolder { throw WriteProblem(noFolder: path) }
    if unsafe access(path, R_OK | W_OK | X_OK) != 0 { throw WriteProblem(path, .last) }
    identity = FileIdentity(status)
  }

  /// Returns where the files go.
  ///
  /// - Throws: the first file that cannot be written, or that some other program wrote.
  func targets(
    for files: [NamedFile]
  ) throws(WriteProblem) -> [(target: OutputTarget, content: OutputContent)] {
    var targets: [(target: OutputTarget, content: OutputContent)] = []
    for file in files {
      let target = try OutputTarget(place(of: file.name))
      if stat(at: target.path) != nil, !isOurs(file.name) {
        throw WriteProblem(foreignFile: target.path)
      }
      targets.append((target, .bytes(file.bytes)))
    }
    return targets
  }

  /// Returns the calendar files that an earlier run wrote there and that are none of `files`.
  func leftovers(beside files: [NamedFile]) -> [String] {
    let written = Set(files.map(\.name))
    return Folder.names(in: path).filter {
      $0.hasSuffix(".ics") && !written.contains($0) && isOurs($0)
    }.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  private func place(of name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// `true` iff the file starts as our calendar files do.
  private func isOurs(_ name: String) -> Bool {
    let number = unsafe open(place(of: name), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { return false }
    defer { close(number) }
    guard let status = stat(of: number), status.isRegular else { return false }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(number, $0.baseAddress, $0.count)
    }
    guard count > 0 else { return false }
    let start = String(decoding: bytes.prefix(count), as: UTF8.self)
    return start.hasPrefix("BEGIN:VCALENDAR") && start.contains(ScheduleICS.product)
  }
}

/// What stands in a folder.
enum Folder {
  private static let most = 100_000

  /// Returns the names of what is in it, in no order; none where it cannot be read.
  static func names(in path: String, most: Int = Folder.most) -> [String] {
    guard let handle = unsafe opendir(path.isEmpty ? "." : path) else { return [] }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while names.count < most, let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

extension Diagnostic {
  /// Files of people or reviews that have nothing to be written any more.
  static func leftovers(_ names: [String], in folder: String) -> Diagnostic {
    let shown = names.prefix(5).map { "`\(Printable.escaped($0))`" }
    let more = names.count - shown.count
    return Diagnostic(
      .leftoverFile, .warning,
      "`\(Printable.escaped(folder))` still holds \(Count.of(names.count, "file")) of an earlier "
        + "run that \(names.count == 1 ? "has" : "have") nothing in this schedule: "
        + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : ""),
      at: nil, help: "delete what is no longer of use, or keep it as a record")
  }
}
