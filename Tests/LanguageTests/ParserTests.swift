import Diagnostics
import Language
import Tables
import Testing

struct ParserTests {
  @Test func sampleParsesWithoutMistake() {
    let (tree, mistakes) = Sample.parse(Sample.agreement)
    #expect(mistakes == [])
    #expect(tree.declarations.count == 34)
  }
}
