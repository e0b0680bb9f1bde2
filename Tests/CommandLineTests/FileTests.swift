import Glibc
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
    (
      "ln -s /dev/full full.csv; kamc eval criteria.kam accounts.csv --tiers full.csv",
      "`full.csv` cannot be written: the disk is full"
    ),
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

  /// A file that is made in parts is the same however many make it, and as a stream.
  @Test func partsStandInOrder() throws {
    let rows = (1...30_000).map { "\($0 % 1000 == 0 ? "=" : "")B\($0),Name \($0),\($0)\n" }.joined()
    let scene = try Scene(accounts: Scene.accounts + rows)
    let stream = try scene.run("kamc eval criteria.kam accounts.csv --tiers - --workers 3")
    #expect(stream.errors.contains("note[K0513]: 30 texts in"))
    let keys = stream.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
    #expect(keys.count == 30_002)
    #expect(keys.dropFirst(2).enumerated().allSatisfy { $1.hasSuffix("B\($0 + 1)") })
    for workers in [1, 2, 5] {
      let outcome = try scene.run(
        "kamc eval criteria.kam accounts.csv --quiet --tiers tiers.csv --workers \(workers)")
      #expect(outcome.status == 0)
      #expect(try scene.read("tiers.csv") == stream.output)
    }
    let cut = try scene.run("kamc eval criteria.kam accounts.csv --tiers - 2>&1 | head -1")
    #expect(cut.output.hasPrefix("key,tier,status"))
    #expect(cut.output.split(separator: "\n").count == 1)
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

  /// A writer without end ends with its reader; one at a time, as each fills a gigabyte.
  @Test func pipeBeyondItsBoundIsRefused() throws {
    let scene = try Scene()
    for table in ["-", "<(yes B5,Elm,7)"] {
      let outcome = try scene.run(
        "yes B5,Elm,7 | bash -c 'kamc eval criteria.kam \(table) --tiers tiers.csv --format json'")
      #expect(outcome.status == 4)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(#""code": "K0916""#), "\(outcome.errors)")
      #expect(try scene.names() == ["accounts.csv", "criteria.kam"])
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

  /// A device without end is refused for its first bytes.
  @Test func endlessZerosAreRefused() throws {
    let scene = try Scene()
    let outcome = try scene.run("kamc eval criteria.kam /dev/zero")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("K0334"))
  }

  /// The agreement's other table is a pipe that opens only once the accounts have been opened.
  @Test(arguments: ["echo A4,Dogwood,5 >>accounts.csv", ": >accounts.csv"])
  func fileThatChangesWhileItIsRead(change: String) throws {
    let scene = try Scene(
      agreement: Scene.agreement + "table people from \"people.csv\" { name : text key }\n")
    let outcome = try scene.run(
      """
      mkfifo people.csv
      kamc eval criteria.kam accounts.csv --tiers tiers.csv &
      exec 3>people.csv; \(change); echo name >&3; exec 3>&-
      wait $!
      """)
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("it changed while it was read"), "\(outcome.errors)")
    #expect(try !scene.names().contains("tiers.csv"))
  }

  /// A signal that comes while a file is written ends the program, and nothing is left of the file.
  @Test(arguments: [("TERM", 143), ("HUP", 129)])
  func interruptedRunLeavesNothingHalf(signal: String, status: Int) throws {
    let name = String(repeating: "Alder ", count: 1000)
    let rows = (1...500).map { "B\($0),\(name)\($0),\($0)\n" }.joined()
    let shows = (1...8).map { "show \"Name \($0)\" = name\n" }.joined()
    let scene = try Scene(agreement: Scene.agreement + shows, accounts: Scene.accounts + rows)
    // The loop sees the file while it has no name yet; where it comes too late, it tries again.
    let outcome = try scene.run(
      """
      cat >../run <<'END'
      echo $$ >../pid
      exec kamc eval criteria.kam accounts.csv --quiet --tiers tiers.csv
      END
      for attempt in 1 2 3 4 5 6 7 8; do
        rm -f ../status tiers.csv
        { sh ../run; echo $? >../status; } &
        until test -e ../status; do
          for file in .kamc-*.tmp; do
            test -e "$file" && kill -\(signal) $(cat ../pid) && break 2
          done
        done
        wait; test $(cat ../status) = \(status) && break
      done
      cat ../status
      """)
    #expect(outcome.output == "\(status)\n", "\(outcome.errors)")
    let left = try scene.names().filter { $0 != "tiers.csv" }
    #expect(left == ["accounts.csv", "criteria.kam"])
    // A signal after the file got its name finds it whole.
    if try scene.names().contains("tiers.csv") {
      let lines = try scene.read("tiers.csv").split(separator: "\n").count
      #expect(lines > 500)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "everything is permitted to the superuser"))
  func permissionIsDenied() throws {
    let scene = try Scene()
    let outcome = try scene.run("chmod 000 accounts.csv; kamc eval criteria.kam accounts.csv")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("permission denied"))
  }

  @Test func neutralisedTextsAreCounted() throws {
    let scene = try Scene(accounts: Scene.accounts + "=A3,Cedar,5\n")
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv --tiers tiers.csv")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("note[K0513]: 1 text in `tiers.csv`"))
    #expect(try scene.read("tiers.csv").contains("\n'=A3,"))
  }
}
