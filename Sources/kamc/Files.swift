import Diagnostics
import Driver
import Glibc
import Synchronization
import Tables

/// Opens the files of a run for reading.
///
/// It is a class because all copies must know whether standard input has been read. Files stay
/// open until the program ends.
final class Files: FileAccess {
  /// The files that the run is going to write, which it must not read.
  private let outputs: Set<FileIdentity>
  private let standardInputIsTaken = Atomic(false)
  private let hasRefusedOutput = Atomic(false)

  init(outputs: Set<FileIdentity>) { self.outputs = outputs }

  /// `true` iff a file was not opened because the run is going to write it.
  var hasClash: Bool { hasRefusedOutput.load(ordering: .relaxed) }

  func open(_ path: String) throws(ReadProblem) -> any ByteSource {
    path == "-" ? try openStandardInput() : try openFile(path)
  }

  private func openStandardInput() throws(ReadProblem) -> any ByteSource {
    let (isFirst, _) = standardInputIsTaken.compareExchange(
      expected: false, desired: true, ordering: .relaxed)
    guard isFirst else {
      throw ReadProblem("it has been read already", help: "give all files but one by their names")
    }
    return try source(of: STDIN_FILENO)
  }

  private func openFile(_ path: String) throws(ReadProblem) -> any ByteSource {
    let descriptor: Int32
    do throws(SystemError) {
      descriptor = try uninterrupted { unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC) }
    } catch {
      throw ReadProblem(error.reason, help: error.code == ENOENT ? neighbour(of: path) : nil)
    }
    return try source(of: descriptor)
  }

  private func source(of descriptor: Int32) throws(ReadProblem) -> any ByteSource {
    guard let status = stat(of: descriptor) else { throw ReadProblem(SystemError.last.reason) }
    if status.isFolder { throw ReadProblem("it is a folder", help: "name a file in it") }
    if outputs.contains(FileIdentity(status)) {
      hasRefusedOutput.store(true, ordering: .relaxed)
      throw ReadProblem(
        "it is also a file to write", help: "write to a file that the agreement does not read")
    }
    // What the kernel makes up on the way has no size, and others may have read a part of it.
    let isOnDisk = status.isRegular && status.st_size > 0 && lseek(descriptor, 0, SEEK_CUR) == 0
    guard isOnDisk else { return MemorySource(try readAll(descriptor)) }
    return FileSource(descriptor: descriptor, count: Int(status.st_size), changed: status.changed)
  }

  /// Reads what has no size, such as a pipe.
  private func readAll(_ descriptor: Int32) throws(ReadProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let got: Int
      do throws(SystemError) {
        got = try uninterrupted {
          unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        }
      } catch {
        throw ReadProblem(error.reason)
      }
      if got == 0 { return bytes }
      bytes.append(contentsOf: piece[..<got])
      if bytes.count > FileLimits.pipeBytes { throw .pipeTooLong }
      // What is refused for its first bytes need not be read to its end, which may never come.
      if bytes.starts(with: repeatElement(0, count: 4096)) { return bytes }
    }
  }

  /// Returns the question whether a file with nearly the name of the missing one was meant.
  private func neighbour(of path: String) -> String? {
    let folder = Paths.folder(of: path)
    let names = Folder.names(in: folder, most: 10_000)
    return Suggestion.nearest(to: Paths.shown(path), among: names.sorted()).map {
      "did you mean `\(Printable.escaped(folder + $0))`?"
    }
  }
}

/// A file on disk, read by place.
struct FileSource: ByteSource {
  let descriptor: Int32
  let count: Int
  /// When the file had last been changed as it was opened.
  let changed: FileTime

  var isUnchanged: Bool {
    guard let status = stat(of: descriptor) else { return true }
    return Int(status.st_size) == count && status.changed == changed
  }

  func read(_ length: Int, at offset: Int, into buffer: inout [UInt8]) throws(ReadProblem) {
    let end = min(count, offset + max(0, length))
    var place = offset
    while place < end {
      let got: Int
      do throws(SystemError) {
        got = try uninterrupted { append(end - place, at: place, to: &buffer) }
      } catch {
        throw ReadProblem(error.reason)
      }
      guard got > 0 else {
        throw .changed
      }
      place += got
    }
  }

  /// Appends what one call to the system reads, and returns what the call returns.
  private func append(_ length: Int, at offset: Int, to buffer: inout [UInt8]) -> Int {
    var got = 0
    buffer.append(addingCapacity: length) { output in
      unsafe output.withUnsafeMutableBufferPointer { free, filled in
        unsafe got = pread(descriptor, free.baseAddress, length, off_t(offset))
        filled += max(0, got)
      }
    }
    return got
  }
}
