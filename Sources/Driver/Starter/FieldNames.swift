import Language

/// Hands out names of fields, each once.
struct FieldNames {
  private var taken: Set<String>

  /// - Parameter reserved: names that no field can have, such as those of tables.
  init(reserved: [String]) { taken = Set(reserved) }

  /// Returns a free name for the column with these words.
  mutating func name(for words: HeaderWords, column: Int) -> String {
    var name = words.name
    if !name.isEmpty, !Spelling.isFreeWord(name) { name += "_" }
    if !Spelling.isFreeWord(name) { name = "column_\(column)" }
    var candidate = name
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}
