import Engine
import Language
import Tables
import Testing

/// Which days a review tries, in which order.
@Suite("Rolling days")
struct RollingTests {
  @Test(
    "the order of days",
    arguments: [
      (Rolling.following, ["30", "31", "1", "2"]), (.preceding, ["30", "29", "28"]),
      (.nearest, ["30", "31", "29", "1", "28", "2"]),
      (.modifiedFollowing, ["30", "31", "29", "28"]),
    ])
  func order(_ rule: Rolling, _ expected: [String]) throws {
    let window = try day("2027-07-28")...day("2027-08-02")
    let days = rule.days(from: try day("2027-07-30"), within: window)
    #expect(days.map { "\($0.civil.day)" } == expected)
  }

  @Test("every day at most once, and none beyond the window", arguments: Rolling.allCases)
  func window(_ rule: Rolling) {
    for before in 0..<8 {
      for after in 0..<8 {
        let planned = Day(number: 20_000)
        let window = Day(number: 20_000 - Int32(before))...Day(number: 20_000 + Int32(after))
        let days = Array(rule.days(from: planned, within: window))
        #expect(days.first == planned)
        #expect(Set(days).count == days.count && days.allSatisfy(window.contains))
        if rule == .nearest { #expect(days.count == before + after + 1) }
      }
    }
  }
}
