import Diagnostics
import Driver
import Glibc

/// The file that keeps entries from one session to the next.
///
/// A class, since one that fails is left alone from then on.
final class HistoryFile {
  /// How much of a file is read: more than `LineHistory` keeps was written by nobody here.
  private static let mostBytes = 32 << 20
  private static let attempts = 50
  private static let pauseMicroseconds: UInt32 = 10_000

  /// nil where no history is kept.
  private var path: String?

  /// Finds the file by the environment: `KAMC_HISTORY` names it or, where it is empty, turns it off.
  init() {
    func absolute(_ name: String) -> String? {
      Terminal.variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    if let path = Terminal.variable("KAMC_HISTORY") {
      self.path = path.isEmpty ? nil : path
    } else if let state = absolute("XDG_STATE_HOME") {
      path = "\(state)/kamc/history"
    } else {
      path = absolute("HOME").map { "\($0)/.local/state/kamc/history" }
    }
  }

  /// Reads the entries of earlier sessions.
  ///
  /// - Throws: why there are none; nothing is kept from then on.
  func read() throws(HistoryProblem) -> LineHistory {
    guard let path else { return LineHistory() }
    do throws(SystemError) {
      return try HistoryFile.history(path)
    } catch {
      if error.code == ENOENT { return LineHistory() }
      throw failure(path, "read", error.reason)
    }
  }

  /// Adds an entry to those that the file has by now, others' among them.
  func add(_ entry: String) async throws(HistoryProblem) {
    guard let path else { return }
    var history: LineHistory
    let lock: Int32
    do throws(SystemError) {
      try HistoryFile.makeFolders(Paths.folder(of: path))
      guard let number = try HistoryFile.lock(path) else { return }
      lock = number
      history = try HistoryFile.history(path)
    } catch {
      throw failure(path, "written", error.reason)
    }
    defer { close(lock) }
    guard history.add(entry) else { return }
    do throws(WriteProblem) {
      let target = try OutputTarget(path, isPrivate: true)
      _ = try await OutputTarget.write([(target, .bytes(Array(history.fileText.utf8)))])
    } catch {
      throw failure(path, "written", error.reason)
    }
  }

  private func failure(_ path: String, _ verb: String, _ reason: String) -> HistoryProblem {
    self.path = nil
    return HistoryProblem(path, verb, reason)
  }

  // MARK: The system

  /// A device, such as `/dev/null`, keeps nothing.
  private static func history(_ path: String) throws(SystemError) -> LineHistory {
    let number = try uninterrupted { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    defer { close(number) }
    guard let status = stat(of: number) else { throw SystemError.last }
    if status.isFolder { throw SystemError(code: EISDIR) }
    guard status.isRegular else { return LineHistory() }
    var bytes = [UInt8](repeating: 0, count: max(0, min(Int(status.st_size), mostBytes)))
    let got = try uninterrupted {
      unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, $0.count) }
    }
    return LineHistory(fileText: String(decoding: bytes.prefix(got), as: UTF8.self))
  }

  /// Opens the file so that no other session writes it; returns nil where it is a device.
  private static func lock(_ path: String) throws(SystemError) -> Int32? {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK
    for _ in 0..<attempts {
      let number = try uninterrupted { unsafe open(path, flags, 0o600) }
      guard let status = stat(of: number), status.isRegular else {
        close(number)
        return nil
      }
      // Another session may have put a new file in the place of this one meanwhile.
      if flock(number, LOCK_EX | LOCK_NB) == 0, let now = stat(at: path),
        FileIdentity(now) == FileIdentity(status)
      {
        return number
      }
      close(number)
      usleep(pauseMicroseconds)
    }
    throw SystemError(code: EBUSY)
  }

  /// Makes a folder, and those that it is in, for this user alone.
  private static func makeFolders(_ folder: String) throws(SystemError) {
    let path = String(folder.reversed().drop { $0 == "/" }.reversed())
    if path.isEmpty || stat(at: path) != nil { return }
    try makeFolders(Paths.folder(of: path))
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw SystemError.last }
  }
}

/// Why entries cannot be kept.
struct HistoryProblem: Error {
  let diagnostic: Diagnostic

  init(_ path: String, _ verb: String, _ reason: String) {
    diagnostic = Diagnostic(
      .unusableHistory, .warning,
      "the history of what was entered cannot be \(verb): "
        + "`\(Printable.escaped(path))`: \(reason)",
      at: nil, help: "name another file by KAMC_HISTORY, or none by `KAMC_HISTORY=`")
  }
}
