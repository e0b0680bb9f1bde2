import Driver
import Tables

/// The files of one folder; a file that is absent is cooked from `FILE.recipe` where there is one.
struct FolderFiles: FileAccess {
  var folder: String

  func open(_ path: String) throws(ReadProblem) -> any ByteSource {
    let whole = "\(folder)/\(path)"
    if let bytes = try? Folder.bytes(whole) { return MemorySource(bytes) }
    if let recipe = try? Folder.text(whole + ".recipe") {
      return MemorySource(Array(Recipe.cook(recipe).utf8))
    }
    throw ReadProblem("there is no such file")
  }
}
