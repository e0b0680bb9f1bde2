/// Tests that stand in agreements.
extension CodePage {
  static let tests: [CodePage] = [
    CodePage(
      .givenNoFact, "Something given that is not one figure",
      """
      A test says of single figures what they are: `given` is followed by a figure, `=` and
      a value that reads no data, by a yes/no, or by what is missing.
      """,
      wrong: "test \"Large\" { given revenue > 8M; expect tier = Key }",
      right: "test \"Large\" { given revenue = 8M; expect tier = Rest }",
      remedy: "write it like `given revenue = 8M, harms, margin is missing`."),
    CodePage(
      .givenTwice, "A figure that is given twice",
      """
      A figure has one value in a test.
      """,
      wrong: "test \"Large\" { given revenue = 8M, revenue = 9M; expect tier = Rest }",
      right: "test \"Large\" { given revenue = 8M; expect tier = Rest }",
      remedy: "keep one of them, or write a second test."),
    CodePage(
      .nothingToTest, "An agreement without tests",
      """
      `kamc test` runs the tests that stand in the agreement, and this one has none.
      """,
      wrong: CodeExample(stringLiteral: "tier Key { when name = \"Aster\" }")
        .run(by: "kamc test criteria.kam"),
      right: CodeExample(
        stringLiteral: "test \"By name\" { given name = \"Aster\"; expect tier = Rest }"
      ).run(by: "kamc test criteria.kam"),
      remedy: "write an account that you have in mind, and the tier that it should have."),
  ]
}
