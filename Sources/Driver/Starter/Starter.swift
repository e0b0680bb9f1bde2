import Diagnostics
import Language
import Tables

/// Writes an agreement to start from, out of what stands in files.
///
/// Everything proposed is backed by all cells of its column, and the comment behind it says so: the
/// agreement checks, and evaluating it rejects no row that could have been read.
struct Starter {
  private(set) var files: [StarterFile]
  let currency: String?

  /// - Parameter files: the accounts first.
  init(_ files: [StarterFile]) {
    self.files = files
    currency = Starter.currency(of: files)
    for index in self.files.indices {
      self.files[index].judge(currency: currency, reserved: files.map(\.table) + ["score"])
    }
  }

  /// Finds keys, and the columns that lead from one file to another.
  mutating func connect() async throws(ReadProblem) {
    var censuses: [KeyCensus?] = []
    for index in files.indices { censuses.append(try await files[index].chooseKey()) }
    for index in files.indices {
      var questions: [(field: Int, file: Int, census: KeyCensus)] = []
      for field in files[index].fields.indices {
        for (other, census) in censuses.enumerated() {
          guard let census, files[index].mayLead(files[index].fields[field], to: files[other])
          else { continue }
          questions.append((field, other, census))
        }
      }
      let answers = try await files[index].profile.isCovered(
        questions.map { (files[index].fields[$0.field].column, $0.census) },
        in: files[index].source, marks: files[index].traits.marks)
      for (question, isCovered) in zip(questions, answers) where isCovered {
        connect(index, question.field, to: question.file)
      }
    }
  }

  /// Makes a field a reference, unless it is one already, or the key that others lead to, or tables
  /// would lead in a circle.
  private mutating func connect(_ file: Int, _ field: Int, to other: Int) {
    if case .reference = files[file].fields[field].kind { return }
    guard file == other || !leads(from: other, to: file),
      files[other].fields.contains(where: \.isKey)
    else { return }
    let isWanted = files.indices.contains { $0 != file && targets(of: $0).contains(file) }
    if files[file].fields[field].isKey, isWanted { return }
    files[file].refer(field, to: files[other].table)
  }

  private func leads(from start: Int, to end: Int) -> Bool {
    targets(of: start).contains { $0 == end || leads(from: $0, to: end) }
  }

  private func targets(of file: Int) -> [Int] {
    files[file].fields.compactMap { field in
      guard case .reference(let table) = field.kind else { return nil }
      return files.firstIndex { $0.table == table }.flatMap { $0 == file ? nil : $0 }
    }
  }

  /// `true` iff a table can have the name.
  static func isFree(_ name: String, beside others: [String]) -> Bool {
    let taken = ["accounts", "score", "text", "number", "money", "percent", "date"] + others
    return Spelling.isFreeWord(name) && !taken.contains(name)
  }

  // MARK: What the agreement says of all files

  /// The currency that stands beside most figures, or else in most headers of figures.
  ///
  /// A sign such as `$` means the likeliest of its currencies, unless something names another one.
  private static func currency(of files: [StarterFile]) -> String? {
    var cells: [String: Int] = [:]
    var headers: [[String]: Int] = [:]
    for file in files {
      for column in file.profile.columns {
        let figures = column.figures(decimalComma: file.traits.decimalComma)
        guard figures.isSound else { continue }
        cells.merge(figures.numbers.currencies) { $0 + $1 }
        let codes = HeaderWords(column.header).currencies
        if !codes.isEmpty { headers[codes, default: 0] += 1 }
      }
    }
    let columns = files.compactMap(\.currencies?.codes).map { codes in
      codes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
    let marks = cells.map { (codes: Trial.currencies(meantBy: $0.key), count: $0.value) }
    let titles = headers.map { (codes: $0.key, count: $0.value) }
    let certain = (ranked(marks) + ranked(titles)).filter { $0.count == 1 }.joined()
    guard let likeliest = (ranked(marks) + ranked(titles)).first else {
      return columns.first?.first
    }
    return certain.first(where: likeliest.contains) ?? likeliest.first
  }

  /// Returns the possible currencies of marks, the most frequent mark first.
  private static func ranked(_ marks: [(codes: [String], count: Int)]) -> [[String]] {
    marks.sorted { ($1.count, $0.codes.joined()) < ($0.count, $1.codes.joined()) }.map(\.codes)
  }

  /// The currencies beside the agreement's own in which amounts of some column are.
  var otherCurrencies: [String] {
    let mixed = files.filter { $0.fields.contains { $0.isMixed } }
    return Set(mixed.flatMap { $0.currencies.map { Array($0.codes.keys) } ?? [] })
      .filter { $0 != currency }.sorted()
  }

  /// The latest date of the accounts, or else of any file, with the field that holds it.
  var latestDate: (day: Day, header: String)? {
    for part in [files.prefix(1), files.dropFirst()] {
      let found = part.flatMap { file in file.fields.compactMap { latest($0, of: file) } }
      if let best = found.max(by: { $0.day < $1.day }) { return best }
    }
    return nil
  }

  private func latest(_ field: FieldDraft, of file: StarterFile) -> (day: Day, header: String)? {
    guard case .date(let pattern) = field.kind else { return nil }
    let forms = file.profile.columns[field.column].dates.forms
    guard let high = forms.first(where: { $0.pattern == pattern })?.trial.high else { return nil }
    return (Day(number: Int32(high)), field.header)
  }

  /// The figure that most likely says how much an account weighs: a field of the accounts, or the
  /// sum of one over the rows of a table that leads to them.
  var measure: (name: String, title: String, definition: String?)? {
    if let field = files[0].fields.filter(\.isMeasure).min(by: { rank($0) < rank($1) }) {
      return (field.name, field.header, nil)
    }
    for (index, file) in files.enumerated().dropFirst() where pathsToAccounts(from: index) == 1 {
      let amounts = file.fields.filter { if case .money = $0.kind { true } else { false } }
      guard targets(of: index).contains(0), let field = amounts.min(by: { rank($0) < rank($1) })
      else { continue }
      var names = FieldNames(reserved: files.map(\.table) + files[0].fields.map(\.name) + ["score"])
      let name = names.name(for: HeaderWords("\(file.table) \(field.name)"), column: 0)
      return (name, field.header, "sum(\(file.table).\(field.name))")
    }
    return nil
  }

  /// The number of ways in which rows of a file lead to accounts.
  private func pathsToAccounts(from file: Int) -> Int {
    if file == 0 { return 1 }
    return targets(of: file).reduce(0) { $0 + pathsToAccounts(from: $1) }
  }

  /// Amounts come before numbers, telling headers before others, columns without blanks first.
  private func rank(_ field: FieldDraft) -> (Int, Int, Int, Int) {
    let isMoney = if case .money = field.kind { true } else { false }
    return (isMoney ? 0 : 1, field.words.measureRank, field.isOptional ? 1 : 0, field.column)
  }
}
