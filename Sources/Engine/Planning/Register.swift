import Language
import Tables

/// How a register's values are stored.
package enum RegisterKind: Hashable, Sendable {
  /// Decimals scaled by 10^18.
  case number
  /// Days, values of lists, tiers, texts of the pool, rows of a table.
  case code
  /// 1 for yes, 0 for no.
  case truth
}

/// The place of a register in `Plan.registers`.
package struct RegisterID: Hashable, Sendable {
  package var raw: Int32
  package init(_ index: Int) { raw = Int32(index) }
  package var index: Int { Int(raw) }
}

/// A column of values, one for each row of its home.
package struct Register: Hashable, Sendable {
  package var kind: RegisterKind
  /// `.portfolio` for a single value.
  package var home: TableID
  /// The number of the pass over `home` in which the values become known; constants have -1.
  package var level: Int
  package var producer: Producer
  /// `true` iff codes are numbers of the pool of texts.
  package var isText = false
  /// `true` iff the values are needed after the pass that makes them.
  package var isKept = false
}

/// Where a register's values come from.
package enum Producer: Hashable, Sendable {
  case constant(ConstantValue)
  /// A cell of the home's file.
  case field(Int)
  /// The row of the same table that a cell refers to, known once the whole table has been read.
  case selfReference(Int)
  case operation(Operation)
  /// Of `Plan.aggregations`.
  case aggregation(Int)
  /// Of `Plan.rankings`.
  case ranking(Int)
  /// Of `Plan.shares`.
  case share(Int)
  /// The group to which a row of the accounts' file belongs.
  case group
  /// The row at the top of a group.
  case head
  /// What an earlier result says of an account.
  case earlier(EarlierFact)
  /// The row of an `each value` table to which an account belongs.
  case valueRow(TableID)
  /// The account or person of a pair.
  case pairMember(TableID)
  /// A cell of an `each value` table: its value.
  case value
  /// `true` iff no other row of the table has the row's key.
  case isUnrepeated
  /// `true` iff the account is neither excluded from everything nor rejected.
  case inTotals
  /// The account's final tier.
  case tier

  /// `true` iff the values appear while rows are passed over, not at a level's beginning.
  var isMadeInPass: Bool {
    switch self {
    case .operation, .field, .constant: true
    case .selfReference, .group, .head, .earlier, .aggregation, .ranking, .share, .valueRow,
      .pairMember,
      .value,
      .isUnrepeated, .inTotals, .tier:
      false
    }
  }
}

/// A constant as a register holds it.
package enum ConstantValue: Hashable, Sendable {
  case number(Int128)
  case code(Int32)
  case truth(Bool)
  /// To be looked up in the pool of texts.
  case text(String)
}
