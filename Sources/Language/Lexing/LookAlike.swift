import Diagnostics

/// Letters of several alphabets that look the same.
package enum LookAlike {
  /// An alphabet whose letters can be taken for those of another.
  private enum Script: String {
    case latin = "Latin"
    case greek = "Greek"
    case cyrillic = "Cyrillic"
    case armenian = "Armenian"

    init?(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
      case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
      case 0x400...0x52F: self = .cyrillic
      case 0x530...0x58F: self = .armenian
      default: return nil
      }
    }
  }

  /// A letter that does not belong where it stands.
  struct Stranger: Hashable {
    var letter: String
    /// The letter's alphabet and number, such as "Cyrillic, U+0435".
    var origin: String
    /// The bytes before it in its word.
    var offset: Int
    var length: Int
  }

  /// Finds the first letter of `word` from another alphabet than those around it; parts between
  /// `_` and digits may have alphabets of their own.
  static func stranger(in word: String) -> Stranger? {
    var part: [(scalar: Unicode.Scalar, script: Script, offset: Int)] = []
    var offset = 0
    for scalar in word.unicodeScalars {
      if let script = Script(scalar) {
        part.append((scalar, script, offset))
      } else if scalar == "_" || scalar.properties.numericType != nil {
        if let stranger = stranger(among: part) { return stranger }
        part = []
      }
      offset += UTF8.width(scalar)
    }
    return stranger(among: part)
  }

  private static func stranger(
    among part: [(scalar: Unicode.Scalar, script: Script, offset: Int)]
  ) -> Stranger? {
    let latin = part.count { $0.script == .latin }
    guard latin > 0, latin < part.count else { return nil }
    // The fewer letters are the strange ones; of equally many, those that are not Latin.
    let isLatinStrange = latin * 2 < part.count
    guard let found = part.first(where: { ($0.script == .latin) == isLatinStrange }) else {
      return nil
    }
    return Stranger(
      letter: String(found.scalar),
      origin: "\(found.script.rawValue), \(found.scalar.codePoint)", offset: found.offset,
      length: UTF8.width(found.scalar))
  }

  // MARK: Shapes

  /// Returns `word` with each letter replaced by the Latin one or the digit that looks like it.
  static func latin(_ word: String) -> String {
    // PERF: nearly all words are of ASCII, whose letters look like nothing else.
    guard word.utf8.contains(where: { $0 >= 0x80 }) else { return word }
    var result = ""
    for scalar in word.unicodeScalars {
      result.unicodeScalars.append(twins[scalar] ?? scalar)
    }
    return result
  }

  /// Returns what `word` looks like: equal for words that only careful readers tell apart.
  package static func shape(of word: String) -> String {
    String(latin(word).map { alike[$0] ?? $0 })
  }

  /// The first letter of `word` that another word of the same shape has otherwise.
  static func difference(
    of word: String, from other: String
  ) -> (own: Unicode.Scalar, others: Unicode.Scalar)? {
    zip(word.unicodeScalars, other.unicodeScalars).first { $0 != $1 }
  }

  /// Letters and digits of one alphabet that many typefaces draw alike.
  private static let alike: [Character: Character] = ["I": "l", "1": "l", "|": "l", "0": "O"]

  /// The Latin letter that each letter looks like.
  private static let twins: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs: [(String, String)] = [
      // Cyrillic.
      ("аеорсухіјѕԁһӏ", "aeopcyxijsdhl"), ("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS"),
      // Greek.
      ("οινυρακ", "oivupak"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
      // Armenian.
      ("օսհո", "ouhn"),
    ]
    var twins: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (others, latin) in pairs {
      for (other, letter) in zip(others.unicodeScalars, latin.unicodeScalars) {
        twins[other] = letter
      }
    }
    return twins
  }()
}

extension Unicode.Scalar {
  /// The scalar as `U+0435`.
  package var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The scalar's number and name, such as `U+200B (zero width space)`.
  package var named: String {
    let isControl = properties.generalCategory == .control
    let name = isControl ? "control character" : properties.name?.lowercased()
    return codePoint + (name.map { " (\($0))" } ?? "")
  }

  /// `true` iff nobody sees this, or it changes how the text around it is shown.
  var isInvisible: Bool {
    self != "\t" && self != "\n" && self != "\r" && Printable.isInvisible(self)
  }

  /// `true` iff this is invisible and nevertheless part of how some scripts are written.
  var joinsLetters: Bool { value == 0x200C || value == 0x200D }
}
