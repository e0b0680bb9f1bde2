/// Every function; the one place where its spelling, signature and treatment of missing values are
/// described. The checker, the messages and the reference table of grammar.md derive from it.
package enum Builtin: String, CaseIterable, Hashable, Sendable {
  case min, max, abs, round, year, month, months, years, scale
  case count, sum, average, latest
  case rank, share, shareBefore = "share_before", shareThrough = "share_through"

  package var signature: String {
    switch self {
    case .min, .max:
      "\(rawValue)(a, b, …) of figures or dates; \(rawValue)(table.field [where c]) over rows"
    case .abs: "abs(x)"
    case .round: "round(x, places)"
    case .year, .month: "\(rawValue)(date)"
    case .months, .years: "\(rawValue)(from, to)"
    case .scale: "scale(x from a to b), in a criterion"
    case .count: "count(table [where c] [within f]), count(distinct table.field [where c])"
    case .sum, .average: "\(rawValue)(table.field [where c] [within f])"
    case .latest: "latest(table.field by date [where c] [within f])"
    case .rank: "rank(key, … [where c] [within f])"
    case .share, .shareBefore, .shareThrough: "\(rawValue)(x [where c] [within f])"
    }
  }

  package var meaning: String {
    switch self {
    case .min: "the smallest"
    case .max: "the largest"
    case .abs: "the figure without its sign"
    case .round: "rounded half-even to 0 to 18 places"
    case .year: "the calendar year"
    case .month: "the calendar month, 1 to 12"
    case .months: "the largest n with from + n months ≤ to"
    case .years: "the largest n with from + n years ≤ to"
    case .scale: "0 at a, the criterion's `out of` at b, linear between, clamped beyond"
    case .count: "how many rows match, or how many different values they have"
    case .sum: "the total over the matching rows"
    case .average: "the total over the matching rows divided by their number"
    case .latest: "the value of the matching row with the latest date"
    case .rank: "1 + the number of accounts strictly ahead"
    case .share: "this account's part of the total"
    case .shareBefore: "the part of the total held by accounts with strictly more"
    case .shareThrough: "the part of the total held by accounts with at least as much"
    }
  }

  package var whenMissing: String {
    switch self {
    case .min, .max: "missing if any argument is; over rows, blanks are left out, no row is missing"
    case .abs, .round, .year, .month, .months, .years, .scale: "missing if an argument is"
    case .count: "rows whose condition is unknown do not count"
    case .sum: "blanks are left out; no matching row is 0; rows without any figure are missing"
    case .average: "blanks are left out; no figure is missing"
    case .latest:
      "rows without the value or the date are left out; rows of one date that differ are missing"
    case .rank: "an account with a missing key ranks last"
    case .share, .shareBefore, .shareThrough:
      "missing outside the base, for a missing figure, or when the total is not above 0"
    }
  }
}
