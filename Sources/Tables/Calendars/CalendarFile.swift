/// The events of an iCalendar file, as far as they say on which days something is.
package struct CalendarFile: Sendable {
  /// What cannot be read or understood.
  package struct Problem: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// An event without a date.
      case blankDate
      case unreadableDate(String)
      /// A rule of which a part has no meaning here.
      case unknownRule(part: String)
      /// A change of one day and all that follow it.
      case changeOfFollowing
      /// The file ends within a component.
      case unfinished(component: String)
      /// A component ends that has not begun.
      case strayEnd(component: String)
    }
    /// 1-based.
    package var line: Int
    package var kind: Kind
  }

  private struct Event {
    var uid = ""
    var sequence = 0
    /// The day of the series that this event replaces.
    var replaced: Day?
    var isCancelled = false
    var name = ""
    var start: CalendarDate?
    /// How many days it takes.
    var length: Int?
    var end: CalendarDate?
    var duration: String?
    var rules: [RecurrenceRule] = []
    var added: [Day] = []
    var removed: Set<Day> = []
    /// `true` iff a date has been reported.
    var isUnreadable = false
  }

  /// A day on which something is.
  package struct Entry: Hashable, Sendable {
    package var day: Day
    package var name: String
  }

  private var events: [Event] = []
  package private(set) var problems: [Problem] = []

  /// `true` iff the file cannot be whole.
  package var isBroken: Bool {
    problems.contains {
      switch $0.kind {
      case .unfinished, .strayEnd: true
      case .blankDate, .unreadableDate, .unknownRule, .changeOfFollowing: false
      }
    }
  }

  /// `true` iff the bytes are an iCalendar file, whatever it is called.
  package static func begins(_ bytes: some Sequence<UInt8>) -> Bool {
    var text = Array(bytes.prefix(64))
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    let start = text.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let sign = Array("begin:vcalendar".utf8)
    return start.count >= sign.count && zip(start, sign).allSatisfy { $0 | 0x20 == $1 }
  }

  /// Reads the bytes of a file.
  ///
  /// - Complexity: O(bytes).
  package init(_ bytes: [UInt8]) {
    var open: [(component: String, line: Int)] = []
    var event = Event()
    for line in ContentLine.lines(of: bytes) {
      let component = line.value.uppercased().filter { $0 != " " }
      switch line.name {
      case "BEGIN":
        open.append((component, line.line))
        if component == "VEVENT" { event = Event() }
      case "END":
        guard open.last?.component == component else {
          problems.append(Problem(line: line.line, kind: .strayEnd(component: component)))
          return
        }
        let (_, first) = open.removeLast()
        if component == "VEVENT" { finish(event, line: first) }
      default:
        if open.last?.component == "VEVENT" { read(line, into: &event) }
      }
    }
    if let (component, line) = open.last {
      problems.append(Problem(line: line, kind: .unfinished(component: component)))
    }
  }

  private mutating func finish(_ event: Event, line: Int) {
    var event = event
    guard let start = event.start else {
      if !event.isUnreadable { problems.append(Problem(line: line, kind: .blankDate)) }
      return
    }
    let duration = event.duration.flatMap { start.days(lasting: $0) }
    event.length = event.end.map { start.days(until: $0) } ?? duration ?? 1
    events.append(event)
  }

  private mutating func read(_ line: ContentLine, into event: inout Event) {
    switch line.name {
    case "UID": event.uid = line.value
    case "SEQUENCE": event.sequence = Int(line.value) ?? 0
    case "SUMMARY": if event.name.isEmpty { event.name = line.text }
    case "STATUS": event.isCancelled = line.value.uppercased() == "CANCELLED"
    case "DURATION":
      event.duration = line.value
    case "DTSTART":
      event.start = date(line.value, line, &event)
    case "DTEND":
      event.end = date(line.value, line, &event)
    case "RECURRENCE-ID":
      event.replaced = date(line.value, line, &event)?.day
      if line.parameters["RANGE"] != nil {
        problems.append(Problem(line: line.line, kind: .changeOfFollowing))
      }
    case "EXDATE": event.removed.formUnion(days(of: line, &event))
    case "RDATE": event.added += days(of: line, &event)
    case "RRULE":
      do throws(RecurrenceRule.Problem) {
        event.rules.append(try RecurrenceRule(line.value))
      } catch {
        problems.append(Problem(line: line.line, kind: .unknownRule(part: error.part)))
      }
    default: break
    }
  }

  private mutating func date(
    _ text: some StringProtocol, _ line: ContentLine, _ event: inout Event
  ) -> CalendarDate? {
    if let date = CalendarDate(text) { return date }
    event.isUnreadable = true
    problems.append(Problem(line: line.line, kind: .unreadableDate(String(text))))
    return nil
  }

  /// Returns the days of a list, and the first days of its spans of time.
  private mutating func days(of line: ContentLine, _ event: inout Event) -> [Day] {
    line.value.split(separator: ",").compactMap { part in
      let first = part.split(separator: "/", omittingEmptySubsequences: false)[0]
      return date(first, line, &event)?.day
    }
  }

  // MARK: Days

  /// Returns what is on the days of `span`, in the order of the file.
  ///
  /// Of the events with the same UID those with the highest SEQUENCE count; an event with a
  /// RECURRENCE-ID replaces the day of the series that it names.
  ///
  /// - Complexity: O(events × years).
  package func entries(over span: ClosedRange<Day>) -> [Entry] {
    let current = currentEvents
    var replaced: [String: Set<Day>] = [:]
    for event in current {
      if let day = event.replaced { replaced[event.uid, default: []].insert(day) }
    }
    let cancelled = Set(
      current.filter { $0.isCancelled && $0.replaced == nil && !$0.uid.isEmpty }.map(\.uid))
    var entries: [Entry] = []
    var seen: Set<Entry> = []
    for event in current where !event.isCancelled && !cancelled.contains(event.uid) {
      let others = event.replaced == nil ? replaced[event.uid] ?? [] : []
      for day in days(of: event, except: others, over: span) {
        let entry = Entry(day: day, name: event.name)
        if seen.insert(entry).inserted { entries.append(entry) }
      }
    }
    return entries
  }

  /// The events without those that newer ones supersede.
  private var currentEvents: [Event] {
    struct Place: Hashable {
      var uid: String
      var replaced: Day?
    }
    var newest: [Place: Int] = [:]
    for event in events where !event.uid.isEmpty {
      let place = Place(uid: event.uid, replaced: event.replaced)
      newest[place] = max(newest[place] ?? .min, event.sequence)
    }
    return events.filter { event in
      guard !event.uid.isEmpty else { return true }
      return newest[Place(uid: event.uid, replaced: event.replaced)] == event.sequence
    }
  }

  private func days(
    of event: Event, except others: Set<Day>, over span: ClosedRange<Day>
  ) -> [Day] {
    guard let start = event.start?.day, let length = event.length else { return [] }
    var firsts = [start] + event.added
    for rule in event.rules { firsts += rule.days(from: start, through: span.upperBound) }
    return Set(firsts).subtracting(event.removed).subtracting(others).sorted().flatMap { first in
      let from = max(first.number, span.lowerBound.number)
      let to = min(Int(first.number) + length - 1, Int(span.upperBound.number))
      return from <= to ? (Int(from)...to).map { Day(number: Int32($0)) } : []
    }
  }
}
