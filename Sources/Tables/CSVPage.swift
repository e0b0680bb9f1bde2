/// Records of CSV that are put together from columns.
///
/// What: each column of cells is written by a loop of its own; then each record is copied together
/// from its cells, sixteen bytes at a time.
///
/// Why this way: such loops hold no state but a few places, and touch neither a count of references
/// nor the size of an array for each cell.
///
/// Records of one text, prepared cells and one figure, which most pages have, are written at once.
///
/// What breaks if it changes: columns are added from left to right, and each of them has a cell for
/// each row of the page.
package struct CSVPage: Sendable {
  /// Where a cell stands in `cells`, with the separator after it.
  private struct Place {
    var start = 0
    var end = 0
  }

  /// The number of text cells that got a leading `'`, in this page and those before.
  package private(set) var neutralizedCells = 0
  private let prepared: PreparedCells
  private let separator: UInt8
  private var rows: [Int32] = []
  private var columnCount = 0
  /// The prepared cells, then those of the columns, and room for a stretch behind the last.
  private var cells: [UInt8]
  private var used: Int
  /// Column after column.
  private var places: [Place] = []
  /// The bytes of all cells that were added.
  private var size = 0
  /// The memory that the records are written to while they are.
  private var records: [UInt8] = []
  private var figureTexts = FigureTexts()

  package init(_ prepared: PreparedCells) {
    self.prepared = prepared.copied()
    separator = prepared.separator
    // PERF: two workers that read memory which one of them writes would wait for each other.
    cells = prepared.bytes.map { $0 }
    used = cells.count
    makeRoom(0)
  }

  /// Starts a page of one record, without cells, for each of `rows`, which ascend.
  package mutating func begin(_ rows: [Int32]) {
    self.rows = rows
    columnCount = 0
    used = prepared.bytes.count
    size = 0
  }

  /// Writes the records to `part`, with `head` before them.
  ///
  /// - Requires: each record has several cells.
  package mutating func finish(after head: [UInt8], in part: inout PartBytes) {
    swap(&records, &part.memory)
    defer { swap(&records, &part.memory) }
    part.count = head.count + size
    beginRecords(after: head, count: part.count)
    putTogether(from: head.count)
  }

  /// Writes `head`, and makes room for `count` bytes in all and what is written behind them.
  private mutating func beginRecords(after head: [UInt8], count: Int) {
    let missing = count + CSVPage.recordRoom - records.count
    if missing > 0 { records.append(contentsOf: repeatElement(0, count: missing)) }
    for (place, byte) in head.enumerated() { records[place] = byte }
  }

  /// Copies the cells row by row, each row with a line feed for its last separator.
  private mutating func putTogether(from start: Int) {
    var end = start
    let count = columnCount * rows.count
    let (allPlaces, cells, rowCount) = (places, cells, rows.count)
    let places = allPlaces.span
    var span = records.mutableSpan
    // INVARIANT: loads and stores are checked against the spans; any sixteen bytes are a valid
    // vector, and each of them is a valid element.
    let source = unsafe cells.span.bytes
    var target = unsafe span.mutableBytes
    for row in 0..<rowCount {
      var index = row
      while index < count {
        let place = places[index]
        let shift = end &- place.start
        var from = place.start
        while from < place.end {
          let part = unsafe source.unsafeLoadUnaligned(
            fromByteOffset: from, as: SIMD16<UInt8>.self)
          target.storeBytes(of: part, toByteOffset: from &+ shift, as: SIMD16<UInt8>.self)
          from &+= 16
        }
        end = place.end &+ shift
        index &+= rowCount
      }
      target.storeBytes(of: UInt8(ascii: "\n"), toByteOffset: end &- 1, as: UInt8.self)
    }
  }

  /// Makes sure that `count` more bytes of cells can be stored, and a stretch behind them.
  private mutating func makeRoom(_ count: Int) {
    let missing = used + count + PreparedCells.stretch - cells.count
    if missing > 0 { cells.append(contentsOf: repeatElement(0, count: missing)) }
  }

  /// Returns `places` and `cells`, to be given back.
  private mutating func takeBuffers() -> (places: [Place], cells: [UInt8]) {
    var buffers: (places: [Place], cells: [UInt8]) = ([], [])
    swap(&buffers.places, &places)
    swap(&buffers.cells, &cells)
    return buffers
  }

  /// Returns where the places of the next column start.
  private mutating func beginColumn() -> Int {
    let start = columnCount * rows.count
    columnCount += 1
    let missing = start + rows.count - places.count
    if missing > 0 { places.append(contentsOf: repeatElement(Place(), count: missing)) }
    return start
  }
}

