import Diagnostics
import Driver
import Engine
import Tables
import TestSupport
import Testing

@Suite("Nominations")
struct NominationTests {
  // MARK: Figures

  private func value(_ figure: NominationFigures.Figure) -> (Fraction?, Decimal)? {
    if case .value(let exact, let value) = figure { (exact, value) } else { nil }
  }

  private func percent(_ figure: NominationFigures.Figure) -> String? {
    value(figure)?.1.multiplied(by: Decimal(100))?.rounded(toPlaces: 1)?.description
  }

  @Test("four people with three names each")
  func fourByThree() throws {
    let figures = NominationFigures([[0, 1, 2], [0, 1, 3], [0, 4, 5], [0, 1, 6]])
    #expect((figures.nominations, figures.distinct, figures.longest) == (12, 7, 3))
    #expect(percent(figures.agreementIndex) == "55.6")
    let overlap = try #require(value(figures.meanOverlap))
    #expect(overlap.0 == Fraction(7, 20))
    #expect(overlap.1.description == "0.35")
    #expect(value(figures.perAnswer)?.0 == Fraction(12, 7))
  }

  /// Ten people have five names in common, of which each leaves out some for names of his or her own.
  @Test("56 different answers from ten people with ten names each")
  func tenByTen() {
    let own = [5, 5, 5, 5, 5, 5, 5, 5, 5, 6]
    var next = 5
    let lists = own.map { count in
      let names = Array(0..<10 - count) + Array(next..<next + count)
      next += count
      return names
    }
    let figures = NominationFigures(lists)
    #expect((figures.nominations, figures.distinct, figures.longest) == (100, 56, 10))
    #expect(percent(figures.agreementIndex) == "48.9")
    #expect(value(figures.perAnswer)?.1.description == "1.785714285714285714")
  }

  @Test("perfect agreement, none, and lists of any length")
  func ends() {
    let same = NominationFigures([[0, 1, 2], [0, 1, 2], [0, 1, 2]])
    #expect(percent(same.agreementIndex) == "100")
    #expect(value(same.meanOverlap)?.0 == Fraction(1, 1))
    let within = NominationFigures([[0, 1, 2, 3], [1, 3], [2]])
    #expect(percent(within.agreementIndex) == "100")
    let none = NominationFigures([[0, 1, 2, 3], [4], [5, 6]])
    #expect(percent(none.agreementIndex) == "0")
    #expect(value(none.meanOverlap)?.0 == Fraction(0, 1))
    let unequal = NominationFigures([[0, 1, 2, 3], [0, 1], [4]])
    #expect(percent(unequal.agreementIndex) == "66.7")
  }

  @Test("no agreement with oneself")
  func undefined() {
    let alone = NominationFigures([[0, 1]])
    #expect(alone.agreementIndex == .undefined("it takes two to agree"))
    #expect(alone.meanOverlap == alone.agreementIndex)
    #expect(value(alone.perAnswer)?.1 == .one)
    #expect(value(NominationFigures([]).perAnswer) == nil)
  }

