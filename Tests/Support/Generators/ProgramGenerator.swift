package import Tables

/// A random agreement that a strict checker accepts, with files that it can be run on.
package struct GeneratedCase: Sendable {
  package var seed: UInt64
  package var source: String
  /// CSV files by the names of their tables.
  package var files: [String: String]
  package var separators: [String: String]
  package var asOf: Day

  package init(seed: UInt64, features: GeneratorFeatures = .standard) {
    self.seed = seed
    var random = SplitMix64(seed: seed)
    let schema = GeneratedCase.schema(seed: seed, features, &random)
    var programs = ProgramGenerator(
      schema, features: features, random: SplitMix64(seed: random.next()))
    var tables = TableGenerator(
      schema, features: features, random: SplitMix64(seed: random.next()))
    source = programs.program()
    files = tables.files(reading: GeneratedCase.words(of: source))
    separators = Dictionary(uniqueKeysWithValues: schema.tables.map { ($0.name, $0.separator) })
    asOf = schema.asOf
  }

  private static func schema(
    seed: UInt64, _ features: GeneratorFeatures, _ random: inout SplitMix64
  ) -> GeneratedSchema {
    var schemas = SchemaGenerator(random: SplitMix64(seed: random.next()), features: features)
    var schema = schemas.schema()
    var groups = GroupGenerator(random: SplitMix64(seed: ~seed))
    if features.contains(.groups), groups.random.chance(35) { groups.addGroup(to: &schema) }
    return schema
  }

  /// Returns another agreement over the tables of the case with this seed.
  package static func otherSource(
    seed: UInt64, features: GeneratorFeatures = .standard
  ) -> String {
    var random = SplitMix64(seed: seed)
    let schema = schema(seed: seed, features, &random)
    var programs = ProgramGenerator(
      schema, features: features, random: SplitMix64(seed: ~random.next()))
    return programs.program()
  }

  /// A case as a test writes it: files by the names of their tables, with commas.
  package init(source: String, files: [String: String], asOf: Day) {
    (seed, self.source, self.files, self.asOf) = (0, source, files, asOf)
    separators = [:]
  }

  /// Returns the words of the text that declare no field, and how often each stands there.
  private static func words(of source: String) -> [String: Int] {
    let lines = source.split(separator: "\n").filter { !$0.contains(" : ") }
    let words = lines.joined(separator: "\n").split { !$0.isLetter && $0 != "_" }
    return Dictionary(words.map { (String($0), 1) }, uniquingKeysWith: +)
  }

  /// The files as texts of their cells.
  package var tables: [String: RawTable] {
    var tables: [String: RawTable] = [:]
    for (name, text) in files {
      let separator = separators[name]?.unicodeScalars.first ?? ","
      tables[name] = NaiveCSV.split(text, separator: separator)
    }
    return tables
  }
}

extension GeneratedCase: CustomStringConvertible {
  /// The agreement and its files, as they would be stored.
  package var description: String {
    let files = files.sorted { $0.key < $1.key }.map { "--- \($0.key).csv\n\($0.value)" }
    return ([source] + files).joined(separator: "\n")
  }
}

/// Writes the text of a random agreement over a schema.
struct ProgramGenerator {
  let schema: GeneratedSchema
  let features: GeneratorFeatures
  var writer: ExpressionWriter
  var random: SplitMix64
  var clauses: [String] = []
  private var tierClauses: [String] = []
  private var letCount = 0
  /// Chooses what is added to the rest, which does not depend on it.
  var aside: SplitMix64

  init(_ schema: GeneratedSchema, features: GeneratorFeatures, random: SplitMix64) {
    self.schema = schema
    self.features = features
    self.random = random
    aside = SplitMix64(seed: ~random.seed)
    writer = ExpressionWriter(
      random: SplitMix64(seed: ~self.random.next()), schema: schema, features: features)
  }

  var portfolioStage: Nameable.Stage {
    features.contains(.portfolio) ? .portfolio : .rows
  }

  func accountSight(_ stage: Nameable.Stage) -> WriterSight {
    WriterSight(asker: .row(of: "accounts"), stage: stage)
  }

