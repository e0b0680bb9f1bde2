import Diagnostics
import Tables

/// An agreement whose every name, type, unit and stage has been checked.
package struct CheckedProgram: Sendable {
  package var source: SourceText
  package var agreement = CheckedAgreement()
  /// The tables of the data, `accounts` first; then the rows of the accounts' file, where these form
  /// groups; then one synthetic table per `for each FIELD`,
  /// then one per sponsor declaration (its pairs of account and person).
  package var tables: [CheckedTable] = []
  /// By day, and then as they are written.
  package var rates: [CheckedRate] = []
  package var conversions: [CheckedConversion] = []
  package var terms: [Term] = []
  /// The terms that no clause writes, of which a function is made.
  package var implied: Set<TermID> = []
  /// The value lists of `one of` types; equal lists are one.
  package var choices: [[String]] = []
  package var group: CheckedGroup?
  package var lets: [CheckedLet] = []
  package var scores: [CheckedScore] = []
  package var tiers: [CheckedTier] = []
  package var excludes: [CheckedExclude] = []
  package var rejects: [CheckedReject] = []
  package var move: CheckedMove?
  package var limits: [CheckedLimit] = []
  package var overrides: [CheckedOverride] = []
  package var shows: [CheckedShow] = []
  package var books: [CheckedBook] = []
  package var findings: [CheckedFinding] = []
  package var sponsors: [CheckedSponsor] = []
  package var calendar: CheckedCalendar?
  package var reviews: [CheckedReview] = []
  package var agendas: [CheckedAgenda] = []
  package var addresses: [CheckedAddress] = []
  package var people = CheckedPeople()
  /// The accounts' text field called `name`, if there is one.
  package var accountName: TermID?
  /// The tier that an account had before: its field of type `tier`, or what an earlier result says.
  package var previousTier: TermID?
  /// The day since which it had that tier: the accounts' date field called `since`, or what an
  /// earlier result says.
  package var previousSince: TermID?
  /// What stands first of all that depends on the day, so that an as-of date is needed.
  package var dayReader: SourceRange?

  /// `true` iff a field of the accounts is the day since which they have had their tiers.
  package func isSince(_ field: Int) -> Bool {
    tables[0].fields[field].name == "since" && tables[0].fields[field].type == .date
  }

  /// `true` iff a clause goes through the rows of a table one by one.
  package func goesThrough(_ table: TableID) -> Bool {
    findings.contains { $0.scope == .each(table) } || books.contains { $0.each == table }
  }

  /// The table that is read from the accounts' file, whose rows are accounts or form groups that are.
  package var accountsFile: TableID { group?.members ?? .accounts }

  package subscript(id: TermID) -> Term { terms[id.index] }
  package subscript(id: TableID) -> CheckedTable { tables[id.index] }
}

/// The agreement's head.
package struct CheckedAgreement: Hashable, Sendable {
  package var name = ""
  package var agreed: Day?
  package var approvers: [String] = []
  package var effective: Day?
  package var expires: Day?
  package var asOf: Day?
  package var currency: String?
  package var measure: TermID?
  package var fiscalCalendar = FiscalCalendar.civil
  package var replacing: CheckedReplacement?
  /// Who is told what changed about an account; people are at home with the accounts or the
  /// portfolio.
  package var informed: [CheckedDeed.Doer] = []
}

/// What it costs to replace a lost account: so many times a figure of it.
package struct CheckedReplacement: Hashable, Sendable {
  package var factor: Decimal
  /// At home with the accounts or the portfolio.
  package var figure: TermID
  package var range: SourceRange
}

/// A table with its columns, as far as the agreement names them.
package struct CheckedTable: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    /// Read from a file; the path is as written, nil for `accounts`.
    case file(path: String?)
    /// One row for each group of rows of another table, which are read from the accounts' file.
    case groups(members: TableID)
    /// One row for each value of an account's field, in the order of their first appearance.
    case eachValue(TermID)
    /// One row for each pair of an account to be sponsored and a person.
    case pairs(people: TableID)
  }

  package var name: String
  package var origin: Origin
  package var range: SourceRange
  /// What the file's reader needs; fields here come before computed ones.
  package var schema: TableSchema
  package var fields: [CheckedField] = []
  package var computed: [CheckedComputed] = []
  package var keyIndex: Int? { schema.keyIndex }
}

