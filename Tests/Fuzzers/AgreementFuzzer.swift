import Diagnostics
import Language

/// Takes any bytes for an agreement: reads it, checks what it means, and lays it out.
///
/// A trap ends the fuzzer, which keeps the input that led to it.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryAgreement(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let source = source(of: Array(UnsafeBufferPointer(start: start, count: count)))
  let (tree, mistakes) = Parser.parse(source)
  precondition(mistakes.count <= Limits.mistakes + 1, "more mistakes than are listed")
  if tree.isUnderstood {
    let (_, problems) = Checker.check(tree)
    _ = DiagnosticRenderer.render(problems, useColor: false)
  }
  let shown = DiagnosticRenderer.render(mistakes, useColor: false)
  precondition(shown.isEmpty == mistakes.isEmpty, "a mistake is not shown")
  checkLayout(of: source)
  return 0
}

/// A text is refused for its mistakes, or has one layout that does not change when laid out again.
private func checkLayout(of text: SourceText) {
  let (form, problems) = Formatter.format(text)
  guard let form else {
    precondition(!problems.isEmpty, "refused without a reason")
    precondition(!problems.contains { $0.code == .unformattable }, "refused its own layout")
    return
  }
  precondition(Formatter.format(source(of: form)).text == form, "another layout the second time")
}

private func source(of bytes: [UInt8]) -> SourceText {
  SourceText(name: "criteria.kam", bytes: bytes)
}
