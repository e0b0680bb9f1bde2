import Diagnostics
import Driver
import Tables

/// What a command line asks for.
enum Invocation {
  /// No word that means anything.
  case nothing
  case help(Command?)
  case version
  case run(Arguments)
}

/// The files and settings of a command.
struct Arguments {
  /// A file to write.
  struct Output {
    var option: Option
    var path: String
    var format: FileFormat
  }

  var command: Command
  var operands: [String] = []
  var outputs: [Output] = []
  var tablePaths: [(name: String, path: String)] = []
  var asOf: Day?
  /// The path of the accounts that `test` holds against what is expected of them.
  var data: String?
  /// `true` iff `test` changes the rules to see whether a test notices it.
  var isMutating = false
  /// `true` iff `test` writes tests instead of running them.
  var asksForBoundaries = false
  /// How large a change of a number `robustness` takes for small, as a part of it.
  var within: Decimal?
  /// The path of an earlier result.
  var previous: String?
  var format = ReportFormat.text
  var color = ColorChoice.auto
  var isQuiet = false
  var isStrict = false
  /// The tiers whose accounts `agree` compares nominations with.
  var keyTiers: [String]?
  /// `true` iff `agree` shows no nominator's name.
  var isAnonymous = false
  /// How much `explain` says.
  var isBrief = false
  var isFull = false
  var drill = DrillKind.leaver
  /// Whom or what `drill` takes away.
  var names: [String] = []
  /// How many of the largest accounts `drill loss` takes away, each number in its turn.
  var tops: [Int]?
  /// The only person whose reviews `--schedule` writes.
  var scheduleFor: String?
  /// The folder of a calendar for each person.
  var scheduleFolder: String?
  /// The folder of an invitation for each review.
  var invitations: String?
  /// Where answers to invitations go.
  var organizer: MailAddress?
  /// `true` iff `fmt` only says what it would change.
  var isCheck = false
  var workers: Int?

  /// The paths of all inputs that the command line names.
  var inputs: [String] {
    // The kind of a drill is no operand any more.
    let declared = command.operands.dropFirst(command == .drill ? 1 : 0)
    let areRepeated = declared.last.map { $0.isRepeatable && $0.isFile } ?? false
    return zip(operands, declared).filter { $1.isFile }.map { $0.0 }
      + (areRepeated ? operands.dropFirst() : []) + tablePaths.map(\.path)
      + [previous, data].compactMap { $0 }
  }
}

/// Everything that is wrong with a command line.
struct ArgumentMistakes: Error {
  var diagnostics: [Diagnostic]
  /// The command, where that at least is known.
  var command: Command?
  var format: ReportFormat
  var color: ColorChoice
}

/// Reads a command line and reports all of its mistakes, not only the first.
///
/// Options may stand anywhere, as `--option value` or `--option=value`; after `--` every word is
/// an operand, and so is `-`. A mistake that follows from another one is not reported: after an
/// unknown option, whose value looks like an operand, nothing is said about operands.
struct ArgumentReader {
  private var command: Command?
  private var commandWord: String?
  private var operands: [String] = []
  private var options: [(option: Option, value: String?)] = []
  private var unknownOptions: [String] = []
  private var problems: [ArgumentProblem] = []

  /// Returns what `words`, the command line without the program's name, ask for.
  static func read(_ words: [String]) throws(ArgumentMistakes) -> Invocation {
    var reader = ArgumentReader()
    reader.sort(words)
    return try reader.invocation()
  }

  // MARK: Words

