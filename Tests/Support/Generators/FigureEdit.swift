/// An agreement in which one figure is another one.
package enum FigureEdit {
  /// Returns an agreement in which a digit that starts a figure is another one.
  package static func edited(_ source: String, _ random: inout SplitMix64) -> String {
    let text = Array(source)
    let places = text.indices.filter { place in
      text[place].isNumber && place > 0 && text[place - 1] == " "
    }
    guard !places.isEmpty else { return source }
    var edited = text
    edited[random.pick(places)] = Character(String(random.below(9) + 1))
    return String(edited)
  }
}