  /// Returns the text; declarations whose order means nothing may stand in any.
  mutating func program() -> String {
    if features.contains(.thresholds) { return plainProgram() }
    for _ in 0..<random.below(4) { addLet(stage: random.chance(50) ? .rows : portfolioStage) }
    for _ in 0..<random.below(3) { addPortfolioLet(stage: portfolioStage) }
    for _ in 0..<random.below(3) { addExclude() }
    if random.chance(25) { addReject() }
    addScores()
    for _ in 0..<random.below(3) { addLet(stage: portfolioStage) }
    addTiers()
    if features.contains(.limits) {
      addLimits()
      addOverrides()
    }
    for _ in 0..<random.below(3) { addLet(stage: .tiers) }
    addShow()
    for _ in 0..<random.below(5) { addFinding() }
    for _ in 0..<random.below(3) { addBook() }
    return text()
  }

  /// Writes no more than what decides tiers, so that few cells are read in vain.
  private mutating func plainProgram() -> String {
    for _ in 0..<random.below(2) { addLet(stage: portfolioStage) }
    for _ in 0..<random.pick([0, 0, 1, 1, 2]) { addExclude() }
    if random.chance(20) { addReject() }
    addScores()
    addTiers()
    addLimits()
    addOverrides()
    return text()
  }

  private mutating func text() -> String {
    let head = """
      agreement "Generated" {
        as of \(schema.asOf)
        currency EUR
        measure revenue
      }
      """
    var others = schema.tables.map(\.declaration) + schema.rates + clauses
    if let group = schema.group { others.append(group.declaration(schema.tables[0].fields)) }
    var tiers = tierClauses
    if features.contains(.shuffled), random.chance(50) { others.shuffle(using: &random) }
    var declarations: [String] = []
    while !others.isEmpty || !tiers.isEmpty {
      let takesTier = others.isEmpty || !tiers.isEmpty && random.chance(30)
      declarations.append(takesTier ? tiers.removeFirst() : others.removeFirst())
    }
    return ([head] + declarations).joined(separator: "\n\n") + "\n"
  }

  // MARK: - Lets

  private mutating func addLet(stage: Nameable.Stage) {
    var types: [GeneratedType] = [.number, .number, .money, .percent, .truth, .truth, .date]
    types += [.text, .tier]
    types += schema.table("accounts")?.columns.map(\.type).filter(\.isChoice) ?? []
    let type = random.pick(types.filter { writer.hasName($0, accountSight(stage)) })
    letCount += 1
    let name = "figure\(letCount)"
    writer.used = .rows
    clauses.append("let \(name)\(body(type, accountSight(stage)))")
    writer.ofAccounts.append(Nameable(text: name, type: type, stage: writer.used))
  }

  private mutating func addPortfolioLet(stage: Nameable.Stage) {
    letCount += 1
    let name = "whole\(letCount)"
    let sight = WriterSight(asker: .portfolio, stage: stage)
    writer.used = .rows
    clauses.append("let \(name)\(body(.number, sight))")
    writer.ofPortfolio.append(Nameable(text: name, type: .number, stage: writer.used))
  }

  /// Writes ` = expression` or a block of cases.
  private mutating func body(_ type: GeneratedType, _ sight: WriterSight) -> String {
    if random.chance(60) { return " = " + writer.expression(type, sight, depth: 2) }
    return " {\n" + cases(type, sight).map { "  \($0)\n" }.joined() + "}"
  }

  private mutating func cases(_ type: GeneratedType, _ sight: WriterSight) -> [String] {
    var lines: [String] = []
    for _ in 0..<random.within(1...3) {
      let isBare = [.number, .money, .date].contains(type)
      let value = writer.expression(type, sight, depth: 1, anchored: !isBare)
      lines.append("\(value) when \(writer.condition(sight, depth: 2))")
    }
    if features.contains(.gaps), random.chance(30) { return lines }
    return lines + ["\(writer.expression(type, sight, depth: 1)) otherwise"]
  }

  // MARK: - Exclude and reject

  private mutating func addExclude() {
    let condition = rareCondition()
    let scope = random.pick([" from tiers", ""])
    clauses.append("exclude \"Reason \(clauses.count)\"\(scope) when \(condition)")
  }

  private mutating func addReject() {
    clauses.append("reject \"Wrong \(clauses.count)\" when \(rareCondition())")
  }

