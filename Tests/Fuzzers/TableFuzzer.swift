import Diagnostics
import Dispatch
import Tables

/// Takes any bytes for a table: its first three say how it is declared and cut up, the rest is read.
///
/// A trap ends the fuzzer, which keeps the input that led to it.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryTable(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard count > 3 else { return 0 }
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let end = DispatchSemaphore(value: 0)
  Task {
    await compare(Array(input[3...]), as: schema(input[0], input[1]), pieceBytes: Int(input[2]) + 1)
    end.signal()
  }
  end.wait()
  return 0
}

/// What a reading found, as far as it can be compared.
private struct Reading: Equatable {
  var accepted = 0
  var rejected: [RejectedRow] = []
  var diagnostics: [Diagnostic] = []
}

/// Counts rows and nothing else.
private struct RowCounter: RowConsumer {
  mutating func consume(_ batch: inout RowBatch) {}
}

/// A table says the same however it is cut.
private func compare(_ bytes: [UInt8], as schema: TableSchema, pieceBytes: Int) async {
  let whole = await read(bytes, as: schema, pieceBytes: 1 << 16)
  let cut = await read(bytes, as: schema, pieceBytes: pieceBytes)
  precondition(whole == cut, "pieces of \(pieceBytes) bytes read otherwise")
  _ = try? await TableProfile.read(MemorySource(bytes), path: "t.csv")
}

private func read(_ bytes: [UInt8], as schema: TableSchema, pieceBytes: Int) async -> Reading {
  let source = MemorySource(bytes)
  do {
    let (header, problems) = try TableHeader.read(source: source, schema: schema, path: "t.csv")
    guard !problems.contains(where: { $0.severity == .error }) else {
      return Reading(diagnostics: problems)
    }
    let result = try await TableReader.read(
      source, header: header, schema: schema, path: "t.csv",
      fields: Array(schema.fields.indices), workers: 1, pieceBytes: pieceBytes, batchRows: 7
    ) { _ in RowCounter() }
    return Reading(
      accepted: result.accepted, rejected: result.rejected, diagnostics: result.diagnostics)
  } catch {
    preconditionFailure("memory cannot be read: \(error)")
  }
}

private func schema(_ format: UInt8, _ kinds: UInt8) -> TableSchema {
  let known: [CellKind] = [
    .text, .number(exponent: 0), .number(exponent: 3), .percent(.signed), .percent(.points),
    .date(nil), .truth, .choice(["a", "0", "N"]),
  ]
  var schema = TableSchema(name: "t", fields: [])
  for (index, header) in ["a", "b", "c"].enumerated() {
    let kind = known[(Int(kinds) >> (index * 2)) & 7]
    var field = FieldSchema(name: header, header: header, kind: kind)
    field.isOptional = kinds & 64 != 0
    schema.fields.append(field)
  }
  schema.encoding = [.utf8, .latin1, .windows1252, .utf8][Int(format) & 3]
  if format & 4 != 0 { schema.separator = UInt8(ascii: ";") }
  if format & 8 != 0 { schema.decimalComma = true }
  if format & 16 != 0 { schema.missingMarks = ["N", "-"] }
  if format & 32 != 0 { schema.currency = "EUR" }
  return schema
}
