internal import Tables

/// Writes the rows of a generated schema: ties, boundaries, blanks, and a few cells that cannot
/// be read.
package struct TableGenerator {
  private var random: SplitMix64
  private let schema: GeneratedSchema
  private let features: GeneratorFeatures
  private var keys: [String: [String]] = [:]

  init(_ schema: GeneratedSchema, features: GeneratorFeatures, random: SplitMix64) {
    self.schema = schema
    self.features = features
    self.random = random
  }

  /// Returns each table as the text of a CSV file; `read` says how often the
  /// agreement reads a name.
  mutating func files(reading read: [String: Int]) -> [String: String] {
    let isSmall = features.contains(.few)
    let most =
      isSmall
      ? ["accounts": 12, "contacts": 8, "orders": 6, "lines": 8, "executives": 3]
      : ["accounts": 30, "contacts": 40, "orders": 40, "lines": 60, "executives": 5]
    let letters = [("accounts", "A"), ("orders", "O"), ("executives", "E")]
    for (name, letter) in letters {
      let most = most[name] ?? 10
      var count = random.chance(10) ? random.below(3) : random.below(most + 1)
      if isSmall, name == "accounts" { count = random.within(3...random.pick([5, 8, most])) }
      keys[name] = (0..<count).map { letter + String($0 + 1) }
    }
    var tables: [RawTable] = []
    for table in schema.tables {
      let count = keys[table.name]?.count ?? random.below((most[table.name] ?? 10) + 1)
      tables.append(file(of: table, rows: count))
    }
    if features.contains(.fewBlanks) { openCells(in: &tables, reading: read) }
    var files: [String: String] = [:]
    for (raw, table) in zip(tables, schema.tables) {
      let text = NaiveCSV.join(raw, separator: table.separator.unicodeScalars.first ?? ",")
      files[table.name] = styled(text)
    }
    return files
  }

  private mutating func file(of table: GeneratedTable, rows count: Int) -> RawTable {
    var order = Array(0..<count)
    if random.chance(50) { order.shuffle(using: &random) }
    var columns = table.columns
    if random.chance(30) { columns.shuffle(using: &random) }
    let mischief = features.contains(.badRows) && random.chance(40) ? 2 : 0
    var rows: [[String]] = []
    for row in order {
      rows.append(
        columns.map { column in
          column.isKey
            ? key(row, of: table, mischief: mischief)
            : cell(of: column, in: table, mischief: mischief)
        })
    }
    if table.name == "accounts", schema.group != nil { enterParents(columns, order, &rows) }
    for row in rows.indices where random.chance(mischief) { rows[row].removeLast() }
    return RawTable(header: columns.map { $0.header ?? $0.name }, rows: rows)
  }

  /// Lets rows be below others: over several levels, below nobody that is known, and at times in
  /// circles.
  private mutating func enterParents(
    _ columns: [GeneratedField], _ order: [Int], _ rows: inout [[String]]
  ) {
    guard let parent = columns.firstIndex(where: { $0.name == "parent" }) else { return }
    let all = keys["accounts"] ?? []
    let levels = random.pick([1, 2, 2, 3, 9])
    let isRound = random.chance(15)
    for (place, row) in order.enumerated() {
      var above = row
      for _ in 0..<levels where above > 0 && above == row { above = random.below(row) }
      if levels == 9 { above = row - 1 }
      if isRound, random.chance(25) { above = random.below(all.count) }
      let isTop = above < 0 || above == row && !isRound || random.chance(35)
      rows[place][parent] = isTop ? "" : random.chance(5) ? "X9" : all[above]
    }
  }

  // MARK: - A few open cells

  /// Empties one to four cells that may be blank, those that the agreement reads often before
  /// others, and at times spoils a cell.
  private mutating func openCells(in tables: inout [RawTable], reading read: [String: Int]) {
    let blanks = places(in: tables, reading: read) { $0.isOptional && $0.mayBeOpen }
    let ofAccounts = blanks.filter { schema.tables[$0.table].name == "accounts" }
    let chosen = random.chance(70) && !ofAccounts.isEmpty ? ofAccounts : blanks
    for place in chosen.shuffled(using: &random).prefix(random.pick([1, 2, 2, 3, 3, 4])) {
      tables[place.table].rows[place.row][place.column] = ""
    }
    guard random.chance(35) else { return }
    let wrong = places(in: tables, reading: read) { $0.mayBeOpen && $0.type != .text }
    for place in wrong.shuffled(using: &random).prefix(1) {
      tables[place.table].rows[place.row][place.column] = random.pick(["abc", "--"])
    }
    loseRows(of: &tables[0])
  }

  /// At times cuts a row short, or lets two rows share a key.
  private mutating func loseRows(of table: inout RawTable) {
    guard let key = schema.tables.first?.columns.first(where: \.isKey) else { return }
    guard let column = table.header.firstIndex(of: key.header ?? key.name) else { return }
    if random.chance(6) { table.rows[random.below(table.rows.count)].removeLast() }
    let (row, other) = (random.below(table.rows.count), random.below(table.rows.count))
    if random.chance(6), table.rows[other].count > column, table.rows[row].count > column {
      table.rows[row][column] = table.rows[other][column]
    }
  }

  /// Returns the cells of the fields that are `wanted`, each as often as its field is read.
  private func places(
    in tables: [RawTable], reading read: [String: Int], where wanted: (GeneratedField) -> Bool
  ) -> [(table: Int, row: Int, column: Int)] {
    var places: [(table: Int, row: Int, column: Int)] = []
    for (table, (raw, shape)) in zip(tables, schema.tables).enumerated() {
      for (column, header) in raw.header.enumerated() {
        let field = shape.columns.first { ($0.header ?? $0.name) == header }
        guard let field, wanted(field), let times = read[field.name] else { continue }
        for row in raw.rows.indices {
          places += Array(repeating: (table, row, column), count: times)
        }
      }
    }
    return places
  }

  /// Changes the line ends, and puts a byte order mark in front.
  private mutating func styled(_ text: String) -> String {
    guard features.contains(.oddCells) else { return text }
    var text = text
    if random.chance(15) {
      text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(
        separator: "\r\n")
    }
    if random.chance(10), text.hasSuffix("\n") { text.removeLast() }
    return random.chance(10) ? "\u{FEFF}" + text : text
  }

  private mutating func key(_ row: Int, of table: GeneratedTable, mischief: Int) -> String {
    let all = keys[table.name] ?? []
    if random.chance(mischief) { return random.pick(all + [""]) }
    return random.chance(5) ? " \(all[row]) " : all[row]
  }

  // MARK: - Cells

  private mutating func cell(
    of field: GeneratedField, in table: GeneratedTable, mischief: Int
  ) -> String {
    let keepsFilled = features.contains(.fewBlanks) && field.isOptional && field.mayBeOpen
    let mayBeBlank = (field.isOptional || field.blankMeans != nil) && !keepsFilled
    if random.chance(mayBeBlank ? 25 : mischief) {
      return random.pick(["", " "] + table.missingMarks)
    }
    if random.chance(mischief), field.type != .text { return random.pick(["abc", "1.2.3", "--"]) }
    let text = value(of: field, in: table)
    guard features.contains(.oddCells), random.chance(8) else { return text }
    return random.pick([" \(text)", "\(text) ", "\u{A0}\(text)\u{A0}"])
  }

  private mutating func value(of field: GeneratedField, in table: GeneratedTable) -> String {
    switch field.type {
    case .number, .days:
      let pool = field.pool ?? Literals.numbers + (field.isHuge(features) ? Literals.huge : [])
      return figure(random.pick(pool), in: table)
    case .money:
      var pool = Literals.money
      if field.bounds == nil { pool += [Decimal(-250_000), Decimal(-1)] }
      return figure(random.pick(pool).shifted(by: -field.exponent), in: table, isMoney: true)
    case .percent:
      let value = random.pick(Literals.percents)
      if field.percentForm == .signed || random.chance(20) {
        return figure(value.shifted(by: 2), in: table) + random.pick(["%", " %"])
      }
      return figure(field.percentForm == .points ? value.shifted(by: 2) : value, in: table)
    case .date: return date(Literals.days(around: schema.asOf, &random), as: field.datePattern)
    case .truth:
      return random.pick(["yes", "no", "Yes", "NO", "true", "false", "y", "N", "1", "0"])
    case .text: return random.pick(field.texts ?? Literals.texts)
    case .tier: return random.pick(schema.tiers)
    case .choice(let values): return random.pick(values)
    case .choices(let values):
      let held = (0..<random.pick([1, 1, 2, 2, 3])).map { _ in random.pick(values) }
      return held.joined(
        separator: random.pick([field.valueSeparator, "\(field.valueSeparator) "]))
        + (random.chance(8) ? field.valueSeparator : "")
    case .reference(let target):
      let all = keys[target] ?? []
      return all.isEmpty || random.chance(5) ? "X9" : random.pick(all)
    }
  }

  private mutating func figure(
    _ number: Decimal, in table: GeneratedTable, isMoney: Bool = false
  ) -> String {
    var text = number.description
    if features.contains(.oddCells) {
      switch random.below(100) {
      case ..<5 where number.isInteger: text += ".00"
      case ..<9: text += "e0"
      case ..<13 where number.scaled % 1_000 == 0:
        text = number.shifted(by: -3).description + "E3"
      case ..<17 where number < .zero: text = "(\(text.dropFirst()))"
      case ..<22 where isMoney && number >= .zero:
        text = random.pick(["EUR \(text)", "\(text) EUR", "\(text)€"])
      default: break
      }
    }
    guard table.usesDecimalComma else { return text }
    return String(text.map { $0 == "." ? "," : $0 })
  }

  private mutating func date(_ day: Day, as pattern: String?) -> String {
    let iso = day.description
    let (_, month, date) = day.civil
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    switch pattern {
    case "dd/mm/yyyy"?: return "\(two(date))/\(two(month))/\(iso.prefix(4))"
    case "d.m.yyyy"?: return "\(date).\(month).\(iso.prefix(4))"
    case "d mmm yyyy"?: return "\(date) \(names[month - 1]) \(iso.prefix(4))"
    case "yyyymmdd"?: return "\(iso.prefix(4))\(two(month))\(two(date))"
    default: return random.chance(5) ? iso + random.pick([" 00:00", "T00:00:00"]) : iso
    }
  }
}

