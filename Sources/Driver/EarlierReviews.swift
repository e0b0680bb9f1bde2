import Engine
import Tables

/// The reviews of an earlier run, as its JSON has them.
enum EarlierReviews {
  /// Reads a list of reviews.
  ///
  /// - Throws: where one of them lacks its UID, its planned day or its day.
  static func list(_ scanner: inout JSONScanner) throws(JSONMistake) -> [ScheduledReview] {
    var reviews: [ScheduledReview] = []
    try scanner.array { scanner throws(JSONMistake) in reviews.append(try review(&scanner)) }
    return reviews
  }

  /// Reads the cancelled reviews among the changes of a result.
  static func cancelled(_ scanner: inout JSONScanner) throws(JSONMistake) -> [ScheduledReview] {
    var reviews: [ScheduledReview] = []
    try scanner.object { scanner, name throws(JSONMistake) in
      if name == "cancelled", scanner.next == UInt8(ascii: "[") {
        reviews = try list(&scanner)
      } else {
        try scanner.skip()
      }
    }
    return reviews
  }

  private static func review(
    _ scanner: inout JSONScanner
  ) throws(JSONMistake) -> ScheduledReview {
    var texts: [String: String] = [:]
    var (sequence, marks, attendees): (Int, [String], [String]) = (0, [], [])
    try scanner.object { scanner, name throws(JSONMistake) in
      switch name {
      case "uid", "review", "account", "name", "planned", "date", "start", "end", "moved":
        texts[name] = try scanner.optionalString()
      case "sequence": sequence = try scanner.optionalNumber()?.integer ?? 0
      case "marks" where scanner.next == UInt8(ascii: "["): marks = try strings(&scanner)
      case "attendees" where scanner.next == UInt8(ascii: "["): attendees = try strings(&scanner)
      default: try scanner.skip()
      }
    }
    guard let uid = texts["uid"], let planned = texts["planned"].flatMap(PreviousResult.day),
      let date = texts["date"].flatMap(PreviousResult.day)
    else { throw JSONMistake(offset: 0) }
    var review = ScheduledReview(
      uid: uid, review: texts["review"] ?? "", account: texts["account"] ?? "",
      name: texts["name"] ?? texts["account"] ?? "", planned: planned, date: date,
      start: texts["start"].flatMap(minutes), end: texts["end"].flatMap(minutes),
      attendees: attendees, moved: texts["moved"])
    // A number that no run can have written would end the count.
    review.sequence = (0..<1 << 30).contains(sequence) ? sequence : 0
    review.marks = Set(marks.compactMap { ReviewMark(rawValue: $0) })
    return review
  }

  private static func strings(_ scanner: inout JSONScanner) throws(JSONMistake) -> [String] {
    var strings: [String] = []
    try scanner.array { scanner throws(JSONMistake) in
      if let text = try scanner.optionalString() { strings.append(text) }
    }
    return strings
  }

  /// Returns the minutes after midnight of `HH:MM`.
  private static func minutes(_ text: String) -> Int? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2, (0...24).contains(parts[0]), (0..<60).contains(parts[1]) else {
      return nil
    }
    return parts[0] * 60 + parts[1]
  }
}
