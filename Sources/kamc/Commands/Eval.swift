import Diagnostics
import Driver
import Engine
import Glibc
import Language

/// `kamc eval`: decides everything that the agreement says and writes it down.
struct Eval {
  private let arguments: Arguments
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    let targets: [OutputTarget]
    do throws(OutputMistakes) {
      targets = try arguments.targets()
    } catch {
      console.report(error.diagnostics)
      return error.status
    }
    let files = Files(outputs: Set(targets.compactMap(\.identity)))
    var pipeline = Pipeline(files: files)
    do throws(RunFailure) {
      let run = try await pipeline.run(request)
      return await finish(run, pipeline.diagnostics.sorted, targets)
    } catch {
      console.report(pipeline.diagnostics.sorted)
      return files.hasClash ? .wrong : ExitStatus(error)
    }
  }

  private var request: RunRequest {
    var request = arguments.request
    if !wantsReport { request.detail = .decisions }
    return request
  }

  /// `true` iff the report goes to standard output, which a file written to `-` takes for itself.
  private var wantsReport: Bool {
    !arguments.isQuiet && !arguments.outputs.contains { $0.path == "-" }
  }

  private func finish(
    _ run: Run, _ found: [Diagnostic], _ targets: [OutputTarget]
  ) async -> ExitStatus {
    if arguments.isStrict, RunOutcome.hasRejections(run) {
      // The rows are why the run fails, though each alone is a warning.
      var console = console
      console.isQuiet = false
      console.report(found)
      return .incomplete
    }
    var diagnostics = found
    do throws(WriteProblem) {
      var files: [(target: OutputTarget, pieces: [[UInt8]])] = []
      var printed = wantsReport ? report(run) : []
      for (target, output) in zip(targets, arguments.outputs) {
        let pieces = await render(run, output, &diagnostics)
        if target.isStandardOutput {
          printed = Array(pieces.joined())
        } else {
          files.append((target, pieces))
        }
      }
      try OutputTarget.write(files)
      if try !console.print(printed) { return .done }
      console.report(diagnostics)
      return RunOutcome.status(of: run)
    } catch {
      console.report([error.diagnostic] + diagnostics)
      return .fileFailure
    }
  }

  private func report(_ run: Run) -> [UInt8] {
    switch arguments.format {
    case .json: return JSONReport.render(run)
    case .text:
      let style = TextStyle(
        useColor: Terminal.usesColor(arguments.color, on: STDOUT_FILENO), width: Terminal.width)
      return Array(TextReport.render(run, style: style).utf8)
    }
  }

  private func render(
    _ run: Run, _ output: Arguments.Output, _ diagnostics: inout [Diagnostic]
  ) async -> [[UInt8]] {
    let program = run.evaluation.program
    switch (output.option, output.format) {
    case (.tiers, .json): return [TiersJSON.render(run)]
    case (.tiers, _):
      let (pieces, neutralised) = await TiersCSV.render(
        run, workers: arguments.request.settings.workers)
      if neutralised > 0 { diagnostics.append(.neutralised(neutralised, in: output.path)) }
      return pieces
    case (_, .csv): return [ScheduleCSV.render(run.schedule)]
    case (_, .json): return [ScheduleJSON.render(run)]
    case (_, .ics):
      return [
        ScheduleICS.render(
          run.schedule, agreement: program.agreement.name, asOf: run.evaluation.asOf,
          zone: program.calendar?.zone)
      ]
    }
  }
}

extension Diagnostic {
  fileprivate static func neutralised(_ count: Int, in path: String) -> Diagnostic {
    let subject = "\(Count.of(count, "text")) in `\(Printable.escaped(Paths.shown(path)))`"
    return Diagnostic(
      .neutralisedCells, .note,
      "\(subject) would run as \(count == 1 ? "a formula" : "formulas") in a spreadsheet and "
        + "\(count == 1 ? "has" : "have") a leading `'`",
      at: nil)
  }
}
