/// How generated accounts form groups.
package struct GeneratedGroup: Hashable, Sendable {
  /// By field, the words behind its name.
  var combinations: [String: String] = [:]
  var alone: String?
  /// The rows of the accounts' file, with what they refer to.
  var members: GeneratedTable

  func declaration(_ fields: [GeneratedField]) -> String {
    var lines = fields.compactMap { field in
      combinations[field.name].map { "  \(field.name) \($0)" }
    }
    if let alone { lines.append("  alone when \(alone)") }
    return (["group accounts by parent {"] + lines + ["}"]).joined(separator: "\n")
  }
}

/// Chooses how accounts form groups, and what becomes of their fields.
struct GroupGenerator {
  var random: SplitMix64

  /// Adds a group to the schema, with a few fields that have a meaning of their own there.
  mutating func addGroup(to schema: inout GeneratedSchema) {
    var fields = schema.tables[0].fields
    for name in ["parent", "partner"] where !fields.contains(where: { $0.name == name }) {
      guard name == "parent" || random.chance(40) else { continue }
      var reference = GeneratedField(name, .reference("accounts"))
      reference.isOptional = true
      fields.append(reference)
    }
    fields += computedFields(beside: fields)
    schema.tables[0].fields = fields
    var members = schema.tables[0]
    members.name = "members"
    members.fields.removeAll { $0.name == "kin" }
    for index in members.fields.indices where fields[index].type == .reference("accounts") {
      members.fields[index].type = .reference("members")
    }
    var group = GeneratedGroup(members: members)
    for field in fields where !field.isKey && !["parent", "kin"].contains(field.name) {
      let words = combination(of: field, among: fields)
      // What others are computed from stays a figure of its kind.
      let isNeeded = fields.contains { $0.formula?.contains(field.name) == true }
      group.combinations[field.name] = words == "count" && isNeeded ? "max" : words
    }
    if random.chance(30) {
      group.alone = alone(random.pick(fields.filter { !$0.isKey }), schema)
    }
    schema.group = group
  }

  private mutating func computedFields(beside fields: [GeneratedField]) -> [GeneratedField] {
    let known = Set(fields.map(\.name))
    let formulas: [(String, GeneratedType, String, needs: [String])] = [
      ("worth", .money, "revenue * visits", ["visits"]),
      ("room", .money, "spend - revenue", ["spend"]),
      ("ratio", .number, "revenue / spend", ["spend"]),
      ("large", .truth, "revenue >= 1M and fit > 1", ["fit"]),
      ("kin", .number, "count(members)", []),
    ]
    return formulas.filter { known.isSuperset(of: $0.needs) && random.chance(35) }.map {
      var field = GeneratedField($0.0, $0.1)
      field.formula = $0.2
      return field
    }
  }

  private mutating func combination(
    of field: GeneratedField, among fields: [GeneratedField]
  ) -> String? {
    let figures = fields.filter { [.number, .money].contains($0.type) && $0.name != "kin" }
    let average = "average by \(random.pick(figures).name)"
    let all: [String?] =
      switch field.type {
      case .number: ["sum", "sum", "min", "max", average, "count", "head", nil]
      case .money: ["sum", "sum", "sum", "sum", "min", "max", average, "count", nil]
      case .percent: [average, average, "min", "max", "head", nil]
      case .date: ["min", "max", "head", nil]
      case .truth: ["any", "all", "any", "all", "head", nil]
      case .text, .choice, .choices: [nil, nil, nil, nil, "head", "count"]
      case .reference("executives"): [nil, nil, nil, "count"]
      case .tier, .days, .reference: [nil, nil, "head"]
      }
    return random.pick(all)
  }

  /// Writes a condition that no open cell leaves open.
  private mutating func alone(_ field: GeneratedField, _ schema: GeneratedSchema) -> String? {
    if field.formula != nil { return nil }
    if field.isOptional, random.chance(50) { return "\(field.name) is missing" }
    let word = { (values: [String]) in GeneratedSchema.word(values[0]) }
    let (literal, sign): (String, String) =
      switch field.type {
      case .number: ("2", ">")
      case .money: ("1M", ">=")
      case .percent: ("30%", ">")
      case .date: ("2027-03-31", "<")
      case .truth: ("yes", "=")
      case .text: ("\"Alpha\"", "=")
      case .choice(let values): (word(values), "=")
      case .choices, .tier, .days, .reference: ("", "is missing")
      }
    if literal.isEmpty { return "\(field.name) \(sign)" }
    let figure = field.isOptional ? "(\(field.name) else \(literal))" : field.name
    return "\(figure) \(sign) \(literal)"
  }
}

extension GeneratedSchema {
  /// The fields of a table as others read them: those of `accounts` are the groups' own.
  func readableFields(of name: String) -> [GeneratedField] {
    let fields = table(name)?.fields ?? []
    guard name == "accounts", let group else { return fields }
    return fields.map { field in
      guard group.combinations[field.name] == "count" else { return field }
      var count = GeneratedField(field.name, .number)
      count.formula = field.formula
      return count
    }
  }
}
