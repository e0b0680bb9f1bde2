import Diagnostics
import Driver
import Engine
import Language
import Tables
import Testing

/// What came of an agreement that was started from files and then evaluated over them.
struct Started {
  var text: String
  /// The rejected rows; those with repeated keys are not among them.
  var rejected: [RejectedRow] = []

  /// The rows that another agreement would not reject.
  var avoidable: [RejectedRow] {
    rejected.filter { !$0.problem.concernsRow && !($0.problem == .blank && $0.key == nil) }
  }

  /// Starts an agreement from `accounts.csv` and `tables`, checks that it is sound and has its
  /// layout, and evaluates it.
  static func from(
    _ files: MemoryFiles, tables: [String] = [], about name: String
  ) async throws -> Started? {
    var pipeline = Pipeline(files: files)
    let text: [UInt8]
    do throws(RunFailure) {
      text = try await pipeline.start(
        accountsPath: "accounts.csv", tables: tables.map { ($0, $0 + ".csv") })
    } catch {
      #expect(pipeline.diagnostics.containsError, "\(name)")
      #expect(!pipeline.diagnostics.sorted.contains { $0.code == .unformattable }, "\(name)")
      return nil
    }
    let shown = String(decoding: text, as: UTF8.self)
    #expect(Printable.escaped(shown.replacing("\n", with: "")) == shown.replacing("\n", with: ""))
    #expect(Formatter.format(SourceText(name: name, bytes: text)).text == text, "\(name)")
    var files = files
    files.files["criteria.kam"] = text
    var second = Pipeline(files: files)
    let run: Run
    do throws(RunFailure) {
      run = try await second.run(
        RunRequest(
          agreementPath: "criteria.kam", accountsPath: "accounts.csv",
          settings: WorkSettings(workers: 1)))
    } catch {
      let problems = DiagnosticRenderer.render(second.diagnostics.sorted, useColor: false)
      Issue.record("\(name) does not run\n\(problems)\n\(shown)")
      return nil
    }
    let rejected = run.evaluation.tables.flatMap(\.rejected)
    return Started(text: shown, rejected: rejected)
  }
}
