internal import Language
internal import Tables

/// Which rows of the accounts' file belong together: a fact of the file, whatever its open cells
/// hold.
struct ReferenceGroups {
  /// By record, that of the account at the top; nil for one in a circle, or below one.
  var tops: [Int?]
  /// The fields that are the head's and lead to another row.
  var followed: [String]
}

extension ReferenceData {
  /// The table of the file's rows, where `accounts` are groups.
  static let members = "members"

  /// The table in which the rows of the accounts' file are.
  var fileOfAccounts: String { isGrouped ? ReferenceData.members : "accounts" }

  /// Lets accounts be groups by the field `parent`; the records of `alone` belong to no parent.
  mutating func formGroups(by parent: String, alone: Set<Int>, combined: Set<String>) {
    guard let file = asRead[ReferenceData.members] else { return }
    let rows = file.rows
    /// The record that stands above another: none for whom it is judged alone, whose parent is
    /// blank or nobody's, and whose row cannot be read or shares its key.
    func above(_ record: Int) -> Int? {
      let row = rows[record]
      guard !row.isLost, !alone.contains(record), case .text(let key)? = row.cells[parent] else {
        return nil
      }
      return rows.firstIndex { $0.key.map(ExactText.init) == key }
    }
    let tops = rows.indices.map { record -> Int? in
      var top = record
      for _ in rows.indices {
        guard let next = above(top) else { return top }
        top = next
      }
      return nil
    }
    let references = file.fields.keys.filter {
      file.target(of: $0) != nil && !combined.contains($0)
    }
    form(ReferenceGroups(tops: tops, followed: references.sorted()))
  }

  /// Returns the record of the group to which a row of the accounts' file belongs; nil for a row
  /// that is out.
  func group(of record: Int) -> Int? {
    guard let rows = tables[ReferenceData.members]?.rows, let top = groups?.tops[record] else {
      return nil
    }
    return rows[record].problem == nil && rows[top].problem == nil ? top : nil
  }

  /// Why a record of the accounts' file is no account of its own; nil for the head of a group.
  func problemOfGroup(at record: Int) -> String? {
    guard let top = groups?.tops[record] else { return "its parents come round in a circle" }
    let rows = tables[ReferenceData.members]?.rows ?? []
    if let problem = rows[record].problem { return problem }
    if top == record { return nil }
    return rows[top].problem == nil ? "a member of a group" : "the head of its group is rejected"
  }
}

extension ReferenceData {
  /// Returns the records of `table` that count; of the accounts' file, those of members.
  func accepted(_ table: String) -> [Int] {
    let rows = tables[table]?.rows ?? []
    return rows.indices.filter { record in
      table == ReferenceData.members ? group(of: record) != nil : rows[record].problem == nil
    }
  }
}
