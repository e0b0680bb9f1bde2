import Glibc

/// A folder for one benchmark's files, which vanishes with its owner.
struct TemporaryFolder: ~Copyable {
  private let folder: String

  init() throws(Failure) {
    let place = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/kamc-benchmarks-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw .ofSystem("cannot make a folder in \(place)")
    }
    folder = unsafe template.withUnsafeBufferPointer { pointer in
      unsafe pointer.baseAddress.map { unsafe String(cString: $0) } ?? place
    }
  }

  deinit {
    if let listing = unsafe opendir(folder) {
      while let entry = unsafe readdir(listing) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
          unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        }
        if name != ".", name != ".." { unsafe unlink(path(name)) }
      }
      unsafe closedir(listing)
    }
    unsafe rmdir(folder)
  }

  /// The path of the file of this name.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes a small file and returns its path.
  func write(_ name: String, _ text: String) throws(Failure) -> String {
    var file = try TableFile(path(name))
    file.append(text)
    try file.finish()
    return path(name)
  }

  /// The start of a file, or nothing where it cannot be read.
  static func text(_ path: String) -> String {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 2000)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
