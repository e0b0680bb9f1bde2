import Diagnostics
import Language
import Testing

/// The corpus shows everything that the language has.
@Suite("Coverage of the corpus")
struct CoverageTests {
  @Test("Every diagnostic code is shown by a case")
  func codes() throws {
    var shown: Set<String> = []
    for chapter in Chapter.allCases {
      for file in Folder.files(below: chapter.folder)
      where file.hasSuffix(".diagnostics") || file.hasSuffix("/diagnostics")
        || file.hasSuffix(".console") || file.hasSuffix(".terminal")
      {
        let text = try Folder.text("\(chapter.folder)/\(file)")
        for match in text.matches(of: /\[(K[0-9]{4})\]/) { shown.insert(String(match.1)) }
      }
    }
    // Nothing that changes while it is read, and no gigabyte, is a file of the corpus.
    let shownByPrograms: Set<DiagnosticCode> = [.changedFile, .pipeTooLong]
    for code in DiagnosticCode.allCases where !shownByPrograms.contains(code) {
      #expect(shown.contains(code.rawValue), "no case shows \(code.rawValue), \(code)")
    }
  }

  @Test("Every production of the parser is used by a case")
  func productions() throws {
    let used = try Self.usedProductions()
    let declared = try Self.declaredProductions()
    #expect(declared.count > 60)
    for name in declared where !used.contains(name) {
      Issue.record("no case makes use of the production \(name)")
    }
  }

  @Test("Every alternative of a production is used by a case", arguments: alternatives)
  func alternative(_ name: String) throws {
    #expect(try Self.usedProductions().contains(name))
  }

  @Test("Every operator is used by a case", arguments: BinaryOperator.allCases)
  func operators(_ sign: BinaryOperator) throws {
    #expect(try Self.usedProductions().contains("operator/\(sign.rawValue)"))
  }

  @Test("Every function is used by a case", arguments: Builtin.allCases)
  func functions(_ function: Builtin) throws {
    #expect(try Self.usedProductions().contains("function/\(function.rawValue)"))
  }

  private static let cases: Result<Set<String>, any Error> = Result {
    var used: Set<String> = []
    for chapter in [Chapter.evaluation, .checking, .data] {
      for item in CorpusCase.all(of: chapter) {
        let bytes =
          item.isFolder ? try Folder.bytes(item.path + "/criteria.kam") : try item.agreement()
        let (tree, mistakes) = Parser.parse(SourceText(name: item.name, bytes: bytes))
        guard mistakes.isEmpty else { continue }
        used.formUnion(Productions.of(tree))
      }
    }
    return used
  }

  private static func usedProductions() throws -> Set<String> { try cases.get() }

  /// The productions that the doc comments of the parser's methods name.
  private static func declaredProductions() throws -> Set<String> {
    let folder = packageFolder + "/Sources/Language/Parsing"
    var names: Set<String> = []
    for file in Folder.files(below: folder) {
      for match in try Folder.text("\(folder)/\(file)").matches(of: #/[/]{3} ([a-z-]+) = /#) {
        names.insert(String(match.1))
      }
    }
    return names
  }
}

/// The alternatives of `Productions`, by the name of their production.
private let alternatives = [
  "end/;", "end/line-end", "digits/_", "number/plain", "number/.", "number/k", "number/M",
  "number/bn", "number/%", "name/word", "name/text", "comment", "time",
  "agreement-clause/agreed", "agreement-clause/effective", "agreement-clause/expires",
  "agreement-clause/as of", "agreement-clause/currency", "agreement-clause/measure",
  "agreement-clause/fiscal year", "agreement-clause/replacing",
  "agreement-clause/inform", "table/accounts", "table/table",
  "table-item/separator",
  "table-item/decimal comma", "table-item/missing", "type/text", "type/number", "type/money",
  "type/percent", "type/date", "type/yes/no", "type/tier", "type/person", "type/one of",
  "type/word", "type/some of", "type/separated by", "comparison/in member",
  "modifier/key", "modifier/optional", "modifier/else", "modifier/from", "modifier/in thousands",
  "modifier/in millions", "modifier/as points", "modifier/as fraction", "modifier/as text",
  "bounds/to", "bounds/at least", "bounds/at most", "fallback/else", "comparison/is missing",
  "comparison/is present", "comparison/in", "operand/-", "negated-condition/not",
  "primary/number", "primary/text", "primary/date", "primary/yes", "primary/no",
  "primary/today", "primary/tier", "primary/word", "primary/(", "member/.", "duration/days",
  "duration/weeks", "duration/months", "duration/years", "call/distinct", "call/from to", "call/by",
  "call/where", "call/within", "argument/ascending", "argument/descending",
  "sort-key/ascending", "sort-key/descending", "case/when", "case/otherwise", "score/title",
  "declaration/criterion", "criterion/title", "criterion-modifier/weight",
  "criterion-modifier/out of", "missing-policy/zero", "missing-policy/skip", "exclude/all",
  "exclude/tiers", "tier/means", "route/when", "route/otherwise", "route/label",
  "limit-clause/spare", "limit-clause/uncounted", "limit-clause/overflow", "limit-clause/ties",
  "override/for good", "override/until", "show-item/label", "scope/none", "scope/tiers",
  "scope/all", "scope/each", "each/word", "each/tier", "question/plain", "question/fresh",
  "deed/by", "deed/in", "sponsor-clause/from", "sponsor-clause/only",
  "sponsor-clause/at most", "sponsor-clause/keep", "sponsor-clause/keep unless",
  "sponsor-clause/not", "sponsor-clause/prefer", "sponsor-clause/prefer weight",
  "sponsor-clause/deputy", "sponsor-clause/taking",
  "calendar-clause/working", "calendar-clause/hours", "calendar-clause/hours zone",
  "calendar-clause/holiday", "calendar-clause/holidays", "calendar-clause/closed",
  "calendar-clause/holidays in", "closed-days/dates", "closed-days/dates to", "closed-days/every",
  "closed-days/first", "closed-days/last", "closed-days/first working", "closed-days/last working",
  "closed-days/month", "closed-days/quarter", "closed-days/year", "fiscal-year/starts",
  "fiscal-year/weeks", "rolling/following", "rolling/preceding", "rolling/nearest",
  "rolling/modified following", "review-clause/starting", "review-clause/attended",
  "review-clause/lasting", "review-clause/last met", "review-clause/only", "review-clause/notice",
  "review-clause/within of", "review-clause/within before", "review-clause/within after",
  "review/on", "also/always", "also/unless", "attendee/label", "attendee/column",
  "attendee/where", "review-limit/day", "review-limit/week", "review-limit/month",
  "review-limit/per",
  "review-clause/by", "review-clause/ahead days", "review-clause/ahead weeks",
  "review-clause/ahead months", "review-clause/ahead years", "cadence/days", "cadence/weeks",
  "cadence/months", "cadence/quarters", "cadence/years", "plan-step/then", "plan-step/target",
  "plan-step/in", "plan-step/every", "plan-step/by", "agenda/all", "agenda-clause/on",
  "agenda-clause/top", "agenda-clause/show", "meeting/date", "meeting/column",
  "meeting/column where",
  "test-clause/given", "test-clause/expect",
]
