import Language
import Tables
import TestSupport
import Testing

@testable import Engine

/// What aggregations collect together is what each collects alone.
@Suite("Bucket records") struct BucketRecordsTests {
  private static let bucket = RegisterID(0)
  private static let conditions = [RegisterID(1), RegisterID(2)]
  private static let figure = RegisterID(3)

  @Test func agreeWithAccumulators() throws {
    for seed in Trials("bucket records", count: 200) {
      var random = SplitMix64(seed: seed)
      let buckets = random.within(1...9)
      let parts = BucketRecordsTests.parts(&random)
      var workers = (0..<random.within(1...3)).map { _ in
        BucketRecords(BucketRecordsTests.bucket, parts, buckets: buckets)
      }
      var apart = parts.map { part in
        Accumulator(
          part.aggregation.kind, figureKind: part.aggregation.figure == nil ? nil : .number,
          buckets: buckets)
      }
      for _ in 0..<random.below(6) {
        let count = random.below(20)
        let vectors = BucketRecordsTests.vectors(&random, count, buckets)
        let isCollected = workers[random.below(workers.count)].collect(vectors, count: count)
        #expect(isCollected)
        for (place, part) in parts.enumerated() {
          apart[place].collect(
            base: part.aggregation.base.map { vectors[$0.index] },
            condition: part.aggregation.condition.map { vectors[$0.index] },
            figure: part.aggregation.figure.map { vectors[$0.index] }, bucket: vectors[0],
            count: count)
        }
      }
      #expect(BucketRecords.canJoin(workers))
      var joined = workers.removeFirst()
      for worker in workers { joined.join(worker) }
      for (place, part) in joined.parts.enumerated() {
        apart[place].settle()
        let expected = apart[place].finish(buckets: buckets, kind: .number)
        let column = joined.column(part)
        let alone = joined.accumulator(part).finish(buckets: buckets, kind: .number)
        for bucket in 0..<buckets {
          #expect(column.number(bucket) == expected.number(bucket), "seed \(seed)")
          #expect(column.absence[bucket] == expected.absence[bucket], "seed \(seed)")
          #expect(alone.number(bucket) == expected.number(bucket), "seed \(seed)")
        }
      }
    }
  }

  @Test func refusesSumsThatCouldBecomeTooLarge() {
    var aggregation = Aggregation(kind: .sum, source: .accounts)
    aggregation.figure = BucketRecordsTests.figure
    let part = BucketRecords.Part(place: 0, aggregation: aggregation, decimalPlaces: 2)
    var records = BucketRecords(BucketRecordsTests.bucket, [part], buckets: 1)
    var vectors = [Vector](repeating: Vector(.code, count: 1), count: 3)
    var figure = Vector()
    figure.take(narrow: [-(1 << 59) + 1], places: 2, absence: [0])
    vectors.append(figure)
    let isFirstTaken = records.collect(vectors, count: 1)
    #expect(isFirstTaken && !BucketRecords.canJoin([records, records, records]))
    let isSecondTaken = records.collect(vectors, count: 1)
    let isThirdTaken = records.collect(vectors, count: 1)
    #expect(isSecondTaken && !isThirdTaken)
    #expect(records.column(records.parts[0]).narrow == [2 - (1 << 60)])
    vectors[3].take(narrow: [1], places: 3, absence: [0])
    let isOtherScaleTaken = records.collect(vectors, count: 1)
    #expect(!isOtherScaleTaken)
  }

  private static func parts(_ random: inout SplitMix64) -> [BucketRecords.Part] {
    (0..<random.within(1...5)).map { place in
      var aggregation = Aggregation(
        kind: random.pick([.count, .sum]), source: .accounts, bucket: bucket, target: .accounts)
      if random.below(2) == 0 { aggregation.condition = random.pick(conditions) }
      if random.below(3) == 0 { aggregation.base = random.pick(conditions) }
      if aggregation.kind == .sum { aggregation.figure = figure }
      return BucketRecords.Part(
        place: place, aggregation: aggregation, decimalPlaces: aggregation.kind == .sum ? 2 : 0)
    }
  }

  private static func vectors(
    _ random: inout SplitMix64, _ count: Int, _ buckets: Int
  ) -> [Vector] {
    var places = Vector(.code, count: count)
    var truths = [Vector(.truth, count: count), Vector(.truth, count: count)]
    var figures: [Int64] = []
    var absence: [UInt8] = []
    for row in 0..<count {
      let isNowhere = random.below(4) == 0
      places.codes[row] = isNowhere ? -1 : Int32(random.below(buckets))
      places.absence[row] = isNowhere ? Absence.noReference.rawValue : 0
      for which in truths.indices {
        truths[which].truths[row] = random.pick([0, 1, 1])
        truths[which].absence[row] = random.pick([0, 0, 1])
      }
      figures.append(Int64(random.below(2_000)) - 1_000)
      absence.append(random.pick([0, 0, 1]))
    }
    var figure = Vector()
    figure.take(narrow: figures, places: 2, absence: absence)
    return [places] + truths + [figure]
  }
}
