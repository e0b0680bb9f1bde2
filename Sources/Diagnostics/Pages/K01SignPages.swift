/// How an agreement is written: letters, signs and the kind of file.
extension CodePage {
  static let signs: [CodePage] = [
    CodePage(
      .unexpectedByte, "A sign that means nothing here",
      """
      The marked sign is no part of the language. Inside quotes and comments every
      sign is welcome.
      """,
      wrong: "let square = fit ^ 2",
      right: "let square = fit * fit",
      remedy: "delete the sign, or write what the help line says."),
    CodePage(
      .unclosedText, "A text without its closing quote",
      """
      A text stands between two quotes, `"`, on one line. Here the line ends before
      the second one.
      """,
      wrong: #"tier Key { when country = "Norway }"#,
      right: #"tier Key { when country = "Norway" }"#,
      remedy: "write `\"` where the text ends. A quote inside a text is written twice: `\"\"`."),
    CodePage(
      .foreignSign, "A sign of another notation",
      """
      Spreadsheets, mathematics and programming write some things differently. The
      sign is understood, and one way of writing it keeps agreements alike.
      """,
      wrong: #"tier Key { when revenue => 5M && country == "DE" }"#,
      right: #"tier Key { when revenue >= 5M and country = "DE" }"#,
      remedy: "write the sign that the help line names."),
    CodePage(
      .foreignQuotes, "Quotes of another kind",
      """
      Texts stand between straight double quotes, `"`. Word processors turn them into
      curly ones, and some spreadsheets use single ones.
      """,
      wrong: "tier Key { when country = ‘DE’ }",
      right: #"tier Key { when country = "DE" }"#,
      remedy: """
        write `"` on both sides. A plain text editor does not change quotes while you
        type.
        """),
    CodePage(
      .foreignEncoding, "A file that is not stored as UTF-8",
      """
      Letters such as `ü` are stored in different ways. Agreements use UTF-8, which is
      what most programs write today.
      """,
      remedy: """
        open the file in your editor and save it again with the encoding
        "UTF-8" (sometimes under "Save as").
        """),
    CodePage(
      .lookAlikeLetters, "A word with letters that only look right",
      """
      Some letters of the Cyrillic and Greek alphabets look exactly like Latin ones.
      The word looks like a known name and is another. This happens when text is
      copied, or the keyboard is switched in the middle of a word.
      """,
      wrong: "let large = r\u{435}venue >= 5M",
      right: "let large = revenue >= 5M",
      remedy: "delete the word and type it anew."),
    CodePage(
      .invisibleCharacter, "A character that nobody can see",
      """
      Some characters take no room, or turn the direction of the text around them, so
      that an agreement could say something else than it shows. They slip in when text
      is copied from web pages and mails. They are not allowed anywhere in an
      agreement, not even in texts and comments.
      """,
      remedy: """
        delete the character: place the cursor behind the marked spot, press
        backspace until the letter before it is gone, and type that letter again.
        """),
    CodePage(
      .notAnAgreement, "A file of another kind",
      """
      The file is a table, a document or a picture, and an agreement is plain text. It
      may be that two files stand in the wrong order, or that the agreement was saved
      by a word processor.
      """,
      remedy: """
        name the agreement first and the accounts second, and save agreements
        as plain text.
        """),
    CodePage(
      .emptyAgreement, "A file that declares nothing",
      """
      The file is empty, or has nothing but comments. An agreement declares at least
      its name, the columns of the accounts, and its tiers.
      """,
      remedy: """
        let `kamc init accounts.csv` print an agreement to start from, or begin with these:

            agreement "Key accounts 2027" { as of 2027-04-01 }
            accounts { id : text key; revenue : money }
            tier Key  { when revenue >= 5M }
            tier Rest { otherwise }
        """),
  ]
}
