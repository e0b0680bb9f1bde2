import Tables

/// Names of files for what data name, which can be anything and must not lead anywhere.
///
/// A name that is safe everywhere stays as it is. Of any other one letters and digits are left, and
/// a digest tells it from others: what follows from the name alone is the same in every run.
package enum FileName {
  private static let mostBytes = 100
  private static let keptLetters = 40
  /// Words of names that people write in small letters.
  private static let particles: Set<String> = [
    "al", "da", "das", "de", "dei", "del", "den", "der", "di", "do", "dos", "du", "e", "el", "het",
    "la", "le", "of", "och", "op", "ten", "ter", "the", "und", "van", "von", "y", "zu", "zum",
    "zur",
  ]
  /// What some systems take for a device, whatever follows the point.
  private static let devices: Set<String> = ["con", "prn", "aux", "nul"]

  /// Returns for each of the names, which all differ, a file name of its own.
  package static func names(for texts: [String], ending: String) -> [String] {
    let short = texts.map { name(for: $0, digits: 10) }
    // Nobody will see it, but a digest is no proof.
    let areDifferent = Set(short).count == short.count
    return (areDifferent ? short : texts.map { name(for: $0, digits: 64) }).map { $0 + ending }
  }

  private static func name(for text: String, digits: Int) -> String {
    if isSafe(text) { return text }
    var letters = ""
    for scalar in text.unicodeScalars.prefix(4 * keptLetters) {
      if isLetter(scalar) || isDigit(scalar) {
        letters.unicodeScalars.append(scalar)
      } else if !letters.isEmpty, letters.last != "-" {
        letters += "-"
      }
    }
    let kept = String(letters.prefix(keptLetters))
    let stem = kept.last == "-" ? String(kept.dropLast()) : kept
    let digest = SHA256.hexDigest(of: Array(text.utf8)).prefix(digits)
    return (stem.isEmpty || stem.utf8.count > mostBytes ? "name" : stem) + "~" + digest
  }

  /// `true` iff the text is a file name on every system, and no other safe text is the same file
  /// where capital and small letters are the same.
  private static func isSafe(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= mostBytes else { return false }
    let scalars = Array(text.unicodeScalars)
    guard isLetter(scalars[0]) || isDigit(scalars[0]), let last = scalars.last, last != " ",
      last != "."
    else { return false }
    if text.contains("..") || text.contains("  ") { return false }
    let marks = " -.'".unicodeScalars
    guard scalars.allSatisfy({ isLetter($0) || isDigit($0) || marks.contains($0) }) else {
      return false
    }
    let words = text.split { $0 == " " || $0 == "-" || $0 == "'" || $0 == "." }
    return !isDevice(text) && words.allSatisfy { isCapitalised($0) }
  }

  /// `true` iff a word is written as nearly everybody writes it, so that of the ways to write it
  /// with other capitals all others are not.
  private static func isCapitalised(_ word: Substring) -> Bool {
    let lower = word.lowercased()
    if particles.contains(lower) { return word == lower }
    // Keys of accounts have capitals throughout.
    let hasDigit = word.unicodeScalars.contains { isDigit($0) }
    if hasDigit { return word.uppercased() == word }
    guard let first = word.first else { return true }
    let rest = word.dropFirst()
    return first.uppercased() == String(first) && rest.lowercased() == String(rest)
  }

  private static func isDevice(_ text: String) -> Bool {
    let stem = text.prefix { $0 != "." }.lowercased()
    return devices.contains(stem)
      || stem.utf8.count == 4 && (stem.hasPrefix("com") || stem.hasPrefix("lpt"))
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter: true
    default: false
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value)
  }
}
