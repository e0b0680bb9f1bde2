import Engine
import Glibc
import Synchronization

/// How the terminal on standard input treats keys; however the program ends, it is as it was found.
enum TerminalMode: Int {
  /// As it was found.
  case found
  /// Each key is the program's.
  case editing
  /// Keys wait unseen until they are asked for; those that stop a program do so.
  case working

  /// By mode, the settings of the terminal; made before any signal can ask for them.
  private nonisolated(unsafe) static let settings = UnsafeMutablePointer<termios>.allocate(
    capacity: 3)
  private static let present = Atomic(TerminalMode.found.rawValue)
  /// Where a signal that needs an answer is told, -1 for nowhere.
  private static let bell = Atomic<Int32>(-1)
  /// What turns the marks of pasted text off.
  private nonisolated(unsafe) static let farewell = UnsafeMutablePointer<UInt8>.allocate(
    capacity: 8)

  /// What ctrl-C asks for while the program works.
  static let stop = StopSign()

  /// Signals that end the program, faults of its own among them.
  private static let ends = [
    SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE,
  ]

  /// Learns how the terminal is set, and sees to it that it will be so again.
  ///
  /// - Returns: what can be polled for signals that need an answer, nil where this is no terminal.
  static func prepare() -> Int32? {
    guard unsafe tcgetattr(STDIN_FILENO, settings) == 0 else { return nil }
    unsafe settings[1] = settings[0]
    unsafe settings[1].c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON | ISTRIP)
    unsafe settings[1].c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN | ISIG)
    unsafe withUnsafeMutableBytes(of: &settings[1].c_cc) { keys in
      unsafe keys[Int(VMIN)] = 1
      unsafe keys[Int(VTIME)] = 0
    }
    unsafe settings[2] = settings[1]
    unsafe settings[2].c_lflag |= tcflag_t(ISIG)
    // Made before a signal asks for it.
    stop.clear()
    for (index, byte) in LineTerminal.withoutPasteMarks.utf8.enumerated() {
      unsafe farewell[index] = byte
    }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    bell.store(ends[1], ordering: .relaxed)
    watch()
    return ends[0]
  }

  static func enter(_ mode: TerminalMode) {
    present.store(mode.rawValue, ordering: .relaxed)
    unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, settings + mode.rawValue)
  }

  // MARK: Signals

  private static func watch() {
    for number in ends {
      handle(number, CInt(bitPattern: UInt32(SA_RESETHAND))) { number in
        TerminalMode.restore()
        // By now it does what it does without this program's doing.
        kill(getpid(), number)
      }
    }
    handle(SIGINT, SA_RESTART) { number in
      let mode = TerminalMode.present.load(ordering: .relaxed)
      if mode == TerminalMode.working.rawValue { return TerminalMode.stop.ask() }
      TerminalMode.restore()
      signal(number, SIG_DFL)
      kill(getpid(), number)
    }
    watchStops()
    for number in [SIGWINCH, SIGCONT] { handle(number, SA_RESTART) { _ in TerminalMode.ring() } }
  }

  /// Lets the terminal be as it was found while the program is stopped.
  private static func watchStops() {
    handle(SIGTSTP, CInt(bitPattern: UInt32(SA_RESETHAND)) | CInt(SA_NODEFER)) { number in
      TerminalMode.restore()
      raise(number)
      // Here it has been continued.
      let mode = TerminalMode.present.load(ordering: .relaxed)
      unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, TerminalMode.settings + mode)
      TerminalMode.watchStops()
      TerminalMode.ring()
    }
  }

  private static func handle(
    _ number: Int32, _ flags: CInt, _ body: @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return }
    let isIgnored = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    if isIgnored { return }
    action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = body
    action.sa_flags = flags
    unsafe sigaction(number, &action, nil)
  }

  /// Sets the terminal as it was found; may be called by the handler of a signal.
  private static func restore() {
    guard present.load(ordering: .relaxed) != TerminalMode.found.rawValue else { return }
    let length = LineTerminal.withoutPasteMarks.utf8.count
    _ = unsafe write(STDOUT_FILENO, farewell, length)
    unsafe tcsetattr(STDIN_FILENO, TCSANOW, settings)
  }

  private static func ring() {
    var byte: UInt8 = 0
    _ = unsafe write(bell.load(ordering: .relaxed), &byte, 1)
  }
}
