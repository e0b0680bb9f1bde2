import Diagnostics
import Tables

/// Tables: their columns, formats, keys, references and computed fields.
extension Checker {
  mutating func checkTables() {
    if tableDeclarations.first?.name.text != "accounts" {
      let at = agreementDeclaration?.name.range ?? .start
      accountsAreMissing = true
      report(.missingDeclaration("`accounts`", example: "accounts { id : text key }"), at: at)
      let name = Name(text: "accounts", range: at)
      tableDeclarations.insert(TableDeclaration(name: name, path: nil, range: at), at: 0)
    }
    for (index, declaration) in tableDeclarations.enumerated() {
      declare(declaration.name, as: .table(TableID(index)))
      let schema = TableSchema(name: declaration.name.text, fields: [])
      program.tables.append(
        CheckedTable(
          name: declaration.name.text, origin: .file(path: declaration.path?.text),
          range: declaration.name.range, schema: schema))
      computedProgress.append([])
    }
    for index in tableDeclarations.indices { checkItems(of: index) }
    addCurrencyColumns()
    checkKeys()
    checkReferenceCircles()
    checkGroup()
    nameConversions()
  }

  private mutating func checkItems(of index: Int) {
    let table = TableID(index)
    var own: [String: SourceRange] = [:]
    for item in tableDeclarations[index].items {
      switch item {
      case .field(let field):
        guard declareColumn(field.name, of: table, own: &own) else { continue }
        if table == .accounts {
          declare(field.name, as: .field(program.tables[index].fields.count))
        }
        addField(field, to: index)
      case .computed(let name, _, let range):
        guard declareColumn(name, of: table, own: &own) else { continue }
        if table == .accounts { declare(name, as: .computed(computedProgress[index].count)) }
        computedProgress[index].append(.untouched)
        program.tables[index].computed.append(
          CheckedComputed(name: name.text, term: TermID(0), range: range))
      case .separator(let text): setSeparator(text, of: index)
      case .decimalComma: program.tables[index].schema.decimalComma = true
      case .encoding(let encoding): program.tables[index].schema.encoding = encoding
      case .missing(let marks):
        program.tables[index].schema.missingMarks += marks.map(\.text)
      case .error: break
      }
    }
  }

  /// Two columns of one table may not share a name.
  private mutating func declareColumn(
    _ name: Name, of table: TableID, own: inout [String: SourceRange]
  ) -> Bool {
    if let first = own[name.text] {
      report(.repeatedName(name.text, first: first), at: name.range)
      return false
    }
    own[name.text] = name.range
    return true
  }

  private mutating func setSeparator(_ text: TextLiteral, of index: Int) {
    let byte: UInt8? =
      text.text == "tab"
      ? UInt8(ascii: "\t") : text.text.utf8.count == 1 ? text.text.utf8.first : nil
    guard let byte, byte < 0x80, byte != UInt8(ascii: "\""), byte != 10, byte != 13 else {
      report(
        .badModifier(
          "a separator is one sign", help: "write `separator \";\"`, or `separator \"tab\"`"),
        at: text.range)
      return
    }
    program.tables[index].schema.separator = byte
  }

  private mutating func addField(_ field: FieldDeclaration, to index: Int) {
    let (type, kind) = resolve(field)
    var schema = FieldSchema(name: field.name.text, header: field.name.text, kind: kind)
    schema.isTier = type == .tier
    schema.isMoney = type == .money
    schema.declaration = tree.source.place(of: field.name.range)
    for modifier in field.modifiers { apply(modifier, to: &schema, type: type, table: index) }
    if schema.isKey, type != .text {
      report(
        .badModifier(
          "a key is a text, so that leading zeros are kept",
          help: "write `\(field.name.text) : text key`"), at: field.typeRange)
    }
    program.tables[index].schema.fields.append(schema)
    program.tables[index].fields.append(
      CheckedField(
        name: field.name.text, type: type, isPerson: isPerson(field.type), range: field.name.range))
  }

  private mutating func resolve(_ field: FieldDeclaration) -> (ValueType, CellKind) {
    switch field.type {
    case .text: return (.text, .text)
    case .number: return (.number, .number(exponent: 0))
    case .money: return (.money, .number(exponent: 0))
    case .percent: return (.percent, .percent(.signed))
    case .date: return (.date, .date(nil))
    case .truth: return (.truth, .truth)
    case .tier: return (.tier, .choice(tierDeclarations.map(\.name.text)))
    case .choice(let values):
      let texts = different(values)
      return (.choice(choice(texts)), .choice(texts))
    case .choices(let values, let separator):
      let texts = different(values)
      guard let sign = self.separator(separator, between: values, at: field.typeRange) else {
        return (.error, .text)
      }
      return (.choices(choice(texts)), .choices(texts, separator: sign))
    case .reference where isPerson(field.type): return (.text, .text)
    case .reference(let name):
      guard case .table(let table) = tableNamed(name.text) else {
        let types = [
          "text", "number", "money", "percent", "date", "yes/no", "one of …", "some of …",
          "tier", "person",
        ]
        let tables = tableDeclarations.map(\.name.text)
        reportUnknown(name.text, kind: "type or table", among: types + tables, at: name.range)
        return (.error, .text)
      }
      return (.reference(table), .reference(table: name.text))
    case .error: return (.error, .text)
    }
  }

