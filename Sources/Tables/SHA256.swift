/// SHA-256 (FIPS 180-4) over bytes that arrive piece by piece.
///
/// It identifies inputs in reports and meetings in calendars; nothing here protects a secret.
package struct SHA256: Sendable {
  /// The eight words of the chaining value.
  private var state = SHA256.initialState
  /// The bytes of the block that is not yet full.
  private var pending: [UInt8] = []
  /// The number of bytes so far.
  private var length: UInt64 = 0
  /// The message schedule, kept to be filled anew for each block.
  private var schedule = [UInt32](repeating: 0, count: 64)

  package init() { pending.reserveCapacity(64) }

  /// Returns the digest of `bytes` as 64 lower-case hexadecimal digits.
  package static func hexDigest(of bytes: some Collection<UInt8>) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hexadecimal(hash.finalize())
  }

  /// Returns `bytes` as lower-case hexadecimal digits.
  package static func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends `bytes` to the message.
  package mutating func update(_ bytes: some Collection<UInt8>) {
    length &+= UInt64(bytes.count)
    let bytes = Array(bytes)
    var start = 0
    if !pending.isEmpty {
      start = min(64 - pending.count, bytes.count)
      pending.append(contentsOf: bytes[..<start])
      guard pending.count == 64 else { return }
      compress(pending, from: 0)
      pending.removeAll(keepingCapacity: true)
    }
    while bytes.count - start >= 64 {
      compress(bytes, from: start)
      start += 64
    }
    pending.append(contentsOf: bytes[start...])
  }

  /// Returns the 32 bytes of the digest of everything appended.
  package consuming func finalize() -> [UInt8] {
    let bits = length &* 8
    let padding = (119 - pending.count) % 64 + 1
    var tail: [UInt8] = [0x80]
    tail.append(contentsOf: repeatElement(0, count: padding - 1))
    tail.append(contentsOf: SHA256.bigEndian(bits))
    update(tail)
    return state.indices.flatMap { SHA256.bigEndian(state[$0]) }
  }

  private static func bigEndian(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: value >> $0)
    }
  }

  /// Mixes the 64 bytes at `start` into the state.
  private mutating func compress(_ bytes: [UInt8], from start: Int) {
    fillSchedule(bytes, from: start)
    state &+= SHA256.mixed(state, schedule.span, SHA256.constants.span)
  }

  /// Returns the eight words after the 64 rounds of a block.
  private static func mixed(
    _ state: SIMD8<UInt32>, _ schedule: Span<UInt32>, _ constants: Span<UInt32>
  ) -> SIMD8<UInt32> {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    // PERF: after eight rounds each word has its name again, so that none is ever moved.
    for first in stride(from: 0, to: 64, by: 8) {
      func added(_ round: Int) -> UInt32 { constants[first + round] &+ schedule[first + round] }
      mix(a, b, c, &d, e, f, g, &h, added(0))
      mix(h, a, b, &c, d, e, f, &g, added(1))
      mix(g, h, a, &b, c, d, e, &f, added(2))
      mix(f, g, h, &a, b, c, d, &e, added(3))
      mix(e, f, g, &h, a, b, c, &d, added(4))
      mix(d, e, f, &g, h, a, b, &c, added(5))
      mix(c, d, e, &f, g, h, a, &b, added(6))
      mix(b, c, d, &e, f, g, h, &a, added(7))
    }
    return SIMD8(a, b, c, d, e, f, g, h)
  }

  /// One round, after which `d` is the next `e`, and `h` the next `a`.
  @inline(__always)
  private static func mix(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ added: UInt32
  ) {
    let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    let choice = g ^ (e & (f ^ g))
    let first = h &+ added &+ sum1 &+ choice
    let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    let majority = (a & b) | (c & (a | b))
    d = d &+ first
    h = first &+ sum0 &+ majority
  }

  private mutating func fillSchedule(_ bytes: [UInt8], from start: Int) {
    let block = bytes.span.extracting(start..<start + 64)
    var words = schedule.mutableSpan
    for word in 0..<16 {
      let at = word * 4
      words[word] =
        UInt32(block[at]) << 24 | UInt32(block[at + 1]) << 16 | UInt32(block[at + 2]) << 8
        | UInt32(block[at + 3])
    }
    for word in 16..<64 {
      let (near, far) = (words[word - 2], words[word - 15])
      let sigma1 = SHA256.rotated(near, 17) ^ SHA256.rotated(near, 19) ^ (near >> 10)
      let sigma0 = SHA256.rotated(far, 7) ^ SHA256.rotated(far, 18) ^ (far >> 3)
      words[word] = sigma1 &+ words[word - 7] &+ sigma0 &+ words[word - 16]
    }
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// The fractional parts of the square roots of the first eight primes.
  private static let initialState = SIMD8<UInt32>(
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
    0x5be0cd19)

  /// The fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
    0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
    0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
    0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
    0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2,
  ]
}
