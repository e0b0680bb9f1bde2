import Diagnostics
import Driver
import Engine
import Foundation
import Language
import Tables
import TestSupport
import Testing

@Suite("Agreements to start from")
struct StarterTests {
  /// What came of an agreement that was started from files and then evaluated over them.
  private struct Outcome {
    var text: String
    /// The rejected rows; those with repeated keys are not among them.
    var rejected: [RejectedRow] = []

    /// The rows that another agreement would not reject.
    var avoidable: [RejectedRow] {
      rejected.filter { !$0.problem.concernsRow && !($0.problem == .blank && $0.key == nil) }
    }
  }

  /// Starts an agreement from `accounts.csv` and `tables`, checks that it is sound and has its
  /// layout, and evaluates it.
  private static func start(
    _ files: MemoryFiles, tables: [String] = [], about name: String
  ) async throws -> Outcome? {
    var pipeline = Pipeline(files: files)
    let text: [UInt8]
    do throws(RunFailure) {
      text = try await pipeline.start(
        accountsPath: "accounts.csv", tables: tables.map { ($0, $0 + ".csv") })
    } catch {
      #expect(pipeline.diagnostics.containsError, "\(name)")
      #expect(!pipeline.diagnostics.sorted.contains { $0.code == .unformattable }, "\(name)")
      return nil
    }
    let shown = String(decoding: text, as: UTF8.self)
    #expect(Printable.escaped(shown.replacing("\n", with: "")) == shown.replacing("\n", with: ""))
    #expect(Formatter.format(SourceText(name: name, bytes: text)).text == text, "\(name)")
    var files = files
    files.files["criteria.kam"] = text
    var second = Pipeline(files: files)
    let run: Run
    do throws(RunFailure) {
      run = try await second.run(
        RunRequest(
          agreementPath: "criteria.kam", accountsPath: "accounts.csv",
          settings: WorkSettings(workers: 1)))
    } catch {
      let problems = DiagnosticRenderer.render(second.diagnostics.sorted, useColor: false)
      Issue.record("\(name) does not run\n\(problems)\n\(shown)")
      return nil
    }
    let rejected = run.evaluation.tables.flatMap(\.rejected)
    return Outcome(text: shown, rejected: rejected)
  }

  /// Returns the clause of `field` without its comment, spaces made single.
  private static func clause(of field: String, in text: String) -> String? {
    text.split(separator: "\n").lazy.map { line in
      line.split(separator: "#", omittingEmptySubsequences: false)[0]
        .split(separator: " ").joined(separator: " ")
    }.first { $0.hasPrefix(field + " :") }
  }

  // MARK: Types

