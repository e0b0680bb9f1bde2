import Tables
import Testing

/// Small files that CSV readers trip over, each with the rows that it holds.
@Suite struct CSVSpectrumTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var text: String
    var headers: [String]
    var rows: [[String?]]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "comma in quotes",
      text: "first,last,address\nJohn,Doe,120 any st.\nJohn,Roe,\"120 any st., Anytown, WW\"\n",
      headers: ["first", "last", "address"],
      rows: [["John", "Doe", "120 any st."], ["John", "Roe", "120 any st., Anytown, WW"]]),
    Case(
      name: "empty cells", text: "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", headers: ["a", "b", "c"],
      rows: [["1", nil, nil], ["2", "3", "4"]]),
    Case(
      name: "escaped quotes", text: "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", headers: ["a", "b"],
      rows: [["1", "ha \"ha\" ha"], ["3", "4"]]),
    Case(
      name: "JSON in a cell",
      text: "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1, 0]}\"\n",
      headers: ["key", "val"], rows: [["1", "{\"type\": \"Point\", \"at\": [1, 0]}"]]),
    Case(
      name: "newlines", text: "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
      headers: ["a", "b", "c"],
      rows: [["1", "2", "3"], ["Once upon \na time", "5", "6"], ["7", "8", "9"]]),
    Case(
      name: "quotes and newlines", text: "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
      headers: ["a", "b"], rows: [["1", "ha \n\"ha\" \nha"], ["3", "4"]]),
    Case(
      name: "no last newline, UTF-8", text: "a,b,c\n1,2,3\n4,5,ʤ", headers: ["a", "b", "c"],
      rows: [["1", "2", "3"], ["4", "5", "ʤ"]]),
    Case(
      name: "quotes inside plain cells", text: "a,b\n36'37.8\"N 121,5\" pipe\n",
      headers: ["a", "b"], rows: [["36'37.8\"N 121", "5\" pipe"]]),
    Case(
      name: "mixed line ends and empty lines", text: "a,b\r\n\r\n1,2\n\n3,4\r\n\n",
      headers: ["a", "b"], rows: [["1", "2"], ["3", "4"]]),
    Case(
      name: "one column keeps empty lines", text: "a\n1\n\n\"\"\n2", headers: ["a"],
      rows: [["1"], [nil], [nil], ["2"]]),
  ]

  @Test(arguments: cases, [1, 5, 16, 4096])
  func readsTheRows(file: Case, pieceBytes: Int) async throws {
    var schema = TableSchema(name: "t", fields: [])
    for header in file.headers {
      var field = FieldSchema(name: header, header: header, kind: .text)
      field.isOptional = true
      schema.fields.append(field)
    }
    let cut = Cut(pieceBytes: pieceBytes, workers: 2, batchRows: 7)
    let outcome = try await read(Array(file.text.utf8), as: schema, cut: cut)
    #expect(outcome.diagnostics.isEmpty && outcome.rejected.isEmpty)
    #expect(outcome.rows.map(\.cells) == file.rows)
  }
}
