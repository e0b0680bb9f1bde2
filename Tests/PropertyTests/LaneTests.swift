import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// Figures in 64 bits and in 128 mean the same, wherever a batch passes from one to the other.
struct LaneTests {
  /// Figures about the ends of what 64 bits hold at four places, and about the least place.
  private static let figures = [
    "", "0", "1", "-1", "0.5", "-0.25", "7.0001", "0.00001", "250000", "99.99", "461168601842738.7",
    "-461168601842738.8", "922337203685477.5807", "123456789012345.6789", "1000000000000000",
    "99999999999999999999", "-99999999999999999999", "0.000000000000000001",
  ]
  private static let percents = ["", "0%", "5%", "12.3456%", "20%", "-3%", "0.00001%", "1000000%"]
  private static let days = ["", "2026-01-01", "2024-02-29", "2015-12-31", "2031-07-04"]

  private static let agreement = """
    agreement "Edges" {
      as of 2026-02-28
      currency EUR
    }
    accounts {
      id : text key
      a  : money optional
      b  : money optional
      p  : percent optional
      d  : date optional
      n  : number optional
      t  : yes/no optional
    }
    let total      = a + b
    let difference = a - b
    let product    = a * p
    let quotient   = a / n
    let larger     = max(a, b)
    let smaller    = min(n, 7.00005)
    let size       = abs(b)
    let opposite   = -n
    let age        = years(d, today)
    let months_ago = months(d, today)
    let either     = a else b
    let rounded    = round(n, 2)
    let banded { 3 when a >= 250k and t; n when p > 5%; 1.5 otherwise }
    let by_sign    = sum(accounts.a where t)
    let middle     = average(accounts.n where p >= 0%)

    criterion size_of weight 30 {
      100 when a >= 250k
      12.5 when a != b or a <= 99.99
      0 otherwise
    }
    criterion growing weight 20 { scale(p from 0% to 20%) }
    criterion falling weight 7 { scale(n from 100 to -4) }
    criterion long weight 3 { scale(age from 0 to 7) }
    criterion sure weight 11 { 100 when t and larger > size; n when n >= 0 and n <= 100; 1 otherwise }

    score left_out "What is blank is left out" {
      missing skip
      criterion first weight 60% out of 10 {
        10 when a >= 250k
        n when n >= 0 and n <= 7.0001
        2 otherwise
      }
      criterion second weight 39.5% { scale(p from 0% to 20%) }
      criterion third weight 0.5% { 100 when t; 0 otherwise }
    }

    tier Upper { when score >= 50 and total > 0 }
    tier Lower { otherwise }

    show total, difference, product, quotient, larger, smaller, size, opposite, age, months_ago
    show either, rounded, banded, by_sign, middle
    """

  private static func table(_ seed: UInt64) -> String {
    var random = SplitMix64(seed: seed)
    func pick(_ values: [String]) -> String {
      // Mostly figures of everyday size, so that narrow and wide batches alternate.
      values[Int(random.next() % UInt64(random.next() % 4 == 0 ? values.count : 5))]
    }
    var text = "id,a,b,p,d,n,t\n"
    for row in 0..<40 {
      let truth = ["yes", "no", ""][Int(random.next() % 3)]
      text += "A\(row),\(pick(figures)),\(pick(figures)),\(pick(percents)),\(pick(days)),"
      text += "\(pick(figures)),\(truth)\n"
    }
    return text
  }

  @Test(arguments: [1, 3, 16, 1024])
  func narrowAndWideBatchesAgreeWithReference(batchRows: Int) async throws {
    for seed in Trials("narrow and wide figures", count: 6, from: UInt64(batchRows) * 1000) {
      var generated = GeneratedCase(seed: seed)
      generated.source = Self.agreement
      generated.files = ["accounts": Self.table(seed)]
      generated.separators = [:]
      generated.asOf = try #require(Day(year: 2026, month: 2, day: 28))
      let text = SourceText(name: "criteria.kam", bytes: Array(generated.source.utf8))
      let tree = Parser.parse(text).tree
      let reference = try ReferenceEvaluator.evaluate(tree, tables: generated.tables, asOf: nil)
      let settings = WorkSettings(workers: 2, pieceBytes: 512, batchRows: batchRows)
      let run = try await EngineRun(generated, settings: settings)
      #expect(run.differences(from: reference, tree: tree).isEmpty, "seed \(seed)")
    }
  }
}
