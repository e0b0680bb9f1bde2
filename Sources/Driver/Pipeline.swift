import Diagnostics
import Engine
import Language
import Tables

/// Opens files by path; the rim's, or a dictionary in tests.
package protocol FileAccess: Sendable {
  func open(_ path: String) throws(ReadProblem) -> any ByteSource
}

/// What a run is asked to do.
package struct RunRequest: Sendable {
  /// How much is computed beside the decisions.
  package enum Detail: Sendable {
    /// Tiers, scores, findings, sponsors and reviews.
    case decisions
    /// Also the figures that the deciding clauses read.
    case reasons
    /// Also what could change them: blanks that are filled in, and time.
    case explanations
  }

  package var agreementPath: String
  package var accountsPath: String
  /// Paths that replace those written in the agreement, by table.
  package var tablePaths: [(name: String, path: String)] = []
  package var asOf: Day?
  /// The path of an earlier result, which says which tiers accounts had.
  package var previousPath: String?
  package var detail = Detail.explanations
  /// `true` iff people are to be looked up, and what replacing accounts costs.
  package var isDrill = false
  /// `true` iff it is told what filling blanks in could change.
  package var fillsBlanks = true
  /// `true` iff all cells are kept, so that other agreements and other cells can be judged without
  /// the files.
  package var keepsCells = false
  /// `true` iff one account is to be explained down to the cells.
  package var isProof = false
  /// The key or name of this account.
  package var provedAccount: String?
  /// `true` iff a report prints the digests of all files.
  package var digestsFiles = false
  package var settings: WorkSettings

  package init(agreementPath: String, accountsPath: String, settings: WorkSettings) {
    self.agreementPath = agreementPath
    self.accountsPath = accountsPath
    self.settings = settings
  }
}

/// Everything that a run found out.
package struct Run: Sendable {
  package var evaluation: Evaluation
  package var findings: [FindingResult]
  package var questions: QuestionAudit
  package var sponsors: [SponsorResult]
  package var schedule: Schedule
  /// By table, the file that was read.
  package var inputs: [TableInput?]
  /// By table, the file's digest; nil where the run was not asked for it.
  package var digests: [String?]?
  /// Rows of holiday files that could not be read.
  package var rejectedHolidays = 0
  package var agreementDigest: String
  /// The file that says which tiers accounts had, where the run was given one.
  package var previous: PreviousFile?
  /// What that file says of the accounts.
  package var earlier: EarlierResult?
  /// What time will change; nil where that was not asked for and where nothing depends on the day.
  package var forecast: Forecast?
}

/// Why a run ended without a result.
package enum RunFailure: Error, Sendable {
  /// The agreement, the command line, or data that do not fit the agreement.
  case wrong
  /// A file could not be read.
  case unreadable
  /// Somebody asked for it.
  case stopped
}