  /// 55440 is a multiple of 1 to 12, which is as many names as two lists of six have.
  @Test("the mean overlap is that of all pairs, one by one")
  func overlaps() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<200 {
      let lists = (0..<Int.random(in: 2...7, using: &random)).map { _ in
        let count = Int.random(in: 1...6, using: &random)
        return Array((0..<9).shuffled(using: &random).prefix(count)).sorted()
      }
      var sum = 0
      var pairs = 0
      for left in lists.indices {
        for right in lists.indices where left < right {
          let (one, other) = (Set(lists[left]), Set(lists[right]))
          sum += one.intersection(other).count * (55440 / one.union(other).count)
          pairs += 1
        }
      }
      let expected = Fraction(Int128(sum), Int128(55440 * pairs))
      #expect(value(NominationFigures(lists).meanOverlap)?.0 == expected)
    }
  }

  /// Pairs who share one of a prime number of names: no fraction of 128 bits holds the sum of their
  /// overlaps, and the value is still nearly exact.
  @Test("overlaps of very many kinds")
  func manyOverlaps() throws {
    let primes = (2...150).filter { number in !(2..<number).contains { number % $0 == 0 } }
    let lists = primes.flatMap { prime in
      [Array(1000 * prime..<1000 * prime + prime), [1000 * prime]]
    }
    let overlap = try #require(value(NominationFigures(lists).meanOverlap))
    #expect(overlap.0 == nil)
    let pairs = Int128(lists.count * (lists.count - 1) / 2)
    let sum = primes.reduce(Int128(0)) { $0 + Decimal.unit / Int128($1) }
    #expect((overlap.1.scaled - sum / pairs).magnitude < 100)
  }

  // MARK: Files

  private static let names = ["Annabelle", "Bartholomew", "Clothilde", "Desdemona"]

  private static let rows = """
    Annabelle,P,1
    Annabelle,Q,2
    Annabelle,R,3
    Bartholomew,P,1
    Bartholomew,Q,2
    Bartholomew,S,3
    Clothilde,P,1
    Clothilde,Qq,2
    Clothilde,P,3
    Desdemona,P,one
    Desdemona,,1
    "Desdemona",P,1,Annabelle
    Desdemona,"P"x,1
    Desdemona,P,2
    """

  private func files(_ nominations: String) -> MemoryFiles {
    MemoryFiles([
      "criteria.kam": """
      agreement "Small" { as of 2027-04-01 }
      accounts { id : text key; revenue : number }
      tier Key { when revenue >= 5 }
      tier Other { otherwise }
      """,
      "accounts.csv": "id,revenue\nP,9\nQ,5\nR,1\nS,1\nW,7\n",
      "nominations.csv": nominations,
    ])
  }

  /// Returns everything that a run says: the text, the JSON, the messages as text and as JSON.
  private func said(
    _ nominations: String, isAnonymous: Bool
  ) async -> (reports: String, messages: String) {
    var pipeline = Pipeline(files: files(nominations))
    let settings = WorkSettings(workers: 1, pieceBytes: 64, batchRows: 2)
    var request = NominationRequest(path: "nominations.csv")
    request.isAnonymous = isAnonymous
    let result = try? await pipeline.agree(
      RunRequest(
        agreementPath: "criteria.kam", accountsPath: "accounts.csv", settings: settings), request)
    let reports = result.map {
      NominationText.render($0, style: TextStyle())
        + String(decoding: NominationJSON.render($0), as: UTF8.self)
    }
    let messages = pipeline.diagnostics.sorted
    return (
      reports ?? "",
      DiagnosticRenderer.render(messages, useColor: false)
        + String(decoding: DiagnosticRenderer.json(messages), as: UTF8.self)
    )
  }

  /// Files, each with whether a run that is not anonymous shows names.
  private static let revealing = [
    ("nominator,account,rank\n" + rows, true), (rows, true),
    ("nominator,account\nAnnabelle,P's\n\nBartholomew\nBartholomew,P\n", true),
    ("Annabelle,nominator,account\nx,Clothilde,P\n", true),
    ("nominator;account\nAnnabelle;\"P\n", false), ("account\nDesdemona,P\n", false),
  ]

  @Test("anonymous runs show no name anywhere", arguments: revealing)
  func anonymity(_ nominations: String, _ isShown: Bool) async {
    let open = await said(nominations, isAnonymous: false)
    let (reports, messages) = await said(nominations, isAnonymous: true)
    #expect(Self.names.contains { (open.reports + open.messages).contains($0) } == isShown)
    for name in Self.names {
      #expect(!reports.contains(name), "\(reports)")
      #expect(!messages.contains(name), "\(messages)")
    }
  }

  @Test("reports do not depend on the order of rows")
  func order() async {
    let rows = Self.rows.split(separator: "\n").prefix(8).map(String.init)
    let header = "nominator,account,rank\n"
    let first = await said(header + rows.joined(separator: "\n"), isAnonymous: false).reports
    let turned = rows.reversed().joined(separator: "\n")
    let second = await said(header + turned, isAnonymous: false).reports
    func comparable(_ text: String) -> String {
      text.replacing(/line \d+|"(?:line|record)":\d+|"sha256":"\w+"/, with: "")
    }
    #expect(comparable(first) == comparable(second))
    #expect(first.contains("agreement index"))
  }

  @Test("numbers of nominators do not go by name or by row")
  func numbers() async {
    let lists = (0..<8).map { person in
      (0...person).map { "\(["A", "B", "C", "D", "E", "F", "G", "H"][person]),T\($0)" }
        .joined(separator: "\n")
    }
    let text = "nominator,account\n" + lists.joined(separator: "\n")
    let reports = await said(text, isAnonymous: true).reports
    let counts = reports.matches(of: /Nominator \d +(\d)/).map { String($0.1) }
    #expect(counts.count == 8)
    #expect(counts != counts.sorted() && counts != counts.sorted(by: >))
  }
}
