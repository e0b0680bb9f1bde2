import Diagnostics
import Glibc

/// The program: reads the command line, runs the command, ends with its status.
@main
enum Main {
  static func main() {
    Descriptor.openStandardOnes()
    // A closed pipe is then an error of the write, which ends the program quietly.
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    Task.detached { exit(await run(words).rawValue) }
    // PERF: an asynchronous `main` ends this thread, whose stack is unwound for it; to look through
    // the unwinding tables takes 15 ms where the executable is linked statically.
    while true { pause() }
  }

  private static func run(_ words: [String]) async -> ExitStatus {
    let invocation: Invocation
    do throws(ArgumentMistakes) {
      invocation = try ArgumentReader.read(words)
    } catch {
      return refuse(error)
    }
    switch invocation {
    case .nothing:
      Console(format: .text, color: .auto).printError(Array(Help.page(nil).utf8))
      return .wrong
    case .help(let command): return print(Help.page(command))
    case .version: return print(Help.version + "\n")
    case .run(let arguments): return await run(arguments)
    }
  }

  private static func run(_ arguments: Arguments) async -> ExitStatus {
    let console = Console(
      format: arguments.format, color: arguments.color, isQuiet: arguments.isQuiet)
    switch arguments.command {
    case .eval: return await Eval(arguments, console).run()
    case .explain: return await Explain.run(arguments, console)
    case .check: return await Check(arguments, console).run()
    case .repl: return await Repl(arguments, console).run()
    case .diff: return await Diff.run(arguments, console)
    case .agree: return await Agree.run(arguments, console)
    case .sponsors: return await Sponsors.run(arguments, console)
    case .schedule: return await ScheduleCommand.run(arguments, console)
    case .drill: return await Drill.run(arguments, console)
    case .test: return await Test.run(arguments, console)
    case .robustness: return await Robustness.run(arguments, console)
    case .fmt: return await Format(arguments, console).run()
    case .initialize: return await Initialize(arguments, console).run()
    case .explainCode: return explain(arguments.operands.first)
    case .completions: return complete(arguments.operands.first ?? "")
    case .help: return print(Help.page(nil))
    }
  }

  private static func explain(_ code: String?) -> ExitStatus {
    do throws(ArgumentMistakes) {
      return print(try ExplainCode.page(code))
    } catch {
      return refuse(error)
    }
  }

  private static func complete(_ shell: String) -> ExitStatus {
    do throws(ArgumentMistakes) {
      return print(try Completions.script(shell))
    } catch {
      return refuse(error)
    }
  }

  private static func print(_ text: String) -> ExitStatus {
    let console = Console(format: .text, color: .auto)
    do throws(WriteProblem) {
      _ = try console.print(Array(text.utf8))
      return .done
    } catch {
      console.report([error.diagnostic])
      return .fileFailure
    }
  }

  private static func refuse(_ mistakes: ArgumentMistakes) -> ExitStatus {
    let console = Console(format: mistakes.format, color: mistakes.color)
    console.report(mistakes.diagnostics)
    if mistakes.format == .text {
      let command = mistakes.command
      let usage = command.map { "\($0.usage) [OPTION]..." } ?? "kamc COMMAND ..."
      let page = command.map { "kamc help \($0.rawValue)" } ?? "kamc help"
      console.printError(Array("\nusage: \(usage)\n`\(page)` says more\n".utf8))
    }
    return .wrong
  }
}