// MARK: Records

extension CSVPage {
  /// Records of a text, prepared cells, a figure and prepared cells again.
  package struct Records {
    fileprivate let texts: TextColumn
    /// The entry of each row of the page before its figure, and behind it.
    fileprivate let before: [Int32]
    fileprivate let after: [Int32]
    /// By row of the table: counts of 10^-`places`, or the same in 32 bits, and why one is missing,
    /// else 0.
    fileprivate let figures: [Int64]
    fileprivate let tightFigures: [Int32]
    fileprivate let places: Int
    fileprivate let absence: [UInt8]

    package init(
      texts: TextColumn, before: [Int32], figures: [Int64], tightFigures: [Int32], places: Int,
      absence: [UInt8], after: [Int32]
    ) {
      self.texts = texts
      self.before = before
      self.figures = figures
      self.tightFigures = tightFigures
      self.places = places
      self.absence = absence
      self.after = after
    }
  }

  /// Writes `new`, the records of the page's rows, to `part`, with `head` before them.
  ///
  /// - Requires: no column was added since the page began.
  package mutating func finish(after head: [UInt8], _ new: Records, in part: inout PartBytes) {
    swap(&records, &part.memory)
    defer { swap(&records, &part.memory) }
    precondition(new.before.count == rows.count && new.after.count == rows.count, "a cell each")
    // PERF: no more than records can fill, since memory that is new costs as much as what it holds.
    var most = head.count + (DecimalText.longestNarrow + 6) * rows.count
    most += 2 * new.texts.bytes(of: rows).count
    for entries in [new.before, new.after] {
      let (bytes, neutralized) = prepared.most(of: entries)
      most += bytes
      neutralizedCells += neutralized
    }
    beginRecords(after: head, count: most + 2 * prepared.longest)
    part.count = write(new, from: head.count)
  }

  /// Writes all records from `start` on, and returns where they end.
  private mutating func write(_ new: Records, from start: Int) -> Int {
    new.tightFigures.isEmpty
      ? write(new, new.figures, from: start) : write(new, new.tightFigures, from: start)
  }

  @inline(__always)
  private mutating func write<Figure: FixedWidthInteger>(
    _ new: Records, _ allFigures: [Figure], from start: Int
  ) -> Int {
    var place = start
    let (rows, prepared, cells) = (rows, prepared, cells)
    let (texts, ends, width) = (new.texts.bytes.span, new.texts.ends.span, new.texts.width)
    let (before, after, known) = (new.before.span, new.after.span, prepared.entries.span)
    let (figures, absence) = (allFigures.span, new.absence.span)
    require(rows.span, below: min(new.texts.count, absence.count, figures.count))
    require(before, below: known.count)
    require(after, below: known.count)
    var (allRecords, knownTexts): ([UInt8], FigureTexts) = ([], FigureTexts())
    swap(&allRecords, &records)
    swap(&knownTexts, &figureTexts)
    defer {
      swap(&allRecords, &records)
      swap(&knownTexts, &figureTexts)
    }
    knownTexts.begin(places: new.places)
    let unit = knownTexts.unit
    var slots = knownTexts.slots.mutableSpan
    var span = allRecords.mutableSpan
    let rowSpan = rows.span
    let (bytes, source) = unsafe (texts.bytes, cells.span.bytes)
    var target = unsafe span.mutableBytes
    let last = target.byteCount - CSVPage.recordRoom - 2 * prepared.longest
    let arePlain = CellBytes.arePlain(new.texts.bytes(of: rows), of: texts, separator)
    var index = 0
    while index < rowSpan.count {
      if arePlain {
        // INVARIANT: as below; the texts have no byte that would need a closer look.
        index = unsafe CSVPage.writePlain(
          rowSpan, from: index, (bytes, ends, width), (before, after, known, source),
          (figures, absence, slots.span), to: &target, at: &place, before: last)
        if index == rowSpan.count { break }
      }
      defer { index &+= 1 }
      // INVARIANT: rows and entries were looked through above; `last` leaves room for a record of a
      // short text, and for what follows a text; any bytes are valid vectors, and each byte is a
      // valid element.
      precondition(place <= last, "room for a record")
      let row = unsafe Int(rowSpan[unchecked: index])
      // PERF: where texts are of one length, nothing is loaded to tell where they stand.
      let first = unsafe width != 0 ? row &* width : row == 0 ? 0 : Int(ends[unchecked: row &- 1])
      let end = unsafe width != 0 ? first &+ width : Int(ends[unchecked: row])
      if unsafe !CellBytes.copyShort(first, end, of: bytes, separator, to: &target, at: &place) {
        place = copyLong(first..<end, of: new.texts.bytes, to: &target, at: place)
        precondition(place <= last, "room for the rest of a record")
      }
      var head = unsafe known[unchecked: Int(before[unchecked: index])]
      head.start &-= 1
      unsafe CellBytes.copyUnchecked(head, of: source, to: &target, at: &place)
      if unsafe absence[unchecked: row] == 0 {
        let figure = unsafe Int64(figures[unchecked: row])
        place = unsafe FigureTexts.write(figure, of: unit, by: &slots, to: &target, at: place)
      }
      var tail = unsafe known[unchecked: Int(after[unchecked: index])]
      tail.start &-= 1
      unsafe CellBytes.copyUnchecked(tail, of: source, to: &target, at: &place)
      unsafe CellBytes.putUnchecked(UInt8(ascii: "\n"), in: &target, at: place &- 1)
    }
    return place
  }

