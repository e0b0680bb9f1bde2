/// The words that are never names; every other word means something only in its place.
enum ReservedWord {
  static let all: Set<String> = [
    "and", "or", "not", "in", "is", "else", "when", "otherwise", "where", "within", "missing",
    "present", "yes", "no", "today", "tier", "from", "to", "by", "for",
  ]

  /// The words that may follow a name.
  static let followers = [
    "means", "until", "because", "that", "every", "on", "optional", "key", "as", "at", "daily",
    "weekly", "monthly", "quarterly", "yearly", "annually", "separated",
  ]

  /// The words that are operators, after which a line may break.
  static let operators: Set<String> = ["and", "or", "not", "in", "is", "else"]
}

/// The names of days and months, in their order.
package enum CalendarWords {
  package static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// Returns the number of the month called `name`, of which the first three letters are enough.
  static func month(_ name: String) -> Int? {
    let lower = name.lowercased()
    guard lower.count >= 3 else { return nil }
    return months.firstIndex { $0.lowercased().hasPrefix(lower) }.map { $0 + 1 }
  }

  package static let days = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
}

/// A thing that is written with its own words: a declaration or a clause of one.
enum Form: CaseIterable, Hashable {
  case agreement, table, rates, group, letting, score, criterion, tier, exclude, reject, move
  case limit, override, show, require, warn, sponsor, calendar, review
  case agenda, test, expect
  case field, aCase, expression

  /// What messages call it.
  var noun: String {
    switch self {
    case .agreement: "the agreement"
    case .table: "a table"
    case .rates: "rates"
    case .group: "the group"
    case .letting: "a `let`"
    case .score: "a score"
    case .criterion: "a criterion"
    case .tier: "a tier"
    case .exclude: "an `exclude`"
    case .reject: "a `reject`"
    case .limit: "a limit"
    case .override: "an override"
    case .move: "a `move`"
    case .show: "a `show`"
    case .require: "a requirement"
    case .warn: "a warning"
    case .sponsor: "the sponsor block"
    case .calendar: "the calendar"
    case .review: "a review"
    case .agenda: "an agenda"
    case .test: "a test"
    case .expect: "an `expect`"
    case .field: "a field"
    case .aCase: "a case"
    case .expression: "an expression"
    }
  }

  /// A whole one, to write after.
  var example: String {
    switch self {
    case .agreement: #"agreement "Key accounts 2027" { as of 2027-04-01 }"#
    case .table: #"table contacts from "contacts.csv" { name : text }"#
    case .rates: "rates to EUR on 2027-01-04 { PLN 4.30; USD 1.08 }"
    case .group: "group accounts by parent { revenue sum; margin average by revenue }"
    case .letting: "let growth = revenue - last_year"
    case .score: "score attractiveness { criterion size { fit * 2 } }"
    case .criterion: "criterion growing weight 50% out of 10 { 10 when growth >= 15%; 0 otherwise }"
    case .tier: "tier Strategic { when attractiveness >= 60 }"
    case .exclude: #"exclude "Own company" when country = "Intercompany""#
    case .reject: #"reject "No revenue" when revenue <= 0"#
    case .move: "move at most 1 tier"
    case .limit: "limit Strategic, Star to 12 by attractiveness, spend"
    case .override: #"override "A17" to Strategic until 2027-12-31 because "Board minute 9""#
    case .show: #"show wallet, "Growth" = growth"#
    case .require: #"require "Has an owner" for Strategic that owner is present"#
    case .warn: #"warn "Too few contacts" for Strategic when count(contacts) < 3"#
    case .sponsor: "sponsor for Strategic { from executives by place }"
    case .calendar: "calendar { working days Monday to Friday }"
    case .review: #"review "Account planning" for Strategic every 90 days"#
    case .agenda: #"agenda "Executive committee" { on 2027-04-20; top 20 by revenue }"#
    case .test: #"test "Large accounts" { given revenue = 8M; expect tier = Strategic }"#
    case .expect: #"expect "Fulmar Bank" is Strategic"#
    case .field: #"revenue : money at least 0 from "Revenue FY27""#
    case .aCase: "10 when revenue >= 5M"
    case .expression: "revenue >= 5M and growth > 10%"
    }
  }

  /// The words that a clause of its block starts with, in the order in which they are listed.
  var clauseWords: [String] {
    switch self {
    case .agreement:
      [
        "agreed", "effective", "expires", "as", "currency", "measure", "fiscal", "replacing",
        "inform",
      ]
    case .table: ["separator", "decimal", "encoding", "missing"]
    case .group: ["alone"]
    case .score: ["missing", "criterion"]
    case .tier: ["when", "keep", "otherwise"]
    case .limit: ["spare", "overflow", "ties"]
    case .sponsor: ["from", "only", "not", "at", "keep", "prefer", "deputy", "taking"]
    case .calendar: ["working", "hours", "holiday", "holidays", "closed", "at"]
    case .review:
      [
        "starting", "last", "only", "also", "within", "notice", "attended", "lasting", "at", "by",
        "ahead", "rolling", "then", "target",
      ]
    case .agenda: ["on", "top", "show"]
    case .test: ["given", "expect"]
    case .rates, .letting, .criterion, .exclude, .reject, .move, .override, .show, .require, .warn,
      .expect, .field, .aCase, .expression:
      []
    }
  }
}

extension Form {
  /// Returns the first words of a clause of which `word` is the first.
  func phrase(of word: String) -> String {
    Form.phrases[self]?.first { $0.hasPrefix(word + " ") } ?? word
  }

  private static let phrases: [Form: [String]] = [
    .agreement: ["as of", "fiscal year", "replacing costs"], .table: ["decimal comma"],
    .limit: ["overflow to", "ties admit"], .sponsor: ["at most", "deputy with"],
    .calendar: ["working days", "holidays from", "at most"],
    .review: ["last met", "attended by", "at most"],
  ]
}

/// The words that start a declaration.
enum DeclarationWord: String, CaseIterable {
  case agreement, accounts, table, rates, group, letting = "let", score, criterion, tier
  case exclude, reject, move, limit, override, show, require, warn, sponsor, calendar, review
  case agenda, test, expect
}
