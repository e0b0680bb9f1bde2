/// References that lead nowhere: how many, by which texts, and where the first of each stands.
package struct UnmatchedReferences: Sendable {
  /// How often something was met.
  package struct Occurrences: Hashable, Sendable {
    package private(set) var count: Int
    /// The number of the first record, among all data records of the table.
    package private(set) var record: UInt32

    fileprivate static func + (left: Occurrences, right: Occurrences) -> Occurrences {
      Occurrences(count: left.count + right.count, record: min(left.record, right.record))
    }
  }

  /// By field: rows without a reference.
  package private(set) var blanks: [Int: Occurrences] = [:]
  /// By field, by text: rows that refer to a row that is not there.
  package private(set) var texts: [Int: [String: Occurrences]] = [:]

  mutating func noteBlank(_ field: Int, record: UInt32) {
    let one = Occurrences(count: 1, record: record)
    blanks[field] = blanks[field].map { $0 + one } ?? one
  }

  mutating func note(_ text: String, _ field: Int, record: UInt32) {
    let one = Occurrences(count: 1, record: record)
    texts[field, default: [:]].merge([text: one], uniquingKeysWith: +)
  }

  mutating func join(_ other: UnmatchedReferences) {
    blanks.merge(other.blanks, uniquingKeysWith: +)
    for (field, counts) in other.texts {
      texts[field, default: [:]].merge(counts, uniquingKeysWith: +)
    }
  }
}
