import Foundation
import Glibc
import Testing

/// A program at a terminal of its own, whose keys somebody else presses.
final class TerminalProcess {
  private let keyboard: Int32
  private let id: pid_t
  private(set) var screen: TerminalScreen

  /// Starts a shell command in `folder`, which is also the home of whoever uses it.
  init(_ command: String, in folder: String, columns: Int, height: Int) throws {
    let program = try #require(Session.program, "kamc is not built")
    let size = winsize(
      ws_row: UInt16(height), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    let name: String
    (keyboard, name) = try Self.open(size)
    screen = TerminalScreen(columns: columns, height: height)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    id = try Self.spawn(
      ["/bin/sh", "-c", "cd '\(folder)' && exec env \(command)"],
      [
        "PATH=\(program.deletingLastPathComponent().path):\(path)", "LC_ALL=C", "TERM=xterm",
        "HOME=\(folder)",
      ], terminal: name)
  }

  deinit {
    kill(id, SIGKILL)
    var status: Int32 = 0
    unsafe waitpid(id, &status, 0)
    close(keyboard)
  }

  /// Returns a new terminal: the end with the keyboard, and what the program at it opens.
  private static func open(_ size: winsize) throws -> (Int32, String) {
    var size = size
    var (keyboard, line) = (Int32(0), Int32(0))
    var name = [CChar](repeating: 0, count: 128)
    let code = unsafe openpty(&keyboard, &line, &name, nil, &size)
    try #require(code == 0, "there is no terminal to be had")
    close(line)
    _ = fcntl(keyboard, F_SETFD, FD_CLOEXEC)
    _ = fcntl(keyboard, F_SETFL, O_NONBLOCK)
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (keyboard, String(decoding: bytes, as: UTF8.self))
  }

  /// The program leads a session, so that the terminal that it opens first is its own.
  private static func spawn(
    _ words: [String], _ variables: [String], terminal: String
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // Signals that the tests ignore, or this thread does not take, are taken.
    var (all, none) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    let isLeader = 0x80  // POSIX_SPAWN_SETSID
    let flags = Int(POSIX_SPAWN_SETSIGDEF) | Int(POSIX_SPAWN_SETSIGMASK) | isLeader
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var id: pid_t = 0
    let texts = unsafe words.map { unsafe strdup($0) } + [nil]
    let settings = unsafe variables.map { unsafe strdup($0) } + [nil]
    defer { unsafe (texts + settings).forEach { unsafe free($0) } }
    let code = unsafe posix_spawn(&id, words[0], &actions, &attributes, texts, settings)
    try #require(code == 0, "the shell cannot be started")
    return id
  }

  // MARK: Keys and the window

  func press(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let done = unsafe rest.withUnsafeBytes { unsafe write(keyboard, $0.baseAddress, $0.count) }
      if done > 0 { rest = rest.dropFirst(done) } else { look() }
    }
  }

  func resize(columns: Int, height: Int) {
    screen.resize(columns: columns, height: height)
    var size = winsize(
      ws_row: UInt16(height), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(keyboard, UInt(TIOCSWINSZ), &size)
  }

  // MARK: The screen

  /// Takes what the program has written, for at most a moment; returns `false` at its end.
  @discardableResult
  func look() -> Bool {
    var wait = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&wait, 1, 20) > 0 else { return true }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let got = unsafe read(keyboard, &piece, piece.count)
    if got > 0 { screen.take(piece[..<got]) }
    return got > 0 || errno == EAGAIN
  }

  /// Looks until the screen is as it should be, or for a minute.
  func wait(for isThere: (TerminalScreen) -> Bool) {
    let end = ContinuousClock.now + .seconds(60)
    while !isThere(screen), ContinuousClock.now < end, look() {}
  }

  /// Looks until nothing has been written for a while.
  func settle() {
    var end = ContinuousClock.now + .milliseconds(1500)
    var last = screen.text
    while ContinuousClock.now < end, look() {
      if screen.text != last { end = ContinuousClock.now + .milliseconds(1500) }
      last = screen.text
    }
  }

  /// Waits for the program's end; returns its status, or what signal ended it.
  func end() -> String {
    let end = ContinuousClock.now + .seconds(60)
    var status: Int32 = 0
    while unsafe waitpid(id, &status, WNOHANG) == 0 {
      look()
      if ContinuousClock.now > end { return "[still there]" }
    }
    return status & 0x7F == 0 ? "[exit \(status >> 8 & 0xFF)]" : "[signal \(status & 0x7F)]"
  }
}
