import Language
import Tables

/// `rank` and the shares: figures of an account that need all accounts.
struct PortfolioFunctions {
  let plan: Plan
  let columns: [Vector]
  let pool: TextPool
  let accounts: TableResult

  /// Rows of the base, by the value of the partition (one group without a partition).
  ///
  /// A row whose condition is unknown, or whose partition is missing, is outside.
  private func groups(condition: RegisterID?, partition: RegisterID?) -> [[Int32]] {
    let inTotals = columns[plan.inTotals.index]
    let condition = condition.map { (columns[$0.index], plan[$0].home == .portfolio) }
    let partition = partition.map { columns[$0.index] }
    var groups: [Int128: Int] = [:]
    var rows: [[Int32]] = partition == nil ? [[]] : []
    for row in 0..<accounts.rowCount where inTotals.truths[row] != 0 {
      if let (vector, isConstant) = condition, !vector.holds(isConstant ? 0 : row) { continue }
      guard let partition else {
        rows[0].append(Int32(row))
        continue
      }
      guard partition.isPresent(row) else { continue }
      let value = partition.raw(row)
      if let group = groups[value] {
        rows[group].append(Int32(row))
      } else {
        groups[value] = rows.count
        rows.append([Int32(row)])
      }
    }
    return rows
  }

  /// 1 + the number of accounts strictly ahead by the keys.
  ///
  /// - Complexity: O(n log n).
  func ranks(_ ranking: RankingPlan) -> Vector {
    var result = Vector(.number, count: accounts.rowCount)
    for row in result.absence.indices { result.absence[row] = Absence.outsideBase.rawValue }
    let order = RowOrder(ranking.keys, columns: columns, pool: pool, keys: accounts.keys)
    for group in groups(condition: ranking.condition, partition: ranking.partition) {
      let sorted = group.sorted { order.compare(Int($0), Int($1)) < 0 }
      var rank = 0
      for (place, row) in sorted.enumerated() {
        if place == 0 || !order.isTied(Int(sorted[place - 1]), Int(row)) { rank = place + 1 }
        result.numbers[Int(row)] = Int128(rank) * Decimal.unit
        result.absence[Int(row)] = 0
      }
    }
    return result
  }

  /// The part of the total that an account has, or that those with more (or at least as much) have.
  ///
  /// - Complexity: O(n) for `share`, O(n log n) for the others.
  func shares(_ share: SharePlan) -> Vector {
    var result = Vector(.number, count: accounts.rowCount)
    for row in result.absence.indices { result.absence[row] = Absence.outsideBase.rawValue }
    let figures = columns[share.figure.index]
    let isConstant = plan[share.figure].home == .portfolio
    for group in groups(condition: share.condition, partition: share.partition) {
      let rows = group.filter { figures.isPresent(isConstant ? 0 : Int($0)) }
      for row in group where !figures.isPresent(isConstant ? 0 : Int(row)) {
        result.absence[Int(row)] = figures.absence[isConstant ? 0 : Int(row)]
      }
      func figure(_ row: Int32) -> Int128 { figures.scaled(isConstant ? 0 : Int(row)) }
      var total = Wide.zero
      for row in rows { total += Wide(figure(row)) }
      guard total > .zero else { continue }
      if share.kind == .own {
        for row in rows { result.put(Int(row), Wide(figure(row)).quotient(by: total)) }
        continue
      }
      let sorted = rows.sorted { figure($0) > figure($1) }
      var ahead = Wide.zero
      var first = 0
      while first < sorted.count {
        var next = first
        var through = ahead
        while next < sorted.count, figure(sorted[next]) == figure(sorted[first]) {
          through += Wide(figure(sorted[next]))
          next += 1
        }
        let part = (share.kind == .before ? ahead : through).quotient(by: total)
        for row in sorted[first..<next] { result.put(Int(row), part) }
        (ahead, first) = (through, next)
      }
    }
    return result
  }
}

extension Vector {
  /// Makes a number present, or out of range.
  fileprivate mutating func put(_ row: Int, _ value: Int128?) {
    absence[row] = value == nil ? Absence.outOfRange.rawValue : 0
    numbers[row] = value ?? 0
  }
}