  private mutating func sort(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        for operand in rest { take(operand) }
        return
      }
      if word.hasPrefix("-"), word != "-" {
        takeOption(word, &rest)
      } else {
        take(word)
      }
    }
  }

  private mutating func take(_ word: String) {
    if commandWord == nil {
      commandWord = word
      command = Command(rawValue: word)
    } else {
      operands.append(word)
    }
  }

  private mutating func takeOption(_ word: String, _ rest: inout ArraySlice<String>) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = word == "-h" ? "help" : parts[0].hasPrefix("--") ? String(parts[0].dropFirst(2)) : ""
    guard let option = Option(rawValue: name) else {
      unknownOptions.append(String(parts[0]))
      return
    }
    if parts.count == 2 {
      if option.placeholder == nil { problems.append(.unexpectedValue(option)) }
      options.append((option, String(parts[1])))
    } else if option.placeholder == nil {
      options.append((option, nil))
    } else if let value = rest.first, !value.hasPrefix("--") {
      options.append((option, value))
      rest.removeFirst()
    } else {
      problems.append(.missingValue(option))
    }
  }

  // MARK: Meaning

  private mutating func invocation() throws(ArgumentMistakes) -> Invocation {
    let given = options.map(\.option)
    if given.contains(.version) { return .version }
    if given.contains(.help), command != nil || commandWord == nil { return .help(command) }
    if commandWord == nil, unknownOptions.isEmpty, problems.isEmpty { return .nothing }
    checkCommand()
    let candidates = command?.options ?? Option.allCases
    problems += unknownOptions.map { .unknownOption($0, candidates: candidates) }
    var arguments = Arguments(command: command ?? .help)
    for (option, value) in options { apply(option, value ?? "", to: &arguments) }
    checkRepetitions()
    if let command, unknownOptions.isEmpty { checkOperands(of: command) }
    arguments.operands = operands
    if command == .drill { divideOperands(of: &arguments) }
    if command == .explain { checkDepth(arguments) }
    if command == .schedule { arguments.names = Array(operands.dropFirst(2)) }
    checkCalendars(arguments)
    checkStandardStreams(arguments)
    guard problems.isEmpty, let command else {
      throw ArgumentMistakes(
        diagnostics: problems.map(\.diagnostic), command: command, format: arguments.format,
        color: arguments.color)
    }
    if command == .help { return .help(operands.first.flatMap(Command.init)) }
    return .run(arguments)
  }

  private mutating func checkCommand() {
    if let commandWord, command == nil {
      problems.append(.unknownCommand(commandWord, rest: operands))
    }
    if command == .help, let word = operands.first, Command(rawValue: word) == nil {
      problems.append(.unknownCommand(word, rest: []))
    }
  }

  private mutating func checkRepetitions() {
    let given = options.map(\.option)
    for option in Option.allCases where option.placeholder != nil && !option.isRepeatable {
      if given.count(where: { $0 == option }) > 1 { problems.append(.repeatedOption(option)) }
    }
  }

  private mutating func checkOperands(of command: Command) {
    let missing = command.operands.dropFirst(operands.count).filter { !$0.isOptional }
    problems += missing.map { .missingOperand($0, command) }
    if command.operands.last?.isRepeatable != true {
      problems += operands.dropFirst(command.operands.count).map { .extraOperand($0, command) }
    }
    let files = operands.dropFirst(command == .drill ? 1 : 0).prefix(2).map { $0.lowercased() }
    let commands: Set<Command> = [
      .eval, .explain, .check, .repl, .agree, .sponsors, .schedule, .drill, .robustness,
    ]
    if commands.contains(command), files.count == 2,
      files[0].hasSuffix(".csv"), files[1].hasSuffix(".kam")
    {
      problems.append(.swappedFiles(command))
    }
  }

  /// An account is explained in one depth; an agreement alone has none.
  private mutating func checkDepth(_ arguments: Arguments) {
    if operands.count == 2, let account = Command.explain.operands.last {
      problems.append(.missingOperand(account, .explain))
    }
    if arguments.isBrief, arguments.isFull { return problems.append(.clashingDepths) }
    if operands.count == 1 {
      if arguments.isBrief { problems.append(.depthOfAgreement(.brief)) }
      if arguments.isFull { problems.append(.depthOfAgreement(.full)) }
    }
  }

  /// Tells the kind of a drill and its names from its files.
  private mutating func divideOperands(of arguments: inout Arguments) {
    guard let word = operands.first else { return }
    guard let kind = DrillKind(rawValue: word) else { return problems.append(.unknownDrill(word)) }
    arguments.drill = kind
    arguments.operands = Array(operands.dropFirst().prefix(2))
    arguments.names = Array(operands.dropFirst(3))
    if kind == .leaver, arguments.tops != nil { problems.append(.topOfLeaver) }
  }

  /// Reports options about calendars without the one that they belong to.
  private mutating func checkCalendars(_ arguments: Arguments) {
    let given = Set(options.map(\.option))
    if given.contains(.scheduleFor), !given.contains(.schedule) {
      problems.append(.lonelyOption(.scheduleFor, needs: "--schedule FILE"))
    }
    if given.contains(.organizer),
      given.isDisjoint(with: [.schedule, .scheduleFolder, .invitations])
    {
      problems.append(.lonelyOption(.organizer, needs: "--invitations FOLDER"))
    }
    if given.contains(.invitations), !given.contains(.organizer) { problems.append(.noOrganizer) }
  }

  private mutating func checkStandardStreams(_ arguments: Arguments) {
    if arguments.inputs.count(where: { $0 == "-" }) > 1 { problems.append(.repeatedStandardInput) }
    if arguments.outputs.count(where: { $0.path == "-" }) > 1 {
      problems.append(.repeatedStandardOutput)
    }
  }

  // MARK: Values

  private mutating func apply(_ option: Option, _ value: String, to arguments: inout Arguments) {
    if let command, !command.options.contains(option) {
      problems.append(.misplacedOption(option, command))
      return
    }
    switch option {
    case .quiet: arguments.isQuiet = true
    case .strict: arguments.isStrict = true
    case .check: arguments.isCheck = true
    case .anonymous: arguments.isAnonymous = true
    case .brief: arguments.isBrief = true
    case .full: arguments.isFull = true
    case .keyTiers:
      arguments.keyTiers = parsed(option, value, "one or more tiers", ArgumentReader.names)
    case .top:
      let tops = parsed(option, value, "one or more numbers from 1", Self.counts)
      arguments.tops = (arguments.tops ?? []) + (tops ?? [])
    case .help, .version: break
    case .scheduleFor: arguments.scheduleFor = value
    case .scheduleFolder: arguments.scheduleFolder = value
    case .invitations: arguments.invitations = value
    case .organizer:
      arguments.organizer = parsed(option, value, "an address to send mail to", MailAddress.init)
    case .tiers, .schedule, .actions: applyOutput(option, value, to: &arguments)
    case .table: applyTable(value, to: &arguments)
    case .previous: arguments.previous = value
    case .data: arguments.data = value
    case .mutate: arguments.isMutating = true
    case .boundaries: arguments.asksForBoundaries = true
    case .within:
      arguments.within = parsed(option, value, "a percent such as 10%, up to 100%", Self.part)
    case .asOf: arguments.asOf = parsed(option, value, "a day", Self.day)
    case .workers:
      arguments.workers = parsed(option, value, "a number from 1 to 1024") { text in
        Int(text).flatMap { (1...1024).contains($0) ? $0 : nil }
      }
    case .format:
      arguments.format = parsed(option, value, "`text` or `json`", ReportFormat.init) ?? .text
    case .color:
      arguments.color =
        parsed(option, value, "`auto`, `always` or `never`", ColorChoice.init) ?? .auto
    }
  }

  private mutating func parsed<Value>(
    _ option: Option, _ text: String, _ expected: String, _ read: (String) -> Value?
  ) -> Value? {
    let value = read(text)
    if value == nil { problems.append(.badValue(option, text, expected: expected)) }
    return value
  }

  private mutating func applyOutput(
    _ option: Option, _ path: String, to arguments: inout Arguments
  ) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    let isJSON = options.contains { $0.option == .format && $0.value == ReportFormat.json.rawValue }
    let format =
      path == "-" ? (isJSON ? FileFormat.json : .csv) : ending.flatMap(FileFormat.init)
    guard let format, option.fileFormats.contains(format) else {
      problems.append(.unknownExtension(option, path: path))
      return
    }
    arguments.outputs.append(Arguments.Output(option: option, path: path, format: format))
  }

  private mutating func applyTable(_ value: String, to arguments: inout Arguments) {
    let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      problems.append(.badValue(.table, value, expected: "a table's name, `=` and a path"))
      return
    }
    arguments.tablePaths.append((name: String(parts[0]), path: String(parts[1])))
  }

  /// Returns the names between commas, or nil where one is missing.
  private static func names(_ text: String) -> [String]? {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.split(separator: " ").joined(separator: " ")
    }
    return names.contains("") ? nil : names
  }

  /// Returns the numbers between commas, or nil where one is no number from 1.
  private static func counts(_ text: String) -> [Int]? {
    let counts = names(text)?.map { Int($0).flatMap { $0 > 0 ? $0 : nil } }
    return counts.flatMap { $0.contains(nil) ? nil : $0.compactMap { $0 } }
  }

  /// Returns the part of a whole that is written as `10%`, or nil.
  private static func part(_ text: String) -> Decimal? {
    guard text.hasSuffix("%"), let points = Decimal(plain: Array(text.utf8.dropLast())[...]),
      points > .zero, points <= Decimal(100), points.rounded(toPlaces: 4) == points
    else { return nil }
    return points.divided(by: Decimal(100))
  }

  /// Returns the day that is written as `2027-04-01`, or nil.
  private static func day(_ text: String) -> Day? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    return Day(year: numbers[0], month: numbers[1], day: numbers[2])
  }
}
