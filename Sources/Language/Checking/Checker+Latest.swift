import Diagnostics
import Tables

/// `latest(table.field by date)`: made of the latest date, and of the least and the greatest value of
/// that date, which are one where the rows agree.
extension Checker {
  mutating func checkLatest(_ call: Call, in context: Context, at range: SourceRange) -> TermID {
    guard call.arguments.count == 1, call.arguments[0].direction == nil, call.bounds == nil,
      !call.isDistinct, let order = call.order,
      let source = table(of: call.arguments[0].value, wholeRows: false)
    else {
      if !reportUnknownTable(in: call) {
        report(.wrongArgumentCount(function: .latest, remedy: nil), at: range)
      }
      return errorTerm(at: range)
    }
    guard let (bucket, home) = belonging(of: source, to: context, call: call, at: range) else {
      return errorTerm(at: range)
    }
    if home == nil, let outer = context.outer, let path = context.frames.last?.path {
      return follow(path, checkLatest(call, in: outer, at: range), at: range)
    }
    var path: TermID?
    if case .reference(let reference) = bucket { path = reference }
    let rows = context.entering(source, path: path)
    let condition = call.condition.map { checkCondition($0, in: rows) }
    let figure = keyText(check(call.arguments[0].value, in: rows))
    let date = check(order, in: rows)
    guard demand(date, .latest, "a date after `by`", { $0 == .date }),
      demand(figure, .latest, "a value", { $0 != .months })
    else { return errorTerm(at: range) }
    let reader = RowReader(
      source: source, bucket: bucket, home: home ?? .portfolio, range: range)
    return latest(figure, date, condition, reader)
  }

  /// Which rows a figure is worked out from, and for whom.
  private struct RowReader {
    var source: TableID
    var bucket: Aggregate.Bucket
    var home: TableID
    var range: SourceRange
  }

  private mutating func latest(
    _ figure: TermID, _ date: TermID, _ condition: TermID?, _ reader: RowReader
  ) -> TermID {
    let range = reader.range
    let isMissing = imply(.isMissing(figure), .truth, of: [figure], at: range)
    var counts = imply(.not(isMissing), .truth, of: [isMissing], at: range)
    if let condition {
      counts = imply(.and(condition, counts), .truth, of: [condition, counts], at: range)
    }
    let newest = aggregate(.max, date, where: counts, reader)
    let asked: TermID
    if case .reference(let path) = reader.bucket {
      asked = follow(path, newest, at: range)
    } else {
      asked = newest
    }
    let isNewest = imply(.compare(.equal, date, asked), .truth, of: [date, asked], at: range)
    let chosen = imply(.and(counts, isNewest), .truth, of: [counts, isNewest], at: range)
    let value = ordered(figure, at: range)
    let least = aggregate(.min, value, where: chosen, reader)
    let most = aggregate(.max, value, where: chosen, reader)
    let agree = imply(.compare(.equal, least, most), .truth, of: [least, most], at: range)
    let result = unordered(least, as: figure, at: range)
    let cases = TermKind.cases([CheckedCase(condition: agree, value: result, range: range)])
    let latest = imply(cases, type(figure), of: cases.operands, at: range)
    return make(.named(.call, latest), type(figure), of: [latest], at: range)
  }

  private mutating func aggregate(
    _ kind: AggregateKind, _ figure: TermID, where condition: TermID, _ reader: RowReader
  ) -> TermID {
    var stage = max(program[condition].stage, program[figure].stage)
    if reader.source == .accounts { stage = max(stage, .portfolio) }
    let aggregate = Aggregate(
      kind: kind, source: reader.source, figure: figure, condition: condition,
      bucket: reader.bucket)
    return add(
      Term(
        .aggregate(aggregate), type: type(figure), home: reader.home, stage: stage,
        range: reader.range))
  }

  /// Yes and no have no least and no greatest, so they are counted as 1 and 0.
  private mutating func ordered(_ figure: TermID, at range: SourceRange) -> TermID {
    guard type(figure) == .truth else { return figure }
    let one = constant(.number(.one), .number, at: range)
    let zero = constant(.number(.zero), .number, at: range)
    let kind = TermKind.cases([
      CheckedCase(condition: figure, value: one, range: range),
      CheckedCase(condition: nil, value: zero, range: range),
    ])
    return imply(kind, .number, of: kind.operands, at: range)
  }

  private mutating func unordered(
    _ value: TermID, as figure: TermID, at range: SourceRange
  ) -> TermID {
    guard type(figure) == .truth else { return value }
    let one = constant(.number(.one), .number, at: range)
    return imply(.compare(.equal, value, one), .truth, of: [value, one], at: range)
  }

  /// Makes a term that no clause writes, so that nothing is said about it.
  private mutating func imply(
    _ kind: TermKind, _ type: ValueType, of operands: [TermID], at range: SourceRange
  ) -> TermID {
    let term = make(kind, type, of: operands, at: range)
    program.implied.insert(term)
    return term
  }
}