/// How accounts form groups, which are judged as one account each.
package struct CheckedGroup: Hashable, Sendable {
  /// The table of the rows of the accounts' file.
  package var members: TableID
  /// The members' field that refers to the parent.
  package var parent: Int
  /// What keeps a member out of its parent's group, at home in `members`.
  package var alone: [TermID] = []
  package var range: SourceRange
}

/// A stored column: its place in `schema.fields` is its index.
package struct CheckedField: Hashable, Sendable {
  package var name: String
  package var type: ValueType
  /// `true` iff its texts name people of ours.
  package var isPerson = false
  package var range: SourceRange
}

/// A figure of a row that is worked out from the others.
package struct CheckedComputed: Hashable, Sendable {
  package var name: String
  package var term: TermID
  package var range: SourceRange
}

/// A named figure.
package struct CheckedLet: Hashable, Sendable {
  package var name: String
  package var term: TermID
  package var range: SourceRange
}

/// A score and what it is made of.
package struct CheckedScore: Hashable, Sendable {
  package var name: String
  package var title: String?
  package var criteria: [CheckedCriterion]
  /// nil where the score was reported, and until the day is known on which its weights depend.
  package var formula: ScoreFormula?
  /// `true` iff weights are percents, which add up to 100 %.
  package var isInPercent = false
  package var range: SourceRange
}

/// One question of a score, with its weight and its points.
package struct CheckedCriterion: Hashable, Sendable {
  package var name: String
  package var title: String?
  package var weight: Decimal
  /// What the weight is where it depends on the day, at home in the portfolio.
  package var weightTerm: TermID?
  package var outOf: Decimal
  package var skipsMissing: Bool
  package var points: TermID
  package var range: SourceRange
}

/// A tier and the ways into it.
package struct CheckedTier: Hashable, Sendable {
  package var name: String
  package var meaning: String?
  package var routes: [CheckedRoute]
  package var range: SourceRange
}

/// One way into a tier.
package struct CheckedRoute: Hashable, Sendable {
  package var label: String?
  /// nil for `otherwise`.
  package var condition: TermID?
  /// The condition as it is written, which may be the name of a let.
  package var conditionRange: SourceRange?
  /// `true` iff the route keeps accounts that were in the tier before, which its condition says too.
  package var isKeep = false
  package var range: SourceRange
}

/// A reason to leave accounts out.
package struct CheckedExclude: Hashable, Sendable {
  package var reason: String
  package var fromTiersOnly: Bool
  package var condition: TermID
  package var range: SourceRange
}

/// A reason to call a row wrong.
package struct CheckedReject: Hashable, Sendable {
  package var reason: String
  package var condition: TermID
  package var range: SourceRange
}

/// How far an account may move from the tier that it had before.
package struct CheckedMove: Hashable, Sendable {
  package var steps: Int
  package var range: SourceRange
}

/// The seats of some tiers, and who gets them.
package struct CheckedLimit: Hashable, Sendable {
  package struct Spare: Hashable, Sendable {
    package var label: String?
    package var isUncounted: Bool
    package var condition: TermID
    package var range: SourceRange
  }
  /// Tier indices, best first.
  package var tiers: [Int]
  /// At home in the portfolio.
  package var seats: TermID
  package var keys: [CheckedKey]
  package var spares: [Spare]
  /// The declared overflow tier; nil for the next tier that the account has a route for.
  package var overflow: Int?
  package var tiesAdmit: Bool
  package var range: SourceRange
}

/// The tier of one account, whatever the rules say.
package struct CheckedOverride: Hashable, Sendable {
  package var key: String
  package var tier: Int
  package var until: Day?
  package var reason: String
  package var range: SourceRange
  package var keyRange: SourceRange
}

/// A figure to print.
package struct CheckedShow: Hashable, Sendable {
  package var label: String
  /// At home in `accounts` or in the portfolio.
  package var term: TermID
  package var range: SourceRange
}

/// Figures of each row of a table, or of each value of a field.
package struct CheckedBook: Hashable, Sendable {
  /// What it goes through, as it is written.
  package var name: String
  package var each: TableID
  /// At home in `each` or in the portfolio.
  package var shows: [CheckedShow]
  package var range: SourceRange
}

/// Something that must hold, or that is worth a warning.
package struct CheckedFinding: Hashable, Sendable {
  package enum Scope: Hashable, Sendable {
    case portfolio
    case tiers([Int])
    case all
    case each(TableID)
  }
  package var isRequirement: Bool
  package var label: String
  package var scope: Scope
  package var condition: TermID
  package var question: CheckedQuestion?
  package var deed: CheckedDeed?
  package var range: SourceRange
}

