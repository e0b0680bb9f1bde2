import Diagnostics
import Engine
import Language
import Tables

extension Pipeline {
  /// Compares what people name with each other and with what the agreement says.
  ///
  /// - Parameter request: how to decide; only what reasons need is computed.
  package mutating func agree(
    _ request: RunRequest, _ nominations: NominationRequest
  ) async throws(RunFailure) -> NominationResult {
    let file = try await nominationFile(nominations)
    var request = request
    request.detail = .reasons
    let run = try await run(request)
    let keyTiers = try keyTiers(nominations.keyTiers, of: run.evaluation.program)
    let result = NominationResult(run, file, keyTiers: keyTiers)
    for diagnostic in result.diagnostics { report(diagnostic) }
    let source = file.rows.input.source
    if !source.isUnchanged {
      report(.unreadable(nominations.path, .changed))
      throw .unreadable
    }
    return result
  }

  private mutating func nominationFile(
    _ request: NominationRequest
  ) async throws(RunFailure) -> NominationFile {
    let source = try source(request.path)
    let file: NominationFile
    do throws(ReadProblem) {
      file = try await NominationFile.read(
        source, path: Paths.shown(request.path), isAnonymous: request.isAnonymous)
    } catch {
      report(.unreadable(request.path, error))
      throw .unreadable
    }
    guard file.hasErrors else { return file }
    for diagnostic in file.diagnostics { report(diagnostic) }
    throw .wrong
  }

  /// Returns the indices of the tiers called `names`, ascending; nil means every tier but the one for
  /// all who are left.
  mutating func keyTiers(
    _ names: [String]?, of program: CheckedProgram
  ) throws(RunFailure) -> [Int] {
    guard let names else { return program.keyTiers }
    let known = program.tiers.map(\.name)
    let unknown = names.filter { !known.contains($0) }
    for name in unknown { report(.unknownKeyTier(name, known: known)) }
    if !unknown.isEmpty { throw .wrong }
    return known.indices.filter { names.contains(known[$0]) }
  }
}

extension Diagnostic {
  fileprivate static func unknownKeyTier(_ name: String, known: [String]) -> Diagnostic {
    Diagnostic(
      .badOptionValue, .error,
      "`--key-tiers` names `\(Printable.escaped(name, limit: 40))`, which is no tier of the "
        + "agreement",
      at: nil,
      help: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
        ?? "its tiers are \(known.joined(separator: ", "))")
  }
}
