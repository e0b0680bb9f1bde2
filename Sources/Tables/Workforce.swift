/// Who shares a piece of work.
package struct Workforce: Sendable, ExpressibleByIntegerLiteral {
  /// At least 1.
  package let count: Int
  /// Called by each of several workers, with its number from 0, before it begins.
  ///
  /// PERF: a system may wake all workers on one processor and take tens of milliseconds to notice
  /// that another has nothing to do.
  private let settle: (@Sendable (Int) -> Void)?
  /// Called with the number of pieces of some work; returns how large vectors to use for it.
  ///
  /// PERF: for little work it is not worth asking what the processors are.
  private let vectorSize: (@Sendable (Int) -> VectorSize)?

  package init(
    _ count: Int, settle: (@Sendable (Int) -> Void)? = nil,
    vectorSize: (@Sendable (Int) -> VectorSize)? = nil
  ) {
    self.count = max(1, count)
    self.settle = settle
    self.vectorSize = vectorSize
  }

  package init(integerLiteral count: Int) { self.init(count) }

  /// Returns those who work on `pieces` pieces, of which each has at least one.
  package func cut(to pieces: Int) -> Workforce {
    Workforce(min(count, pieces), settle: settle, vectorSize: vectorSize)
  }

  /// How large vectors are to be for work on `pieces` pieces.
  package func vectorSize(for pieces: Int) -> VectorSize { vectorSize?(pieces) ?? .sixteenBytes }

  /// Lets all workers do `work`, at the same time; returns what they bring, by their numbers.
  package func run<Share: Sendable>(
    _ work: @escaping @Sendable (_ number: Int) async -> Share
  ) async -> [Share] {
    if count == 1 { return [await work(0)] }
    return await withTaskGroup(of: (number: Int, share: Share).self) { group in
      for number in 0..<count {
        group.addTask {
          settle?(number)
          return (number, await work(number))
        }
      }
      var shares: [(number: Int, share: Share)] = []
      for await share in group { shares.append(share) }
      return shares.sorted { $0.number < $1.number }.map(\.share)
    }
  }
}
