import Foundation

/// The seeds with which a property is tried, one made-up input each.
///
/// A plain run tries a fixed number of them, the same ones every time. The environment asks for
/// more:
///
/// - `KAMC_FUZZ_SECONDS=10` has every property go on for ten seconds, and prints how far it came;
/// - `KAMC_FUZZ_FROM=1000000` begins at another seed, to try what has not been tried before;
/// - `KAMC_FUZZ_SEED=17` tries one seed alone, such as the one that a failure names;
/// - `KAMC_FUZZ_TRACE=1` prints each seed first, so that the last one is known if the process dies.
///
/// `KAMC_FUZZ_SECONDS=10 swift test --no-parallel --filter FuzzTests` spends ten
/// seconds on each property, one after the other.
package struct Trials: Sequence {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = environment["KAMC_FUZZ_SECONDS"].flatMap(Double.init)
  private static let first = environment["KAMC_FUZZ_FROM"].flatMap { UInt64($0) }
  private static let single = environment["KAMC_FUZZ_SEED"].flatMap { UInt64($0) }
  private static let isTraced = environment["KAMC_FUZZ_TRACE"] != nil

  /// `true` iff at least as much is tried as in a plain run, so that tallies can be judged.
  package static let areWhole = single == nil

  private let property: String
  private let count: Int
  private let first: UInt64

  /// Makes the trials of `property`, of which a plain run makes `count`.
  package init(_ property: String, count: Int, from first: UInt64 = 0) {
    self.property = property
    self.count = count
    self.first = first
  }

  package func makeIterator() -> Iterator {
    if let single = Trials.single { return Iterator(property, 1, from: single, until: nil) }
    let end = Trials.seconds.map { ContinuousClock.now + .seconds($0) }
    return Iterator(property, count, from: Trials.first ?? first, until: end)
  }

  package struct Iterator: IteratorProtocol {
    private let property: String
    private let least: Int
    private let start = ContinuousClock.now
    private let end: ContinuousClock.Instant?
    private var seed: UInt64
    private var tried = 0

    fileprivate init(
      _ property: String, _ least: Int, from seed: UInt64, until end: ContinuousClock.Instant?
    ) {
      self.property = property
      self.least = least
      self.seed = seed
      self.end = end
    }

    package mutating func next() -> UInt64? {
      guard tried < least || end.map({ .now < $0 }) ?? false else {
        if end != nil { report("\(tried) cases in \(ContinuousClock.now - start)") }
        return nil
      }
      defer {
        seed += 1
        tried += 1
      }
      if Trials.isTraced { report("seed \(seed)") }
      return seed
    }

    private func report(_ text: String) {
      FileHandle.standardError.write(Data("fuzz: \(property): \(text)\n".utf8))
    }
  }
}