extension GeneratedField {
  /// Whether a blank in the column can be filled by a value of its own.
  fileprivate var mayBeOpen: Bool {
    switch type {
    case .number, .money, .percent, .date, .truth, .text, .days, .choice, .choices: !isKey
    case .tier, .reference: false
    }
  }

  fileprivate func isHuge(_ features: GeneratorFeatures) -> Bool {
    features.contains(.hugeNumbers) && bounds == nil
  }
}

extension Decimal {
  /// The value × 10^`places`; it fits by the choice of the literals.
  func shifted(by places: Int) -> Decimal {
    let power = Decimal.powersOfTen[abs(places)]
    return Decimal(scaled: places < 0 ? scaled / power : scaled * power)
  }
}

/// The figures, days and texts that cells and agreements share, so that cells meet thresholds.
enum Literals {
  static let numbers =
    [0, 1, 2, 3, 4, 5, 10, 100, -1].map { Decimal($0) } + [tenths(25), tenths(5)]
  static let huge = [
    Decimal(scaled: Decimal.bound - 1), Decimal(scaled: 1), Decimal(mantissa: 9, exponent: 19),
    Decimal(mantissa: 333_333_333_333_333_333, exponent: -18),
  ].compactMap { $0 }
  static let money = [0, 1, 1_000, 250_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000].map {
    Decimal($0)
  }
  static let percents =
    [0, 5, 10, 25, 30, 50, 100, 150].map { Decimal($0).shifted(by: -2) } + [
      Decimal(125).shifted(by: -3)
    ]
  static let texts = [
    "Alpha", "Beta", "alpha", "caf\u{E9}", "cafe\u{301}", "Say \"hi\", twice", "Öl", "none",
    "two\nlines",
  ]

  private static func tenths(_ count: Int) -> Decimal { Decimal(count).shifted(by: -1) }

  /// Returns a day near `asOf`, often one that an agreement names too.
  static func days(around asOf: Day, _ random: inout SplitMix64) -> Day {
    let steps = [-800, -400, -365, -180, -91, -90, -31, -30, -7, -1, 0, 1, 7, 30, 90, 365, 400]
    let fixed = ["2027-01-31", "2028-02-29", "2026-02-28", "2027-03-31"].compactMap {
      PlainDate.day($0)
    }
    return random.chance(20)
      ? random.pick(fixed) : asOf.adding(days: random.pick(steps)) ?? asOf
  }
}
