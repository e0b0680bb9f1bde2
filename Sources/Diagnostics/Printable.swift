/// Makes text from a file safe to show: nothing in it can move the cursor or reorder the line.
package enum Printable {
  /// Returns `text` with control and bidirectional characters written as escapes, such as `\n` and
  /// `\u{202E}`, and cut after `limit` characters.
  package static func escaped(_ text: String, limit: Int = .max) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < limit else { return result + "…" }
      count += 1
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isInvisible(scalar):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Returns `line` with each control or bidirectional character replaced by one visible character,
  /// so that columns keep their numbers.
  package static func aligned(_ line: String) -> String {
    var result = ""
    for scalar in line.unicodeScalars {
      result.unicodeScalars.append(isInvisible(scalar) ? picture(of: scalar) : scalar)
    }
    return result
  }

  /// `true` iff nobody sees `scalar`, or it could change how the text around it is displayed.
  package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0xAD: true
    case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }

  /// Returns the sign that Unicode has for a control character, or the replacement character.
  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09: " "
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: "\u{FFFD}"
    }
  }
}