  /// Columns with what they are declared as; `|` stands for a line end.
  @Test(
    "A column gets the type of all of its cells",
    arguments: [
      ("price|1|2.5", "price : money"), ("staff|1|2", "staff : number"),
      ("Umsatz kEUR|1|2.5", "umsatz_keur : money in thousands from \"Umsatz kEUR\""),
      ("deal ($M)|1|2.5", "deal_m : money in millions from \"deal ($M)\""),
      ("gain|$1|$2.5", "gain : money"), ("gain|EUR 1|2 EUR", "gain : money"),
      ("gain|$1|€2", "gain : text"),
      ("gain CAD|$1|$2", "gain_cad : money from \"gain CAD\""), ("gain|1%|2.5 %", "gain : percent"),
      ("gain %|1|2.5", "gain : percent as points from \"gain %\""),
      ("gain %|0.1|0.5", "gain : number from \"gain %\""),
      ("gain|1%|0", "gain : percent as points"),
      ("gain|1%|2", "gain : text"), ("zip|123|456", "zip : text"), ("part|012|123", "part : text"),
      ("ratio|0.5|12", "ratio : number"),
      ("price/earnings|1|2", #"price_earnings : number from "price/earnings""#),
      ("met|2027-01-31|2027-02-28", "met : date"),
      ("met|2027-01-31 00:00|2027-02-28T00:00:00Z", "met : date"),
      ("met|2027-01-31 09:30|2027-02-28", "met : date as \"yyyy-mm-dd\""),
      ("met|31/01/2027|28/02/2027", "met : date as \"dd/mm/yyyy\""),
      ("met|01/31/2027|02/28/2027", "met : date as \"mm/dd/yyyy\""),
      ("met|1/31/2027|2/8/2027", "met : date as \"m/d/yyyy\""),
      ("met|1/2/2027|3/4/2027", "met : text"),
      ("met|31.1.2027|28.12.2027", "met : date as \"d.m.yyyy\""),
      ("met|01.02.2027|03.04.2027", "met : date as \"dd.mm.yyyy\""),
      ("met|31-Jan-2027|28-feb-2027", "met : date as \"dd-mmm-yyyy\""),
      ("met|Jan 3, 2027|Feb 28, 2027", "met : date as \"mmm d, yyyy\""),
      ("met|2027-02-30|2027-02-28", "met : text"), ("number|20270131|20270228", "number : text"),
      ("due|20270131|20270228", "due : date as \"yyyymmdd\""),
      ("count|20270131|20270228", "count : number"),
      ("ok|yes|No", "ok : yes/no"), ("ok|TRUE|false", "ok : yes/no"), ("ok|y|N", "ok : yes/no"),
      ("ok|1|0", "ok : number"), ("is_ok|1|0", "is_ok : yes/no"), ("ok|yes|2", "ok : text"),
      ("ok|yes|", "ok : yes/no optional"), ("ok|yes|N/A", "ok : yes/no optional"),
      ("staff|1|none", "staff : number optional"), ("who|Ida|none", "who : text"),
      ("who|Ida|-", "who : text optional"), ("who|| ", "who : text optional"),
      ("size|1,234|5,678", "size : text"), ("size|1.234|5.678", "size : text"),
      ("size|1.234|5.6", "size : number"), ("size|1,234.5|12", "size : number"),
      ("size|0.123|0.456", "size : number"), ("size|1e3|2", "size : number"),
      ("size|1 234 567|2", "size : number"), ("size|(12)|2", "size : number"),
      ("size|123456789012345678901|2", "size : text"),
      ("color|red|red|red|blue|blue|blue", "color : one of blue, red"),
      ("owner|Ida|Ida|Ida|Ola|Ola|Ola", "owner : text"),
      ("color|a|b|c|d|e|f", "color : text"),
      ("kind|in|in|in|tier|tier|tier|a b|a b|in", "kind : one of \"a b\", \"in\", \"tier\""),
    ])
  func types(column: String, clause: String) async throws {
    let cells = column.split(separator: "|", omittingEmptySubsequences: false)
    let rows = cells.enumerated().map { index, cell in
      index == 0 ? "id;\(cell)" : "K\(index);\(cell)"
    }
    let files = MemoryFiles(["accounts.csv": rows.joined(separator: "\n")])
    let outcome = try #require(try await Self.start(files, about: column))
    #expect(outcome.rejected.isEmpty, "\(outcome.text)")
    let name = String(clause.split(separator: " ")[0])
    #expect(Self.clause(of: name, in: outcome.text) == clause, "\(outcome.text)")
  }

  @Test("The decimal sign of a file is found in the columns that show it")
  func decimalComma() async throws {
    let files = MemoryFiles([
      "accounts.csv": "id;size;other;whole\nA;1.234;12,5;7\nB;5.678;1.000,25;8\n"
    ])
    let text = try #require(try await Self.start(files, about: "decimal comma")).text
    #expect(text.contains("  decimal comma\n"))
    #expect(text.contains("1234 to 5678"))
    #expect(Self.clause(of: "size", in: text) == "size : number")
  }

  @Test("The key is the column that tells all rows apart")
  func keys() async throws {
    let cases = [
      "name,code,town\nA,1,x\nB,2,x\n": "code",
      "town,name,size\nx,A,1\nx,B,2\n": "name",
      "size,town\n1,x\n2,x\n": "size",
      "id,name\n1,A\n1,B\n": "name",
      "id,name\n,A\n2,B\n": "name",
      "a,b\nx,w\nx,w\n": "a", "code,name\nNA,A\nAT,B\n": "code",
    ]
    for (table, key) in cases {
      let files = MemoryFiles(["accounts.csv": table])
      let text = try #require(try await Self.start(files, about: table)).text
      #expect(Self.clause(of: key, in: text) == "\(key) : text key", "\(text)")
    }
  }

  @Test("A file of another encoding, a byte order mark and every usual separator are understood")
  func forms() async throws {
    for (encoding, bytes) in [("windows1252", [0x80, 0xE9]), ("latin1", [0xE9, 0x81] as [UInt8])] {
      var files = MemoryFiles([:])
      files.files["accounts.csv"] = Array("id,né\nA,".utf8) + bytes
      files.files["accounts.csv"]?[4] = 0xE9
      files.files["accounts.csv"]?.remove(at: 5)
      let outcome = try #require(try await Self.start(files, about: encoding))
      #expect(outcome.rejected.isEmpty && outcome.text.contains("  encoding \(encoding)"))
      #expect(outcome.text.contains("né"))
    }
    for separator in [",", ";", "\t", "|"] {
      let table = "\u{FEFF}id,x,y\r\nA,1,\"a;b\"\r\nB,2,\"c|d\"\r\n".replacing(",", with: separator)
      let files = MemoryFiles(["accounts.csv": table])
      let outcome = try #require(try await Self.start(files, about: table))
      #expect(outcome.rejected.isEmpty && Self.clause(of: "x", in: outcome.text) == "x : number")
    }
  }

  // MARK: Properties

  @Test("No row of a generated file is rejected for a type that was proposed")
  func generated() async throws {
    var count = 0
    for seed in UInt64(0)..<25 {
      let generated = GeneratedCase(seed: seed)
      let files = MemoryFiles(
        Dictionary(uniqueKeysWithValues: generated.files.map { ($0.key + ".csv", $0.value) }))
      let others = generated.files.keys.filter { $0 != "accounts" }.sorted()
      guard let outcome = try await Self.start(files, tables: others, about: "seed \(seed)") else {
        continue
      }
      #expect(outcome.avoidable.isEmpty, "seed \(seed)\n\(outcome.text)")
      count += 1
    }
    #expect(count > 15)
  }

  @Test("Whatever stands in a file, what is started from it can be evaluated")
  func soup() async throws {
    let cells = [
      "", " ", "0", "1", "1.5", "1,5", "1.234", "1,234", "1.234,5", "1,234.5", "12%", "-3 %", "$5",
      "€7", "5 EUR", "yes", "no", "Y", "1", "0", "TRUE", "2027-01-31", "31/01/2027", "1/2/2027",
      "01.02.2027", "3-Apr-2027", "20270131", "2027-01-31 09:30", "N/A", "NULL", "-", "none", "NA",
      "A", "B", "007", "x y", "\"q\"\"q\"", "\"a\nb\"", "\u{1B}[31m", "\u{202E}", "#", "}", "99e99",
      "1e-30", "100000000000000000000", "99999999999999999999%", "é", "\u{A0}5\u{A0}", "ʤ", "\"5\"",
      "\"\"\"5\"\"\"", "(5)", "--5", "%", "$", "2027-02-30", "in", "tier", "\"in, tier\"",
    ]
    let headers = [
      "id", "name", "id", "", "to", "Revenue kEUR", "Margin %", "date", "is x", "売上", "A B", "ab",
      "\"a\"\"b\"", "\"a\nb\"", "2027", "%", "_", "tier", "score", "accounts", "x\u{202E}", "owner",
    ]
    var count = 0
    for seed in UInt64(0)..<150 {
      var random = SplitMix64(seed: seed)
      let separator = random.pick([",", ",", ";", "\t"])
      let width = 1 + random.below(6)
      // Few kinds of cells for each column make columns that have a type.
      let kinds = (0..<width).map { _ in
        (0...random.below(3)).map { _ in random.pick(cells) }
      }
      var rows = [(0..<width).map { _ in random.pick(headers) }.joined(separator: separator)]
      for _ in 0..<random.below(12) {
        let count = random.chance(3) ? random.below(width + 2) : width
        let row = (0..<count).map { random.pick($0 < width ? kinds[$0] : cells) }
        rows.append(row.joined(separator: separator))
      }
      let files = MemoryFiles(["accounts.csv": rows.joined(separator: "\n")])
      guard let outcome = try await Self.start(files, about: "seed \(seed)") else { continue }
      #expect(outcome.avoidable.isEmpty, "seed \(seed)\n\(rows)\n\(outcome.text)")
      count += 1
    }
    #expect(count > 100)
  }

  @Test("Bytes of any kind end in an agreement or in a diagnostic")
  func bytes() async throws {
    for seed in UInt64(0)..<120 {
      var random = SplitMix64(seed: seed)
      let some = Array("id,a\n\"1;2\t\r\u{E9}".utf8) + [0, 0xFF, 0xC3, 0x1B]
      let bytes = (0..<random.below(200)).map { _ in
        random.chance(70) ? random.pick(some) : UInt8(random.below(256))
      }
      var files = MemoryFiles([:])
      files.files["accounts.csv"] = bytes
      _ = try await Self.start(files, about: "seed \(seed)")
    }
  }
}
