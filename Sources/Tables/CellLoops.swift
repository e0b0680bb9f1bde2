/// Where the cells of one column stand in some rows of a piece.
struct ColumnCells {
  /// The place before each cell and that of its end, `stride` entries after those of the row before;
  /// the places ascend.
  let ends: [UInt32]
  let first: Int
  let stride: Int
  let count: Int

  /// - Requires: entries for all rows.
  init(_ ends: [UInt32], first: Int, stride: Int, count: Int) {
    precondition(count == 0 || first + (count - 1) * stride + 1 < ends.count, "rows have cells")
    (self.ends, self.first, self.stride, self.count) = (ends, first, stride, count)
  }

  subscript(row: Int) -> PlainCells.Place {
    let place = first + row * stride
    return PlainCells.Place(start: ends[place] &+ 1, end: ends[place + 1])
  }

  /// `true` iff a CR stands before the end of a cell.
  func endInReturns(in bytes: Span<UInt8>) -> Bool {
    let ends = ends.span
    var (place, difference) = (first &+ 1, UInt8.max)
    for _ in 0..<count {
      // Nothing stands before a first cell that is empty.
      let last = max(Int(ends[place]), 1) &- 1
      difference = min(difference, bytes[last] ^ UInt8(ascii: "\r"))
      place &+= stride
    }
    return difference == 0
  }

  /// Returns the rows whose cells have `before` bytes of the piece before their ends and `behind`
  /// from there on, which is at least one.
  ///
  /// What breaks if it changes: loops over these rows load bytes without a look at the bounds. The
  /// places ascend, so that the outer cells tell it for those between.
  func roomy(before: Int, behind: Int, in bytes: Span<UInt8>) -> Range<Int> {
    var (low, high) = (0, count)
    while low < high, self[low].end < before { low += 1 }
    while high > low, Int(self[high - 1].end) + behind > bytes.count { high -= 1 }
    return low..<high
  }
}

/// The rows of a batch whose cells have to be looked at once more.
struct RowList: Sendable {
  private var rows: [Int32] = []
  private(set) var count = 0

  /// Forgets all rows, and makes room for `room`.
  mutating func removeAll(room: Int) {
    count = 0
    if rows.count < room {
      rows.append(contentsOf: repeatElement(0, count: room - rows.count))
    }
  }

  /// The rows in their order.
  var all: some RandomAccessCollection<Int> { rows[..<count].lazy.map { Int($0) } }

  /// Appends `added`.
  mutating func append(_ added: Range<Int>) {
    for row in added {
      rows[count] = Int32(truncatingIfNeeded: row)
      count += 1
    }
  }

  /// Lets `body` write rows behind those that are there, of which it tells how many; it returns how
  /// many there are then.
  @inline(__always)
  mutating func fill(_ body: (inout MutableSpan<Int32>, Int) -> Int) {
    let filled = count
    var free = rows.mutableSpan
    let now = body(&free, filled)
    count = now
  }
}

/// The loops that read cells without a branch on what they are.
///
/// Every loop lists the rows whose cells it does not know, and writes zeros for them.
enum CellLoops {
  #if arch(x86_64)
    /// Reads digits with at most one decimal sign, a minus before them and, if the column's figures
    /// have one, a percent sign after; returns a bound of the magnitudes.
    @inline(never)
    static func readFigures(
      of bytes: [UInt8], at cells: ColumnCells, _ form: FigureForm, into values: inout [Int64],
      unread: inout RowList
    ) -> UInt64 {
      // PERF: the loop stands here once for each, so that it has no test in it.
      form.hasSign
        ? read(bytes, cells, form, signs: 1, &values, &unread)
        : read(bytes, cells, form, signs: 0, &values, &unread)
    }

    @inline(__always)
    private static func read(
      _ bytes: [UInt8], _ cells: ColumnCells, _ form: FigureForm, signs: Int,
      _ values: inout [Int64], _ unread: inout RowList
    ) -> UInt64 {
      let forms = form.forms.span
      let point = SIMD16<UInt8>(repeating: form.point)
      return read(
        bytes, cells, room: FigureForm.room, form.bounds, &values, &unread
      ) { bytes, first, end in
        // INVARIANT: the row is among those whose cells have room on both sides.
        var (magnitude, isFigure) = unsafe FigureForm.figure(
          bytes, first, end &- signs, point, forms)
        if signs == 1 { unsafe isFigure &= one(bytes[unchecked: end &- 1] == UInt8(ascii: "%")) }
        return (magnitude, isFigure)
      }
    }

