import Glibc

/// What the program finds out about its surroundings.
enum Terminal {
  /// The columns that reports are laid out for.
  static let width = 80

  /// `true` iff output to `descriptor` is coloured.
  static func usesColor(_ choice: ColorChoice, on descriptor: Int32) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto:
      isatty(descriptor) == 1 && (variable("NO_COLOR") ?? "").isEmpty
        && variable("TERM") != "dumb"
    }
  }

  /// Returns a variable of the environment, nil where it is not set.
  static func variable(_ name: String) -> String? {
    let value = unsafe getenv(name)
    return unsafe value.map { unsafe String(cString: $0) }
  }
}
