import Diagnostics
import Driver
import Glibc

/// Why something could not be written.
struct WriteProblem: Error {
  /// The output as the user calls it.
  private let name: String
  let reason: String
  private let help: String
  private var code = DiagnosticCode.unwritableFile

  init(_ path: String, _ error: SystemError) {
    name = path == "-" ? "standard output" : "`\(Printable.escaped(path))`"
    reason = error.reason
    help = error.writingHelp
  }

  /// Nothing can be written to `path`, because its folder does not exist.
  init(folderMissingFor path: String) {
    name = "`\(Printable.escaped(path))`"
    reason = "its folder does not exist"
    help = "create the folder, or name another one"
  }

  /// There is no folder at `path`.
  init(missingFolder path: String) {
    name = "`\(Printable.escaped(path))`"
    reason = "there is no such folder"
    help = "create the folder, or name another one"
  }

  /// What stands at `path` is no folder.
  init(noFolder path: String) {
    name = "`\(Printable.escaped(path))`"
    reason = "it is a file and no folder"
    help = "name a folder"
  }

  /// What stands at `path` is none of the files that kamc writes, and may be needed.
  init(foreignFile path: String) {
    name = "`\(Printable.escaped(path))`"
    reason = "a file of that name is there that kamc did not write"
    help = "move it away, or name a folder for calendars alone"
    code = .foreignFile
  }

  var diagnostic: Diagnostic {
    Diagnostic(
      code, .error, "\(name) cannot be written: \(reason)", at: nil, help: help)
  }
}

/// Where an output goes, found out before anything runs.
struct OutputTarget {
  private enum Kind {
    /// Standard output, which is not written here.
    case standardOutput
    /// A file that is replaced as a whole; `mode` is the one it has.
    case file(mode: mode_t?)
    /// A pipe or a device, which is written as it comes.
    case stream
  }

  /// The path as the user wrote it.
  let path: String
  /// The path without links.
  private let resolved: String
  private let kind: Kind
  /// nil for standard output and streams, which overwrite nothing.
  let identity: FileIdentity?

  /// Finds out where `path` leads; nobody but this user may read a private file.
  ///
  /// - Throws: the reason why nothing can be written there.
  init(_ path: String, isPrivate: Bool = false) throws(WriteProblem) {
    self.path = path
    if path == "-" {
      (resolved, kind, identity) = (path, .standardOutput, nil)
      return
    }
    guard let existing = stat(at: path) else {
      if errno != ENOENT { throw WriteProblem(path, .last) }
      (resolved, kind) = (path, .file(mode: isPrivate ? 0o600 : nil))
      identity = try OutputTarget.entry(path)
      return
    }
    if existing.isFolder { throw WriteProblem(path, SystemError(code: EISDIR)) }
    if unsafe access(path, W_OK) != 0 { throw WriteProblem(path, .last) }
    guard existing.isRegular else {
      (resolved, kind, identity) = (path, .stream, nil)
      return
    }
    resolved = OutputTarget.withoutLinks(path)
    let folder = OutputTarget.folder(of: resolved)
    if unsafe access(folder, W_OK | X_OK) != 0 { throw WriteProblem(path, .last) }
    (kind, identity) = (
      .file(mode: isPrivate ? 0o600 : existing.st_mode & 0o7777), FileIdentity(existing)
    )
  }

