import Glibc

/// What a process took.
struct Measurement {
  /// Seconds from its start to its end.
  var wall: Double
  /// Seconds of its threads on processors.
  var busy: Double
  /// The most memory that it held at once, in KiB.
  var peak: Int

  /// The peak of this process so far, in KiB.
  static var ownPeak: Int {
    var usage = rusage()
    _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss
  }
}

/// Starts programs and waits for their end.
enum ChildProcess {
  /// Runs a program without an environment, with what it prints going to files in `folder`.
  static func run(
    _ program: String, _ job: Job, in folder: borrowing TemporaryFolder
  ) throws(Failure) -> Measurement {
    let errors = folder.path("errors")
    let output = folder.path("output")
    // What an earlier run printed is not freed in this one's time.
    unsafe unlink(output)
    let beginning = ContinuousClock.now
    let child = try start(program, job, output: output, errors: errors)
    var status: Int32 = 0
    var usage = rusage()
    guard unsafe wait4(child, &status, 0, &usage) == child else {
      throw .ofSystem("cannot wait for \(program)")
    }
    let wall = beginning.duration(to: .now)
    // A failed requirement and a rejected row are answers too.
    let isDone = status & 0x7F == 0 && [0, 1, 3].contains(status >> 8)
    if !isDone {
      let words = ([program] + job.arguments).joined(separator: " ")
      throw Failure("\(words)\nended with status \(status >> 8)\n\(TemporaryFolder.text(errors))")
    }
    return Measurement(
      wall: wall / .seconds(1), busy: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peak: usage.ru_maxrss)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
  }

  private static func start(
    _ program: String, _ job: Job, output: String, errors: String
  ) throws(Failure) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let input = job.input {
      unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    }
    let mode = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, mode, 0o644)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, mode, 0o644)
    var words = unsafe ([program] + job.arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
    var child: pid_t = 0
    let result = unsafe posix_spawn(&child, program, &actions, nil, &words, &environment)
    guard result == 0 else {
      errno = result
      throw .ofSystem("cannot start \(program)")
    }
    return child
  }
}
