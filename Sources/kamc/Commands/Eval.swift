import Diagnostics
import Driver
import Engine
import Language
import Tables

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
    let folders: CalendarFolders
    do throws(OutputMistakes) {
      targets = try arguments.targets()
      folders = try CalendarFolders(arguments)
    } catch {
      console.report(error.diagnostics)
      return error.status
    }
    let files = Files(outputs: Set(targets.compactMap(\.identity)))
    var pipeline = Pipeline(files: files)
    do throws(RunFailure) {
      var run = try await pipeline.run(request)
      if writesTiersAlone { run.evaluation.forgetAllButOutputs() }
      Kept.untilExit(run)
      try pipeline.require([arguments.scheduleFor].compactMap { $0 }, in: run)
      return await finish(run, pipeline.diagnostics.sorted, targets, folders)
    } catch {
      console.report(pipeline.diagnostics.sorted)
      return files.hasClash ? .wrong : ExitStatus(error)
    }
  }

  private var request: RunRequest {
    var request = arguments.request
    if !wantsReport { request.detail = .decisions }
    request.digestsFiles = wantsReport && arguments.format == .json
    return request
  }

  /// `true` iff the report goes to standard output, which a file written to `-` takes for itself.
  private var wantsReport: Bool {
    !arguments.isQuiet && !arguments.outputs.contains { $0.path == "-" }
  }

  /// `true` iff nothing is made of the result but tables of tiers.
  private var writesTiersAlone: Bool {
    !wantsReport && arguments.scheduleFolder == nil && arguments.invitations == nil
      && arguments.outputs.allSatisfy { $0.option == .tiers && $0.format != .json }
  }

  private var workers: Workforce { arguments.request.settings.workers }

  private func finish(
    _ run: Run, _ found: [Diagnostic], _ targets: [OutputTarget], _ folders: CalendarFolders
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
      var files: [(target: OutputTarget, content: OutputContent)] = []
      var printed = wantsReport ? report(run) : .bytes([])
      for (target, output) in zip(targets, arguments.outputs) {
        if target.isStandardOutput {
          printed = content(run, output)
        } else {
          files.append((target, content(run, output)))
        }
      }
      let calendars = try folders.files(of: CalendarFiles(run, organizer: arguments.organizer))
      diagnostics += calendars.diagnostics
      let written = try await OutputTarget.write(files + calendars.files)
      guard let alsoNeutralised = try await console.print(printed) else { return .done }
      report(neutralised: written + alsoNeutralised, to: &diagnostics)
      console.report(diagnostics)
      return RunOutcome.status(of: run)
    } catch {
      console.report([error.diagnostic] + diagnostics)
      return .fileFailure
    }
  }

  private func report(_ run: Run) -> OutputContent {
    switch arguments.format {
    case .json: return .parts(JSONReport(run), workers: workers)
    case .text:
      return .bytes(Array(TextReport.render(run, style: arguments.textStyle).utf8))
    }
  }

  /// Notes how many texts were neutralised; only the file of tiers has such a count.
  private func report(neutralised count: Int, to diagnostics: inout [Diagnostic]) {
    guard count > 0, let tiers = arguments.outputs.first(where: { $0.option == .tiers }) else {
      return
    }
    diagnostics.append(.neutralised(count, in: tiers.path))
  }

  private func content(_ run: Run, _ output: Arguments.Output) -> OutputContent {
    switch (output.option, output.format) {
    case (.tiers, .json): return .bytes(TiersJSON.render(run))
    case (.tiers, _): return .parts(TiersCSV(run), workers: workers)
    case (.actions, .json): return .bytes(ActionsFile.json(run))
    case (.actions, _): return .bytes(ActionsFile.csv(run))
    case (_, .csv): return .bytes(ScheduleCSV.render(schedule(of: run)))
    case (_, .json): return .bytes(ScheduleJSON.render(schedule(of: run)))
    case (_, .ics):
      let calendars = CalendarFiles(run, organizer: arguments.organizer)
      return .bytes(calendars.published(for: [arguments.scheduleFor].compactMap { $0 }))
    }
  }

  /// The reviews that `--schedule` writes.
  private func schedule(of run: Run) -> Schedule {
    arguments.scheduleFor.map { run.schedule.attended(by: [$0]) } ?? run.schedule
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
