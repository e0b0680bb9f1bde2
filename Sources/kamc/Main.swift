import Diagnostics
import Driver
import Engine
import Glibc
import Language
import Tables

struct RealFiles: FileAccess {
  func open(_ path: String) throws(ReadProblem) -> any ByteSource {
    guard let source = FileSource(path) else { throw ReadProblem("no such file") }
    return source
  }
}

struct FileSource: ByteSource {
  let descriptor: Int32
  let count: Int

  init?(_ path: String) {
    descriptor = unsafe Glibc.open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    count = Int(status.st_size)
  }

  func read(_ length: Int, at offset: Int, into buffer: inout [UInt8]) throws(ReadProblem) {
    let start = buffer.count
    let wanted = max(0, min(length, count - offset))
    buffer.append(contentsOf: repeatElement(0, count: wanted))
    var done = 0
    while done < wanted {
      let got = unsafe buffer.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress! + start + done, wanted - done, off_t(offset + done))
      }
      guard got > 0 else { throw ReadProblem("read error") }
      done += got
    }
  }
}

@main
struct Main {
  static func main() async {
    let a = CommandLine.arguments
    var pipeline = Pipeline(files: RealFiles())
    var request = RunRequest(agreementPath: a[2], accountsPath: a[3], settings: WorkSettings(workers: 2))
    if a.contains("--quiet") { request.detail = .decisions }
    do {
      let run = try await pipeline.run(request)
      let e = run.evaluation
      if !a.contains("--quiet") {
        for row in 0..<e.tables[0].rowCount {
          print(e.tables[0].key(row), e.tier(row).map { e.program.tiers[$0].name } ?? "-", e.decision.status[row])
        }
      }
      if let i = a.firstIndex(of: "--tiers") {
        let bytes = TiersCSV.render(run).bytes
        let fd = unsafe Glibc.open(a[i+1], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(fd, $0.baseAddress!, bytes.count) }
      }
      for (i, t) in e.program.tiers.enumerated() { print(t.name, e.decision.tiers.filter { $0 == i }.count) }
    } catch { print(error) }
    for d in pipeline.diagnostics.sorted { print(d.severity, d.code.rawValue, d.place.map { "\($0.file):\($0.line):\($0.column)" } ?? "", d.message, d.help ?? "") }
  }
}
