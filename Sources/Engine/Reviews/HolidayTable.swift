import Tables

/// A day off, of one country or of everyone.
package struct Holiday: Hashable, Sendable {
  package var day: Day
  /// nil: of everyone.
  package var country: String?
  package var name: String
  /// `true` iff it counts for every account, whatever its country.
  package var isOfEveryone: Bool

  package init(day: Day, country: String?, name: String) {
    self.day = day
    self.country = country
    self.name = name
    isOfEveryone = country == nil
  }
}

/// The rows of a holiday file, read.
package struct HolidayTable: Hashable, Sendable {
  /// What is wrong with a row.
  package struct Problem: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case blankDate
      /// A date that is not a day in the form YYYY-MM-DD.
      case unreadableDate(String)
    }
    /// The index of the row.
    package var row: Int
    package var kind: Kind
  }

  /// The readable rows, in their order.
  package private(set) var holidays: [Holiday] = []
  package private(set) var problems: [Problem] = []

  /// Reads rows of trimmed texts; a blank country stands for everyone.
  package init(rows: some Sequence<(date: String, country: String, name: String)>) {
    for (index, row) in rows.enumerated() {
      if let day = HolidayTable.day(row.date) {
        let country = row.country.isEmpty ? nil : row.country
        holidays.append(Holiday(day: day, country: country, name: row.name))
      } else {
        problems.append(
          Problem(row: index, kind: row.date.isEmpty ? .blankDate : .unreadableDate(row.date)))
      }
    }
  }

  /// Takes the entries of a calendar file for holidays, of one country or of everyone.
  package init(_ entries: [CalendarFile.Entry], country: String?) {
    holidays = entries.map { Holiday(day: $0.day, country: country, name: $0.name) }
  }

  /// Gives the holidays that have no country of their own this one.
  package mutating func place(in country: String) {
    for index in holidays.indices where holidays[index].country == nil {
      holidays[index].country = country
      holidays[index].isOfEveryone = false
    }
  }

  /// Every country that has a holiday, in code point order.
  package var countries: [String] { Set(holidays.compactMap(\.country)).sorted() }

  /// Returns the day of a text in the form YYYY-MM-DD.
  private static func day(_ text: String) -> Day? {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2],
      parts.joined().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    let figures = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    return Day(year: figures[0], month: figures[1], day: figures[2])
  }
}

extension HolidayTable.Problem.Kind {
  /// One lower-case sentence without a full stop.
  package var message: String {
    switch self {
    case .blankDate: "this holiday has no date"
    case .unreadableDate(let text): "`\(text)` is not a date in the form YYYY-MM-DD"
    }
  }
}
