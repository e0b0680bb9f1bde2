import Foundation

/// Turns a short text into a large one: `⟪300 × text⟫` is the text 300 times, in which `№` is the
/// number of the copy and `⏎` a line end.
enum Recipe {
  static func cook(_ recipe: String) -> String {
    var result = ""
    var rest = Substring(recipe)
    while let start = rest.range(of: "⟪"), let end = rest.range(of: "⟫") {
      result += rest[..<start.lowerBound]
      result += copies(of: rest[start.upperBound..<end.lowerBound])
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  private static func copies(of text: Substring) -> String {
    guard let sign = text.range(of: " × "), let count = Int(text[..<sign.lowerBound]) else {
      return String(text)
    }
    let pattern = text[sign.upperBound...].replacing("⏎", with: "\n")
    guard pattern.contains("№") else { return String(repeating: String(pattern), count: count) }
    return (1...count).map { pattern.replacing("№", with: String($0)) }.joined()
  }
}
