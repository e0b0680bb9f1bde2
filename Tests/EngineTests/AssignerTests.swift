@testable import Engine
import TestSupport
import Testing

@Suite("Assigner")
struct AssignerTests {
  /// Returns people named P0, P1, … with these capacities.
  private func people(_ capacities: Int?...) -> [Person] {
    capacities.enumerated().map { Person(name: "P\($0)", key: "P\($0)", capacity: $1) }
  }

  /// Returns a need for which `eligible` has a letter other than `-` per eligible person.
  private func need(
    _ eligible: String, tier: Int = 0, keep: Int? = nil, weights: [Int] = []
  ) -> SponsorNeed {
    SponsorNeed(
      account: 0, tierRank: tier, keep: keep, isEligible: eligible.map { $0 != "-" },
      weights: weights)
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
    #expect(result.unassigned == [2])
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

  @Test("preferences go after keeping and before balance")
  func preferring() {
    let preferred = Assigner.assign(
      [need("xx", weights: [0, 3]), need("xx", weights: [0, 3])], to: people(nil, nil))
    #expect(preferred.sponsors == [1, 1])
    let kept = Assigner.assign(
      [need("xx", keep: 0, weights: [0, 1000])], to: people(nil, nil))
    #expect(kept.sponsors == [0])
    let traded = Assigner.assign(
      [need("xx", weights: [5, 4]), need("xx", weights: [5, 1])], to: people(1, 1))
    #expect(traded.sponsors == [1, 0])
  }

  @Test("accounts that people have already count, and stay with them")
  func beside() {
    let result = Assigner.assign(
      [need("xxx"), need("xxx")], to: people(3, 2, 9), beside: [3, 1, 2])
    #expect(result.sponsors == [1, 2])
    #expect(result.loads == [3, 2, 3])
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
      #expect(isProven(needs, listed), "\(needs) \(listed)")
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
    let hasWeights = random.chance(70)
    let most = [1, 3, 1_000_000_000_000].randomElement(using: &random) ?? 1
    let ranks = (0..<Int.random(in: 1...6, using: &random)).map { _ in
      Int.random(in: 0..<tierCount, using: &random)
    }
    let needs = ranks.sorted().enumerated().map { index, rank in
      SponsorNeed(
        account: index, tierRank: rank,
        keep: random.chance(60) ? Int.random(in: 0..<personCount, using: &random) : nil,
        isEligible: listed.map { _ in random.chance(density) },
        weights: hasWeights ? listed.map { _ in Int.random(in: 0...most, using: &random) } : [])
    }
    return (needs, listed)
  }

  /// `true` iff the potentials prove the flow's cost, before and after choosing among equals.
  private func isProven(_ needs: [SponsorNeed], _ people: [Person]) -> Bool {
    let loads = people.map { _ in 0 }
    let wishes = Wishes(needs, peopleCount: people.count)
    var flow = SponsorFlow<Int128>(needs, people, wishes, beside: loads)
    guard flow.isProven else { return false }
    flow.settle(needs.map(\.possibleKeep), beside: loads)
    return flow.isProven
  }

  @Test("what another person would cost equals exhaustive search", arguments: 0..<20)
  func exchanges(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) + 1000)
    for _ in 0..<60 {
      let (needs, listed) = randomCase(&random)
      let loads = listed.map { _ in 0 }
      var flow = SponsorFlow<Int128>(
        needs, listed, Wishes(needs, peopleCount: listed.count), beside: loads)
      flow.settle(needs.map(\.possibleKeep), beside: loads)
      let account = Int.random(in: needs.indices, using: &random)
      guard
        let person = needs[account].isEligible.indices.filter({ needs[account].isEligible[$0] })
          .randomElement(using: &random)
      else { continue }
      let search = ExhaustiveAssigner(needs: needs, people: listed)
      let best = search.bestFigures { $0[account] == person }
      var moved = needs.indices.map { flow.person(of: $0) }
      let uncovered = search.figures(of: moved).prefix(3)
      guard let moves = flow.exchange(account, to: person) else {
        #expect(best.map { $0.prefix(3) != uncovered } ?? true)
        continue
      }
      for move in moves { moved[move.account] = move.person }
      #expect(moved[account] == person)
      #expect(search.figures(of: moved) == best, "\(needs) \(listed)")
    }
  }

  @Test("many accounts and people respect every limit", arguments: [20, 60, 100])
  func large(density: Int) {
    var random = SplitMix64(seed: UInt64(density))
    let listed = (0..<20).map { Person(name: "", key: "\($0)", capacity: 4 + $0 % 3) }
    let needs = (0..<120).map { index in
      SponsorNeed(
        account: index, tierRank: index / 20,
        keep: random.chance(50) ? Int.random(in: 0..<20, using: &random) : nil,
        isEligible: listed.map { _ in random.chance(density) },
        weights: listed.map { _ in Int.random(in: 0..<4, using: &random) })
    }
    let result = Assigner.assign(needs, to: listed)
    for (need, sponsor) in zip(needs, result.sponsors) {
      if let sponsor { #expect(need.isEligible[sponsor]) }
    }
    for (person, load) in zip(listed, result.loads) { #expect(load <= person.capacity ?? 100) }
    #expect(result.loads.reduce(0, +) + result.unassigned.count == needs.count)
    #expect(isProven(needs, listed))
    // Wide costs and narrow ones come to the same.
    let loads = listed.map { _ in 0 }
    var wide = SponsorFlow<Int128>(
      needs, listed, Wishes(needs, peopleCount: listed.count), beside: loads)
    wide.settle(needs.map(\.possibleKeep), beside: loads)
    #expect(needs.indices.map { wide.person(of: $0) } == result.sponsors)
  }
}

/// Why an account has nobody.
@Suite("Vacancies")
struct VacancyTests {
  @Test("the fewest clauses that leave nobody are told, in their order")
  func fewest() {
    let vacancy = Vacancy(
      account: 4, obstacles: [[.only(0), .only(2)], [.only(1), .only(2)], [.only(2)], []])
    #expect(
      vacancy.causes == [
        Vacancy.Cause(obstacle: .only(2), people: [0, 1, 2]),
        Vacancy.Cause(obstacle: .full, people: [3]),
      ])
    #expect(Vacancy(account: 0, obstacles: []).causes.isEmpty)
  }

  @Test("no smaller set of clauses would do", arguments: 0..<20)
  func smallest(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<50 {
      let obstacles = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (0..<5).filter { _ in random.chance(40) }.map { SponsorCase.Obstacle.only($0) }
      }
      let told = Vacancy(account: 0, obstacles: obstacles).causes.map(\.obstacle)
      let kinds = obstacles.map { $0.isEmpty ? [.full] : $0 }
      func leavesNobody(_ clauses: [SponsorCase.Obstacle]) -> Bool {
        kinds.allSatisfy { $0.contains(where: clauses.contains) }
      }
      #expect(leavesNobody(told))
      let all = Set(kinds.joined()).sorted()
      for subset in 0..<(1 << all.count) where subset.nonzeroBitCount < told.count {
        let clauses = all.indices.filter { subset >> $0 & 1 == 1 }.map { all[$0] }
        #expect(!leavesNobody(clauses))
      }
    }
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

  /// The figures of the best assignment that `condition` allows, nil where there is none.
  func bestFigures(where condition: ([Int?]) -> Bool) -> [Int]? {
    assignments().filter(condition).map { figures(of: $0) }.min { $0.lexicographicallyPrecedes($1) }
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
          need.isEligible[person]
            && given.count { $0 == person } < people[person].capacity ?? needs.count
        }
        return [given + [nil]] + able.map { given + [$0] }
      }
    }
    return partial
  }

  /// What is compared, less being better: the uncovered of each tier, those not kept, the weights of
  /// preferences, the sum of squares.
  func figures(of candidate: [Int?]) -> [Int] {
    let uncovered = (0..<3).map { rank in
      needs.indices.count { needs[$0].tierRank == rank && candidate[$0] == nil }
    }
    let squares = people.indices.map { person in
      let count = candidate.count { $0 == person }
      return count * count
    }
    let wishes = needs.indices.reduce(0) { sum, index in
      guard let person = candidate[index], !needs[index].weights.isEmpty else { return sum }
      return sum + needs[index].weights[person]
    }
    return uncovered
      + [-needs.indices.count { isKept($0, candidate) }, -wishes, squares.reduce(0, +)]
  }

  private func isKept(_ index: Int, _ candidate: [Int?]) -> Bool {
    candidate[index] != nil && candidate[index] == needs[index].keep
  }
}