  /// Returns the values of a list, of which none may be there twice.
  private mutating func different(_ values: [Name]) -> [String] {
    var seen: [String: SourceRange] = [:]
    for value in values {
      if let first = seen[value.text] {
        report(.repeatedName(value.text, first: first), at: value.range)
      }
      seen[value.text] = value.range
    }
    return values.map(\.text)
  }

  /// `true` iff the cells name people of ours; a table called `person` takes the word for itself.
  private func isPerson(_ type: FieldType) -> Bool {
    guard case .reference(let name) = type else { return false }
    return name.text == "person" && tableNamed(name.text) == nil
  }

  private func tableNamed(_ name: String) -> Definition? {
    tableDeclarations.firstIndex { $0.name.text == name }.map { .table(TableID($0)) }
  }

  private mutating func choice(_ values: [String]) -> ChoiceID {
    if let index = program.choices.firstIndex(of: values) { return ChoiceID(index) }
    program.choices.append(values)
    return ChoiceID(program.choices.count - 1)
  }

  private mutating func apply(
    _ modifier: FieldModifier, to schema: inout FieldSchema, type: ValueType, table: Int
  ) {
    let misfit = CheckProblem.outOfPlace(
      modifier: tree.source.text(of: modifier.range), type: type.phrase)
    switch modifier.kind {
    case .key: schema.isKey = true
    case .optional: schema.isOptional = true
    case .header(let text): schema.header = text.text
    case .exponent(let exponent):
      if case .number = schema.kind {
        schema.kind = .number(exponent: exponent)
      } else if type != .error {
        report(misfit, at: modifier.range)
      }
    case .currency(let column):
      guard type == .money || type == .error else { return report(misfit, at: modifier.range) }
      note(column, table: table, at: modifier.range)
    case .asPoints: setPercentForm(.points, of: &schema, else: misfit, at: modifier)
    case .asFraction:
      setPercentForm(.fraction, of: &schema, else: misfit, at: modifier)
    case .asDate(let text):
      guard type == .date else { return report(misfit, at: modifier.range) }
      guard let pattern = DatePattern.parse(text.text) else {
        return report(
          .badModifier(
            "\"\(text.text)\" is not a date format",
            help: "use d, dd, m, mm, mmm, yyyy and signs, such as \"dd/mm/yyyy\""), at: text.range)
      }
      schema.kind = .date(pattern)
    case .bounds(let low, let high):
      guard type.isNumeric || type == .error else {
        return report(misfit, at: modifier.range)
      }
      // `at least` and `at most` may stand beside each other.
      if let low { schema.low = constantFigure(low, what: "a bound", as: type) }
      if let high { schema.high = constantFigure(high, what: "a bound", as: type) }
      if let low = schema.low, let high = schema.high, low > high {
        report(
          .badModifier("these bounds let nothing through", help: "swap them"), at: modifier.range)
      }
    case .blankMeans(let value): schema.blankMeans = blank(value, type, of: schema.name)
    }
  }

  private mutating func setPercentForm(
    _ form: PercentForm, of schema: inout FieldSchema, else problem: CheckProblem,
    at modifier: FieldModifier
  ) {
    if case .percent = schema.kind {
      schema.kind = .percent(form)
    } else {
      report(problem, at: modifier.range)
    }
  }

  /// Reads a figure that is written in the agreement: a bound, a weight, an `out of`.
  mutating func constantFigure(
    _ id: ExpressionID, what: String, as type: ValueType = .number
  ) -> Decimal? {
    guard isWritten(id) else {
      report(.notAConstant(what: what), at: tree[id].range)
      return nil
    }
    guard let adapted = adapt(check(id, in: .portfolio(what)), to: type) else { return nil }
    if let value = literal(adapted) { return value }
    if self.type(adapted) != .error { report(.notAConstant(what: what), at: tree[id].range) }
    return nil
  }

  /// `true` iff the expression is a literal, so that it reads nothing.
  private func isWritten(_ id: ExpressionID) -> Bool {
    switch tree[id].kind {
    case .number, .text, .date, .duration, .truth, .error: true
    case .negated(let inner), .parenthesized(let inner): isWritten(inner)
    case .name, .member, .today, .tier, .not, .binary, .presence, .membership, .holding,
      .fallback, .call:
      false
    }
  }

