/// An account that nobody can sponsor, with the fewest clauses that leave nobody.
package struct Vacancy: Hashable, Sendable {
  /// People whom one obstacle keeps away.
  package struct Cause: Hashable, Sendable {
    package var obstacle: SponsorCase.Obstacle
    package var people: [Int]
  }

  /// The index of the account in its case.
  package var account: Int
  /// Clauses in the order of the agreement, then who is full; empty where nobody is listed.
  package var causes: [Cause]

  /// - Parameter obstacles: by person, what keeps the person away; nothing for one who is full.
  init(account: Int, obstacles: [[SponsorCase.Obstacle]]) {
    self.account = account
    let obstacles = obstacles.map { $0.isEmpty ? [.full] : $0 }
    let fewest = Vacancy.fewest(covering: obstacles)
    causes = fewest.sorted().map { obstacle in
      Cause(
        obstacle: obstacle,
        people: obstacles.indices.filter { obstacles[$0].contains(obstacle) })
    }
  }

  /// Sets larger than this are not looked for; then everything that keeps somebody away is told.
  private static let most = 8

  /// Returns a smallest set of obstacles of which each person has one; of several, the one that
  /// stands first in the agreement.
  ///
  /// - Complexity: O(*c*^*s*) for *c* obstacles of a person and a smallest set of *s*.
  private static func fewest(
    covering people: [[SponsorCase.Obstacle]]
  ) -> [SponsorCase.Obstacle] {
    // Of people with the same obstacles one is enough.
    let kinds = Set(people.map { Set($0) })
    let sorted = kinds.map { $0.sorted() }.sorted {
      $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count
    }
    for size in 0...most {
      if let found = cover(sorted[...], with: [], atMost: size) { return found }
    }
    return Array(Set(people.joined())).sorted()
  }

  private static func cover(
    _ kinds: ArraySlice<[SponsorCase.Obstacle]>, with chosen: [SponsorCase.Obstacle],
    atMost size: Int
  ) -> [SponsorCase.Obstacle]? {
    let rest = kinds.drop { kind in kind.contains(where: chosen.contains) }
    guard let first = rest.first else { return chosen }
    guard size > 0 else { return nil }
    for obstacle in first {
      if let found = cover(rest.dropFirst(), with: chosen + [obstacle], atMost: size - 1) {
        return found
      }
    }
    return nil
  }
}
