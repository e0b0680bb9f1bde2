import Language
import Tables

/// The rows that a figure over a table read for one account.
package struct ReadRows: Sendable {
  package var table: TableID
  /// The rows that the figure is made of, in the order of the file.
  package var counted: [Int] = []
  /// How many rows belong to the account, whatever the figure's condition says of them.
  package var all = 0
  /// How many were left out since the condition is unknown, or the figure missing.
  package var unknown = 0
}

extension Evaluation {
  /// Returns which rows a demanded figure read for an account; nil for a figure over the portfolio.
  ///
  /// - Complexity: O(rows of the table).
  package func rows(readBy aggregate: Aggregate, for account: Int) -> ReadRows? {
    guard case .reference(let path) = aggregate.bucket, aggregate.source != .accounts,
      let owners = values(of: path)
    else { return nil }
    var read = ReadRows(table: aggregate.source)
    let condition = aggregate.condition.flatMap { outputs(of: $0) }
    let figure = aggregate.figure.flatMap { outputs(of: $0) }
    let repeated = tables[aggregate.source.index].repeated
    for row in 0..<owners.count
    where owners.isPresent(row) && Int(owners.codes[row]) == account && repeated[row] == nil {
      read.all += 1
      if let condition {
        let place = condition.isConstant ? 0 : row
        guard condition.values.isPresent(place) else {
          read.unknown += 1
          continue
        }
        guard condition.values.holds(place) else { continue }
      }
      if let figure, !figure.values.isPresent(figure.isConstant ? 0 : row) {
        read.unknown += 1
        continue
      }
      read.counted.append(row)
    }
    return read
  }

  private func outputs(of term: TermID) -> (values: Vector, isConstant: Bool)? {
    guard let register = plan.outputs[term] else { return nil }
    return (columns[register.index], plan[register].home == .portfolio)
  }
}

extension LimitResult {
  /// The accounts that compete for the seats that are not taken already, in ranking order.
  package var contenders: [Int] { ranked.map(Int.init) }

  /// How many of the contenders have a seat.
  package var seatedContenders: Int { seated }

  /// An account's place among the contenders, from 1; nil for one that does not compete.
  package func rank(of row: Int) -> Int? {
    ranked.firstIndex(of: Int32(row)).map { $0 + 1 }
  }
}
