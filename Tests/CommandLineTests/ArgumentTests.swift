import Foundation
import Testing

/// Command lines, right and wrong.
@Suite struct ArgumentTests {
  @Test func reportsEveryMistake() throws {
    let outcome = try Scene().run(
      "kamc eval a.kam --tiers x.xlsx --as-of 2027-02-30 --format xml --quiet=yes --workers 0")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors == """
        error[K0508]: `--quiet` takes no value
        help: write `--quiet` alone

        error[K0510]: `--tiers` cannot tell from `x.xlsx` which format to write
        help: end the name with `.csv` or `.json`

        error[K0508]: `--as-of` is a day, not `2027-02-30`
        help: write `--as-of 2027-04-01`

        error[K0508]: `--format` is `text` or `json`, not `xml`
        help: write `--format text|json`

        error[K0508]: `--workers` is a number from 1 to 1024, not `0`
        help: leave the option out: results are the same for any number

        error[K0509]: `kamc eval` needs ACCOUNTS.csv
        help: write `kamc eval AGREEMENT.kam ACCOUNTS.csv`

        6 errors

        usage: kamc eval AGREEMENT.kam ACCOUNTS.csv [OPTION]...
        `kamc help eval` says more

        """)
  }

  @Test(arguments: [
    ("kamc evla a.kam a.csv", "did you mean `kamc eval`?"),
    ("kamc a.kam a.csv", "did you mean `kamc eval a.kam a.csv`?"),
    ("kamc dance", "the commands are `eval`"),
    ("kamc help evil", "did you mean `kamc eval`?"),
    ("kamc eval a.kam a.csv --teirs x.csv", "did you mean `--tiers`?"),
    ("kamc eval a.kam a.csv -q", "unknown option `-q`"),
    ("kamc eval a.kam a.csv --colour=always", "did you mean `--color`?"),
    ("kamc eval a.kam a.csv --color=alwys", "did you mean `--color always`?"),
    ("kamc eval a.kam a.csv b.csv", "does not know what to do with `b.csv`"),
    ("kamc eval a.kam a.csv --tiers", "`--tiers` has no value"),
    ("kamc eval a.kam a.csv --tiers --quiet", "`--tiers` has no value"),
    ("kamc eval a.kam a.csv --as-of 2027-04-01 --as-of=2027-05-01", "more than once"),
    ("kamc eval a.kam a.csv --table people", "write `--table managers=people/managers.csv`"),
    ("kamc eval a.csv a.kam", "the accounts stand where the agreement should"),
    ("kamc eval a.kam a.csv --schedule s", "end the name with `.csv`, `.ics` or `.json`"),
    ("kamc check a.kam --tiers t.csv", "`kamc check` has no option `--tiers`"),
    ("kamc eval -- a.kam a.csv --quiet", "write options before `--`"),
  ])
  func isWrong(command: String, message: String) throws {
    let outcome = try Scene().run(command)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.contains("usage: kamc"))
  }

  @Test func unknownOptionDoesNotBlameItsValue() throws {
    let outcome = try Scene().run("kamc eval a.kam a.csv --teirs x.csv")
    #expect(outcome.errors.contains("\n1 error\n"))
  }

  @Test func mistakesAreJSONOnRequest() throws {
    let outcome = try Scene().run("kamc eval a.kam --format json")
    #expect(outcome.status == 2)
    let found = try JSONSerialization.jsonObject(with: Data(outcome.errors.utf8))
    #expect((found as? [[String: Any]])?.first?["code"] as? String == "K0509")
  }

  @Test func noArgumentsPrintHelpAsAMistake() throws {
    let outcome = try Scene().run("kamc")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("usage: kamc COMMAND"))
  }

  @Test(arguments: ["kamc help", "kamc help eval", "kamc eval --help", "kamc check -h", "kamc -h"])
  func helpFitsTheTerminal(command: String) throws {
    let outcome = try Scene().run(command)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains("example:"))
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " })
  }

  @Test func versionIsOneLine() throws {
    #expect(try Scene().run("kamc --version").output == "kamc 0.1.0\n")
  }

  /// Every option of a command is on its page.
  @Test(arguments: ["eval", "check"])
  func helpNamesEveryOption(command: String) throws {
    let page = try Scene().run("kamc help \(command)").output
    let mistake = try Scene().run("kamc \(command) --xxxxxxxxxxxx").errors
    let listed = mistake.split(separator: "`").map(String.init).filter {
      $0.hasPrefix("--") && !$0.contains("x") && $0 != "--help" && $0 != "--version"
    }
    #expect(listed.count > 4)
    for option in listed { #expect(page.contains(option), "\(option)") }
  }

  @Test func colorFollowsTheChoice() throws {
    let scene = try Scene(agreement: "agreement")
    #expect(try !scene.run("kamc check criteria.kam").errors.contains("\u{1B}["))
    #expect(
      try scene.run("NO_COLOR=1 kamc check criteria.kam --color always").errors.contains("\u{1B}["))
    #expect(try !scene.run("kamc check criteria.kam --color=never").errors.contains("\u{1B}["))
  }

  @Test func quietKeepsErrorsOnly() throws {
    let scene = try Scene(accounts: Scene.accounts + "A3,Cedar,unknown\nA2,Birch,1\n")
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv --quiet")
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.isEmpty)
    let wrong = try scene.run("kamc eval accounts.csv accounts.csv --quiet")
    #expect(wrong.status == 2)
    #expect(wrong.errors.hasPrefix("error["))
  }

  @Test func workersDoNotChangeTheResult() throws {
    let rows = (1...5000).map { "B\($0),Name \($0),\($0 * 400)\n" }.joined()
    let scene = try Scene(accounts: Scene.accounts + rows)
    let one = try scene.run("kamc eval criteria.kam accounts.csv --workers 1 --format json")
    let many = try scene.run("kamc eval criteria.kam accounts.csv --workers=7 --format=json")
    #expect(one.output == many.output)
    #expect(one.output.count > 10_000)
    #expect(one.errors == "[]\n")
  }

  @Test func tableOptionReplacesAPath() throws {
    let scene = try Scene(
      agreement: Scene.agreement + "table people from \"people.csv\" { name : text key }\n")
    try scene.write("name\nAnna\n", to: "others.csv")
    #expect(try scene.run("kamc eval criteria.kam accounts.csv").status == 4)
    let replaced = try scene.run("kamc eval criteria.kam accounts.csv --table people=others.csv")
    #expect(replaced.status == 0)
    let unknown = try scene.run("kamc eval criteria.kam accounts.csv --table poeple=others.csv")
    #expect(unknown.errors.contains("did you mean `people`?"))
  }
}