  /// Writes the records of some rows whose texts have no signs, from `index` on, until one has no short
  /// text, or no figure, or one that is not known; returns whose that is.
  ///
  /// PERF: with the separators before entries, half as many instructions as record by record.
  @unsafe @inline(__always)
  private static func writePlain<Figure: FixedWidthInteger>(
    _ rows: Span<Int32>, from index: Int,
    _ texts: (bytes: RawSpan, ends: Span<UInt32>, width: Int),
    _ cells: (
      before: Span<Int32>, after: Span<Int32>, known: Span<PreparedCells.Entry>, bytes: RawSpan
    ),
    _ figures: (counts: Span<Figure>, absence: Span<UInt8>, slots: Span<FigureTexts.Slot>),
    to target: inout MutableRawSpan, at place: inout Int, before last: Int
  ) -> Int {
    var index = index
    while index < rows.count, place <= last {
      let row = unsafe Int(rows[unchecked: index])
      let first: Int
      var end: Int
      if texts.width != 0 {
        (first, end) = (row &* texts.width, row &* texts.width &+ texts.width)
      } else {
        first = unsafe row == 0 ? 0 : Int(texts.ends[unchecked: row &- 1])
        end = unsafe Int(texts.ends[unchecked: row])
      }
      let count = unsafe Int64(figures.counts[unchecked: row])
      let slot = unsafe figures.slots[unchecked: FigureTexts.slot(of: count)]
      guard end &- first &- 1 < 16, first < end, first <= texts.bytes.byteCount &- 16,
        unsafe figures.absence[unchecked: row] == 0, slot.holds(count)
      else { break }
      let text = unsafe SixteenBytes.known(texts.bytes, first)
      guard CellBytes.isHarmless(text[0]) else { break }
      unsafe target.storeBytes(of: text, toUncheckedByteOffset: place, as: SIMD16<UInt8>.self)
      place &+= end &- first
      var entry = unsafe cells.known[unchecked: Int(cells.before[unchecked: index])]
      entry.start &-= 1
      unsafe CellBytes.copyUnchecked(entry, of: cells.bytes, to: &target, at: &place)
      place = unsafe slot.write(to: &target, at: place)
      entry = unsafe cells.known[unchecked: Int(cells.after[unchecked: index])]
      entry.start &-= 1
      unsafe CellBytes.copyUnchecked(entry, of: cells.bytes, to: &target, at: &place)
      unsafe CellBytes.putUnchecked(UInt8(ascii: "\n"), in: &target, at: place &- 1)
      index &+= 1
    }
    return index
  }

  /// What has to be free where a record starts whose text is short, or where one goes on behind its
  /// text, beside the bytes of its entries.
  private static let recordRoom = 16 + DecimalText.room + 2 * PreparedCells.stretch + 2

  /// Makes sure that all `numbers` are from 0 to below `count`.
  private func require(_ numbers: Span<Int32>, below count: Int) {
    let most = Int32(clamping: count - 1)
    // PERF: one sign for all comparisons, without a branch and with vectors.
    var signs: Int32 = 0
    for index in numbers.indices { signs |= numbers[index] | (most &- numbers[index]) }
    precondition(signs >= 0, "numbers of what is there")
  }

  /// Writes a text of any length, and returns where it ends.
  @inline(never)
  private mutating func copyLong(
    _ text: Range<Int>, of texts: [UInt8], to target: inout MutableRawSpan, at place: Int
  ) -> Int {
    var end = place
    if CellBytes.copyPlain(text, of: texts.span, separator, to: &target, at: &end) { return end }
    return copyWithCare(texts[text], to: &target, at: place)
  }

