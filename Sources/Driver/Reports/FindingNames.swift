import Engine
import Language
import Tables

/// The identities of findings, the same in every run for the same kind, label and row.
struct FindingNames: Sendable {
  /// By finding: its kind, and a digest of its label.
  private let stems: [String]

  init(_ program: CheckedProgram) {
    var seen: [String: Int] = [:]
    stems = program.findings.map { finding in
      let kind = finding.kindName
      let digest = SHA256.hexDigest(of: Array("\(kind) \(finding.label)".utf8)).prefix(12)
      let stem = "\(kind)-\(digest)"
      seen[stem, default: 0] += 1
      let count = seen[stem] ?? 1
      return count == 1 ? stem : "\(stem).\(count)"
    }
  }

  /// Returns the identity of a finding about the portfolio, or about the row called `row`.
  func id(_ finding: Int, row: String? = nil) -> String {
    row.map { "\(stems[finding])-\($0)" } ?? stems[finding]
  }
}

extension CheckedFinding {
  /// The word that declares it.
  var kindName: String { isRequirement ? "require" : "warn" }

  /// The table whose rows it is about; nil for the portfolio.
  var table: TableID? {
    switch scope {
    case .portfolio: nil
    case .tiers, .all: .accounts
    case .each(let table): table
    }
  }
}
