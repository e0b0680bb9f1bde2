import Diagnostics

/// Figures that are shown, and what is required or warned about.
extension Parser {
  /// Parses figures to print.
  ///
  /// show = "show" show-item { "," show-item } [ "for" each ] ;
  mutating func parseShow(since start: Int) -> ShowDeclaration {
    form = .show
    var items = [parseShowItem()]
    while !isRecovering, take(.comma) { items.append(parseShowItem()) }
    var each: Name?
    if !isRecovering, isAtOrBelow("for") || isAt("by") {
      if !takeForeign(["by"], meant: "for each") {
        expect("for")
        expect("each", remedy: "write `for each owner` for one line for each value")
      }
      if !isRecovering { each = parseEach() }
    }
    return ShowDeclaration(items: items, each: each, range: range(since: start))
  }

  /// Parses one figure to print.
  ///
  /// show-item = [ text "=" ] expression ;
  mutating func parseShowItem() -> ShowDeclaration.Item {
    var label: TextLiteral?
    if current.kind == .text, lexeme(after: 1).kind == .symbol(.equal) {
      label = takeText()
      expect(.equal)
    }
    return ShowDeclaration.Item(label: label, value: parseExpression())
  }

  /// Parses what must be shown to hold.
  ///
  /// require = "require" text [ scope ] "that" expression { remark } ;
  mutating func parseRequire(since start: Int) -> FindingDeclaration {
    form = .require
    return parseFinding(.require, after: "that", since: start)
  }

  /// Parses what is worth a warning.
  ///
  /// warn = "warn" text [ scope ] "when" expression { remark } ;
  mutating func parseWarn(since start: Int) -> FindingDeclaration {
    form = .warn
    return parseFinding(.warn, after: "when", since: start)
  }

  private mutating func parseFinding(
    _ kind: FindingDeclaration.Kind, after word: String, since start: Int
  ) -> FindingDeclaration {
    let label = parseText("a label")
    let scope = isAtOrBelow("for") ? parseScope() : .portfolio
    let condition = parseCondition(after: word)
    var finding = FindingDeclaration(
      kind: kind, label: label, scope: scope, condition: condition, range: range(since: start))
    while !isRecovering, parseRemark(of: &finding) {}
    finding.range = range(since: start)
    return finding
  }

  // MARK: Remarks

  /// Parses what stands behind the condition: the question it answers, and what is to be done.
  ///
  /// remark = question | deed ;
  private mutating func parseRemark(of finding: inout FindingDeclaration) -> Bool {
    let start = position
    switch takeRemarkWord() {
    case "question":
      let question = parseQuestion()
      if finding.question != nil { reportRepeated("question", since: start) }
      finding.question = question
    case "do":
      let deed = parseDeed()
      if finding.deed != nil { reportRepeated("do", since: start) }
      finding.deed = deed
    default: return false
    }
    return true
  }

  private mutating func takeRemarkWord() -> String? {
    if take("question") { return "question" }
    if take("do") { return "do" }
    if takeForeign(["action", "todo"], meant: "do") { return "do" }
    if takeForeign(["asks", "asking"], meant: "question") { return "question" }
    return lexeme(after: 1).kind == .text ? takeMisspelt(Parser.remarkWords) : nil
  }

  /// The words that start a remark.
  static let remarkWords = ["question", "do"]

  /// `true` iff a remark of a requirement or a warning starts at `index`, which may be on a line of
  /// its own.
  func startsRemark(at index: Int) -> Bool {
    (form == .require || form == .warn) && Parser.remarkWords.contains(lexemes[index].word)
      && index + 1 < lexemes.count && lexemes[index + 1].kind == .text
      && !lexemes[index + 1].startsLine
  }

  private mutating func reportRepeated(_ word: String, since start: Int) {
    report(.misuse(.repeated(word, form)), at: range(since: start))
  }

  /// Parses the question that a condition answers.
  ///
  /// question = "question" text [ "fresh" "for" duration "after" operand ] ;
  private mutating func parseQuestion() -> FindingDeclaration.Question {
    let text = parseText("a question", remedy: #"write it like `question "Who owns it?"`"#)
    guard !isRecovering, takeNearly("fresh") else {
      return FindingDeclaration.Question(text: text, freshness: nil)
    }
    let example = "fresh for 12 months after confirmed"
    if !takeForeign(["within"], meant: "for") { expect("for", remedy: "write `\(example)`") }
    let span = isRecovering ? nil : parseSpan("a length of time", example: example)
    if !isRecovering, !takeForeign(["of", "since", "from"], meant: "after") {
      expect("after", remedy: "write `\(example)`")
    }
    guard !isRecovering, let span else {
      return FindingDeclaration.Question(text: text, freshness: nil)
    }
    let since = parseOperand()
    return FindingDeclaration.Question(
      text: text, freshness: FindingDeclaration.Freshness(span: span, since: since))
  }

  /// Parses what is to be done, by whom, and how soon.
  ///
  /// deed = "do" text { "by" operand | "in" duration } ;
  private mutating func parseDeed() -> FindingDeclaration.Deed {
    let remedy = #"write it like `do "Name an owner" in 14 days`"#
    var deed = FindingDeclaration.Deed(text: parseText("what is to be done", remedy: remedy))
    while !isRecovering {
      let start = position
      if take("by") {
        if deed.by != nil { reportRepeated("by", since: start) }
        deed.by = parseOperand()
      } else if take("in") || takeForeign(["within"], meant: "in") {
        if deed.span != nil { reportRepeated("in", since: start) }
        deed.span = parseSpan("a length of time", example: "in 14 days")
      } else {
        return deed
      }
    }
    return deed
  }

  /// Parses for whom something is judged.
  ///
  /// scope = "for" ( "all" | each | names ) ;
  private mutating func parseScope() -> FindingDeclaration.Scope {
    expect("for")
    if take("all") { return .all }
    if takeNearly("each") { return .each(parseEach()) }
    return .tiers(parseNames("a tier's name"))
  }

  /// Parses what is gone through, behind its first word.
  ///
  /// each = "each" ( word | "tier" ) ;
  private mutating func parseEach() -> Name {
    let range = current.range
    return take("tier") ? Name(text: "tier", range: range) : parseWord("a table or a field")
  }

  /// Parses the tiers that something is for.
  ///
  /// for-tiers = "for" names ;
  mutating func parseForTiers() -> [Name] {
    expect("for")
    return isRecovering ? [] : parseNames("a tier's name")
  }
}
