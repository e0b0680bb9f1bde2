import Diagnostics
import Driver
import Engine
import Tables
import Testing

/// Calendars of people and invitations follow what a later run changes.
@Suite("Calendar files")
struct CalendarFilesTests {
  private static let agreement = """
    agreement "Rope makers" { as of 2027-04-01 }
    accounts { id : text key; owner : text; key_account : yes/no }
    table people from "people.csv" { name : text key; email : text optional }
    tier Key { when key_account }
    tier Rest { otherwise }
    review "Talk" for Key every quarter { attended by owner, "Eva"; ahead 4 months }
    """

  private static let people = "name,email\nAnn,ann@example.com\nBen,ben@example.com\nEva,\n"

  /// Runs the agreement; `previous` is the result before.
  private func run(_ accounts: String, previous: String? = nil) async throws -> Run {
    var files = [
      "criteria.kam": Self.agreement, "accounts.csv": accounts, "people.csv": Self.people,
    ]
    files["last.json"] = previous
    var pipeline = Pipeline(files: MemoryFiles(files))
    var request = RunRequest(
      agreementPath: "criteria.kam", accountsPath: "accounts.csv",
      settings: WorkSettings(workers: 1))
    if previous != nil { request.previousPath = "last.json" }
    return try await pipeline.run(request)
  }

  private func text(_ file: NamedFile?) -> String {
    file.map { String(decoding: $0.bytes, as: UTF8.self).replacing("\r\n ", with: "") } ?? "no file"
  }

  private func calendars(_ run: Run) -> CalendarFiles {
    CalendarFiles(run, organizer: MailAddress("office@example.com"))
  }

  private let first = "id,owner,key_account\nA1,Ann,yes\nA2,Ben,yes\n"

  @Test func everybodyHasAFile() async throws {
    let run = try await run(first)
    let files = calendars(run).personal
    #expect(files.map(\.name) == ["Ann.ics", "Ben.ics", "Eva.ics"])
    let events = files.map { text($0).split(separator: "BEGIN:VEVENT").count - 1 }
    #expect(events == [2, 2, 4])
    #expect(files.allSatisfy { text($0).contains("METHOD:PUBLISH") })
    #expect(files.allSatisfy { !text($0).contains("ATTENDEE") })
    let (mail, problems) = calendars(run).invitations()
    #expect(mail.count == 4 && problems.map(\.code) == [.noAddress])
    #expect(mail.first?.name == "2027-04-01 A1 Talk.ics")
    #expect(text(mail.first).contains("METHOD:REQUEST\r\n"))
    #expect(text(mail.first).contains("mailto:ann@example.com\r\n"))
  }

  @Test("Who no longer attends is told, and so are those whose reviews are dropped")
  func changes() async throws {
    let before = try await run(first)
    let result = String(decoding: JSONReport.render(before), as: UTF8.self)
    let after = try await run(
      "id,owner,key_account\nA1,Ben,yes\nA2,Ben,no\n", previous: result)
    #expect(after.schedule.reviews.map(\.sequence) == [1, 1])
    #expect(after.schedule.cancelled.map(\.sequence) == [1, 1])
    #expect(after.schedule.withdrawn.map(\.attendees) == [["Ann"], ["Ann"]])
    let files = calendars(after).personal
    #expect(files.map(\.name) == ["Ann.ics", "Ben.ics", "Eva.ics"])
    let cancelled = files.map { text($0).split(separator: "STATUS:CANCELLED").count - 1 }
    #expect(cancelled == [2, 2, 2])
    let (mail, _) = calendars(after).invitations()
    let methods = mail.map { file in
      text(file).contains("METHOD:CANCEL\r\n") ? "\(file.name) cancels" : "\(file.name) invites"
    }
    #expect(methods.count { $0.hasSuffix("invites") } == 2)
    #expect(methods.filter { $0.contains("2027-04-01") && $0.hasSuffix("cancels") }.count == 2)
    let uninvited = mail.filter { text($0).contains("METHOD:CANCEL") && text($0).contains("ann@") }
    #expect(uninvited.count == 2 && uninvited.allSatisfy { !text($0).contains("ben@") })
    #expect(Set(mail.map(\.name)).count == mail.count)
  }

  @Test func nothingChanges() async throws {
    let before = try await run(first)
    let result = String(decoding: JSONReport.render(before), as: UTF8.self)
    let after = try await run(first, previous: result)
    #expect(after.schedule.withdrawn.isEmpty && after.schedule.cancelled.isEmpty)
    #expect(calendars(after).personal.map(\.bytes) == calendars(before).personal.map(\.bytes))
  }
}
