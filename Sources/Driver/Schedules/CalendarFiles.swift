import Diagnostics
import Engine
import Language
import Tables

/// A file to be written into a folder.
package struct NamedFile: Sendable {
  package var name: String
  package var bytes: [UInt8]
}

/// The calendar files of a run: one for all, one for each person, one for each invitation.
package struct CalendarFiles: Sendable {
  private let run: Run
  private let organizer: MailAddress?
  /// By review, what is to be done after it.
  private let notes: [String: [String]]

  package init(_ run: Run, organizer: MailAddress?) {
    self.run = run
    self.organizer = organizer
    var notes: [String: [String]] = [:]
    for item in ReviewActions(run).items.sorted(by: { ($0.due ?? .last) < ($1.due ?? .last) }) {
      guard case .review(_, let uid, _, _) = item.cause else { continue }
      let due = item.due.map { " until \($0.words)" } ?? ""
      notes[uid, default: []].append(item.words + due + (item.by.map { ", \($0)" } ?? ""))
    }
    self.notes = notes
  }

  private var writer: ScheduleICS {
    ScheduleICS(
      agreement: run.evaluation.program.agreement.name, asOf: run.evaluation.asOf,
      zone: run.evaluation.program.calendar?.zone, organizer: organizer, notes: notes)
  }

  /// The reviews that `people` attend, or all of them where nobody is named.
  package func published(for people: [String] = []) -> [UInt8] {
    let schedule = run.schedule
    return writer.published(people.isEmpty ? schedule : schedule.attended(by: Set(people)))
  }

  /// One file for each person who attends a review.
  package var personal: [NamedFile] {
    var schedules: [String: Schedule] = [:]
    for review in run.schedule.reviews {
      for person in review.attendees {
        schedules[person, default: Schedule()].reviews.append(review)
      }
    }
    for review in run.schedule.cancelled + run.schedule.withdrawn {
      for person in review.attendees {
        schedules[person, default: Schedule()].cancelled.append(review)
      }
    }
    let people = run.attendees
    let names = FileName.names(for: people, ending: ".ics")
    return zip(names, people).map { name, person in
      NamedFile(name: name, bytes: writer.published(schedules[person] ?? Schedule()))
    }
  }

  /// One file for each review to which somebody can be invited, or whose invitation is cancelled.
  package func invitations() -> (files: [NamedFile], diagnostics: [Diagnostic]) {
    let book = AddressBook(run.evaluation)
    var files: [(name: String, uid: String, bytes: [UInt8])] = []
    var unreachable: [ScheduledReview] = []
    for (reviews, method, remark) in [
      (run.schedule.reviews, ScheduleICS.Method.request, ""),
      (run.schedule.cancelled, .cancel, ""),
      // The others are still invited to it.
      (run.schedule.withdrawn, .cancel, " Without You"),
    ] {
      for review in reviews {
        let guests = review.attendees.compactMap { name in
          book[name].map { ScheduleICS.Guest(name: name, address: $0) }
        }
        if guests.isEmpty {
          if method == .request { unreachable.append(review) }
        } else {
          let name = "\(review.planned) \(review.account) \(review.review)\(remark)"
          files.append((name, review.uid, writer.message(method, review, to: guests)))
        }
      }
    }
    let counts = Dictionary(files.map { ($0.name, 1) }, uniquingKeysWith: +)
    // An account and a review can together be called what others are.
    let texts = files.map { counts[$0.name] == 1 ? $0.name : "\($0.name) \($0.uid)" }
    let names = FileName.names(for: texts, ending: ".ics")
    let problems = InvitationProblems(run, book, unreachable: unreachable).diagnostics
    return (zip(names, files).map { NamedFile(name: $0, bytes: $1.bytes) }, problems)
  }
}

/// Whom invitations do not reach.
private struct InvitationProblems {
  let run: Run
  let book: AddressBook
  let unreachable: [ScheduledReview]

  init(_ run: Run, _ book: AddressBook, unreachable: [ScheduledReview]) {
    self.run = run
    self.book = book
    self.unreachable = unreachable
  }

  var diagnostics: [Diagnostic] {
    [badAddresses, peopleWithout, nobodyInvited].compactMap { $0 }
  }

  private var badAddresses: Diagnostic? {
    guard let first = book.unusable.first else { return nil }
    let more = book.unusable.count - 1
    return Diagnostic(
      .badAddress, .warning,
      "`\(Printable.escaped(first.text, limit: 60))` of \(Printable.escaped(first.name, limit: 60)) "
        + "in `\(first.table)` is no address to send mail to"
        + (more > 0 ? ", nor are \(more) more" : ""),
      at: nil, help: "write it like `anna@example.com`")
  }

  private var peopleWithout: Diagnostic? {
    let attendees = Set(run.schedule.reviews.flatMap(\.attendees))
    let without = run.attendees.filter { attendees.contains($0) && book[$0] == nil }
    guard !without.isEmpty else { return nil }
    let names = NameList.text(Array(without.indices)) {
      Printable.escaped(without[$0], limit: 60)
    }
    let hasColumn = !run.evaluation.program.addresses.isEmpty
    return Diagnostic(
      .noAddress, .warning,
      "\(Count.of(without.count, "person", plural: "people")) cannot be invited for want of an "
        + "address: \(names)",
      at: nil,
      help: hasColumn
        ? "add them to a table with a field `email`, whose key is the name"
        : "declare `email : text optional` in the table of people, whose key is the name")
  }

  private var nobodyInvited: Diagnostic? {
    guard let first = unreachable.first else { return nil }
    let count = unreachable.count
    return Diagnostic(
      .nobodyInvited, .warning,
      "\(Count.of(count, "review", grouped: true)) \(count == 1 ? "has" : "have") no invitation, "
        + "since nobody of those who attend has an address; the first is "
        + "\(Printable.escaped(first.review, limit: 60)) of "
        + "\(Printable.escaped(first.account, limit: 60)) on \(first.date.words)",
      at: nil, help: "give at least one of those who attend an address")
  }
}

extension Count {
  static func of(_ count: Int, _ noun: String, plural: String) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural)"
  }
}
