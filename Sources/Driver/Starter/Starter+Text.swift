import Diagnostics
import Language
import Tables

/// The agreement as text, before its layout.
extension Starter {
  var text: String {
    var blocks = [preface, agreement] + rates
    for (index, file) in files.enumerated() { blocks.append(table(file, isFirst: index == 0)) }
    blocks.append(decision)
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private var preface: String {
    let lines = [
      "Started by kamc from \(shown(files[0].path)).",
      "The comment behind a field says what the file shows. Correct what is wrong, add bounds such as",
      "`at least 0` where they hold, delete the fields that nobody needs, and write your own rules.",
    ]
    return lines.map { "# " + $0 }.joined(separator: "\n")
  }

  private func shown(_ path: String) -> String { Printable.escaped(Paths.shown(path), limit: 80) }

  // MARK: The agreement

  private var agreement: String {
    var lines = ["agreement \"Key accounts\" {"]
    if let (day, header) = latestDate {
      lines.append(
        "as of \(day)  # the latest \(quoted(header)): write the day on which you decide")
    } else {
      lines.append("# as of 2027-04-01: write the day on which you decide, for rules about dates")
    }
    if let currency { lines.append("currency \(currency)") }
    if let measure { lines.append("measure \(measure.name)") }
    return (lines + ["}"]).joined(separator: "\n")
  }

  /// How to say what currencies are worth, where a file has several.
  private var rates: [String] {
    guard let currency, !otherCurrencies.isEmpty else { return [] }
    let rates = otherCurrencies.map { "\($0) …" }.joined(separator: "; ")
    let day = latestDate?.day.description ?? "2027-04-01"
    return [
      """
      # Amounts are in several currencies. Say on a line of its own what one \(currency) is worth:
      # rates to \(currency) on \(day) { \(rates) }
      """
    ]
  }

  private func quoted(_ text: String) -> String { "\"\(Printable.escaped(text, limit: 40))\"" }

  // MARK: Tables

  private func table(_ file: StarterFile, isFirst: Bool) -> String {
    var lines = ["# " + summary(of: file)]
    if file.profile.malformedCount > 0 { lines.append("# " + complaint(about: file)) }
    if file.profile.emptyRows > 0 {
      lines.append("# \(Count.of(file.profile.emptyRows, "more row")) will be rejected: all blank")
    }
    lines.append(isFirst ? "accounts {" : "table \(file.table) from \(path(of: file)) {")
    let clauses = self.clauses(of: file)
    lines += clauses
    if !clauses.isEmpty { lines.append("") }
    lines += file.fields.map { field in
      field.comment.isEmpty ? field.clause : field.clause + "  # " + field.comment
    }
    lines += file.unusable.map { "# Column \($0.column) \($0.reason)." }
    return (lines + ["}"]).joined(separator: "\n")
  }

  private func summary(of file: StarterFile) -> String {
    let rows = file.profile.rows == 0 ? "no rows" : Count.of(file.profile.rows, "row")
    return "\(shown(file.path)): \(rows) of \(Count.of(file.profile.columns.count, "column"))"
  }

  private func complaint(about file: StarterFile) -> String {
    let count = file.profile.malformedCount
    let lines = file.profile.malformed.prefix(3).map { "line \($0.line)" }
    return "\(Count.of(count, "more row")) will be rejected, because cells are absent, too many or "
      + "wrongly quoted: \(lines.joined(separator: ", "))" + (count > 3 ? " and others" : "")
  }

  private func path(of file: StarterFile) -> String {
    let path = file.path == "-" ? file.table + ".csv" : file.path
    return Spelling.quoted(path) ?? "\"\(Printable.escaped(path))\""
  }

  /// The clauses about how the file is written.
  private func clauses(of file: StarterFile) -> [String] {
    var clauses: [String] = []
    switch file.profile.separator {
    case UInt8(ascii: ","): break
    case UInt8(ascii: "\t"): clauses.append("separator \"tab\"")
    case let byte: clauses.append("separator \"\(Character(Unicode.Scalar(byte)))\"")
    }
    if file.profile.encoding != .utf8 {
      clauses.append("encoding \(file.profile.encoding.rawValue)  # the file is not UTF-8")
    }
    if file.traits.decimalComma { clauses.append("decimal comma") }
    let marks = file.traits.marks.compactMap(Spelling.quoted)
    if !marks.isEmpty { clauses.append("missing " + marks.joined(separator: ", ")) }
    return clauses
  }

  // MARK: Tiers

  private var decision: String {
    guard let measure else {
      return """
        # No figure by which accounts could be ranked was found: say who is key.
        tier Key { }
        tier Standard { otherwise }
        """
    }
    let definition = measure.definition.map { "let \(measure.name) = \($0)\n\n" } ?? ""
    let title = Spelling.quoted(measure.title) ?? ""
    return definition + """
      # A start, to be replaced by what you agree on: the largest accounts that together hold half.
      criterion size \(title) out of 10 {
      10 when share_before(\(measure.name)) < 50%
      5 when share_before(\(measure.name)) < 80%
      0 otherwise
      }

      tier Key { when score >= 100 }
      tier Growth { when score >= 50 }
      tier Standard { otherwise }
      """
  }
}
