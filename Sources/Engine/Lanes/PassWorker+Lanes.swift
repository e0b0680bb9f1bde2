import Language
import Tables

/// The operations of a pass in 64 bits.
extension PassWorker {
  /// Carries out the pass's operations over a batch; returns false, with nothing changed that
  /// counts, where figures of the batch are too large for 64 bits.
  mutating func runLanes(_ count: Int) -> Bool {
    guard let program = context.lanes, areFieldsNarrow(program) else { return false }
    bounds.restart()
    for id in program.fields { bounds[id.index] = fieldBounds[id.index] }
    for id in program.loads { bounds[id.index] = vectors[id.index].narrowBound }
    bounds.follow(program)
    if bounds.isExceeded { return false }
    fillLaneConstants(program, count)
    let loops = context.loops
    for step in program.steps {
      switch step {
      case .plain(let operation, let id): carryOut(operation, into: id, count: count)
      case .widen(let slot): vectors[slot].widenNumbers()
      case .rescale(let slot, let factor, let places, let target):
        write(into: target) { vectors, out in
          LaneKernels.map(vectors[slot], into: &out, places: places, count: count) {
            $0 &* factor
          }
        }
      case .compare(let comparison, let a, let b, let id):
        write(into: id.index) { vectors, out in
          LaneKernels.compare(comparison, vectors[a], vectors[b], into: &out, count: count)
        }
      case .compareConstant(let comparison, let a, let constant, let id):
        write(into: id.index) { vectors, out in
          LaneKernels.compare(
            comparison, vectors[a], with: constant, into: &out, count: count, loops)
        }
      case .lane(let operation, let id, let places):
        carryOut(operation, into: id.index, places: places, count: count)
      }
    }
    return true
  }

  private func areFieldsNarrow(_ program: LaneProgram) -> Bool {
    program.fields.allSatisfy { vectors[$0.index].isNarrow }
      && program.loads.allSatisfy { vectors[$0.index].isNarrow }
  }

  private mutating func fillLaneConstants(_ program: LaneProgram, _ count: Int) {
    guard count > laneConstantsCount else { return }
    laneConstantsCount = count
    for constant in program.constants {
      vectors[constant.slot].take(
        narrow: Array(repeating: constant.count, count: count), places: constant.places,
        absence: Array(repeating: 0, count: count))
    }
  }

  /// Takes a vector out while it is written, so that it is not copied.
  ///
  /// PERF: the others are lent, since a copy counts a reference for each of their columns.
  @inline(__always)
  private mutating func write(into slot: Int, _ body: (Span<Vector>, inout Vector) -> Void) {
    var out = Vector()
    swap(&out, &vectors[slot])
    body(vectors.span, &out)
    swap(&out, &vectors[slot])
  }

  private mutating func carryOut(
    _ operation: LaneProgram.LaneOperation, into slot: Int, places: Int, count: Int
  ) {
    var (scratch, sums) = ([UInt8](), LaneSums())
    swap(&scratch, &laneScratch)
    swap(&sums, &laneSums)
    let (columns, loops) = (context.columns, context.loops)
    write(into: slot) { vectors, out in
      switch operation {
      case .negate(let a):
        LaneKernels.map(vectors[a], into: &out, places: places, count: count) { 0 &- $0 }
      case .absolute(let a):
        LaneKernels.map(vectors[a], into: &out, places: places, count: count) {
          ($0 ^ ($0 &>> 63)) &- ($0 &>> 63)
        }
      case .add(let a, let b):
        LaneKernels.combine(vectors[a], vectors[b], into: &out, places: places, count: count) {
          $0 &+ $1
        }
      case .subtract(let a, let b):
        LaneKernels.combine(vectors[a], vectors[b], into: &out, places: places, count: count) {
          $0 &- $1
        }
      case .multiply(let a, let b):
        LaneKernels.combine(vectors[a], vectors[b], into: &out, places: places, count: count) {
          $0 &* $1
        }
      case .pick(let a, let b, let largest):
        LaneKernels.pick(
          vectors[a], vectors[b], largest: largest, into: &out, places: places, count: count)
      case .daysBetween(let a, let b):
        LaneKernels.daysBetween(
          vectors[a.index], vectors[b.index], into: &out, count: count)
      case .datePart(let a, let isYear):
        LaneKernels.datePart(vectors[a.index], isYear: isYear, into: &out, count: count)
      case .wholeMonths(let a, let b, let perYear):
        LaneKernels.wholeMonths(
          vectors[a.index], vectors[b.index], perYear: perYear, into: &out, count: count)
      case .fallback(let a, let b):
        LaneKernels.begin(vectors[b], into: &out, places: places, count: count)
        LaneKernels.prependPresent(
          vectors[a], holds: &scratch, into: &out, places: places, count: count)
      case .cases(let cases):
        let isOpenEnded = cases.last?.condition != nil
        LaneKernels.begin(
          isOpenEnded ? nil : cases.last.map { vectors[$0.value] }, into: &out, places: places,
          count: count)
        for item in cases.reversed() {
          guard let condition = item.condition else { continue }
          LaneKernels.prepend(
            vectors[condition.index], vectors[item.value], holds: &scratch, into: &out,
            places: places, count: count)
        }
      case .constantCases(let conditions, let values, let isOpenEnded):
        LaneKernels.choose(
          conditions, of: vectors, values, isOpenEnded: isOpenEnded, picks: &scratch, into: &out,
          places: places, count: count, loops)
      case .scale(let scale, let x):
        LaneKernels.scale(scale, vectors[x], into: &out, count: count)
      case .score(let score, let points):
        sums.add(score, points, of: vectors, count: count, loops)
        if score.leavesOut {
          LaneKernels.finish(score, sums, into: &out, count: count)
        } else {
          LaneKernels.finish(score, sums.sums, into: &out, count: count)
        }
      case .gather(let row, let column):
        LaneKernels.gather(
          vectors[row.index], columns[column.index], into: &out, places: places, count: count)
      }
    }
    swap(&scratch, &laneScratch)
    swap(&sums, &laneSums)
  }
}
