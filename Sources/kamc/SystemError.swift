import Glibc

/// What the system says when a call fails.
struct SystemError: Error {
  var code: Int32

  /// The error of the call that has just failed.
  static var last: SystemError { SystemError(code: errno) }

  /// The reason as the end of a sentence.
  var reason: String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of its path is not a folder"
    case ENAMETOOLONG: "its name is too long"
    case ELOOP: "its links lead in a circle"
    case ENOSPC: "the disk is full"
    case EDQUOT: "the quota of the disk is used up"
    case EFBIG: "it would be too large"
    case EROFS: "the disk is read-only"
    case EIO: "the disk reports an error"
    case EBADF: "it is closed"
    case EINTR: "the run was interrupted"
    case EMFILE, ENFILE: "too many files are open"
    default: unsafe String(cString: strerror(code))
    }
  }
}

extension SystemError {
  /// What the reader can do when writing fails like this.
  var writingHelp: String {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: "free some space, or write to another disk"
    case ENOENT: "create the folder, or name another one"
    case EISDIR, ENOTDIR, ENAMETOOLONG, ELOOP: "name a file in a folder"
    case EBADF: "leave standard output open"
    default: "name a file in a folder that you may write to"
    }
  }
}

/// Calls `body` again as long as a signal interrupts it.
///
/// - Throws: the error of a call that returns less than 0.
func uninterrupted<Count: SignedInteger>(
  _ body: () -> Count
) throws(SystemError) -> Count {
  while true {
    let result = body()
    if result >= 0 { return result }
    if errno != EINTR { throw SystemError.last }
  }
}
