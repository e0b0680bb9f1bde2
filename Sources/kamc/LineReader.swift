import Glibc

/// Reads standard input line by line.
///
/// A class, since what was read beyond a line belongs to the next one.
final class LineReader {
  private var waiting: [UInt8] = []
  private var isAtEnd = false

  /// `true` iff somebody types the lines.
  let isTerminal = isatty(STDIN_FILENO) == 1

  /// Returns the next line without its end, nil at the end of the input.
  func next() -> String? {
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        var line = Array(waiting[..<end])
        waiting.removeSubrange(...end)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
      }
      if isAtEnd {
        defer { waiting = [] }
        return waiting.isEmpty ? nil : String(decoding: waiting, as: UTF8.self)
      }
      read()
    }
  }

  private func read() {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let got = unsafe piece.withUnsafeMutableBytes { bytes in
      unsafe Glibc.read(STDIN_FILENO, bytes.baseAddress, bytes.count)
    }
    if got > 0 { waiting += piece[..<got] } else if got == 0 || errno != EINTR { isAtEnd = true }
  }
}
