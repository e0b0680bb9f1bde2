import Foundation
import TestSupport
import Testing

/// Small files that CSV readers trip over, which the program shows as it read them.
struct SpectrumTests {
  private static let folder = Places.data.appending(path: "csv-torture/csv-spectrum")

  private static var names: [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "csvs").path())
    // The twin of this one holds another row than the file.
    return (names ?? []).sorted().map { String($0.dropLast(".csv".count)) }
      .filter { $0 != "location_coordinates" }
  }

  /// An agreement that takes the first column for the key and shows all others.
  private static func agreement(_ headers: [String]) -> String {
    let fields = headers.enumerated().map { index, header in
      "  f\(index) : text \(index == 0 ? "key" : "optional") from \"\(header)\"\n"
    }
    let shows = headers.indices.dropFirst().map { "show \"f\($0)\" = f\($0)\n" }
    return """
      agreement "Spectrum" { }
      accounts {
      \(fields.joined())}
      tier All { otherwise }
      \(shows.joined())
      """
  }

  @Test(
    .enabled(if: Places.hasData, Comment(rawValue: Places.withoutData)), arguments: names)
  func showsWhatTheTwinSays(name: String) throws {
    let path = Self.folder.appending(path: "csvs/\(name).csv")
    let headers = try RawTable(data: "csv-torture/csv-spectrum/csvs/\(name).csv").header
    let scene = try TemporaryFolder()
    try scene.write(Self.agreement(headers), to: "criteria.kam")
    let outcome = try Program.run(
      ["eval", "criteria.kam", path.path(), "--tiers", "-"], in: scene.url)
    let json = try Data(contentsOf: Self.folder.appending(path: "json/\(name).json"))
    let twin = try JSONDecoder().decode([[String: String]].self, from: json)
    let keys = twin.map { $0[headers[0]] ?? "" }
    // Rows that share a key would be rejected; `simple` and its kind have distinct ones.
    guard Set(keys).count == keys.count else {
      #expect(outcome.status == 3)
      return
    }
    #expect(outcome.status == 0, "\(String(decoding: outcome.errors, as: UTF8.self))")
    let shown = NaiveCSV.split(String(decoding: outcome.output, as: UTF8.self))
    let first = shown.header.count - (headers.count - 1)
    let rows = shown.rows.map { row in
      Dictionary(uniqueKeysWithValues: zip(headers, [row[0]] + row[first...]))
    }
    #expect(rows == twin)
  }
}
