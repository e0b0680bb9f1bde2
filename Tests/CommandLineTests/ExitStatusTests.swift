import Testing

/// Each exit status, and what outranks what.
@Suite struct ExitStatusTests {
  private static let rejected = Scene.accounts + "A3,Cedar,unknown\n"
  private static let nobodyIsKey = "id,name,revenue\nA2,Birch,1000\n"

  @Test func everyRequirementHolds() throws {
    let scene = try Scene()
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Alder"))
    #expect(outcome.errors.isEmpty)
  }

  @Test func requirementFails() throws {
    let scene = try Scene(accounts: Self.nobodyIsKey)
    #expect(try scene.run("kamc eval criteria.kam accounts.csv").status == 1)
  }

  @Test func requirementIsUndecided() throws {
    let agreement =
      Scene.agreement.replacing("money at least 0", with: "money optional at least 0")
      + "require \"Revenue is known\" for Key, Other that revenue > 0\n"
    let scene = try Scene(agreement: agreement, accounts: Scene.accounts + "A3,Cedar,\n")
    #expect(try scene.run("kamc eval criteria.kam accounts.csv").status == 1)
  }

  @Test func rowIsRejected() throws {
    let scene = try Scene(accounts: Self.rejected)
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv")
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("Alder"))
    #expect(outcome.errors.contains("K0303"))
  }

  @Test func incompleteOutranksNo() throws {
    let scene = try Scene(accounts: Self.nobodyIsKey + "A3,Cedar,unknown\n")
    #expect(try scene.run("kamc eval criteria.kam accounts.csv").status == 3)
  }

  @Test func keyIsRepeated() throws {
    let scene = try Scene(accounts: Scene.accounts + "A2,Birch,1000\n")
    #expect(try scene.run("kamc eval criteria.kam accounts.csv").status == 3)
  }

  @Test func agreementRejectsAnAccount() throws {
    let reject = "reject \"Too small to be true\" when revenue < 10\n"
    let scene = try Scene(
      agreement: Scene.agreement + reject, accounts: Scene.accounts + "A3,Cedar,1\n")
    #expect(try scene.run("kamc eval criteria.kam accounts.csv").status == 3)
  }

  @Test func accountHasNoSponsor() throws {
    let sponsors = """
      table people from "people.csv" { name : text key }
      sponsor for Key {
        from people
        only people.name = "Nobody"
      }
      """
    let scene = try Scene(agreement: Scene.agreement + sponsors)
    try scene.write("name\nAnna\n", to: "people.csv")
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv")
    #expect(outcome.status == 3, "\(outcome.errors)")
  }

  @Test func reviewIsNotPlaced() throws {
    let review = """
      calendar { closed 2027-01-01 to 2027-12-31 }
      review "Visit" for Key every year
      """
    let scene = try Scene(agreement: Scene.agreement + review)
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv")
    #expect(outcome.status == 3, "\(outcome.errors)")
  }

  @Test func agreementIsWrong() throws {
    let scene = try Scene(
      agreement: Scene.agreement.replacing("revenue >= 1M", with: "revnue >= 1M"))
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("did you mean `revenue`?"))
  }

  @Test func columnIsAbsent() throws {
    let scene = try Scene(accounts: "id,name\nA1,Alder\n")
    #expect(try scene.run("kamc eval criteria.kam accounts.csv").status == 2)
  }

  @Test func strictWritesNothing() throws {
    let scene = try Scene(accounts: Self.rejected)
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv --strict --tiers tiers.csv")
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("K0303"))
    #expect(try scene.names() == ["accounts.csv", "criteria.kam"])
  }

  @Test func strictSaysWhyEvenQuietly() throws {
    let scene = try Scene(accounts: Self.rejected)
    let outcome = try scene.run("kamc eval criteria.kam accounts.csv --strict --quiet")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("K0303"))
  }

  @Test func strictWithoutRejectionsIsAsUsual() throws {
    let scene = try Scene()
    #expect(try scene.run("kamc eval criteria.kam accounts.csv --strict").status == 0)
  }

  @Test func checkFindsNothing() throws {
    let scene = try Scene()
    let alone = try scene.run("kamc check criteria.kam")
    #expect(alone.status == 0)
    #expect(alone.output == "criteria.kam: no problems\n")
    let both = try scene.run("kamc check criteria.kam accounts.csv")
    #expect(both.output == "criteria.kam, accounts.csv: no problems\n")
  }

  @Test func checkFindsRejectedRows() throws {
    let scene = try Scene(accounts: Self.rejected)
    let outcome = try scene.run("kamc check criteria.kam accounts.csv")
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
  }

  @Test func checkDoesNotJudgeRequirements() throws {
    let scene = try Scene(accounts: Self.nobodyIsKey)
    #expect(try scene.run("kamc check criteria.kam accounts.csv").status == 0)
  }
}
