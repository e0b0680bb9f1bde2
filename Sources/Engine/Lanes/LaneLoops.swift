import RowLoops
import Tables

#if arch(x86_64)
  import WideLoops
#endif

/// The loops of `RowLoops`, for the vectors that this machine has.
struct LaneLoops: Sendable {
  let vectorSize: VectorSize

  /// Those for any machine.
  static let portable = LaneLoops(vectorSize: .sixteenBytes)

  #if arch(x86_64)
    private var areWide: Bool { vectorSize == .sixtyFourBytes }
  #endif

  func compare(
    _ figures: Span<Int64>, with bound: Int64, isMore: Bool, negated: UInt8,
    into truths: inout MutableSpan<UInt8>
  ) {
    #if arch(x86_64)
      if areWide {
        return WideRowLoops.compare(
          figures, with: bound, isMore: isMore, negated: negated, into: &truths)
      }
    #endif
    RowLoops.compare(figures, with: bound, isMore: isMore, negated: negated, into: &truths)
  }

  func pick(
    _ number: UInt8, where truths: Span<UInt8>, _ absence: Span<UInt8>,
    in picks: inout MutableSpan<UInt8>
  ) {
    #if arch(x86_64)
      if areWide { return WideRowLoops.pick(number, where: truths, absence, in: &picks) }
    #endif
    RowLoops.pick(number, where: truths, absence, in: &picks)
  }

  func decide(
    _ absence: inout MutableSpan<UInt8>, where truths: Span<UInt8>, _ unknown: Span<UInt8>
  ) {
    #if arch(x86_64)
      if areWide { return WideRowLoops.decide(&absence, where: truths, unknown) }
    #endif
    RowLoops.decide(&absence, where: truths, unknown)
  }

  func choose(
    _ choices: Span<Int64>, by picks: Span<UInt8>, into figures: inout MutableSpan<Int64>
  ) {
    #if arch(x86_64)
      if areWide { return WideRowLoops.choose(choices, by: picks, into: &figures) }
    #endif
    RowLoops.choose(choices, by: picks, into: &figures)
  }

  func add(_ figures: Span<Int64>, times factor: Int64, to sums: inout MutableSpan<Int64>) {
    #if arch(x86_64)
      if areWide { return WideRowLoops.add(figures, times: factor, to: &sums) }
    #endif
    RowLoops.add(figures, times: factor, to: &sums)
  }

  func encode(
    _ figures: Span<Int64>, in unit: TightUnit, into counts: inout OutputSpan<Int32>
  ) -> Int {
    #if arch(x86_64)
      if areWide {
        return WideRowLoops.encode(
          figures, power: unit.power, inverse: unit.inverse, into: &counts)
      }
    #endif
    return RowLoops.encode(figures, power: unit.power, inverse: unit.inverse, into: &counts)
  }

  func union(of values: Span<Int64>) -> Int64 {
    #if arch(x86_64)
      if areWide { return WideRowLoops.union(of: values) }
    #endif
    return RowLoops.union(of: values)
  }

  func union(of values: Span<UInt8>) -> UInt8 {
    #if arch(x86_64)
      if areWide { return WideRowLoops.union(of: values) }
    #endif
    return RowLoops.union(of: values)
  }
}
