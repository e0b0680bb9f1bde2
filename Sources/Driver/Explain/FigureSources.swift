import Diagnostics
import Engine
import Language
import Tables

/// A figure that a clause reads, and where it comes from.
struct FigureSource: Sendable {
  /// A cell of a file.
  struct Cell: Hashable, Sendable {
    var table: TableID
    var row: Int
    var field: Int
    /// The row as a spreadsheet counts, the header being the first.
    var sheetRow: Int
    /// From 1; nil where the file has no such column.
    var column: Int?
    var path: String
    var header: String
  }

  enum Origin: Sendable {
    case cells([Cell])
    /// Worked out from other figures, by this text.
    case formula(String)
    /// Worked out from rows of a table; the places are of those that it counted.
    case rows(ReadRows, path: String, sheetRows: [Int])
    /// A figure of the whole portfolio, or a place in it.
    case portfolio
    case earlier
  }

  var name: String
  var term: TermID
  var value: Value
  var origin: Origin
}

/// Finds where figures come from.
struct FigureSources {
  private let run: Run
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let row: Int
  private let values: [TermID: Value]
  private(set) var all: [FigureSource] = []
  private var seen: Set<String> = []

  init(_ run: Run, _ row: Int, _ values: [TermID: Value]) {
    self.run = run
    evaluation = run.evaluation
    program = run.evaluation.program
    self.row = row
    self.values = values
    for term in program.provedTerms { add(figuresIn: term) }
  }

  private mutating func add(figuresIn term: TermID) {
    for figure in program.figures(in: term) { add(figure) }
  }

  private mutating func add(_ figure: CheckedProgram.Figure) {
    guard let value = values[figure.term], seen.insert(figure.name).inserted else { return }
    let name = ClauseText.collapsed(figure.name)
    switch program[figure.term].kind {
    case .score(let index):
      for criterion in program.scores[index].criteria { add(figuresIn: criterion.points) }
    case .named(.criterion, let inner): add(figuresIn: inner)
    case .named(.score(let index), _):
      for criterion in program.scores[index].criteria { add(figuresIn: criterion.points) }
    case .named(.letting, let inner), .named(.computed, let inner), .named(.call, let inner):
      let text = formula(inner)
      // A let that only gives a function a name is told as the function.
      if case .aggregate = program[inner].kind {
        append(name, figure.term, value, origin(of: inner) ?? .formula(text))
        return
      }
      append(name, figure.term, value, .formula(text))
      // What is another name for a span or a share is told once.
      let parts = program.figures(in: inner)
      if parts.count == 1, parts[0].term == program.innermost(inner) {
        for operand in program[parts[0].term].kind.operands { add(figuresIn: operand) }
      } else {
        add(figuresIn: inner)
      }
    default:
      guard let origin = origin(of: figure.term) else { return }
      append(name, figure.term, value, origin)
      switch program[figure.term].kind {
      case .rank(let keys, _): for key in keys { add(figuresIn: key.value) }
      case .share(_, let figure, _): add(figuresIn: figure)
      case .daysBetween, .wholeMonths, .follow:
        for operand in program[figure.term].kind.operands { add(figuresIn: operand) }
      default: break
      }
    }
  }

  private mutating func append(
    _ name: String, _ term: TermID, _ value: Value, _ origin: FigureSource.Origin
  ) {
    all.append(FigureSource(name: name, term: term, value: value, origin: origin))
  }

  private func formula(_ term: TermID) -> String {
    ClauseText.collapsed(program.source.text(of: program[term].range))
  }

  private func origin(of term: TermID) -> FigureSource.Origin? {
    switch program[term].kind {
    case .field(let index): return .cells(cells(index, [row], of: .accounts))
    case .named(.combined(let index), _):
      return .cells(cells(index, evaluation.memberRows(of: row), of: program.accountsFile))
    case .aggregate(let aggregate):
      guard let read = evaluation.rows(readBy: aggregate, for: row) else { return .portfolio }
      let table = evaluation.tables[read.table.index]
      let places = read.counted.filter { $0 < table.places.count }
      return .rows(
        read, path: table.path, sheetRows: places.map { table.places.record(of: $0) + 1 })
    case .rank, .share: return .portfolio
    case .earlier: return .earlier
    case .daysBetween, .wholeMonths, .follow: return .formula(formula(term))
    default: return nil
    }
  }

  private func cells(_ field: Int, _ rows: [Int], of table: TableID) -> [FigureSource.Cell] {
    run.cells(field, rows, of: table)
  }
}

extension Run {
  /// Returns the cells of a field in some rows of a table's file.
  func cells(_ field: Int, _ rows: [Int], of table: TableID) -> [FigureSource.Cell] {
    let result = evaluation.tables[table.index]
    return rows.map { row in
      FigureSource.Cell(
        table: table, row: row, field: field,
        sheetRow: row < result.places.count ? result.places.record(of: row) + 1 : 0,
        column: inputs[table.index]?.header.columns[field].map { $0 + 1 }, path: result.path,
        header: evaluation.program[table].schema.fields[field].header)
    }
  }
}

extension FigureSource.Cell {
  /// The cell as a spreadsheet names it, such as `F12`.
  var sheetName: String? { column.map { "\(SheetCell(row: sheetRow, column: $0))" } }
}
