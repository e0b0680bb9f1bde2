/// What `kamc` can be asked to do.
enum Command: String, CaseIterable {
  case eval, explain, check, diff, repl, fmt, agree, sponsors, schedule, drill, test, robustness
  case initialize = "init"
  case explainCode = "explain-code"
  case completions, help

  /// A word that follows the command.
  struct Operand {
    var name: String
    /// `true` iff it is the path of a file to read.
    var isFile = true
    var isOptional = false
    /// `true` iff more such words may follow.
    var isRepeatable = false
  }

  var operands: [Operand] {
    switch self {
    case .eval, .repl, .robustness:
      [Operand(name: "AGREEMENT.kam"), Operand(name: "ACCOUNTS.csv")]
    case .explain:
      [
        Operand(name: "AGREEMENT.kam"), Operand(name: "ACCOUNTS.csv", isOptional: true),
        Operand(name: "ACCOUNT", isFile: false, isOptional: true),
      ]
    case .check:
      [Operand(name: "AGREEMENT.kam"), Operand(name: "ACCOUNTS.csv", isOptional: true)]
    case .diff:
      [
        Operand(name: "OLD.kam"), Operand(name: "NEW.kam|OLD.csv"),
        Operand(name: "ACCOUNTS.csv|NEW.csv"),
      ]
    case .fmt: [Operand(name: "FILE", isRepeatable: true)]
    case .agree:
      [
        Operand(name: "AGREEMENT.kam"), Operand(name: "ACCOUNTS.csv"),
        Operand(name: "NOMINATIONS.csv"),
      ]
    case .sponsors:
      [
        Operand(name: "AGREEMENT.kam"), Operand(name: "ACCOUNTS.csv"),
        Operand(name: "ACCOUNT", isFile: false, isOptional: true),
        Operand(name: "PERSON", isFile: false, isOptional: true),
      ]
    case .schedule:
      [
        Operand(name: "AGREEMENT.kam"), Operand(name: "ACCOUNTS.csv"),
        Operand(name: "PERSON", isFile: false, isOptional: true, isRepeatable: true),
      ]
    case .drill:
      [
        Operand(name: DrillKind.allCases.map(\.rawValue).joined(separator: "|"), isFile: false),
        Operand(name: "AGREEMENT.kam"), Operand(name: "ACCOUNTS.csv"),
        Operand(name: "NAME", isFile: false, isOptional: true, isRepeatable: true),
      ]
    case .test: [Operand(name: "AGREEMENT.kam", isRepeatable: true)]
    case .initialize: [Operand(name: "ACCOUNTS.csv")]
    case .explainCode: [Operand(name: "CODE", isFile: false, isOptional: true)]
    case .completions:
      [
        Operand(
          name: Completions.Shell.allCases.map(\.rawValue).joined(separator: "|"), isFile: false)
      ]
    case .help: [Operand(name: "COMMAND", isFile: false, isOptional: true)]
    }
  }

  var options: [Option] {
    switch self {
    case .eval:
      Option.allCases.filter {
        ![
          .check, .keyTiers, .anonymous, .top, .brief, .full, .data, .mutate, .boundaries, .within,
        ].contains($0)
      }
    case .explain:
      [
        .brief, .full, .table, .asOf, .previous, .format, .color, .quiet, .workers, .help, .version,
      ]
    case .agree:
      [
        .keyTiers, .anonymous, .table, .asOf, .previous, .format, .color, .quiet, .workers, .help,
        .version,
      ]
    case .repl: [.table, .asOf, .previous, .color, .workers, .help, .version]
    case .diff, .sponsors, .schedule:
      [.table, .asOf, .previous, .format, .color, .quiet, .workers, .help, .version]
    case .drill:
      [
        .top, .keyTiers, .table, .asOf, .previous, .format, .color, .quiet, .workers, .help,
        .version,
      ]
    case .test:
      [
        .data, .mutate, .boundaries, .table, .asOf, .previous, .format, .color, .quiet, .workers,
        .help, .version,
      ]
    case .robustness:
      [
        .within, .table, .asOf, .previous, .format, .color, .quiet, .workers, .help, .version,
      ]
    case .initialize: [.table, .format, .color, .quiet, .help, .version]
    case .fmt: [.check, .format, .color, .quiet, .help, .version]
    case .check: [.table, .asOf, .previous, .format, .color, .quiet, .workers, .help, .version]
    case .explainCode, .completions, .help: [.color, .help, .version]
    }
  }

  /// How the command is called.
  var usage: String {
    let words = operands.map { operand in
      let name = operand.isRepeatable ? operand.name + "..." : operand.name
      return operand.isOptional ? "[\(name)]" : name
    }
    return (["kamc", rawValue] + words).joined(separator: " ")
  }
}

/// A word that starts with two hyphens.
enum Option: String, CaseIterable {
  case tiers, schedule
  case scheduleFor = "schedule-for"
  case scheduleFolder = "schedule-folder"
  case invitations, organizer, actions, table
  case asOf = "as-of"
  case previous
  case keyTiers = "key-tiers"
  case anonymous, top, brief, full, data, mutate, boundaries, within
  case check, format, color, quiet, strict, workers, help, version

  /// What stands for the option's value in help, or nil for an option without a value.
  var placeholder: String? {
    switch self {
    case .tiers, .schedule, .actions: "FILE"
    case .scheduleFor: "NAME"
    case .scheduleFolder, .invitations: "FOLDER"
    case .organizer: "ADDRESS"
    case .previous: "RESULT.json"
    case .data: "ACCOUNTS.csv"
    case .table: "NAME=PATH"
    case .asOf: "DATE"
    case .keyTiers: "TIER,..."
    case .top: "N,..."
    case .within: "PERCENT"
    case .format, .color: choices.joined(separator: "|")
    case .workers: "N"
    case .check, .anonymous, .mutate, .boundaries, .brief, .full, .quiet, .strict, .help,
      .version:
      nil
    }
  }

  /// The values to choose from, where they can be listed.
  var choices: [String] {
    switch self {
    case .format: ReportFormat.allCases.map(\.rawValue)
    case .color: ColorChoice.allCases.map(\.rawValue)
    case .tiers, .schedule, .scheduleFor, .scheduleFolder, .invitations, .organizer, .actions,
      .table, .asOf, .previous, .keyTiers, .anonymous, .top, .data, .mutate, .boundaries, .within,
      .brief, .full, .check, .quiet, .strict, .workers, .help, .version:
      []
    }
  }

  var isRepeatable: Bool { self == .table || self == .top }

  /// The formats that the option's file can have.
  var fileFormats: [FileFormat] {
    switch self {
    case .tiers, .actions: [.csv, .json]
    case .schedule: [.csv, .ics, .json]
    case .scheduleFor, .scheduleFolder, .invitations, .organizer, .table, .asOf, .previous,
      .keyTiers, .anonymous, .top, .data, .mutate, .boundaries, .within, .brief, .full, .check,
      .format, .color, .quiet, .strict, .workers, .help, .version:
      []
    }
  }

  /// The option as the user writes it.
  var spelling: String { "--\(rawValue)" }
}

/// What `drill` takes away.
enum DrillKind: String, CaseIterable {
  case leaver, loss
}

/// How a report and the diagnostics are written.
enum ReportFormat: String, CaseIterable {
  case text, json
}

/// The format of a file that `eval` writes, named by its extension.
enum FileFormat: String, CaseIterable {
  case csv, ics, json
}

/// When output is coloured.
enum ColorChoice: String, CaseIterable {
  case auto, always, never
}
