/// Paths as text: nothing here looks at the file system.
package enum Paths {
  /// The part before the last separator, with it; empty for a bare name.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  /// The part after the last separator.
  package static func shown(_ path: String) -> String {
    path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
  }

  package static func join(_ folder: String, _ path: String) -> String {
    path.hasPrefix("/") || path == "-" ? path : folder + path
  }
}