  /// A condition over the rows alone that does not take everything away too often.
  private mutating func rareCondition() -> String {
    let sight = accountSight(.rows)
    if features.contains(.thresholds) { return plainCondition(sight) }
    let first = writer.comparison(sight, depth: 1)
    return random.chance(70) ? "\(first) and \(writer.condition(sight, depth: 1))" : first
  }

  // MARK: - Scores

  private mutating func addScores() {
    let isLoose = random.chance(30)
    let least = features.contains(.thresholds) ? 1 : 0
    let names =
      isLoose ? ["score"] : Array(["value", "potential"].prefix(max(least, random.below(3))))
    for name in names {
      writer.used = .rows
      let criteria = criteria()
      let stage = writer.used
      if isLoose {
        clauses += criteria.map(\.text)
      } else {
        let policy = random.pick(["", "  missing skip\n", "  missing zero\n"])
        let lines = criteria.map { $0.text.split(separator: "\n").map { "  \($0)\n" }.joined() }
        clauses.append("score \(name) {\n\(policy)\(lines.joined())}")
      }
      writer.ofAccounts.append(Nameable(text: name, type: .number, stage: max(stage, .portfolio)))
      guard features.contains(.criterionPoints) else { continue }
      for criterion in criteria {
        writer.ofAccounts.append(
          Nameable(text: "\(name).\(criterion.name)", type: .number, stage: max(stage, .portfolio)))
      }
    }
  }

  private mutating func criteria() -> [(name: String, text: String)] {
    let count = random.within(1...4)
    let weights = weights(count)
    return (0..<count).map { index in
      let name = "part\(index + 1)"
      let outOf = random.pick([100, 10, 10, 5, 3, 7])
      var header = "criterion \(name)"
      if random.chance(20) { header += " \"Part \(index + 1)\"" }
      header += weights[index]
      if outOf != 100 { header += " out of \(outOf)" }
      header += random.pick(["", "", "", " missing skip", " missing zero"])
      return (name, header + " {\n" + criterionBody(outOf: outOf) + "}")
    }
  }

  /// Writes weights: all percents that add to 100 %, or numbers, some of them left to the default.
  private mutating func weights(_ count: Int) -> [String] {
    guard random.chance(40) else {
      return (0..<count).map { _ in
        random.pick(["", " weight 1", " weight 2.5", " weight 30", " weight month(today)"])
      }
    }
    var rest = 100
    return (0..<count).map { index in
      let isLast = index == count - 1
      let weight = isLast ? rest : random.within(1...(rest - (count - 1 - index)))
      rest -= weight
      return " weight \(weight)%"
    }
  }

  private mutating func criterionBody(outOf: Int) -> String {
    let sight = accountSight(portfolioStage)
    if features.contains(.thresholds), random.chance(85) { return plainPoints(outOf, sight) }
    switch random.below(4) {
    case 0: return "  \(writer.expression(.number, sight, depth: figureDepth()))\n"
    case 1: return "  \(scale(sight))\n"
    case 2: return bands(outOf: outOf, sight)
    default:
      var lines: [String] = []
      for _ in 0..<random.within(1...3) {
        let points = "\(random.below(outOf + 2))"
        lines.append("  \(points) when \(condition(sight, depth: 2))\n")
      }
      if features.contains(.gaps), random.chance(30) { return lines.joined() }
      return lines.joined() + "  \(random.pick(["0", "1", "0.5"])) otherwise\n"
    }
  }

  private mutating func scale(_ sight: WriterSight) -> String {
    let spans: [(GeneratedType, [String])] = [
      (.number, ["0 to 10", "10 to 0", "1 to 5", "2.5 to 100"]),
      (.money, ["0 to 3M", "1_000 to 250k", "5M to 1M"]), (.percent, ["0% to 30%", "50% to 5%"]),
    ]
    let (type, bounds) = random.pick(spans.filter { writer.hasName($0.0, sight) })
    return
      "scale(\(writer.expression(type, sight, depth: figureDepth())) from \(random.pick(bounds)))"
  }

  /// Writes falling thresholds of one figure, so that each case can be met.
  private mutating func bands(outOf: Int, _ sight: WriterSight) -> String {
    let bands: [(GeneratedType, [String])] = [
      (.number, ["10", "5", "2.5", "1"]), (.money, ["5M", "2.5M", "1M", "250k"]),
      (.percent, ["50%", "30%", "10%", "5%"]),
    ]
    let (type, thresholds) = random.pick(bands.filter { writer.hasName($0.0, sight) })
    let figure = writer.expression(type, sight, depth: figureDepth())
    var lines: [String] = []
    for (index, threshold) in thresholds.enumerated() where random.chance(70) {
      lines.append("  \(max(0, outOf - 2 * index)) when \(figure) >= \(threshold)\n")
    }
    return lines.joined() + "  0 otherwise\n"
  }

