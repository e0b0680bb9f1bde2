import Glibc

/// Which file a path leads to, whatever the path is called.
enum FileIdentity: Hashable {
  case file(device: UInt64, inode: UInt64)
  /// A file that does not exist yet, by its name in an existing folder.
  case entry(device: UInt64, inode: UInt64, name: String)

  init(_ status: stat) {
    self = .file(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  /// Finds the regular file at `path`; nil if there is none.
  init?(regularFile path: String) {
    guard let status = stat(at: path), status.isRegular else { return nil }
    self.init(status)
  }
}

extension stat {
  init?(at path: String) {
    self.init()
    guard unsafe fstatat(AT_FDCWD, path, &self, 0) == 0 else { return nil }
  }

  /// Asks about an open file.
  init?(of descriptor: Int32) {
    self.init()
    guard unsafe fstat(descriptor, &self) == 0 else { return nil }
  }

  /// When the file's bytes were last written.
  var changed: FileTime { FileTime(seconds: st_mtim.tv_sec, nanoseconds: st_mtim.tv_nsec) }

  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
}

/// A moment as the file system notes it.
struct FileTime: Hashable {
  var seconds: Int
  var nanoseconds: Int
}
