import Diagnostics
import Engine
import Language
import Tables

/// What is compared: two agreements over the same accounts, or one agreement over two states of them.
package struct DiffRequest: Sendable {
  /// The paths in the order in which they were given.
  package var paths: [String]
  /// The settings of both runs; its own paths count for nothing.
  package var run: RunRequest

  package init(paths: [String], run: RunRequest) {
    self.paths = paths
    self.run = run
  }
}

extension Pipeline {
  /// Tells who moves between two agreements, or between two states of the data, and why.
  package mutating func diff(_ request: DiffRequest) async throws(RunFailure) -> DiffResult {
    var (old, new) = (request.run, request.run)
    let areAgreements = try request.paths.prefix(3).map { path throws(RunFailure) in
      // Standard input can be read once, and an agreement is read twice.
      path == "-" ? false : try isAgreement(path)
    }
    for index in 0..<2 {
      var run = request.run
      run.keepsCells = true
      run.fillsBlanks = false
      run.detail = .reasons
      switch areAgreements {
      case [true, true, false]:
        (run.agreementPath, run.accountsPath) = (request.paths[index], request.paths[2])
      case [true, false, false]:
        (run.agreementPath, run.accountsPath) = (request.paths[0], request.paths[1 + index])
      default:
        report(.incomparable(request.paths, areAgreements))
        throw .wrong
      }
      if index == 0 { old = run } else { new = run }
    }
    let result =
      areAgreements[1]
      ? try await compareAgreements(old, new) : try await compareStates(old, new)
    countOthers(in: [result.old, result.new], about: nil, toSee: Pipeline.check(new))
    return result
  }

  private mutating func isAgreement(_ path: String) throws(RunFailure) -> Bool {
    let source = try source(path)
    var bytes: [UInt8] = []
    do throws(ReadProblem) {
      try source.read(min(source.count, 1 << 16), at: 0, into: &bytes)
    } catch {
      report(.unreadable(path, error))
      throw .unreadable
    }
    return SourceText.isAgreement(bytes, named: path)
  }

  /// Runs the one and the other; what both find is reported once, and doubts about an old agreement
  /// are not reported.
  mutating func runBoth(
    _ old: RunRequest, _ new: RunRequest
  ) async throws(RunFailure) -> (old: Run, new: Run) {
    var before = self
    let first: Run
    do throws(RunFailure) {
      first = try await before.run(old)
    } catch {
      self = before
      throw error
    }
    let second = try await run(new)
    let known = diagnostics.sorted
    let agreement = Paths.shown(old.agreementPath)
    for item in before.diagnostics.sorted where item.place?.file != agreement {
      let isKnown = known.contains {
        ($0.code, $0.message) == (item.code, item.message) && $0.place == item.place
      }
      if !isKnown { report(item) }
    }
    return (first, second)
  }
}

extension Diagnostic {
  fileprivate static func incomparable(_ paths: [String], _ areAgreements: [Bool]) -> Diagnostic {
    let kinds = zip(paths, areAgreements).map { path, isAgreement in
      "`\(Printable.escaped(Paths.shown(path), limit: 40))` is "
        + (isAgreement ? "an agreement" : "a table")
    }
    return Diagnostic(
      .incomparableFiles, .error,
      "these files cannot be compared: " + kinds.joined(separator: ", "), at: nil,
      help: "give two agreements and then the accounts, or an agreement and then two states of "
        + "the accounts")
  }
}
