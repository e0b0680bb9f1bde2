/// An address to which mail can be sent.
package struct MailAddress: Hashable, Sendable {
  package let text: String

  /// Reads an address such as `anna@example.com`; nil where it cannot be one.
  package init?(_ text: String) {
    let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].count),
      !parts[0].contains(where: MailAddress.isForbidden), MailAddress.isDotted(parts[0]),
      parts[1].allSatisfy(MailAddress.isOfDomain), MailAddress.isDotted(parts[1])
    else { return nil }
    self.text = text
  }

  /// The address as a calendar file has it.
  package var uri: String {
    var uri = "mailto:"
    for byte in text.utf8 {
      if MailAddress.isPlain(byte) {
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return uri
  }

  private typealias Part = Substring.UnicodeScalarView.SubSequence

  private static func isDotted(_ part: Part) -> Bool {
    part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value <= 0x20 || (0x7f...0xa0).contains(scalar.value)
      || scalar.properties.isWhitespace || !scalar.isASCII && !scalar.properties.isAlphabetic
      || "\"(),:;<>[]\\".unicodeScalars.contains(scalar)
  }

  private static func isOfDomain(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "." || scalar.properties.numericType == .decimal
      || scalar.properties.isAlphabetic
  }

  /// `true` iff the byte stands for itself in an address of the web.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~!$'*+@".utf8.contains(byte)
    }
  }
}