  /// Returns the place that a new file takes in its folder.
  private static func entry(_ path: String) throws(WriteProblem) -> FileIdentity {
    let folder = folder(of: path)
    guard let status = stat(at: folder) else { throw WriteProblem(folderMissingFor: path) }
    if !status.isFolder { throw WriteProblem(path, SystemError(code: ENOTDIR)) }
    if unsafe access(folder, W_OK | X_OK) != 0 { throw WriteProblem(path, .last) }
    return .entry(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), name: Paths.shown(path))
  }

  private static func folder(of path: String) -> String {
    let folder = Paths.folder(of: path)
    return folder.isEmpty ? "." : folder
  }

  private static func withoutLinks(_ path: String) -> String {
    guard let pointer = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(pointer) }
    return unsafe String(cString: pointer)
  }

  var isStandardOutput: Bool {
    if case .standardOutput = kind { true } else { false }
  }

  // MARK: Writing

  /// Writes all `files` or, if one of them fails, none; returns the number of neutralised texts.
  ///
  /// Each is written beside its target first; only when all are complete are they given their
  /// names. Pipes and devices, where nothing can be taken back, come last.
  ///
  /// - Requires: no target is standard output.
  static func write(
    _ files: [(target: OutputTarget, content: OutputContent)]
  ) async throws(WriteProblem) -> Int {
    var neutralised = try await Interruption.deferred { () async throws(WriteProblem) in
      try await replaceAll(files)
    }
    for (target, content) in files { neutralised += try await target.stream(content) }
    return neutralised
  }

  /// Writes those that are files on disk.
  private static func replaceAll(
    _ files: [(target: OutputTarget, content: OutputContent)]
  ) async throws(WriteProblem) -> Int {
    var prepared: [TemporaryFile] = []
    do throws(WriteProblem) {
      for (target, content) in files {
        guard case .file(let mode) = target.kind else { continue }
        let folder = Paths.folder(of: target.resolved)
        do throws(SystemError) {
          prepared.append(
            try await TemporaryFile(
              content, in: folder, mode: mode, for: target.resolved, from: prepared.count))
        } catch {
          throw WriteProblem(target.path, error)
        }
      }
      let neutralised = prepared.reduce(0) { $0 + $1.neutralised }
      while let file = prepared.first {
        do throws(SystemError) {
          try file.publish()
        } catch {
          throw WriteProblem(file.target, error)
        }
        prepared.removeFirst()
      }
      return neutralised
    } catch {
      for file in prepared { file.discard() }
      throw error
    }
  }

  /// Writes to a pipe or a device, whose reader may go away; returns the number of neutralised
  /// texts.
  private func stream(_ content: OutputContent) async throws(WriteProblem) -> Int {
    guard case .stream = kind else { return 0 }
    do throws(SystemError) {
      let number = try uninterrupted { unsafe open(resolved, O_WRONLY | O_CLOEXEC) }
      defer { close(number) }
      return try await content.write(to: Descriptor(number)) ?? 0
    } catch {
      throw WriteProblem(path, error)
    }
  }
}

/// A complete file that does not have its name yet.
private struct TemporaryFile {
  let target: String
  /// The number of neutralised texts in it.
  let neutralised: Int
  private let path: String

  /// Writes `content` to a new file in `folder`; nothing is left of it if that fails.
  init(
    _ content: OutputContent, in folder: String, mode: mode_t?, for target: String, from first: Int
  ) async throws(SystemError) {
    self.target = target
    let (number, path) = try TemporaryFile.create(in: folder, mode, from: first)
    self.path = path
    defer { close(number) }
    do throws(SystemError) {
      if let mode { _ = try uninterrupted { fchmod(number, mode) } }
      neutralised = try await content.deliver(to: .file(Descriptor(number)))
    } catch {
      unsafe unlink(path)
      throw error
    }
  }

  /// - Parameter first: the first number to try for a name.
  private static func create(
    in folder: String, _ mode: mode_t?, from first: Int
  ) throws(SystemError) -> (Int32, String) {
    var number = first
    while true {
      let path = "\(folder).kamc-\(getpid())-\(number).tmp"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      do throws(SystemError) {
        return (try uninterrupted { unsafe open(path, flags, mode ?? 0o666) }, path)
      } catch {
        // Another program's leftover has the name.
        guard error.code == EEXIST, number < first + 100 else { throw error }
        number += 1
      }
    }
  }

  func publish() throws(SystemError) {
    _ = try uninterrupted { unsafe rename(path, target) }
  }

  func discard() { unsafe unlink(path) }
}

/// Something open that bytes can be written to.
struct Descriptor: Sendable {
  private static let pieceBytes = 128 << 10
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// Makes sure that no file gets the number of a standard stream which the caller has closed.
  static func openStandardOnes() {
    while case let next = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC), next >= 0 {
      if next > STDERR_FILENO {
        close(next)
        return
      }
    }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(SystemError) { try write(bytes.span) }

  /// Writes all of `bytes`.
  func write(_ bytes: Span<UInt8>) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      done += try uninterrupted {
        unsafe bytes.extracting(done...).withUnsafeBufferPointer {
          unsafe Glibc.write(number, $0.baseAddress, min($0.count, Descriptor.pieceBytes))
        }
      }
    }
  }

  /// Writes all of `bytes` from `offset` of a file on, unless the program is asked to stop.
  func write(_ bytes: Span<UInt8>, at offset: Int) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      if Interruption.isAsked { throw SystemError(code: EINTR) }
      done += try uninterrupted {
        unsafe bytes.extracting(done...).withUnsafeBufferPointer {
          unsafe pwrite(
            number, $0.baseAddress, min($0.count, Descriptor.pieceBytes), off_t(offset + done))
        }
      }
    }
  }

  /// Makes room on disk for a new file of about `count` bytes.
  ///
  /// PERF: without it the file system finds places for all blocks when the file gets its name,
  /// which takes longer than writing it. What it cannot do, it says at the write that needs it.
  func expect(_ count: Int) {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0,
      count > 0, UInt64(count) <= limit.rlim_cur
    else { return }
    posix_fallocate(number, 0, off_t(count))
  }

  /// Ends the file after `count` bytes.
  func cutOff(at count: Int) throws(SystemError) {
    _ = try uninterrupted { ftruncate(number, off_t(count)) }
  }
}
