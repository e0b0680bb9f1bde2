import Glibc
import TestSupport

/// A file that is written cell by cell.
///
/// It goes out in small parts: a process that this program starts counts this program's peak of
/// memory as its own.
struct TableFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var bytes: [UInt8] = []

  init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if descriptor < 0 { throw .ofSystem("cannot write \(path)") }
  }

  deinit { close(descriptor) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a comma.
  mutating func next() { bytes.append(UInt8(ascii: ",")) }

  /// Appends a number with at least `digits` digits.
  mutating func append(_ number: Int, digits: Int = 1) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0 || bytes.count - start < digits
    bytes[start...].reverse()
  }

  /// Appends `number` with its last digits after a point.
  mutating func append(_ number: Int, places: Int) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var unit = 1
    for _ in 0..<places { unit *= 10 }
    append(Int(number.magnitude) / unit)
    bytes.append(UInt8(ascii: "."))
    append(Int(number.magnitude) % unit, digits: places)
  }

  /// Appends a day of one of `years`.
  mutating func appendDay(of years: ClosedRange<Int>, _ numbers: inout SplitMix64) {
    append(numbers.within(years), digits: 4)
    append("-")
    append(numbers.within(1...12), digits: 2)
    append("-")
    append(numbers.within(1...28), digits: 2)
  }

  /// Ends the row.
  mutating func endRow() throws(Failure) {
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count >= 1 << 16 { try flush() }
  }

  consuming func finish() throws(Failure) { try flush() }

  private mutating func flush() throws(Failure) {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 { throw .ofSystem("cannot write \(path)") }
      start += count
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
