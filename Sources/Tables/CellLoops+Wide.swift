#if arch(x86_64)
  import WideLoops

  /// The loops that read cells eight at a time, on processors that have the vectors for it.
  ///
  /// Each takes as many rows as it can, lists those of them whose cells it does not know, such as all in
  /// quotes, and returns the row after them.
  extension CellLoops {
    /// Reads figures; returns a bound of their magnitudes too.
    static func readWide(
      _ bytes: [UInt8], _ cells: ColumnCells, _ shape: FigureShape, _ values: inout [Int64],
      _ unread: inout RowList
    ) -> (union: UInt64, next: Int) {
      var union: UInt64 = 0
      var target = values.mutableSpan
      let next = takeEights(cells, of: bytes.span, &unread) { rows, list, filled in
        let read = FigureLoop.read(
          shape.form, bytes.span, cells.ends.span, rows, into: &target, unread: &list, at: filled)
        union = read.union
        return read.next
      }
      return (union, next)
    }

    static func readWide(
      _ bytes: [UInt8], _ cells: ColumnCells, days values: inout [Int32], _ unread: inout RowList
    ) -> Int {
      var target = values.mutableSpan
      return takeEights(cells, of: bytes.span, &unread) { rows, list, filled in
        DayLoop.read(
          bytes.span, cells.ends.span, rows, into: &target, unread: &list, at: filled)
      }
    }

    static func readWide(
      _ bytes: [UInt8], _ cells: ColumnCells, truths values: inout [UInt8],
      _ unread: inout RowList
    ) -> Int {
      var target = values.mutableSpan
      return takeEights(cells, of: bytes.span, &unread) { rows, list, filled in
        TruthLoop.read(
          TruthText.form, bytes.span, cells.ends.span, rows, into: &target, unread: &list,
          at: filled)
      }
    }

    /// Lets `read` take as many rows as there are eight at a time with room before their cells' ends;
    /// lists those before them.
    private static func takeEights(
      _ cells: ColumnCells, of bytes: Span<UInt8>, _ unread: inout RowList,
      _ read: (WideRows, inout MutableSpan<Int32>, Int) -> Int
    ) -> Int {
      let roomy = cells.roomy(before: 16, behind: 0, in: bytes)
      let rows = roomy.lowerBound..<roomy.upperBound - roomy.count % 8
      unread.append(0..<rows.lowerBound)
      unread.fill { list, filled in read((rows, cells.first, cells.stride), &list, filled) }
      return rows.upperBound
    }
  }

  extension TruthText {
    /// All texts for loops over vectors of 64 bytes.
    fileprivate static let form: TruthLoop.Form = {
      var form = TruthLoop.Form(.zero, .zero, 0, multiplier)
      for (place, text) in all.enumerated() {
        form.words[place] = text.word
        form.exact[place] = text.exact
        form.truths |= text.truth << place
      }
      return form
    }()
  }
#else
  extension CellLoops {
    /// Takes no row.
    static func readWide<Value>(
      _ bytes: [UInt8], _ cells: ColumnCells, days values: inout [Value], _ unread: inout RowList
    ) -> Int { 0 }

    /// Takes no row.
    static func readWide<Value>(
      _ bytes: [UInt8], _ cells: ColumnCells, truths values: inout [Value],
      _ unread: inout RowList
    ) -> Int { 0 }
  }
#endif
