import Driver
import Tables

/// `kamc robustness`: how far each number of an agreement can go without moving an account.
enum Robustness {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    await console.answer(arguments) { pipeline throws(RunFailure) in
      let result = try await pipeline.robustness(
        arguments.request, within: arguments.within ?? Robustness.usual)
      return Answer(
        status: RunOutcome.status(ofDrill: result.run),
        text: { RobustnessText.render(result, style: $0) },
        json: { RobustnessJSON.render(result) })
    }
  }

  /// A tenth.
  private static let usual = Decimal(scaled: Decimal.unit / 10)
}