  /// Writes a text that may need quotes, and returns where it ends.
  private mutating func copyWithCare(
    _ text: ArraySlice<UInt8>, to target: inout MutableRawSpan, at place: Int
  ) -> Int {
    var (writer, place) = (CSVWriter(separator: separator), place)
    writer.text(text)
    neutralizedCells += writer.neutralizedCells
    for byte in writer.bytes { CellBytes.put(byte, in: &target, at: &place) }
    return place
  }
}

// MARK: Columns

extension CSVPage {
  /// Adds a column of prepared cells, the entry of each row; an entry of several cells stands for
  /// as many columns.
  package mutating func add(prepared entries: [Int32]) {
    let base = beginColumn()
    let (bytes, neutralized) = prepared.sums(of: entries)
    let prepared = prepared.entries
    let (entries, known) = (entries.span, prepared.span)
    var places = places.mutableSpan
    for index in entries.indices {
      let entry = known[Int(entries[index])]
      places[base &+ index] = Place(start: entry.start, end: entry.end)
    }
    size += bytes
    neutralizedCells += neutralized
  }

  /// Adds a column of text cells, in quotes where they need them.
  package mutating func add(_ texts: TextColumn) {
    let base = beginColumn()
    makeRoom(2 * texts.bytes(of: rows).count + 4 * rows.count)
    var place = used
    let allRows = rows
    let (rows, source) = (allRows.span, texts.bytes.span)
    var (allPlaces, allCells) = takeBuffers()
    defer { (places, cells) = (allPlaces, allCells) }
    var places = allPlaces.mutableSpan
    var span = allCells.mutableSpan
    // INVARIANT: whatever is stored, each byte is a valid element.
    var target = unsafe span.mutableBytes
    for index in rows.indices {
      let text = texts.range(Int(rows[index]))
      let start = place
      if !CellBytes.copyPlain(text, of: source, separator, to: &target, at: &place) {
        place = copyWithCare(texts.bytes[text], to: &target, at: place)
      }
      CellBytes.put(separator, in: &target, at: &place)
      places[base &+ index] = Place(start: start, end: place)
    }
    size += place - used
    used = place
  }

  /// Adds a column of decimals; those whose `absence` is not 0 are empty.
  package mutating func add(_ scaled: [Int128], absence: [UInt8]) {
    add(scaled, absence) { DecimalText.write($0, to: &$1, at: $2) }
  }

  /// Adds a column of decimals that are counts of 10^-`places`, likewise.
  package mutating func add(_ counts: [Int64], places: Int, absence: [UInt8]) {
    let unit = DecimalText.Unit(places: places)
    add(counts, absence) { DecimalText.write($0, of: unit, to: &$1, at: $2) }
  }

  /// Adds a column of decimals that are counts of 10^-`places`, likewise.
  package mutating func add(_ counts: [Int32], places: Int, absence: [UInt8]) {
    let unit = DecimalText.Unit(places: places)
    add(counts, absence) { DecimalText.write(Int64($0), of: unit, to: &$1, at: $2) }
  }

  @inline(__always)
  private mutating func add<Figure>(
    _ figures: [Figure], _ absence: [UInt8],
    _ write: (Figure, inout MutableRawSpan, Int) -> Int
  ) {
    let base = beginColumn()
    makeRoom((DecimalText.room + 1) * rows.count)
    var place = used
    let allRows = rows
    let (rows, figures, absence) = (allRows.span, figures.span, absence.span)
    var (allPlaces, allCells) = takeBuffers()
    defer { (places, cells) = (allPlaces, allCells) }
    var places = allPlaces.mutableSpan
    var span = allCells.mutableSpan
    // INVARIANT: whatever is stored, each byte is a valid element.
    var target = unsafe span.mutableBytes
    for index in rows.indices {
      let row = Int(rows[index])
      let start = place
      if absence[row] == 0 {
        place = write(figures[row], &target, place)
      }
      CellBytes.put(separator, in: &target, at: &place)
      places[base &+ index] = Place(start: start, end: place)
    }
    size += place - used
    used = place
  }

  /// Adds a column of cells that `write` writes, one for each row.
  package mutating func add(by write: (_ row: Int, inout CSVWriter) -> Void) {
    let base = beginColumn()
    for (index, row) in rows.enumerated() {
      var writer = CSVWriter(separator: separator)
      write(Int(row), &writer)
      neutralizedCells += writer.neutralizedCells
      makeRoom(writer.bytes.count + 1)
      let start = used
      for byte in writer.bytes + [separator] {
        cells[used] = byte
        used += 1
      }
      places[base + index] = Place(start: start, end: used)
      size += used - start
    }
  }
}