    /// Reads figures of one shape, with a minus before them or without; returns a bound of the
    /// magnitudes.
    static func readFigures(
      of bytes: [UInt8], at cells: ColumnCells, _ shape: FigureShape, _ vectorSize: VectorSize,
      into values: inout [Int64], unread: inout RowList
    ) -> UInt64 {
      var (union, row): (UInt64, Int) = (0, 0)
      if vectorSize == .sixtyFourBytes {
        (union, row) = readWide(bytes, cells, shape, &values, &unread)
      }
      return union
        | readFigures(of: bytes, at: cells, shape, from: row, into: &values, unread: &unread)
    }

    /// Reads the figures from the row `start` on.
    @inline(never)
    private static func readFigures(
      of bytes: [UInt8], at cells: ColumnCells, _ shape: FigureShape, from start: Int,
      into values: inout [Int64], unread: inout RowList
    ) -> UInt64 {
      // PERF: most fields have no bounds, and need no test for them.
      shape.bounds == .all
        ? read(bytes, cells, shape, .all, from: start, &values, &unread)
        : read(bytes, cells, shape, shape.bounds, from: start, &values, &unread)
    }

    @inline(__always)
    private static func read(
      _ bytes: [UInt8], _ cells: ColumnCells, _ shape: FigureShape, _ bounds: NarrowBounds,
      from start: Int, _ values: inout [Int64], _ unread: inout RowList
    ) -> UInt64 {
      let allWindows = FigureShape.windows
      let windows = allWindows.span
      return read(
        bytes, cells, room: FigureShape.room, bounds, from: start, &values, &unread
      ) { bytes, first, end in
        // INVARIANT: the row is among those whose cells have room on both sides.
        unsafe shape.figure(bytes, first, end, windows)
      }
    }

    /// Reads figures, each between the offsets that `figure` gets, without the minus before it.
    @inline(__always)
    private static func read(
      _ bytes: [UInt8], _ cells: ColumnCells, room: Int, _ bounds: NarrowBounds,
      from start: Int = 0, _ values: inout [Int64], _ unread: inout RowList,
      _ figure: (Span<UInt8>, _ first: Int, _ end: Int) -> (magnitude: UInt64, isFigure: Int)
    ) -> UInt64 {
      let bytes = bytes.span
      var values = values.mutableSpan
      var union: UInt64 = 0
      loop(
        over: cells, from: start, of: bytes, room: room, fit: values.count, unread: &unread
      ) { row, start, end in
        // INVARIANT: the row is among those whose cells have room on both sides.
        let minus = unsafe one(bytes[unchecked: start] == UInt8(ascii: "-"))
        let (magnitude, isFigure) = figure(bytes, start &+ minus, end)
        let value = (Int64(bitPattern: magnitude) ^ Int64(0 &- minus)) &+ Int64(minus)
        let isRead = isFigure & one(bounds.contains(value))
        let kept = Int64(0 &- isRead)
        unsafe values[unchecked: row] = value & kept
        union |= magnitude & UInt64(bitPattern: kept)
        return isRead
      }
      return union
    }
  #endif

  /// Reads ten bytes `yyyy-mm-dd`, of years that `MonthTable` has.
  @inline(never)
  static func readDays(
    of bytes: [UInt8], at cells: ColumnCells, _ vectorSize: VectorSize,
    into values: inout [Int32], unread: inout RowList
  ) {
    let start =
      vectorSize == .sixtyFourBytes ? readWide(bytes, cells, days: &values, &unread) : 0
    let bytes = bytes.span
    let allMonths = MonthTable.months
    let months = allMonths.span
    var values = values.mutableSpan
    loop(
      over: cells, from: start, of: bytes, room: CivilCell.room, fit: values.count,
      unread: &unread
    ) { row, start, end in
      // INVARIANT: the row is among those whose cells have room on both sides.
      let cell = unsafe CivilCell(bytes, before: end)
      let (day, isDay) = cell.day(months)
      let isRead = isDay & one(end &- start == 10)
      unsafe values[unchecked: row] = day & Int32(truncatingIfNeeded: 0 &- isRead)
      return isRead
    }
  }

