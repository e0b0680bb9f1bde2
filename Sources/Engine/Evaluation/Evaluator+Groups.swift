import Language
import Tables

/// Accounts that are judged as one: the rows of their file become groups.
extension Evaluator {
  /// A row that counts nowhere, and still stands between others and their head.
  private struct RejectedNode {
    var key: String
    var parent: String
  }

  /// Forms the groups, which are the rows of `accounts` from here on.
  mutating func formGroups() {
    guard let formation = plan.formation else { return }
    let members = formation.members.index
    let count = tables[members].rowCount
    let rejected = rejectedNodes(members)
    let ends = Grouping(parents(formation, rejected))
    var groupOf = [Int32](repeating: -1, count: count)
    var heads: [Int32] = []
    for row in 0..<count where ends.ends[row] == .head(row) && !isRepeated(row, members) {
      groupOf[row] = Int32(heads.count)
      heads.append(Int32(row))
    }
    var strays: [Int: Groups.Stray] = [:]
    for row in 0..<count where !isRepeated(row, members) {
      switch ends.ends[row] {
      case .head(let head)? where head < count: groupOf[row] = groupOf[head]
      case .head(let head)?: strays[row] = .rejectedHead(rejected[head - count].key)
      case .circle(let circle)?: strays[row] = .circle(circle)
      case nil: break
      }
    }
    var groups = Groups(heads: heads, groupOf: groupOf)
    groups.strays = strays
    groups.circles = ends.circles.map { $0.map { key($0, members, rejected) } }
    for (place, node) in rejected.enumerated() {
      if case .head(let head)? = ends.ends[count + place], head < count, groupOf[head] >= 0 {
        groups.lost[Int(groupOf[head]), default: []].append(node.key)
      }
    }
    self.groups = groups
    enter(groupOf, heads, members)
    enterRejected(ends, rejected, groupOf, members)
    enterEarlier()
  }

  /// Notes which groups would be there if rejected rows were mended, and who would belong to them.
  private mutating func enterRejected(
    _ ends: Grouping, _ nodes: [RejectedNode], _ groupOf: [Int32], _ members: Int
  ) {
    let (count, keys) = (tables[members].rowCount, rejectedKeys[members])
    var places: [String: Int] = [:]
    for (place, key) in keys.enumerated() { places[key] = place }
    var numbers: [Int: Int32] = [:]
    var found = RejectedGroups()
    var headPlaces: [Int] = []
    for (number, node) in nodes.enumerated() {
      guard ends.ends[count + number] == .head(count + number), let place = places[node.key] else {
        continue
      }
      numbers[count + number] = Int32(tables[0].rowCount + headPlaces.count)
      headPlaces.append(place)
      found.heads.append(count + place)
    }
    func group(_ node: Int) -> Int32 {
      guard case .head(let head)? = ends.ends[node] else { return -1 }
      return head < count ? groupOf[head] : numbers[head] ?? -1
    }
    found.groups = Array(repeating: -1, count: keys.count)
    for (number, node) in nodes.enumerated() {
      if let place = places[node.key] { found.groups[place] = group(count + number) }
    }
    for row in groups?.strays.keys.sorted() ?? [] where group(row) >= 0 {
      found.below[Int32(row)] = group(row)
    }
    rejectedGroups = found
    rejected[0] = rejected[members].rowsAlone(at: headPlaces)
    rejectedKeys[0] = headPlaces.map { keys[$0] }
  }

  private func isRepeated(_ row: Int, _ table: Int) -> Bool { tables[table].repeated[row] != nil }

  private func key(_ node: Int, _ members: Int, _ rejected: [RejectedNode]) -> String {
    let count = tables[members].rowCount
    return node < count ? tables[members].key(node) : rejected[node - count].key
  }

  /// Every key that some row has and that leads to no row, with the parent that the row names.
  private func rejectedNodes(_ members: Int) -> [RejectedNode] {
    let table = tables[members]
    var nodes: [RejectedNode] = []
    var known: Set<String> = []
    func add(_ key: String, _ parent: String) {
      if known.insert(key).inserted { nodes.append(RejectedNode(key: key, parent: parent)) }
    }
    for (key, parent) in zip(rejectedKeys[members], rejectedParents) { add(key, parent) }
    for row in table.repeated.keys.sorted() { add(table.key(row), "") }
    for row in 0..<table.rejectedKeys.count { add(table.rejectedKeys.text(row), "") }
    return nodes.filter { table.index?.row(of: $0.key) == nil }
  }

  /// By row of the accounts' file, then by rejected node: the node of its parent, -1 for none.
  private func parents(_ formation: Formation, _ rejected: [RejectedNode]) -> [Int32] {
    let table = tables[formation.members.index]
    let references = columns[formation.parent.index]
    let alone = formation.alone.map { (columns[$0.index], plan[$0].home == .portfolio) }
    var numbers: [String: Int32] = [:]
    for (place, node) in rejected.enumerated() { numbers[node.key] = Int32(table.rowCount + place) }
    func node(_ key: String) -> Int32 {
      if let number = numbers[key] { return number }
      return table.index?.row(of: key).map { Int32($0) } ?? -1
    }
    var parents = [Int32](repeating: -1, count: table.rowCount + rejected.count)
    for row in 0..<table.rowCount {
      if alone.contains(where: { $0.holds($1 ? 0 : row) }) { continue }
      if references.isPresent(row) {
        parents[row] = references.codes[row]
      } else if let key = unmatchedParents[row] {
        parents[row] = node(key)
      }
    }
    for (place, item) in rejected.enumerated() where !item.parent.isEmpty {
      parents[table.rowCount + place] = node(item.parent)
    }
    return parents
  }

  /// Makes the groups the rows of `accounts`; every member's key leads to its group.
  private mutating func enter(_ groupOf: [Int32], _ heads: [Int32], _ members: Int) {
    var accounts = TableResult()
    let rows = tables[members]
    accounts.path = rows.path
    accounts.rowCount = heads.count
    for head in heads {
      accounts.keys.append(rows.keys.bytes[rows.keys.range(Int(head))])
      accounts.places.append(Int(head)..<Int(head) + 1, of: rows.places)
    }
    accounts.index = rows.index?.leading(to: groupOf)
    tables[0] = accounts
    if let register = plan.register(madeBy: .head) {
      columns[register.index] = Vector(codes: heads, missing: .noReference)
    }
    if let register = plan.register(madeBy: .group) {
      columns[register.index] = Vector(codes: groupOf, missing: .noReference)
    }
  }
}

extension Vector {
  /// Makes a column of codes, of which those below 0 are missing.
  init(codes: [Int32], missing: Absence) {
    self.init()
    self.codes = codes.map { max(0, $0) }
    absence = codes.map { $0 < 0 ? missing.rawValue : 0 }
  }
}
