import Testing

/// Files that cannot be read or written, and files that must not be.
@Suite struct FileTests {
  @Test(arguments: [
    ("kamc eval nothing.kam accounts.csv", "`nothing.kam` cannot be read: there is no such file"),
    ("kamc eval criteria.kam acounts.csv", "did you mean `accounts.csv`?"),
    ("kamc eval criteria.kam .", "`.` cannot be read: it is a folder"),
    ("kamc check /", "`/` cannot be read: it is a folder"),
    ("kamc eval criteria.kam accounts.csv/more", "a part of its path is not a folder"),
    (
      "kamc eval criteria.kam accounts.csv --tiers no/tiers.csv",
      "`no/tiers.csv` cannot be written: its folder does not exist"
    ),
    (
      "mkdir out.csv; kamc eval criteria.kam accounts.csv --tiers out.csv",
      "`out.csv` cannot be written: it is a folder"
    ),
    ("kamc eval criteria.kam accounts.csv >/dev/full", "standard output cannot be written"),
    ("kamc eval criteria.kam accounts.csv >&-", "it is closed"),
    ("kamc eval criteria.kam accounts.csv --tiers - >/dev/full", "the disk is full"),
  ])
  func isUnreachable(command: String, message: String) throws {
    let scene = try Scene()
    let outcome = try scene.run(command)
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try scene.names().allSatisfy { !$0.hasSuffix(".tmp") })
  }

  @Test(arguments: [
    "kamc eval criteria.kam accounts.csv --tiers accounts.csv",
    "kamc eval criteria.kam accounts.csv --tiers ./accounts.csv",
    "kamc eval criteria.kam accounts.csv --tiers ../here/accounts.csv",
    "ln accounts.csv other.csv; kamc eval criteria.kam accounts.csv --tiers other.csv",
    "ln -s accounts.csv other.csv; kamc eval criteria.kam other.csv --tiers accounts.csv",
    "kamc eval criteria.kam accounts.csv --tiers out.csv --schedule ./out.csv",
    "kamc eval - - <criteria.kam",
    "kamc eval criteria.kam accounts.csv --tiers - --schedule -",
  ])
  func clashes(command: String) throws {
    let scene = try Scene()
    let outcome = try scene.run(command)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("K0511"), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(try scene.read("accounts.csv") == Scene.accounts)
    #expect(try !scene.names().contains("out.csv"))
  }

  @Test func tableOfTheAgreementIsNotOverwritten() throws {
    let scene = try Scene(
      agreement: Scene.agreement + "table people from \"people.csv\" { name : text key }\n")
    try scene.write("name\nAnna\n", to: "people.csv")
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv --tiers people.csv")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("it is also a file to write"))
    #expect(try scene.read("people.csv") == "name\nAnna\n")
  }

  @Test(arguments: [
    "kamc eval empty accounts.csv", "kamc eval criteria.kam empty",
    "kamc eval random accounts.csv", "kamc eval criteria.kam random", "kamc check random",
  ])
  func isNoAgreementAndNoTable(command: String) throws {
    let scene = try Scene()
    let outcome = try scene.run(
      ": >empty; head -c 5000 /dev/urandom >random; printf '\\0\\377' >>random; \(command)")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("error[K"))
  }

  @Test func writesWhatItIsAskedFor() throws {
    let scene = try Scene()
    let outcome = try scene.run(
      "kamc eval criteria.kam accounts.csv --quiet --tiers tiers.csv --schedule reviews.ics")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(try scene.read("tiers.csv").hasPrefix("key,tier,status"))
    #expect(try scene.read("reviews.ics").hasPrefix("BEGIN:VCALENDAR"))
    #expect(
      try scene.names() == ["accounts.csv", "criteria.kam", "reviews.ics", "tiers.csv"])
  }

  @Test func replacesAFileAndKeepsItsMode() throws {
    let scene = try Scene()
    let outcome = try scene.run(
      """
      touch old.csv; chmod 640 old.csv; ln -s old.csv link.csv
      kamc eval criteria.kam accounts.csv --quiet --tiers link.csv
      stat -c %a old.csv; test -L link.csv && cat old.csv
      """)
    #expect(outcome.output.hasPrefix("640\nkey,tier,status"))
  }

  /// When one of two files cannot be written, the other one stays as it is.
  @Test func writesAllOrNothing() throws {
    let scene = try Scene()
    try scene.write("as before", to: "tiers.csv")
    let outcome = try scene.run(
      "ulimit -f 1; kamc eval criteria.kam accounts.csv --quiet "
        + "--tiers tiers.csv --schedule no/reviews.ics")
    #expect(outcome.status == 4)
    #expect(try scene.read("tiers.csv") == "as before")
    #expect(try scene.names() == ["accounts.csv", "criteria.kam", "tiers.csv"])
  }

  @Test func fullDiskLeavesNothingBehind() throws {
    let rows = (1...2000).map { "B\($0),Name \($0),\($0)\n" }.joined()
    let scene = try Scene(accounts: Scene.accounts + rows)
    try scene.write("as before", to: "tiers.csv")
    // A limit on the size of files stands for the full disk; its signal would end the program.
    let outcome = try scene.run(
      "trap '' XFSZ; ulimit -f 8; kamc eval criteria.kam accounts.csv --quiet --tiers tiers.csv")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("`tiers.csv` cannot be written: it would be too large"))
    #expect(try scene.read("tiers.csv") == "as before")
    #expect(try scene.names() == ["accounts.csv", "criteria.kam", "tiers.csv"])
  }

  @Test func readsStandardInputAndPipes() throws {
    let scene = try Scene()
    let file = try scene.run("kamc eval criteria.kam accounts.csv --tiers - --quiet")
    #expect(file.output.hasPrefix("key,tier,status"))
    for command in [
      "cat accounts.csv | kamc eval criteria.kam - --tiers -",
      "kamc eval criteria.kam - --tiers - <accounts.csv",
      "cat criteria.kam | kamc eval - accounts.csv --tiers -",
      "mkfifo pipe; cat accounts.csv >pipe & kamc eval criteria.kam pipe --tiers -",
    ] {
      #expect(try scene.run(command).output == file.output)
    }
  }

  @Test func closedPipeEndsQuietly() throws {
    let scene = try Scene(accounts: Scene.accounts + "A3,Cedar,unknown\n")
    let outcome = try scene.run(
      "{ sleep 0.2; kamc eval criteria.kam accounts.csv; echo $? >status; } | true; cat status")
    #expect(outcome.output == "0\n")
    #expect(outcome.errors.isEmpty)
    let head = try scene.run("kamc eval criteria.kam accounts.csv 2>/dev/null | head -1")
    #expect(head.output == "Key accounts\n")
  }

  @Test func neutralisedTextsAreCounted() throws {
    let scene = try Scene(accounts: Scene.accounts + "=A3,Cedar,5\n")
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv --tiers tiers.csv")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("note[K0513]: 1 text in `tiers.csv`"))
    #expect(try scene.read("tiers.csv").contains("\n'=A3,"))
  }
}
