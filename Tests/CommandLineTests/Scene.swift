import Foundation
import Testing

/// A temporary folder with an agreement and accounts, where shell commands run the built program.
struct Scene: ~Copyable {
  /// What a command left behind.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Everything about `Key` accounts holds, as long as there are some.
  static let agreement = """
    agreement "Key accounts" {
      as of 2027-04-01
    }

    accounts {
      id      : text key
      name    : text
      revenue : money at least 0
    }

    tier Key { when revenue >= 1M }
    tier Other { otherwise }

    require "Somebody is key" that count(accounts where tier = Key) >= 1

    """

  static let accounts = """
    id,name,revenue
    A1,Alder,2000000
    A2,Birch,1000

    """

  private let root: URL
  private var folder: URL { root.appending(path: "here") }

  /// Makes a folder with `criteria.kam` and `accounts.csv`.
  init(agreement: String = Scene.agreement, accounts: String = Scene.accounts) throws {
    root = FileManager.default.temporaryDirectory.appending(path: "kamc-\(UUID().uuidString)")
    let folder = root.appending(path: "here")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(agreement, to: "criteria.kam")
    try write(accounts, to: "accounts.csv")
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// The names of all files, hidden ones too.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Runs a shell command in the folder; `kamc` is the built program.
  ///
  /// What has not ended after two minutes is ended, with status 124.
  func run(_ command: String) throws -> Outcome {
    let output = root.appending(path: "output")
    let errors = root.appending(path: "errors")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "timeout", "--kill-after=5", "120", "/bin/sh", "-c",
      "{ \(command)\n} >'\(output.path)' 2>'\(errors.path)'",
    ]
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "\(Scene.programFolder):/usr/bin:/bin", "TERM": "xterm"]
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  /// The program is built beside the tests.
  private static var programFolder: String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
  }
}