  // MARK: - Tiers

  private mutating func addTiers() {
    for (index, tier) in schema.tiers.enumerated() {
      var lines: [String] = []
      if index == schema.tiers.count - 1 {
        lines.append("  otherwise\n")
      } else {
        let most = features.contains(.thresholds) ? 2 : 3
        for route in 0..<random.within(random.chance(15) ? 0...0 : 1...most) {
          let label = random.pick(["", "\"Way \(route + 1)\" "])
          let condition = chain(accountSight(portfolioStage))
          lines.append("  when \(label)\(condition)\n")
        }
      }
      addKeeping(to: &lines)
      tierClauses.append("tier \(GeneratedSchema.word(tier)) {\n\(lines.joined())}")
    }
    if aside.chance(30), isMoving { clauses.append("move at most \(aside.within(1...3)) tiers") }
  }

  /// Writes a condition, sometimes several that only precedence holds together.
  mutating func chain(_ sight: WriterSight) -> String {
    var text = condition(sight, depth: 2)
    while random.chance(15) {
      let sign = random.pick(["and", "or", "and not"])
      text += " \(sign) \(condition(sight, depth: 1))"
    }
    return text
  }

  private mutating func addLimits() {
    var lowest = Array(0..<(schema.tiers.count - 1))
    let isPlain = features.contains(.thresholds)
    for _ in 0..<(isPlain ? random.pick([0, 1, 1, 1, 2, 2, 3]) : random.below(4))
    where !lowest.isEmpty {
      let tier = lowest.remove(at: random.below(lowest.count))
      var names = [tier]
      if tier > 0, random.chance(35) { names.insert(random.below(tier), at: 0) }
      let tiers = names.map { GeneratedSchema.word(schema.tiers[$0]) }.joined(separator: ", ")
      let keys =
        isPlain && random.chance(80)
        ? plainKeys() : writer.sortKeys(accountSight(portfolioStage), depth: 1)
      let head = "limit \(tiers) to \(seats()) by \(keys.joined(separator: ", "))"
      clauses.append(head + limitBlock(below: tier))
    }
  }

  private mutating func seats() -> String {
    guard features.contains(.portfolio) else { return String(random.below(7)) }
    if features.contains(.few), random.chance(75) { return String(random.within(1...3)) }
    let sight = WriterSight(asker: .row(of: "accounts"), stage: .portfolio)
    switch random.below(7) {
    case 0: return "round(count(accounts) / 3, 0)"
    case 1: return "max(1, count(accounts where \(writer.condition(sight, depth: 1))))"
    case 2: return "(\(random.below(5)) + 1)"
    default: return String(random.below(7))
    }
  }

  private mutating func limitBlock(below lowest: Int) -> String {
    var lines: [String] = []
    let sight = accountSight(portfolioStage)
    for index in 0..<random.pick([0, 0, 1, 1, 2]) {
      let label = random.pick(["", "\"Spared \(index)\" "]) + random.pick(["", "", "uncounted "])
      lines.append("  spare \(label)when \(condition(sight, depth: 1))\n")
    }
    if random.chance(40) {
      let tier = schema.tiers[random.within((lowest + 1)...(schema.tiers.count - 1))]
      lines.append("  overflow to \(GeneratedSchema.word(tier))\n")
    }
    if random.chance(30) { lines.append("  ties admit\n") }
    return lines.isEmpty ? "" : " {\n\(lines.joined())}"
  }

  private mutating func addOverrides() {
    let most = features.contains(.thresholds) ? 2 : 4
    for key in Array(1...12).shuffled(using: &random).prefix(random.below(most)) {
      let tier = GeneratedSchema.word(random.pick(schema.tiers))
      let days = [-1, 0, 1, 200].compactMap { schema.asOf.adding(days: $0) }
      let until = random.chance(50) ? " until \(random.pick(days))" : ""
      clauses.append("override \"A\(key)\" to \(tier)\(until) because \"Minute \(key)\"")
    }
  }
}
