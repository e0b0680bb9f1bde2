internal import Tables

/// Chooses the tables: which columns there are, and how each is written and read.
struct SchemaGenerator {
  var random: SplitMix64
  let features: GeneratorFeatures

  mutating func schema() -> GeneratedSchema {
    let names = ["Strategic", "Star", "Tier 1", "Status", "Reserve", "Long tail"]
    let count = random.within(2...5)
    let start = random.below(names.count - count + 1)
    let days = ["2027-04-01", "2028-02-29", "2027-12-31", "2027-01-30"].compactMap {
      PlainDate.day($0)
    }
    var schema = GeneratedSchema(
      tables: [accounts(), contacts(), orders(), lines(), executives()].map { styled($0) },
      tiers: Array(names[start..<start + count]), asOf: random.pick(days))
    if features.contains(.currencies), random.chance(40) { addCurrencies(to: &schema) }
    return schema
  }

  // MARK: - Currencies

  /// Lets amounts of some tables be in the currencies of another column.
  private mutating func addCurrencies(to schema: inout GeneratedSchema) {
    for index in schema.tables.indices where random.chance(70) {
      let fields = schema.tables[index].fields
      let amounts = fields.indices.filter {
        fields[$0].type == .money && fields[$0].formula == nil && random.chance(80)
      }
      guard !amounts.isEmpty else { continue }
      for amount in amounts { schema.tables[index].fields[amount].currencies = "cur" }
      var codes = GeneratedField("cur", .text)
      codes.texts = ["EUR", "EUR", "PLN", "PLN", "USD", "USD", "CZK", " PLN "]
      if features.contains(.badRows), random.chance(20) { codes.texts?.append("GBP") }
      if random.chance(40) { codes = GeneratedField("cur", .choice(["EUR", "PLN", "USD", "CZK"])) }
      codes.isOptional = random.chance(30)
      schema.tables[index].fields.append(codes)
    }
    schema.rates = ["PLN 4.30; CZK 25; USD 1.08", "PLN 2.5", "CZK 3; PLN 1_000"].prefix(
      random.pick([1, 1, 2, 3])
    ).enumerated().compactMap { number, rates in
      let day = schema.asOf.adding(days: random.pick([-400, -30, -1, 0, 1, 60]) + number * 7)
      return day.map { "rates to EUR on \($0) { \(rates) }" }
    }
  }

  // MARK: - Tables

  private mutating func accounts() -> GeneratedTable {
    var key = GeneratedField("id", .text)
    key.isKey = true
    var fields = [key, GeneratedField("name", .text)]
    fields.append(filled(GeneratedField("revenue", .money)))
    let others: [(String, GeneratedType)] = [
      ("region", .choice(["north", "south", "far east"])), ("segment", .text),
      ("spend", .money), ("margin", .percent), ("growth", .percent), ("fit", .number),
      ("visits", .number), ("since", .date), ("renewal", .date), ("harms", .truth),
      ("vetted", .truth), ("needs", .choices(["speed", "thrift", "care", "reach"])),
      ("before", .tier), ("parent", .reference("accounts")),
      ("lead", .reference("executives")),
    ]
    for (name, type) in others where random.chance(85) {
      fields.append(filled(GeneratedField(name, type)))
    }
    return GeneratedTable(name: "accounts", fields: fields)
  }

  private mutating func contacts() -> GeneratedTable {
    GeneratedTable(
      name: "contacts",
      fields: [
        GeneratedField("account", .reference("accounts")),
        filled(GeneratedField("person", .text)),
        filled(GeneratedField("stance", .choice(["champion", "neutral", "against"]))),
        filled(GeneratedField("met", .date)), filled(GeneratedField("influence", .number)),
        filled(GeneratedField("chief", .truth)),
        filled(GeneratedField("roles", .choices(["patron", "gate keeper", "asker"]))),
      ])
  }

  private mutating func orders() -> GeneratedTable {
    var key = GeneratedField("code", .text)
    key.isKey = true
    var discount = filled(GeneratedField("discount", .percent))
    discount.isOptional = false
    discount.blankMeans = "0%"
    var fields = [
      key, GeneratedField("account", .reference("accounts")),
      filled(GeneratedField("placed", .date)), filled(GeneratedField("amount", .money)), discount,
    ]
    if features.contains(.computedAggregates), random.chance(60) {
      var pieces = GeneratedField("pieces", .number)
      pieces.formula = "sum(lines.quantity where price > 0)"
      fields.append(pieces)
    }
    return GeneratedTable(name: "orders", fields: fields)
  }

  private mutating func lines() -> GeneratedTable {
    var worth = GeneratedField("worth", .money)
    worth.formula = "price * quantity * (1 - order.discount)"
    return GeneratedTable(
      name: "lines",
      fields: [
        GeneratedField("order", .reference("orders")),
        filled(GeneratedField("quantity", .number)), filled(GeneratedField("price", .money)),
        worth,
      ])
  }

  private mutating func executives() -> GeneratedTable {
    var key = GeneratedField("name", .text)
    key.isKey = true
    return GeneratedTable(
      name: "executives",
      fields: [
        key, filled(GeneratedField("level", .choice(["CEO", "CFO", "COO"]))),
        filled(GeneratedField("place", .number)), filled(GeneratedField("seats", .number)),
      ])
  }

  // MARK: - Modifiers

  /// Chooses how a column is filled and written.
  private mutating func filled(_ field: GeneratedField) -> GeneratedField {
    var field = field
    if random.chance(15) { field.header = "The \(field.name)" }
    switch field.type {
    case .reference: field.isOptional = true
    case .tier: field.isOptional = true
    case .text, .number, .money, .percent, .date, .truth, .choice, .choices, .days:
      switch random.below(100) {
      case ..<(features.contains(.fewBlanks) ? 60 : 50): field.isOptional = true
      case ..<65: field.blankMeans = blankMeaning(field.type)
      default: break
      }
    }
    switch field.type {
    case .number where random.chance(30):
      field.bounds = random.pick(["0 to 10", "at least 0", "at most 10"])
      field.pool = [0, 1, 2, 3, 4, 5, 10].map { Decimal($0) }
    case .money:
      field.exponent = random.pick([0, 0, 0, 3, 6])
      if random.chance(25) { field.bounds = "at least 0" }
    case .percent: field.percentForm = random.pick([.points, .fraction, .signed])
    case .date where random.chance(40):
      field.datePattern = random.pick(["dd/mm/yyyy", "d.m.yyyy", "d mmm yyyy", "yyyymmdd"])
    case .choices: field.valueSeparator = random.pick([";", ";", "|", " / "])
    case .number, .date, .truth, .text, .tier, .days, .choice, .reference: break
    }
    return field
  }

  private mutating func blankMeaning(_ type: GeneratedType) -> String? {
    switch type {
    case .number: random.pick(["0", "1", "2.5"])
    case .money: random.pick(["0", "250k"])
    case .percent: random.pick(["0%", "10%", "12.5%"])
    case .date: random.pick(["2027-01-31", "2026-12-31"])
    case .truth: random.pick(["yes", "no"])
    case .text: "\"none\""
    case .choice(let values), .choices(let values): GeneratedSchema.word(random.pick(values))
    case .tier, .days, .reference: nil
    }
  }

  private mutating func styled(_ table: GeneratedTable) -> GeneratedTable {
    var table = table
    if random.chance(20) {
      table.separator = ";"
      table.usesDecimalComma = random.chance(50)
    }
    if random.chance(25) { table.missingMarks = ["N/A", "?"] }
    return table
  }
}
