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
      ("color|caf\u{E9}|caf\u{E9}|cafe\u{301}|red|red|red", "color : text"),
      ("kind|in|in|in|tier|tier|tier|a b|a b|in", "kind : one of \"a b\", \"in\", \"tier\""),
    ])
  func types(column: String, clause: String) async throws {
    let cells = column.split(separator: "|", omittingEmptySubsequences: false)
    let rows = cells.enumerated().map { index, cell in
      index == 0 ? "id;\(cell)" : "K\(index);\(cell)"
    }
    let files = MemoryFiles(["accounts.csv": rows.joined(separator: "\n")])
    let outcome = try #require(try await Started.from(files, about: column))
    #expect(outcome.rejected.isEmpty, "\(outcome.text)")
    let name = String(clause.split(separator: " ")[0])
    #expect(Self.clause(of: name, in: outcome.text) == clause, "\(outcome.text)")
  }

  @Test("The decimal sign of a file is found in the columns that show it")
  func decimalComma() async throws {
    let files = MemoryFiles([
      "accounts.csv": "id;size;other;whole\nA;1.234;12,5;7\nB;5.678;1.000,25;8\n"
    ])
    let text = try #require(try await Started.from(files, about: "decimal comma")).text
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
      let text = try #require(try await Started.from(files, about: table)).text
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
      let outcome = try #require(try await Started.from(files, about: encoding))
      #expect(outcome.rejected.isEmpty && outcome.text.contains("  encoding \(encoding)"))
      #expect(outcome.text.contains("né"))
    }
    for separator in [",", ";", "\t", "|"] {
      let table = "\u{FEFF}id,x,y\r\nA,1,\"a;b\"\r\nB,2,\"c|d\"\r\n".replacing(",", with: separator)
      let files = MemoryFiles(["accounts.csv": table])
      let outcome = try #require(try await Started.from(files, about: table))
      #expect(outcome.rejected.isEmpty && Self.clause(of: "x", in: outcome.text) == "x : number")
    }
  }
}