/// A question that a finding's condition answers.
package struct CheckedQuestion: Hashable, Sendable {
  package var text: String
  /// Of what the condition asks whether it is there, at home where the condition is asked.
  package var asked: [TermID] = []
  /// How long an answer holds; nil where it does not age.
  package var span: TimeSpan?
  /// The day from which it holds, at home where the condition is asked.
  package var since: TermID?
}

/// What is to be done where a finding hits.
package struct CheckedDeed: Hashable, Sendable {
  package enum Doer: Hashable, Sendable {
    /// A text or value, at home where the condition is asked.
    case named(TermID)
    /// Whoever sponsors the account.
    case sponsor
  }
  package var text: String
  package var by: Doer?
  package var span: TimeSpan?
}

/// Who can sponsor which accounts.
package struct CheckedSponsor: Hashable, Sendable {
  package struct Only: Hashable, Sendable {
    package var condition: TermID
    package var range: SourceRange
  }
  /// Someone who may not sponsor an account.
  package struct Conflict: Hashable, Sendable {
    package var person: String
    package var account: String
    package var reason: String
    package var personRange: SourceRange
    package var accountRange: SourceRange
    package var range: SourceRange
  }
  package struct Preference: Hashable, Sendable {
    package var condition: TermID
    package var weight: Decimal
    /// What the weight follows from where it depends on the day.
    package var weightTerm: TermID?
    package var range: SourceRange
  }
  /// What an account takes of the days that a person has in a month.
  package struct Effort: Hashable, Sendable {
    /// At home with the accounts or the portfolio.
    package var days: TermID
    /// At home in the people's table or the portfolio.
    package var offer: TermID
    package var range: SourceRange
  }
  package var tiers: [Int]
  package var people: TableID
  /// The synthetic table of pairs in which `only` conditions are at home.
  package var pairs: TableID
  package var order: [CheckedKey]
  package var only: [Only]
  /// At home in the people's table or the portfolio.
  package var capacity: TermID?
  package var capacityRange: SourceRange?
  /// A text or reference of the account that names the person to keep.
  package var keep: TermID?
  /// Over the account and the person who would be kept.
  package var keepUnless: TermID?
  package var keepRange: SourceRange?
  package var conflicts: [Conflict] = []
  package var preferences: [Preference] = []
  /// Over the account and the person, what makes a deputy.
  package var deputy: Only?
  package var effort: Effort?
  package var range: SourceRange

  /// The most that a preference weighs.
  package static let greatestWeight = Decimal(1_000_000)

  /// `true` iff a preference can weigh this.
  package static func canWeigh(_ weight: Decimal) -> Bool {
    weight >= .zero && weight <= greatestWeight && weight.rounded(toPlaces: 3) == weight
  }

  /// The terms of pairs and people that a run has to work out.
  package var terms: [TermID] {
    order.map(\.value) + only.map(\.condition) + preferences.map(\.condition)
      + [capacity, keep, keepUnless, deputy?.condition, effort?.days, effort?.offer]
      .compactMap { $0 }
  }
}

/// When reviews can take place.
package struct CheckedCalendar: Sendable {
  package struct Holiday: Hashable, Sendable {
    package var day: Day
    package var name: String
  }
  package struct Closure: Hashable, Sendable {
    package var days: ClosedDays
    package var name: String?
  }
  package struct HolidayFile: Hashable, Sendable {
    /// A field of the people who can be sponsors.
    package struct PeopleField: Hashable, Sendable {
      package var people: TableID
      package var term: TermID
    }
    package var path: String
    /// The country of holidays that have none of their own.
    package var country: String?
    /// `true` iff the clause says whose holidays count; else they are everyone's.
    package var isLimited = false
    package var countries: [String] = []
    /// Text terms of the account that name a country.
    package var accountCountries: [TermID] = []
    /// By table of people, the text of the account's sponsor that names a country.
    package var sponsorCountries: [PeopleField] = []
    package var range: SourceRange
  }
  /// 0 for Monday … 6.
  package var workingDays: [Int] = [0, 1, 2, 3, 4]
  package var hours: (from: Int, to: Int)?
  package var zone: String?
  package var holidays: [Holiday] = []
  package var files: [HolidayFile] = []
  package var closures: [Closure] = []
  /// Over all reviews together.
  package var limits: [CheckedReview.Limit] = []
  package var range: SourceRange
}
