import Diagnostics
import Tables

/// When reviews can take place.
extension Checker {
  mutating func checkCalendar(_ declaration: CalendarDeclaration) {
    if let first = program.calendar {
      report(.repeatedDeclaration("`calendar`", first: first.range), at: declaration.range)
      return
    }
    var calendar = CheckedCalendar(range: declaration.range)
    for clause in declaration.clauses { apply(clause, to: &calendar) }
    program.calendar = calendar
  }

  private mutating func apply(
    _ clause: CalendarDeclaration.Clause, to calendar: inout CheckedCalendar
  ) {
    switch clause.kind {
    case .workingDays(let days): calendar.workingDays = days
    case .hours(let from, let to, let zone):
      if from >= to {
        report(
          .badModifier(
            "the working day ends before it starts", help: "write the earlier time first"),
          at: clause.range)
      }
      calendar.hours = (from, to)
      calendar.zone = zone?.text
    case .holiday(let day, let name):
      calendar.holidays.append(CheckedCalendar.Holiday(day: day, name: name?.text ?? "holiday"))
    case .closed(let days, let name):
      calendar.closures.append(CheckedCalendar.Closure(days: days, name: name?.text))
    case .holidays(let path, let country, let countries):
      var file = CheckedCalendar.HolidayFile(
        path: path.text, country: country?.text, isLimited: !countries.isEmpty,
        range: clause.range)
      for country in countries { add(country, to: &file) }
      calendar.files.append(file)
    case .atMost(let most):
      if let limit = limit(most, roles: reviewRoles) { calendar.limits.append(limit) }
    case .error: break
    }
  }

  private mutating func add(
    _ country: ExpressionID, to file: inout CheckedCalendar.HolidayFile
  ) {
    if let field = fieldOfSponsor(country) {
      addSponsorField(field, at: tree[country].range, to: &file)
      return
    }
    let term = keyText(check(country, in: .account))
    switch (type(term), program[term].kind) {
    case (.text, .constant(.text(let text))): file.countries.append(text)
    case (.text, _), (.choice, _): file.accountCountries.append(term)
    case (.error, _): break
    default: reportCountry(type(term), at: tree[country].range)
    }
  }

  private mutating func reportCountry(_ found: ValueType, at range: SourceRange) {
    report(.wrongType(what: "a country", expected: "a text", found: found), at: range)
  }

  /// Returns `f` of `sponsor.f`, unless it is what an earlier result says of the sponsor.
  private func fieldOfSponsor(_ id: ExpressionID) -> Name? {
    guard case .member(let base, let field) = tree[id].kind,
      case .name("sponsor") = tree[base].kind, names["sponsor"] == nil,
      !["before", "since"].contains(field.text)
    else { return nil }
    return field
  }

  /// Adds the field of each table of people that has it.
  private mutating func addSponsorField(
    _ field: Name, at range: SourceRange, to file: inout CheckedCalendar.HolidayFile
  ) {
    let tables = tablesOfPeople()
    guard !tables.isEmpty else {
      report(
        .missingDeclaration(
          "`sponsor`", example: "sponsor for Key { from executives by place }"), at: range)
      return
    }
    var isKnown = false
    for table in tables {
      guard let found = lookUp(field.text, inRowOf: table, .account, at: field.range) else {
        continue
      }
      isKnown = true
      let term = keyText(found)
      switch type(term) {
      case .text, .choice:
        file.sponsorCountries.append(
          CheckedCalendar.HolidayFile.PeopleField(people: table, term: term))
      case .error: break
      default: reportCountry(type(term), at: range)
      }
    }
    if isKnown { return }
    let known = tables.flatMap { table in
      program[table].fields.map(\.name) + program[table].computed.map(\.name)
    }
    reportUnknown(field.text, kind: "field of a sponsor", among: known, at: field.range)
  }

  /// The tables from which accounts get their sponsors, each once.
  private func tablesOfPeople() -> [TableID] {
    var tables: [TableID] = []
    for case .sponsor(let sponsor) in declarations {
      for clause in sponsor.clauses {
        guard case .from(let name, _) = clause.kind, case .table(let table) = names[name.text],
          table != .accounts, !tables.contains(table)
        else { continue }
        tables.append(table)
      }
    }
    return tables
  }
}
