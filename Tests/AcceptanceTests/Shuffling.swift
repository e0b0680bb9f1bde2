import Diagnostics
import Language
import TestSupport

/// The declarations of an agreement, to be written in another order.
struct Declarations {
  private var texts: [String] = []
  /// By declaration, the kind whose order is kept: tiers stand best first, the order of what is
  /// shown and scored is that of columns, and reviews take their days one after the other.
  private var kinds: [String?] = []

  init(_ agreement: String) {
    let bytes = Array(agreement.utf8)
    let tree = Parser.parse(SourceText(name: "criteria.kam", bytes: bytes)).0
    for declaration in tree.declarations {
      let (range, kind) = Self.place(of: declaration)
      texts.append(String(decoding: bytes[Int(range.start)..<Int(range.end)], as: UTF8.self))
      kinds.append(kind)
    }
  }

  private static func place(of declaration: Declaration) -> (SourceRange, kind: String?) {
    switch declaration {
    case .tier(let declared): (declared.range, "tier")
    case .show(let declared): (declared.range, "show")
    case .score(let declared): (declared.range, "score")
    case .criterion(let declared): (declared.range, "score")
    case .agreement(let declared): (declared.range, nil)
    case .table(let declared): (declared.range, nil)
    case .group(let declared): (declared.range, nil)
    case .rates(let declared): (declared.range, nil)
    case .letting(let declared): (declared.range, nil)
    case .exclude(let declared): (declared.range, nil)
    case .reject(let declared): (declared.range, nil)
    case .move(let declared): (declared.range, nil)
    case .limit(let declared): (declared.range, nil)
    case .override(let declared): (declared.range, nil)
    case .finding(let declared): (declared.range, nil)
    case .sponsor(let declared): (declared.range, nil)
    case .calendar(let declared): (declared.range, nil)
    case .review(let declared): (declared.range, "review")
    case .agenda(let declared): (declared.range, nil)
    case .error(let range): (range, nil)
    }
  }

  /// Returns the agreement with its declarations in a random order.
  func shuffled(using random: inout SplitMix64) -> String {
    var order = texts.indices.shuffled(using: &random)
    for kind in Set(kinds.compactMap(\.self)) {
      let places = order.indices.filter { kinds[order[$0]] == kind }
      for (place, index) in zip(places, places.map { order[$0] }.sorted()) { order[place] = index }
    }
    return order.map { texts[$0] + "\n" }.joined()
  }
}

/// The records of a CSV file as they stand, to be written in another order.
struct Records {
  private var header: Substring = ""
  private var rows: [Substring] = []
  private let lineEnd: Character

  init(_ text: String) {
    lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
    var isQuoted = false
    var records: [Substring] = []
    var start = text.startIndex
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      guard !isQuoted, text[index].isNewline else { continue }
      records.append(text[start..<index])
      start = text.index(after: index)
    }
    if start < text.endIndex { records.append(text[start...]) }
    header = records.first ?? ""
    rows = Array(records.dropFirst())
  }

  /// Returns the file with its rows in a random order.
  func shuffled(using random: inout SplitMix64) -> String {
    ([header] + rows.shuffled(using: &random)).map { "\($0)\(lineEnd)" }.joined()
  }
}