/// The whole way from files to results; the one place that knows the order of the stages.
package struct Pipeline {
  package private(set) var diagnostics = DiagnosticList()
  let files: any FileAccess
  /// Rows and events of holiday files that could not be read.
  var rejectedHolidays = 0

  package init(files: any FileAccess) { self.files = files }

  /// Reads and checks an agreement.
  ///
  /// - Parameter hasPrevious: whether an earlier result says which tiers accounts had.
  package mutating func check(
    _ path: String, hasPrevious: Bool = false
  ) throws(RunFailure) -> CheckedProgram {
    try check(try agreement(at: path), hasPrevious: hasPrevious)
  }

  /// Checks the text of an agreement.
  mutating func check(
    _ source: SourceText, hasPrevious: Bool
  ) throws(RunFailure) -> CheckedProgram {
    let (tree, mistakes) = Parser.parse(source)
    diagnostics.append(contentsOf: mistakes)
    // Half-understood declarations would only raise false alarms about names.
    if !tree.isUnderstood { throw .wrong }
    let (program, problems) = Checker.check(tree)
    // Doubts are worth raising once the text is right.
    let isWellFormed = mistakes.isEmpty
    diagnostics.append(
      contentsOf: problems.filter {
        (isWellFormed || $0.severity == .error) && !($0.code == .noTierBefore && hasPrevious)
      })
    if diagnostics.containsError { throw .wrong }
    if program.calendar?.files.isEmpty ?? false, let day = program.agreement.statedDay {
      try requirePossible(
        ReviewStage.calendar(of: program, [], asOf: day), of: program, asOf: day)
    }
    return program
  }

  /// Reads an agreement, and returns its text with its canonical form.
  package mutating func format(
    _ path: String
  ) throws(RunFailure) -> (text: [UInt8], form: [UInt8]) {
    let source = try agreement(at: path)
    let (form, mistakes) = Formatter.format(source)
    diagnostics.append(contentsOf: mistakes)
    guard let form else { throw .wrong }
    return (source.bytes, form)
  }

  /// Reads the accounts and other tables, and returns an agreement to start from.
  ///
  /// - Parameter tables: the tables beside the accounts, by name.
  package mutating func start(
    accountsPath: String, tables: [(name: String, path: String)]
  ) async throws(RunFailure) -> [UInt8] {
    var files: [StarterFile] = []
    var failure: RunFailure?
    for (index, table) in tables.enumerated()
    where !Starter.isFree(table.name, beside: tables[..<index].map(\.name)) {
      diagnostics.append(.unusableTableName(table.name))
      failure = .wrong
    }
    for (name, path) in [("accounts", accountsPath)] + tables {
      do throws(RunFailure) {
        files.append(try await profile(name, path))
      } catch {
        failure = failure == .unreadable ? .unreadable : error
      }
    }
    if let failure { throw failure }
    var starter = Starter(files)
    do throws(ReadProblem) {
      try await starter.connect()
    } catch {
      diagnostics.append(.unreadable(accountsPath, error))
      throw .unreadable
    }
    let source = SourceText(name: "agreement", bytes: Array(starter.text.utf8))
    let (form, problems) = Formatter.format(source)
    diagnostics.append(contentsOf: problems)
    guard let form else { throw .wrong }
    return form
  }

  private mutating func profile(
    _ name: String, _ path: String
  ) async throws(RunFailure) -> StarterFile {
    let source = try source(path)
    let (profile, problems): (TableProfile?, [Diagnostic])
    do throws(ReadProblem) {
      (profile, problems) = try await TableProfile.read(source, path: Paths.shown(path))
    } catch {
      diagnostics.append(.unreadable(path, error))
      throw .unreadable
    }
    diagnostics.append(contentsOf: problems)
    guard let profile else { throw .wrong }
    let file = StarterFile(table: name, path: path, source: source, profile: profile)
    guard file.hasUsableColumn else {
      diagnostics.append(.noUsableColumn(path))
      throw .wrong
    }
    return file
  }

  /// Decides everything that the agreement says about the accounts.
  package mutating func run(_ request: RunRequest) async throws(RunFailure) -> Run {
    let program = try check(request.agreementPath, hasPrevious: request.previousPath != nil)
    let asOf = try asOf(of: program, request)
    reportLateRates(of: program, request)
    if let problem = program.weightProblem(on: asOf) {
      diagnostics.append(problem)
      throw .wrong
    }
    let inputs = try open(program, request)
    // PERF: a child that has nothing to do would wake a thread.
    let digests = request.digestsFiles ? Task { await FileDigest.all(of: inputs) } : nil
    defer { digests?.cancel() }
    let (calendar, holidays) = try await calendar(of: program, request, asOf: asOf)
    let (earlier, previous, before) = try earlierResult(for: program, request)
    var demands = Demands.decisions(of: program, hasEarlier: earlier != nil)
    // What time will change is no part of one account's proof.
    let tellsTime = request.detail == .explanations && !request.isProof
    let dependence = tellsTime ? DayDependence(program) : nil
    if request.detail != .decisions { demands += Demands.explanations(of: program) }
    if request.isDrill { demands += Demands.drills(of: program) }
    if request.isProof { demands += Demands.proofs(of: program) }
    if let dependence {
      demands += Forecaster.demands(dependence, of: program, hasEarlier: earlier != nil)
    }
    let plan = Planner.plan(
      program, asOf: asOf, demanding: demands, hasEarlier: earlier != nil,
      keepsForOtherDays: dependence != nil && Forecaster.keeps(inputs, of: program),
      keepsCells: request.keepsCells || request.isProof)
    let evaluation: Evaluation
    do throws(EvaluationFailure) {
      evaluation = try await Evaluator.evaluate(
        program, plan, asOf: asOf, inputs: inputs, settings: request.settings, earlier: earlier,
        chasing: request.detail == .explanations,
        account: request.findsProved, fillsBlanks: request.fillsBlanks)
    } catch {
      throw report(error)
    }
    let forecast = try await forecast(evaluation, dependence, inputs, request, earlier)
    try requireUnchanged(inputs)
    report(evaluation, inputs)
    let sponsors = SponsorStage.assign(evaluation)
    diagnostics.append(contentsOf: SponsorProblems.diagnostics(of: sponsors, in: evaluation))
    let schedule = ReviewStage.schedule(
      evaluation, sponsors: sponsors, on: calendar, earlier: before)
    if let warning = schedule.strangeness(of: before, previous, asOf) {
      diagnostics.append(warning)
    }
    reportCountries(holidays, evaluation, sponsors)
    report(agendasWithoutMeeting: evaluation)
    var result = Run(
      evaluation: evaluation, findings: Findings.evaluate(evaluation),
      questions: QuestionAudit(evaluation), sponsors: sponsors,
      schedule: schedule, inputs: inputs,
      agreementDigest: SHA256.hexDigest(of: program.source.bytes))
    result.rejectedHolidays = rejectedHolidays
    result.forecast = forecast
    if let digests {
      result.digests = await digests.value
      // They are of what was judged only if it is still there.
      try requireUnchanged(inputs)
    }
    result.previous = previous
    result.earlier = earlier
    return result
  }

  private mutating func forecast(
    _ evaluation: Evaluation, _ dependence: DayDependence?, _ inputs: [TableInput?],
    _ request: RunRequest, _ earlier: EarlierResult?
  ) async throws(RunFailure) -> Forecast? {
    guard let dependence else { return nil }
    do throws(EvaluationFailure) {
      return try await Forecaster(
        evaluation, inputs, request.settings, earlier: earlier
      ).forecast(dependence)
    } catch {
      throw report(error)
    }
  }

  // MARK: Files

  package mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func source(_ path: String) throws(RunFailure) -> any ByteSource {
    do throws(ReadProblem) {
      return try files.open(path)
    } catch {
      diagnostics.append(.unreadable(path, error))
      throw .unreadable
    }
  }

  /// Reads the text of an agreement.
  private mutating func agreement(at path: String) throws(RunFailure) -> SourceText {
    // More is refused whatever it is, so that there is no need to read it.
    let bytes = try read(path, atMost: Limits.sourceBytes + 1)
    return SourceText(name: Paths.shown(path), bytes: bytes)
  }

  private mutating func read(
    _ path: String, atMost most: Int
  ) throws(RunFailure) -> [UInt8] {
    let source = try source(path)
    var bytes: [UInt8] = []
    do throws(ReadProblem) {
      try source.read(min(source.count, most), at: 0, into: &bytes)
    } catch {
      diagnostics.append(.unreadable(path, error))
      throw .unreadable
    }
    return bytes
  }

  /// Opens every table's file and reads its header; reports all that are unfit before ending.
  package mutating func open(
    _ program: CheckedProgram, _ request: RunRequest
  ) throws(RunFailure) -> [TableInput?] {
    var inputs: [TableInput?] = []
    var failure: RunFailure?
    for name in request.tablePaths.map(\.name)
    where !program.tables.contains(where: { $0.name == name }) {
      diagnostics.append(.unknownTable(name, known: program.tables.map(\.name)))
      failure = .wrong
    }
    for table in program.tables {
      guard case .file(let written) = table.origin else {
        inputs.append(nil)
        continue
      }
      let path = path(of: table.name, written: written, request)
      do throws(RunFailure) {
        inputs.append(try open(table, path))
      } catch {
        inputs.append(nil)
        failure = failure == .unreadable ? .unreadable : error
      }
    }
    if let failure { throw failure }
    return inputs
  }

  mutating func earlierResult(
    for program: CheckedProgram, _ request: RunRequest
  ) throws(RunFailure) -> (EarlierResult?, PreviousFile?, EarlierSchedule?) {
    guard let path = request.previousPath else { return (nil, nil, nil) }
    let bytes = try read(path, atMost: Limits.previousBytes + 1)
    if bytes.count > Limits.previousBytes {
      diagnostics.append(.oversizedPrevious(path))
      throw .wrong
    }
    do throws(JSONMistake) {
      let previous = try PreviousResult(bytes, scoreNames: Set(program.scores.map(\.name)))
      let (result, unknown) = previous.result(for: program)
      if !unknown.isEmpty {
        diagnostics.append(
          .unknownPreviousTiers(unknown, path, known: program.tiers.map(\.name)))
      }
      var file = previous.file(path, bytes)
      if !program.agendas.isEmpty { file.agendas = try PreviousAgendas(bytes) }
      return (result, file, previous.schedule)
    } catch {
      diagnostics.append(.unreadablePrevious(path, bytes, error))
      throw .wrong
    }
  }

  /// Refuses what was read while somebody else wrote: its first half may not belong to its second.
  mutating func requireUnchanged(_ inputs: [TableInput?]) throws(RunFailure) {
    let changed = inputs.compactMap { $0 }.filter { !$0.source.isUnchanged }
    for input in changed { diagnostics.append(.unreadable(input.path, .changed)) }
    if !changed.isEmpty { throw .unreadable }
  }

  private func path(of table: String, written: String?, _ request: RunRequest) -> String {
    if let replaced = request.tablePaths.last(where: { $0.name == table }) { return replaced.path }
    guard let written else { return request.accountsPath }
    return Paths.join(Paths.folder(of: request.agreementPath), written)
  }

  private mutating func open(_ table: CheckedTable, _ path: String) throws(RunFailure) -> TableInput
  {
    let source = try source(path)
    let shown = Paths.shown(path)
    do throws(ReadProblem) {
      let (header, problems) = try TableHeader.read(
        source: source, schema: table.schema, path: shown)
      diagnostics.append(contentsOf: problems)
      if problems.contains(where: { $0.severity == .error }) { throw ReadProblem("") }
      return TableInput(path: shown, source: source, header: header)
    } catch {
      if error.reason.isEmpty { throw .wrong }
      diagnostics.append(.unreadable(path, error))
      throw .unreadable
    }
  }

  // MARK: The as-of date and what the run found

  /// - Parameter reading: what else depends on the day.
  mutating func asOf(
    of program: CheckedProgram, _ request: RunRequest, reading: SourceRange? = nil
  ) throws(RunFailure) -> Day {
    if let day = request.asOf ?? program.agreement.asOf ?? program.agreement.effective {
      return day
    }
    guard let reader = program.dayReader ?? reading else { return Day(number: 0) }
    diagnostics.append(
      Diagnostic(
        .missingAsOf, .error, "the agreement does not say on which day it is judged",
        at: program.source.place(of: reader), label: "this depends on the day",
        help: "write `as of 2027-04-01` in the block of `agreement`, or give `--as-of 2027-04-01`"))
    throw .wrong
  }

  /// Warns of rates that are not yet known on a day that the agreement does not state.
  private mutating func reportLateRates(of program: CheckedProgram, _ request: RunRequest) {
    guard let day = request.asOf, day != program.agreement.statedDay,
      let warning = program.lateRates(on: day)
    else { return }
    diagnostics.append(warning)
  }

  mutating func report(_ failure: EvaluationFailure) -> RunFailure {
    switch failure {
    case .unreadable(let path, let problem):
      diagnostics.append(.unreadable(path, problem))
      return .unreadable
    case .broken(let problems):
      diagnostics.append(contentsOf: problems)
      return .wrong
    case .stopped: return .stopped
    }
  }

  /// Turns what the data did to the run into diagnostics: rejected rows, repeated keys, references
  /// that lead nowhere, overrides of nobody.
  private mutating func report(_ evaluation: Evaluation, _ inputs: [TableInput?]) {
    diagnostics.append(contentsOf: DataProblems.diagnostics(of: evaluation, inputs: inputs))
  }
}
