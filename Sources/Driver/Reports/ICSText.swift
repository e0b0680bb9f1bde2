import Engine
import Tables

/// The textual rules of iCalendar.
enum ICSText {
  /// The most octets of a line before its end.
  static let lineLimit = 75

  /// Returns a day as `20270401`.
  static func date(_ day: Day) -> String { day.description.filter { $0 != "-" } }

  /// Returns a time as `20270401T093000`; 24:00 is midnight of the next day.
  static func time(_ day: Day, _ minutes: Int) -> String {
    let start = day.adding(days: minutes / 1440) ?? day
    return "\(date(start))T\(Clock.text(minutes % 1440).filter { $0 != ":" })00"
  }

  /// Returns a value of type TEXT: control characters are removed but for line breaks, which are
  /// written `\n` as `\`, `;` and `,` are written with a backslash.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { needsCare($0) }) else { return text }
    var result = ""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",":
        result.unicodeScalars.append("\\")
        result.unicodeScalars.append(scalar)
      case "\n" where previous == "\r": break
      case "\n", "\r": result += "\\n"
      case _ where isControl(scalar): break
      default: result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return result
  }

  /// Returns a quoted parameter value, which can hold neither quotes nor control characters.
  static func parameter(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" {
        result += "'"
      } else if scalar == "\n" || scalar == "\t" {
        result += " "
      } else if !isControl(scalar) {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether the byte may belong to a character that is escaped or removed; 0xc2 leads those that
  /// follow ASCII.
  private static func needsCare(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7f || byte == 0xc2 || "\\;,".utf8.contains(byte)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
  }

  /// Returns the line with its end, continued on further lines where it is too long; a character
  /// is never split.
  static func folded(_ line: String) -> [UInt8] {
    let bytes = Array(line.utf8)
    var result: [UInt8] = []
    var start = 0
    var room = lineLimit
    while bytes.count - start > room {
      var end = start + room
      while isContinuation(bytes[end]) { end -= 1 }
      result += bytes[start..<end]
      result += [0x0d, 0x0a, 0x20]
      start = end
      // The space that starts a further line counts.
      room = lineLimit - 1
    }
    result += bytes[start...]
    return result + [0x0d, 0x0a]
  }

  /// Whether the byte is one of a UTF-8 character's other than the first.
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
}
