import Tables

/// What holds for all columns of a file, decided before any of them.
struct TableTraits {
  /// `true` iff figures are written with a decimal comma.
  let decimalComma: Bool
  /// `true` iff a column shows the decimal sign beyond doubt.
  let isDecimalSignSure: Bool
  /// The texts that stand for blanks, in their order.
  let marks: [String]
  /// The order of day and month where a column shows it beyond doubt.
  let dayOrder: DateTally.Order?

  init(_ profile: TableProfile) {
    let columns = profile.columns
    let commas = columns.count { TableTraits.shows($0.commas, unlike: $0.points) }
    let points = columns.count { TableTraits.shows($0.points, unlike: $0.commas) }
    decimalComma = commas > points
    isDecimalSignSure = commas + points > 0
    let orders = Set(columns.compactMap { TableTraits.order($0.dates) })
    dayOrder = orders.count == 1 ? orders.first : nil
    marks = TableTraits.marks(in: columns)
  }

  /// `true` iff a column is made of figures with one decimal sign, some of which the other sign
  /// cannot explain.
  private static func shows(_ tally: FigureTally, unlike other: FigureTally) -> Bool {
    tally.isSound && tally.decimals > 0 && !other.isSound
  }

  /// The order of day and month that alone explains all cells of a column.
  private static func order(_ dates: DateTally) -> DateTally.Order? {
    let orders = Set(dates.sound.map(\.order))
    return orders.count == 1 ? orders.first : nil
  }

  private static func marks(in columns: [ColumnProfile]) -> [String] {
    var marks: Set<String> = []
    for column in columns {
      let isTyped =
        column.truths.isSound || column.points.isSound || column.commas.isSound
        || !column.dates.sound.isEmpty
      for mark in column.marks.keys where isTyped || BlankMark.clear.contains(mark) {
        marks.insert(mark)
      }
    }
    return marks.sorted()
  }
}
