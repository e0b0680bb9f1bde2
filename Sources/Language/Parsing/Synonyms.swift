/// Words that people write from memory of other tools, and the ones that mean the same here.
enum Synonyms {
  /// What starts a declaration instead of `word`.
  static func remedy(forDeclaration word: String) -> String? {
    let lower = word.lowercased()
    if let meant = declaration(for: word) { return "did you mean `\(meant.rawValue)`?" }
    switch lower {
    case "if", "when", "otherwise", "else", "elseif":
      return "conditions stand in a tier: `tier Key { when revenue >= 5M }`"
    case "import", "include", "load", "read":
      return "a table is read with `table orders from \"orders.csv\" { customer : accounts }`"
    default: break
    }
    let owners = Form.withClauses.filter { $0.clauseWords.contains(lower) }
    guard let owner = owners.first else { return nil }
    return "`\(owner.phrase(of: lower))` stands in the block of \(owner.noun)"
  }

  /// Returns the word that starts the declaration which others start with `word`.
  static func declaration(for word: String) -> DeclarationWord? {
    declarations.first { $0.words.contains(word.lowercased()) }?.meant
  }

  private static let declarations: [(words: Set<String>, meant: DeclarationWord)] = [
    (["rule", "class", "segment", "category", "level", "grade"], .tier),
    (["define", "set", "var", "const", "dim", "def", "calculate", "figure"], .letting),
    (["customers", "customer", "clients", "client", "columns", "fields", "data"], .accounts),
    (["contract", "policy", "title", "name"], .agreement),
    (["ranking", "scoring", "points", "rating"], .score),
    (["criteria", "factor"], .criterion),
    (["remove", "skip", "ignore", "without"], .exclude),
    (["max", "maximum", "cap", "seats"], .limit),
    (["print", "display", "output"], .show),
    (["check", "assert", "must", "ensure"], .require),
    (["alert", "warning", "notify"], .warn),
    (["meeting", "meetings", "cadence"], .review),
    (["exception", "force"], .override),
  ]

  /// What starts a clause of `form` instead of `word`.
  static func remedy(forClause word: String, in form: Form) -> String? {
    let lower = word.lowercased()
    if let meant = clauses[form]?.first(where: { $0.words.contains(lower) })?.meant {
      return "did you mean `\(meant)`?"
    }
    if lower == "and" || lower == "or" { return "write `\(lower)` in small letters" }
    let owners = Form.withClauses.filter { $0 != form && $0.clauseWords.contains(lower) }
    if let owner = owners.first {
      return "`\(owner.phrase(of: lower))` stands in the block of \(owner.noun)"
    }
    if lower == "weight" || lower == "out" {
      return "`\(lower)` stands in a criterion's first line: "
        + "`criterion size weight 50% out of 10 { … }`"
    }
    return DeclarationWord(rawValue: lower).map { word in
      "`\(word.rawValue)` is a declaration of its own; move it out of this block"
    }
  }

  private static let clauses: [Form: [(words: Set<String>, meant: String)]] = [
    .agreement: [
      (["valid", "starts", "start", "begins"], "effective"), (["until", "ends", "end"], "expires"),
      (["date", "asof", "as_of"], "as of"), (["signed", "approved", "decided"], "agreed"),
      (["money", "unit"], "currency"), (["fiscal_year", "year"], "fiscal year"),
    ],
    .limit: [
      (["except", "protect", "keep", "always"], "spare"), (["rest", "others"], "overflow to"),
    ],
    .sponsor: [
      (["choose", "pick", "use", "among"], "from"), (["max", "maximum", "limit"], "at most"),
      (["when", "where", "if"], "only"),
    ],
    .calendar: [
      (["weekdays", "workdays", "days"], "working days"), (["shutdown", "vacation"], "closed"),
      (["time", "times", "open"], "hours"),
    ],
    .review: [
      (["invite", "with", "participants", "attendees"], "attended by"),
      (["duration", "length", "takes"], "lasting"), (["start", "from", "first"], "starting"),
      (["horizon", "for"], "ahead"), (["max", "maximum"], "at most"), (["order"], "by"),
      (["additional", "extra", "plus", "add"], "also"), (["when", "where", "if"], "only"),
      (["lead", "advance"], "notice"), (["between", "window"], "within"),
      (["met", "previous", "since"], "last met"),
      (["do", "action", "afterwards"], "then"), (["goal", "aim", "reach"], "target"),
    ],
    .agenda: [
      (["date", "dates", "at", "days"], "on"), (["first", "largest", "limit"], "top"),
      (["discuss", "with", "figures", "print"], "show"),
    ],
  ]
}

extension Form {
  /// The forms whose blocks have clauses with words of their own.
  static let withClauses: [Form] = [
    .agreement, .table, .score, .tier, .limit, .sponsor, .calendar, .review, .agenda,
  ]
}
