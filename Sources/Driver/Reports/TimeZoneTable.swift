/// The time zones whose rules kamc carries, so that a calendar file can state them in full.
///
/// No time-zone database is read: the same agreement must give the same bytes on every machine.
/// The rules are those in force; of the zones that have changed theirs lately, only those with
/// settled rules are here.
package enum TimeZoneTable {
  /// When clocks change.
  enum Rule {
    /// The last Sundays of March and October, at 01:00 UTC.
    case europe
    /// The second Sunday of March and the first of November, at 02:00 local time.
    case northAmerica
    /// The first Sundays of October and April, at 02:00 standard time.
    case australia
    /// The last Sunday of September and the first of April, at 02:00 standard time.
    case newZealand
  }

  struct Zone {
    var name: String
    /// Minutes east of UTC in standard time.
    var offset: Int
    var abbreviation: String
    /// The clock change and what the time is called in summer; nil: none.
    var summer: (rule: Rule, abbreviation: String)?
  }

  /// Whether a calendar file can state the rules of the zone.
  package static func isKnown(_ name: String) -> Bool { zone(name) != nil }

  /// Every known name, in code point order.
  package static let names: [String] = zones.map(\.name).sorted()

  static func zone(_ name: String) -> Zone? { zones.first { $0.name == name } }

  private static let zones: [Zone] =
    europeanZones + northAmericanZones + southernZones + fixedZones

  private static let europeanZones: [Zone] =
    ["Europe/London", "Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man"].map {
      Zone(name: $0, offset: 0, abbreviation: "GMT", summer: (.europe, "BST"))
    } + [
      Zone(name: "Europe/Dublin", offset: 0, abbreviation: "GMT", summer: (.europe, "IST"))
    ]
    + ["Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Canary", "Atlantic/Faroe"].map {
      Zone(name: $0, offset: 0, abbreviation: "WET", summer: (.europe, "WEST"))
    }
    + [
      "Amsterdam", "Andorra", "Belgrade", "Berlin", "Bratislava", "Brussels", "Budapest",
      "Copenhagen", "Gibraltar", "Ljubljana", "Luxembourg", "Madrid", "Malta", "Monaco", "Oslo",
      "Paris", "Podgorica", "Prague", "Rome", "San_Marino", "Sarajevo", "Skopje", "Stockholm",
      "Tirane", "Vaduz", "Vatican", "Vienna", "Warsaw", "Zagreb", "Zurich",
    ].map {
      Zone(name: "Europe/\($0)", offset: 60, abbreviation: "CET", summer: (.europe, "CEST"))
    }
    + ["Athens", "Bucharest", "Helsinki", "Riga", "Sofia", "Tallinn", "Vilnius"].map {
      Zone(name: "Europe/\($0)", offset: 120, abbreviation: "EET", summer: (.europe, "EEST"))
    } + [
      Zone(name: "Asia/Nicosia", offset: 120, abbreviation: "EET", summer: (.europe, "EEST"))
    ]

  private static let northAmericanZones: [Zone] = [
    ("America/Halifax", -240, "A"), ("America/New_York", -300, "E"),
    ("America/Toronto", -300, "E"), ("America/Detroit", -300, "E"),
    ("America/Chicago", -360, "C"), ("America/Winnipeg", -360, "C"),
    ("America/Denver", -420, "M"), ("America/Boise", -420, "M"),
    ("America/Los_Angeles", -480, "P"), ("America/Anchorage", -540, "AK"),
  ].map { name, offset, letter in
    Zone(
      name: name, offset: offset, abbreviation: letter + "ST",
      summer: (.northAmerica, letter + "DT"))
  }

  private static let southernZones: [Zone] =
    ["Sydney", "Melbourne", "Hobart", "Canberra"].map {
      Zone(name: "Australia/\($0)", offset: 600, abbreviation: "AEST", summer: (.australia, "AEDT"))
    } + [
      Zone(
        name: "Australia/Adelaide", offset: 570, abbreviation: "ACST",
        summer: (.australia, "ACDT")),
      Zone(
        name: "Pacific/Auckland", offset: 720, abbreviation: "NZST",
        summer: (.newZealand, "NZDT")),
    ]

  private static let fixedZones: [Zone] = [
    ("Africa/Johannesburg", 120, "SAST"), ("Africa/Lagos", 60, "WAT"),
    ("Africa/Nairobi", 180, "EAT"), ("America/Argentina/Buenos_Aires", -180, "-03"),
    ("America/Bogota", -300, "-05"), ("America/Lima", -300, "-05"),
    ("America/Mexico_City", -360, "CST"), ("America/Panama", -300, "EST"),
    ("America/Phoenix", -420, "MST"), ("America/Sao_Paulo", -180, "-03"),
    ("Asia/Bangkok", 420, "+07"), ("Asia/Dubai", 240, "+04"),
    ("Asia/Ho_Chi_Minh", 420, "+07"), ("Asia/Hong_Kong", 480, "HKT"),
    ("Asia/Jakarta", 420, "WIB"), ("Asia/Karachi", 300, "PKT"), ("Asia/Kolkata", 330, "IST"),
    ("Asia/Kuala_Lumpur", 480, "+08"), ("Asia/Manila", 480, "PST"), ("Asia/Qatar", 180, "+03"),
    ("Asia/Riyadh", 180, "+03"), ("Asia/Seoul", 540, "KST"), ("Asia/Shanghai", 480, "CST"),
    ("Asia/Singapore", 480, "+08"), ("Asia/Taipei", 480, "CST"), ("Asia/Tokyo", 540, "JST"),
    ("Atlantic/Reykjavik", 0, "GMT"), ("Australia/Brisbane", 600, "AEST"),
    ("Australia/Darwin", 570, "ACST"), ("Australia/Perth", 480, "AWST"), ("Etc/UTC", 0, "UTC"),
    ("Europe/Istanbul", 180, "+03"), ("Pacific/Honolulu", -600, "HST"), ("UTC", 0, "UTC"),
  ].map { name, offset, abbreviation in
    Zone(name: name, offset: offset, abbreviation: abbreviation, summer: nil)
  }
}