  /// Reads the value that a blank cell means.
  private mutating func blank(
    _ id: ExpressionID, _ type: ValueType, of field: String
  ) -> CellValue? {
    let what = "what a blank means in `\(field)`"
    let listed = word(id).flatMap {
      resolve($0, among: type, of: "`\(field)`", at: tree[id].range)
    }
    guard isWritten(id) || listed != nil else {
      report(.notAConstant(what: what), at: tree[id].range)
      return nil
    }
    guard let term = listed ?? checkValue(id, as: type, what: what, in: .portfolio(what)) else {
      return nil
    }
    switch program[term].kind {
    case .constant(.number(let value)): return .number(value)
    case .constant(.day(let day)): return .day(day)
    case .constant(.truth(let truth)): return .truth(truth)
    case .constant(.text(let text)): return .text(text)
    case .constant(.code(let code)): return .choice(code)
    default:
      if self.type(term) != .error {
        report(.notAConstant(what: what), at: tree[id].range)
      }
      return nil
    }
  }

  /// Accounts and every table that is referred to need one key.
  private mutating func checkKeys() {
    var wanted: Set<Int> = [0]
    for table in program.tables {
      for field in table.fields {
        if case .reference(let target) = field.type { wanted.insert(target.index) }
      }
    }
    for (index, table) in program.tables.enumerated() {
      let keys = zip(table.schema.fields, table.fields).filter(\.0.isKey)
      if keys.count > 1 {
        report(
          .repeatedDeclaration("key in `\(table.name)`", first: keys[0].1.range),
          at: keys[1].1.range)
      }
      if keys.isEmpty, wanted.contains(index), !table.fields.isEmpty || index > 0 {
        report(.noKey(table: table.name), at: table.range)
      }
    }
  }

  /// Tables may refer to themselves, but not to each other in a circle.
  private mutating func checkReferenceCircles() {
    var state = [Int](repeating: 0, count: program.tables.count)
    var path: [(table: Int, field: SourceRange)] = []
    func visit(_ index: Int) -> [(table: Int, field: SourceRange)]? {
      guard state[index] != 2 else { return nil }
      if state[index] == 1 { return Array(path.drop { $0.table != index }) }
      state[index] = 1
      for field in program.tables[index].fields {
        guard case .reference(let target) = field.type, target.index != index else { continue }
        path.append((index, field.range))
        if let circle = visit(target.index) { return circle }
        path.removeLast()
      }
      state[index] = 2
      return nil
    }
    for index in program.tables.indices {
      guard let circle = visit(index), let first = circle.first else { continue }
      hasReferenceCircle = true
      let names = (circle + [first]).map { program.tables[$0.table].name }
      report(
        .referenceCircle(names, fields: circle.map(\.field)), at: program.tables[first.table].range)
      return
    }
  }

  /// Returns the term of a computed field, checking it on first use.
  mutating func computedTerm(_ table: TableID, _ index: Int) -> TermID {
    if table == .accounts, let term = combinedComputed(index, at: program[table].range) {
      return term
    }
    let declared = table == program.group?.members ? .accounts : table
    let items = tableDeclarations[declared.index].items
    var seen = -1
    for item in items {
      guard case .computed(let name, let expression, let range) = item,
        program[table].computed.contains(where: { $0.range == range })
      else { continue }
      seen += 1
      guard seen == index else { continue }
      let progress = computedProgress[table.index][index]
      let term = resolve(progress, name: "\(program[table].name).\(name.text)", at: name.range) {
        $0.computedProgress[table.index][index] = $1
      } check: {
        let inner = $0.check(expression, in: Context(row: table))
        $0.requireStage(inner, .rows, what: "a computed field", at: expression)
        return $0.make(
          .named(.computed(table, index), inner), $0.type(inner), of: [inner], at: range)
      }
      program.tables[table.index].computed[index].term = term
      return term
    }
    return errorTerm(at: program[table].range)
  }

  /// Checks a definition once; a definition that is met while it is being checked closes a circle.
  mutating func resolve(
    _ progress: Progress, name: String, at range: SourceRange,
    set: (inout Checker, Progress) -> Void, check: (inout Checker) -> TermID
  ) -> TermID {
    switch progress {
    case .done(let term): return term
    case .running:
      let circle = running[(running.firstIndex { $0.name == name } ?? 0)...]
      report(.circle(circle.map(\.name) + [name], definitions: circle.map(\.range)), at: range)
      return errorTerm(at: range)
    case .untouched:
      set(&self, .running)
      running.append((name, range))
      let term = check(&self)
      running.removeLast()
      set(&self, .done(term))
      return term
    }
  }
}