  /// Reads 1 for `yes`, `true`, `y` or `1` and 0 for `no`, `false`, `n` or `0`, in any case.
  @inline(never)
  static func readTruths(
    of bytes: [UInt8], at cells: ColumnCells, _ vectorSize: VectorSize,
    into values: inout [UInt8], unread: inout RowList
  ) {
    let start =
      vectorSize == .sixtyFourBytes ? readWide(bytes, cells, truths: &values, &unread) : 0
    let bytes = bytes.span
    let allTexts = TruthText.all
    let texts = allTexts.span
    var values = values.mutableSpan
    loop(
      over: cells, from: start, of: bytes, room: 8, fit: values.count, unread: &unread
    ) { row, start, end in
      let length = end &- start
      // INVARIANT: the row is among those whose cells have room on both sides.
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: end &- 8, as: UInt64.self)
      let (truth, isTruth) = TruthText.truth(
        of: UInt64(littleEndian: word), unused: 64 &- 8 &* length, texts)
      let isRead = isTruth & one(UInt(bitPattern: length &- 1) < 5)
      unsafe values[unchecked: row] = truth & UInt8(truncatingIfNeeded: 0 &- isRead)
      return isRead
    }
  }

  /// Reads the codes of values of up to sixteen bytes.
  @inline(never)
  static func readChoices(
    of bytes: [UInt8], at cells: ColumnCells, _ choices: PlainChoices, into values: inout [Int32],
    unread: inout RowList
  ) {
    let bytes = bytes.span
    let (allHeads, allEntries) = (SixteenBytes.heads, choices.entries)
    guard !allEntries.isEmpty else { return unread.append(0..<cells.count) }
    let (heads, entries) = (allHeads.span, allEntries.span)
    var values = values.mutableSpan
    loop(over: cells, of: bytes, room: 0, behind: 16, fit: values.count, unread: &unread) {
      row, start, end in
      let length = end &- start
      // INVARIANT: the row is among those whose cells have room on both sides, there are 32 heads, and
      // a place is one of the entries.
      let own = unsafe SixteenBytes.known(bytes.bytes, start) & heads[unchecked: length & 31]
      let words = unsafe unsafeBitCast(own, to: SIMD2<UInt64>.self)
      let (low, high) = (UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]))
      let entry = unsafe entries[unchecked: choices.place(low, high)]
      let isRead =
        one(entry.low == low) & one(entry.high == high) & one(Int(entry.length) == length)
        & one(length > 0)
      unsafe values[unchecked: row] = entry.code & Int32(truncatingIfNeeded: 0 &- isRead)
      return isRead
    }
  }

  /// Appends the texts of `rows` up to the first that is not plain; returns its row, or the end.
  ///
  /// A text is plain here iff it is short ASCII without quotes or spaces around it.
  @inline(never)
  static func appendTexts(
    of bytes: [UInt8], at cells: ColumnCells, in rows: Range<Int>, to texts: inout TextColumn
  ) -> Int {
    let (used, count) = (texts.bytes.count, texts.ends.count)
    texts.bytes.append(contentsOf: repeatElement(0, count: 16 * rows.count))
    texts.ends.append(contentsOf: repeatElement(0, count: rows.count))
    let (row, end) = append(
      bytes.span, cells, rows, to: &texts.bytes, at: used, &texts.ends, at: count)
    texts.bytes.removeLast(texts.bytes.count - end)
    texts.ends.removeLast(rows.upperBound - row)
    return row
  }

  /// - Requires: room for sixteen bytes and one end for each row.
  /// - Returns: the row that is not appended any more, and the bytes in use.
  @inline(__always)
  private static func append(
    _ bytes: Span<UInt8>, _ cells: ColumnCells, _ rows: Range<Int>,
    to target: inout [UInt8], at used: Int, _ textEnds: inout [UInt32], at count: Int
  ) -> (row: Int, used: Int) {
    let (ends, heads) = (cells.ends.span, SixteenBytes.heads)
    let windows = heads.span
    var target = target.mutableSpan
    var textEnds = textEnds.mutableSpan
    precondition(
      target.count >= used + 16 * rows.count && textEnds.count >= count + rows.count
        && rows.upperBound <= cells.count, "there is room for each row")
    var place = cells.first &+ rows.lowerBound &* cells.stride
    var (row, used) = (rows.lowerBound, used)
    while row < rows.upperBound {
      // INVARIANT: `ColumnCells` has entries for all rows, the places ascend, and each text adds at
      // most sixteen bytes to those in use.
      let (start, end) = unsafe (Int(ends[unchecked: place] &+ 1), Int(ends[unchecked: place &+ 1]))
      let length = end &- start
      guard UInt(bitPattern: length &- 1) < 16, start &+ 16 <= bytes.count else { break }
      let block = unsafe SixteenBytes.known(bytes.bytes, start)
      let last = unsafe bytes[unchecked: end &- 1]
      guard block[0] > 0x20, block[0] != UInt8(ascii: "\""), last > 0x20 else { break }
      let own = unsafe block & windows[unchecked: length]
      guard SixteenBytes.foreign(own) == 0 else { break }
      var raw = unsafe target.mutableBytes
      unsafe raw.storeBytes(
        of: block, toUncheckedByteOffset: used, as: SIMD16<UInt8>.self)
      used &+= length
      unsafe textEnds[unchecked: count &+ row &- rows.lowerBound] = UInt32(
        truncatingIfNeeded: used)
      place &+= cells.stride
      row &+= 1
    }
    return (row, used)
  }

  /// Calls `body` with the offsets of each cell from the row `start` on, without the quotes around it,
  /// that has `room` bytes before its end and `behind` from there on; lists the other rows, and those for
  /// which `body` returns 0 and not 1.
  ///
  /// - Requires: a value for each row.
  @inline(__always)
  private static func loop(
    over cells: ColumnCells, from start: Int = 0, of bytes: Span<UInt8>, room: Int,
    behind: Int = 1, fit values: Int, unread: inout RowList,
    _ body: (_ row: Int, _ start: Int, _ end: Int) -> Int
  ) {
    precondition(values >= cells.count, "each row has a value")
    var roomy = cells.roomy(before: room, behind: behind, in: bytes)
    if start > roomy.lowerBound { roomy = start..<max(start, roomy.upperBound) }
    let (ends, step) = (cells.ends.span, cells.stride &* 4)
    if start < roomy.lowerBound { unread.append(start..<roomy.lowerBound) }
    unread.fill { list, filled in
      precondition(list.count - filled >= roomy.count, "there is room for each row")
      var next = filled
      var place = (cells.first &+ roomy.lowerBound &* cells.stride) &* 4
      for row in roomy {
        // INVARIANT: `ColumnCells` has entries for all rows; any bytes are valid integers.
        let pair = unsafe ends.bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: place, as: SIMD2<UInt32>.self)
        place &+= step
        var (start, end) = (Int(pair[0] &+ 1), Int(pair[1]))
        // PERF: whether cells have quotes is easily foretold.
        if unsafe _slowPath(bytes[unchecked: start] == UInt8(ascii: "\"")), end &- start > 2 {
          (start, end) = (start &+ 1, end &- 1)
        }
        let isRead = body(row, start, end)
        unsafe list[unchecked: next] = Int32(truncatingIfNeeded: row)
        next &+= 1 ^ isRead
      }
      return next
    }
    unread.append(roomy.upperBound..<cells.count)
  }

  /// 1 iff `holds`, by arithmetic.
  @inline(__always)
  static func one(_ holds: Bool) -> Int { holds ? 1 : 0 }
}

