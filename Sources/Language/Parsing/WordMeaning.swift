import Diagnostics

/// What the parser asks of a word again and again.
struct WordMeaning {
  /// The word or, where its bytes have been reported, what they mean.
  private(set) var text = ""
  /// `true` iff the word is never a name.
  private(set) var isReserved = false
  /// The operator that it is, in whatever case it is written.
  private(set) var binaryOperator: BinaryOperator?
  /// The declaration that it starts.
  private(set) var declaration: DeclarationWord?

  /// The meaning of nothing.
  init() {}

  init(_ spelling: String) {
    text = WordMeaning.text(meantBy: spelling)
    declaration = DeclarationWord(rawValue: text)
    // Longer words are no operators.
    let length = text.utf8.count
    if length <= 9 { isReserved = ReservedWord.all.contains(text) }
    if length <= 3, text.utf8.allSatisfy(\.isLetter) {
      binaryOperator = BinaryOperator(rawValue: text.lowercased())
    }
  }

  /// Returns the word that `text` is or, where it has been reported, means.
  private static func text(meantBy text: String) -> String {
    guard text.utf8.contains(where: { !$0.isWordByte }) else { return text }
    if let sign = ForeignSign.all.first(where: { $0.spelling == text }) { return sign.meant }
    let visible = text.unicodeScalars.filter { !$0.isInvisible }
    let word = String(String.UnicodeScalarView(visible))
    return LookAlike.stranger(in: word) == nil ? word : LookAlike.latin(word)
  }
}

/// The meanings of the words of one text.
///
/// PERF: a long agreement says few words many times; each is looked at once, and found again by its
/// bytes as one number.
struct WordMeanings {
  private var known: [UInt128: WordMeaning] = [:]

  /// Returns what the word at `range` means.
  mutating func meaning(of range: SourceRange, in source: SourceText) -> WordMeaning {
    guard let bytes = WordMeanings.packed(source.bytes, range.offsets) else {
      return WordMeaning(source.text(of: range))
    }
    if let meaning = known[bytes] { return meaning }
    let meaning = WordMeaning(source.text(of: range))
    known[bytes] = meaning
    return meaning
  }

  /// Returns the bytes of a word as one number, or nil where they are too many.
  ///
  /// No two words have the same number: none starts with a byte of zeros.
  private static func packed(_ bytes: [UInt8], _ offsets: Range<Int>) -> UInt128? {
    guard offsets.count <= 16 else { return nil }
    var packed: UInt128 = 0
    for offset in offsets { packed = packed << 8 | UInt128(bytes[offset]) }
    return packed
  }
}
