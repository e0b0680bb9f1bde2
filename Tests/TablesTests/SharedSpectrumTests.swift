import Foundation
import Tables
import Testing

/// The csv-spectrum files, where a checkout of them stands beside the package.
private let spectrum = URL(filePath: #filePath)
  .appending(path: "../../../../shared/data/csv-torture/csv-spectrum").standardized

private func spectrumNames() -> [String] {
  let names = try? FileManager.default.contentsOfDirectory(
    atPath: spectrum.appending(path: "csvs").path())
  // The twin of this one holds another row than the file.
  return (names ?? []).sorted().map { String($0.dropLast(".csv".count)) }
    .filter { $0 != "location_coordinates" }
}

/// Compares each file of csv-spectrum with its JSON twin.
@Suite struct SharedSpectrumTests {
  @Test(.enabled(if: !spectrumNames().isEmpty), arguments: spectrumNames())
  func agreesWithTheJSONTwin(name: String) async throws {
    let bytes = Array(try Data(contentsOf: spectrum.appending(path: "csvs/\(name).csv")))
    let headers = NaiveCSV(bytes).records[0].cells.map { String(decoding: $0, as: UTF8.self) }
    var schema = TableSchema(name: "t", fields: [])
    for header in headers {
      var field = FieldSchema(name: header, header: header, kind: .text)
      field.isOptional = true
      schema.fields.append(field)
    }
    let outcome = try await read(bytes, as: schema)
    let rows = outcome.rows.map { row in
      Dictionary(uniqueKeysWithValues: zip(headers, row.cells.map { $0 ?? "" }))
    }
    let json = try Data(contentsOf: spectrum.appending(path: "json/\(name).json"))
    #expect(try JSONDecoder().decode([[String: String]].self, from: json) == rows)
  }
}