/// The texts of truths.
struct TruthText {
  /// The text as a word, in lower case, the first byte lowest.
  var word: UInt64 = 0
  /// Ones where no other case is meant.
  var exact: UInt64 = 0
  var truth: UInt8 = 0

  static let multiplier: UInt64 = 0xB444_090F_CB14_957D

  /// Each text at the place that its word's product begins with: all are apart.
  static let all: [TruthText] = {
    var all = Array(repeating: TruthText(), count: 8)
    let texts: [(String, UInt8)] = [
      ("y", 1), ("yes", 1), ("true", 1), ("1", 1), ("n", 0), ("no", 0), ("false", 0), ("0", 0),
    ]
    for (text, truth) in texts {
      let word = text.utf8.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let isDigit = text.utf8.first.map { $0 < 0x40 } ?? false
      all[place(of: word)] = TruthText(word: word, exact: isDigit ? .max : 0, truth: truth)
    }
    return all
  }()

  @inline(__always)
  private static func place(of word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* multiplier) &>> 61)
  }

  /// Tells what the last bytes of a word mean, but for `unused` bits before them, and 1 if they are a
  /// truth's text, else 0.
  @inline(__always)
  static func truth(
    of word: UInt64, unused: Int, _ all: Span<TruthText>
  ) -> (truth: UInt8, isTruth: Int) {
    let unused = UInt64(truncatingIfNeeded: unused)
    // Setting the bit for lower case makes letters of nothing but letters.
    let small = (word | 0x2020_2020_2020_2020) &>> unused
    let word = word &>> unused
    // INVARIANT: three bits are below eight.
    let text = unsafe all[unchecked: place(of: small)]
    let isTruth =
      CellLoops.one(small == text.word) & CellLoops.one((word ^ small) & text.exact == 0)
    return (text.truth, isTruth)
  }
}
