import Diagnostics
import Driver
import Glibc

/// Why something could not be written.
struct WriteProblem: Error {
  var path: String
  var reason: String

  var diagnostic: Diagnostic {
    Diagnostic(
      .unwritableFile, .error, "`\(Printable.escaped(path))` cannot be written: \(reason)", at: nil,
      help: "name a file in a folder that you may write to")
  }
}

/// Where an output goes, found out before anything runs.
struct OutputTarget {
  private enum Kind {
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

  /// Finds out where `path` leads.
  ///
  /// - Throws: the reason why nothing can be written there.
  init(_ path: String) throws(WriteProblem) {
    self.path = path
    if path == "-" {
      (resolved, kind, identity) = (path, .standardOutput, nil)
      return
    }
    func problem(_ reason: String) -> WriteProblem { WriteProblem(path: path, reason: reason) }
    let existing = stat(at: path)
    resolved = existing == nil ? path : OutputTarget.withoutLinks(path)
    guard let existing else {
      if errno != ENOENT { throw problem(SystemError.last.reason) }
      let folder = OutputTarget.folder(of: path)
      guard let status = stat(at: folder) else { throw problem("its folder does not exist") }
      if !status.isFolder { throw problem(SystemError(code: ENOTDIR).reason) }
      if unsafe access(folder, W_OK | X_OK) != 0 { throw problem(SystemError.last.reason) }
      kind = .file(mode: nil)
      identity = .entry(
        device: UInt64(status.st_dev), inode: UInt64(status.st_ino), name: Paths.shown(path))
      return
    }
    if existing.isFolder { throw problem("it is a folder") }
    if unsafe access(path, W_OK) != 0 { throw problem(SystemError.last.reason) }
    guard existing.isRegular else {
      (kind, identity) = (.stream, nil)
      return
    }
    let folder = OutputTarget.folder(of: resolved)
    if unsafe access(folder, W_OK | X_OK) != 0 { throw problem(SystemError.last.reason) }
    (kind, identity) = (.file(mode: existing.st_mode & 0o7777), FileIdentity(existing))
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

  // MARK: Writing

  /// Writes all `files` or, if one of them fails, none.
  ///
  /// Each is written beside its target first; only when all are complete are they given their
  /// names. Pipes and devices, where nothing can be taken back, come last.
  static func write(_ files: [(target: OutputTarget, bytes: [UInt8])]) throws(WriteProblem) {
    var prepared: [TemporaryFile] = []
    do throws(WriteProblem) {
      for (target, bytes) in files {
        guard case .file(let mode) = target.kind else { continue }
        let folder = Paths.folder(of: target.resolved)
        do throws(SystemError) {
          prepared.append(
            try TemporaryFile(bytes, in: folder, mode: mode, for: target.resolved))
        } catch {
          throw WriteProblem(path: target.path, reason: error.reason)
        }
      }
      while let file = prepared.first {
        do throws(SystemError) {
          try file.publish()
        } catch {
          throw WriteProblem(path: file.target, reason: error.reason)
        }
        prepared.removeFirst()
      }
    } catch {
      for file in prepared { file.discard() }
      throw error
    }
    for (target, bytes) in files { try target.stream(bytes) }
  }

  private func stream(_ bytes: [UInt8]) throws(WriteProblem) {
    do throws(SystemError) {
      switch kind {
      case .file: return
      case .standardOutput: try Descriptor(STDOUT_FILENO).write(bytes)
      case .stream:
        let descriptor = try uninterrupted { unsafe open(resolved, O_WRONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        try Descriptor(descriptor).write(bytes)
      }
    } catch {
      if error.code == EPIPE { return }
      throw WriteProblem(path: path, reason: error.reason)
    }
  }
}

/// A complete file that does not have its name yet.
private struct TemporaryFile {
  let target: String
  private let path: String

  /// Writes `bytes` to a new file in `folder`; nothing is left of it if that fails.
  init(
    _ bytes: [UInt8], in folder: String, mode: mode_t?, for target: String
  ) throws(SystemError) {
    self.target = target
    let (descriptor, path) = try TemporaryFile.create(in: folder)
    self.path = path
    defer { close(descriptor) }
    do throws(SystemError) {
      if let mode { _ = try uninterrupted { fchmod(descriptor, mode) } }
      // Finds a full disk before the first byte is written.
      if posix_fallocate(descriptor, 0, off_t(bytes.count)) == ENOSPC {
        throw SystemError(code: ENOSPC)
      }
      try Descriptor(descriptor).write(bytes)
    } catch {
      discard()
      throw error
    }
  }

  private static func create(in folder: String) throws(SystemError) -> (Int32, String) {
    var number = 0
    while true {
      let path = "\(folder).kamc-\(getpid())-\(number).tmp"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      do throws(SystemError) {
        return (try uninterrupted { unsafe open(path, flags, 0o666) }, path)
      } catch {
        // Another program's leftover has the name.
        guard error.code == EEXIST, number < 100 else { throw error }
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
struct Descriptor {
  private static let pieceBytes = 128 << 10
  private let number: Int32

  init(_ number: Int32) { self.number = number }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let end = min(done + Descriptor.pieceBytes, bytes.count)
      done += try uninterrupted {
        unsafe bytes.withUnsafeBytes { all in
          let piece = unsafe UnsafeRawBufferPointer(rebasing: all[done..<end])
          return unsafe Glibc.write(number, piece.baseAddress, piece.count)
        }
      }
    }
  }
}
