import Engine
import TestSupport
import Testing

@Suite("Assigner")
struct AssignerTests {
  /// Returns people named P0, P1, … with these capacities.
  private func people(_ capacities: Int?...) -> [Person] {
    capacities.enumerated().map { Person(name: "P\($0)", key: "P\($0)", capacity: $1) }
  }

  /// Returns a need for which `eligible` has a letter other than `-` per eligible person.
  private func need(_ eligible: String, tier: Int = 0, keep: Int? = nil) -> SponsorNeed {
    SponsorNeed(
      account: 0, key: "", tierRank: tier, keep: keep,
      exclusions: eligible.map { $0 == "-" ? [0] : [] })
  }

  @Test("accounts are spread evenly, the first listed person first")
  func spread() {
    let result = Assigner.assign(
      [need("xxx"), need("xxx"), need("xxx"), need("xxx")], to: people(nil, nil, nil))
    #expect(result.sponsors == [0, 1, 2, 0])
    #expect(result.loads == [2, 1, 1])
  }

  @Test("a better tier is covered before two accounts of a lower one")
  func tiers() {
    let result = Assigner.assign(
      [need("x-"), need("xx", tier: 1), need("x-", tier: 1)], to: people(1, 1))
    #expect(result.sponsors == [0, 1, nil])
    #expect(
      result.unassigned == [
        UnsponsoredAccount(
          need: 2, reasons: [.excluded(clause: 0, people: [1]), .full(people: [0])])
      ])
  }

  @Test("an account moves over to make room for another")
  func augmenting() {
    let result = Assigner.assign([need("xx-"), need("xx-"), need("x--")], to: people(1, 2, 9))
    #expect(result.sponsors == [1, 1, 0])
  }

  @Test("keeping goes before balance, and covering before keeping")
  func keeping() {
    let kept = Assigner.assign(
      [need("xx", keep: 0), need("xx", keep: 0), need("xx", keep: 0)], to: people(nil, nil))
    #expect(kept.sponsors == [0, 0, 0])
    let covered = Assigner.assign([need("xx", keep: 0), need("x-")], to: people(1, 1))
    #expect(covered.sponsors == [1, 0])
  }

  @Test("someone who may not sponsor the account is not kept")
  func ineligibleKeep() {
    #expect(Assigner.assign([need("-x", keep: 0)], to: people(1, 1)).sponsors == [1])
  }

  @Test("kept accounts count from the start")
  func keptCount() {
    let result = Assigner.assign(
      [need("xx"), need("xx", keep: 0), need("xx")], to: people(nil, nil))
    #expect(result.sponsors == [1, 0, 0])
  }

  @Test("the higher of two accounts that keep the last place keeps it")
  func keptByRank() {
    let result = Assigner.assign([need("xx", keep: 0), need("xx", keep: 0)], to: people(1, 1))
    #expect(result.sponsors == [0, 1])
  }

  @Test("the reasons say who is excluded by which clause and who is full")
  func reasons() {
    var excluded = need("--")
    excluded.exclusions = [[3], [1, 3]]
    let listed = people(0, nil)
    let result = Assigner.assign([excluded, need("x-")], to: listed)
    #expect(
      result.unassigned.map { $0.because(people: listed) { "clause \($0)" } } == [
        ["clause 1: excludes P1", "clause 3: excludes everybody"],
        ["clause 0: excludes P1", "P0: at the most accounts they may have"],
      ])
    let nobody = Assigner.assign([need("")], to: [])
    #expect(nobody.unassigned.map(\.reasons) == [[.nobodyListed]])
    #expect(nobody.unassigned[0].because(people: []) { _ in "" } == ["nobody is listed"])
  }

  @Test("nothing needed, nothing given")
  func empty() {
    #expect(Assigner.assign([], to: people(1)).loads == [0])
  }

  @Test("the result equals exhaustive search", arguments: 0..<25)
  func exhaustive(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<100 {
      let (needs, listed) = randomCase(&random)
      let result = Assigner.assign(needs, to: listed)
      let expected = ExhaustiveAssigner(needs: needs, people: listed).best()
      #expect(result.sponsors == expected, "\(needs) \(listed)")
      for person in listed.indices {
        #expect(result.loads[person] == expected.count { $0 == person })
      }
    }
  }

  private func randomCase(_ random: inout SplitMix64) -> ([SponsorNeed], [Person]) {
    let personCount = Int.random(in: 1...4, using: &random)
    let density = [30, 60, 90, 100].randomElement(using: &random) ?? 50
    let listed = (0..<personCount).map { index in
      Person(
        name: "P\(index)", key: "P\(index)",
        capacity: random.chance(30) ? nil : Int.random(in: 0...3, using: &random))
    }
    let tierCount = Int.random(in: 1...3, using: &random)
    let ranks = (0..<Int.random(in: 1...6, using: &random)).map { _ in
      Int.random(in: 0..<tierCount, using: &random)
    }
    let needs = ranks.sorted().enumerated().map { index, rank in
      SponsorNeed(
        account: index, key: "A\(index)", tierRank: rank,
        keep: random.chance(60) ? Int.random(in: 0..<personCount, using: &random) : nil,
        exclusions: listed.map { _ in random.chance(density) ? [] : [0] })
    }
    return (needs, listed)
  }

  @Test("many accounts and people respect every limit")
  func large() {
    var random = SplitMix64(seed: 7)
    let listed = (0..<20).map { Person(name: "", key: "\($0)", capacity: 4 + $0 % 3) }
    let needs = (0..<100).map { index in
      SponsorNeed(
        account: index, key: "", tierRank: index / 20,
        keep: random.chance(50) ? Int.random(in: 0..<20, using: &random) : nil,
        exclusions: listed.map { _ in random.chance(20) ? [] : [0] })
    }
    let result = Assigner.assign(needs, to: listed)
    for (need, sponsor) in zip(needs, result.sponsors) {
      if let sponsor { #expect(need.exclusions[sponsor].isEmpty) }
    }
    for (person, load) in zip(listed, result.loads) { #expect(load <= person.capacity ?? 100) }
    #expect(result.loads.reduce(0, +) + result.unassigned.count == 100)
    #expect(Assigner.assign(needs, to: listed) == result)
  }
}

/// The definition of the best assignment, carried out by looking at every one.
private struct ExhaustiveAssigner {
  let needs: [SponsorNeed]
  let people: [Person]

  func best() -> [Int?] {
    var candidates = optima()
    for (index, need) in needs.enumerated() {
      guard let keep = need.keep, candidates.contains(where: { $0[index] == keep }) else {
        continue
      }
      candidates.removeAll { $0[index] != keep }
    }
    let kept = Set(needs.indices.filter { isKept($0, candidates[0]) })
    var counts = people.indices.map { person in kept.count { candidates[0][$0] == person } }
    for index in needs.indices where !kept.contains(index) {
      let options = Set(candidates.compactMap { $0[index] })
      guard let person = options.min(by: { (counts[$0], $0) < (counts[$1], $1) }) else { continue }
      candidates.removeAll { $0[index] != person }
      counts[person] += 1
    }
    return candidates[0]
  }

  /// Every assignment whose figures none betters.
  private func optima() -> [[Int?]] {
    var best: [[Int?]] = []
    var bestFigures: [Int] = []
    for candidate in assignments() {
      let figures = figures(of: candidate)
      if best.isEmpty || figures.lexicographicallyPrecedes(bestFigures) {
        (best, bestFigures) = ([candidate], figures)
      } else if figures == bestFigures {
        best.append(candidate)
      }
    }
    return best
  }

  /// Every assignment that the clauses and capacities allow.
  private func assignments() -> [[Int?]] {
    var partial: [[Int?]] = [[]]
    for need in needs {
      partial = partial.flatMap { given in
        let able = people.indices.filter { person in
          need.exclusions[person].isEmpty
            && given.count { $0 == person } < people[person].capacity ?? needs.count
        }
        return [given + [nil]] + able.map { given + [$0] }
      }
    }
    return partial
  }

  /// What is compared, less being better: the uncovered of each tier, those not kept, the sum of
  /// squares.
  private func figures(of candidate: [Int?]) -> [Int] {
    let uncovered = (0..<3).map { rank in
      needs.indices.count { needs[$0].tierRank == rank && candidate[$0] == nil }
    }
    let squares = people.indices.map { person in
      let count = candidate.count { $0 == person }
      return count * count
    }
    return uncovered + [-needs.indices.count { isKept($0, candidate) }, squares.reduce(0, +)]
  }

  private func isKept(_ index: Int, _ candidate: [Int?]) -> Bool {
    candidate[index] != nil && candidate[index] == needs[index].keep
  }
}
