import Testing

/// What `kamc fmt` does to files.
@Suite("Files that are laid out")
struct FormatTests {
  private static let untidy = "accounts {id:text key}\ntier All{otherwise}\n"
  private static let tidy = "accounts { id : text key }\ntier All { otherwise }\n"

  @Test("A file that has its layout is not touched")
  func untouched() throws {
    let scene = try Scene()
    try scene.write(Self.tidy, to: "tidy.kam")
    let outcome = try scene.run(
      "touch -d 2001-01-01 tidy.kam; ls -l --time-style=full-iso tidy.kam >before; "
        + "kamc fmt tidy.kam && ls -l --time-style=full-iso tidy.kam | cmp before -")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("A link stays a link, and the file behind it keeps its permissions")
  func links() throws {
    let scene = try Scene()
    try scene.write(Self.untidy, to: "real.kam")
    let outcome = try scene.run(
      "chmod 604 real.kam; ln -s real.kam link.kam; kamc fmt link.kam; "
        + "test -L link.kam && stat -c %a real.kam")
    #expect(outcome.output == "link.kam: laid out\n604\n")
    #expect(try scene.read("real.kam") == Self.tidy)
  }

  @Test("Nothing is left of a file that cannot be written")
  func unwritable() throws {
    let scene = try Scene()
    try scene.write(Self.untidy, to: "untidy.kam")
    let outcome = try scene.run("ulimit -f 0; kamc fmt untidy.kam")
    #expect(outcome.status != 0)
    #expect(try scene.read("untidy.kam") == Self.untidy)
  }

  @Test("Standard input is laid out to standard output", arguments: [untidy, tidy])
  func standardInput(text: String) throws {
    let scene = try Scene()
    try scene.write(text, to: "text.kam")
    let outcome = try scene.run("kamc fmt - <text.kam")
    #expect(outcome.output == Self.tidy && outcome.errors.isEmpty)
    #expect(try scene.read("text.kam") == text)
  }

  @Test("A mistake in one file does not hold up the others")
  func mistakes() throws {
    let scene = try Scene()
    try scene.write(Self.untidy, to: "good.kam")
    try scene.write("tier {\n", to: "bad.kam")
    let outcome = try scene.run("kamc fmt bad.kam good.kam")
    #expect(outcome.status == 2)
    #expect(try scene.read("bad.kam") == "tier {\n")
    #expect(try scene.read("good.kam") == Self.tidy)
  }
}
