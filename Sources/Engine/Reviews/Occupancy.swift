import Tables

/// When people are busy, in slots of a quarter of an hour.
///
/// Every meeting starts on the grid, so two meetings overlap exactly when they share a slot, even
/// if one ends within it.
struct Occupancy {
  static let slotMinutes = 15

  private struct PersonDay: Hashable {
    var person: Int
    var day: Day
  }

  /// A bit per slot of the day.
  private var slots: [PersonDay: UInt128] = [:]

  /// Returns the slots in which `person` is busy on `day`.
  func busy(_ person: Int, on day: Day) -> UInt128 {
    slots[PersonDay(person: person, day: day), default: 0]
  }

  /// Marks the slots of a meeting.
  mutating func occupy(_ people: [Int], on day: Day, from slot: Int, length: Int) {
    let meeting = (((1 as UInt128) << length) - 1) << slot
    for person in people { slots[PersonDay(person: person, day: day), default: 0] |= meeting }
  }

  /// Clears the slots of a meeting.
  mutating func vacate(_ people: [Int], on day: Day, from slot: Int, length: Int) {
    let meeting = (((1 as UInt128) << length) - 1) << slot
    for person in people { slots[PersonDay(person: person, day: day), default: 0] &= ~meeting }
  }
}

/// The slots at which a meeting of some length can start within the working hours.
struct MeetingSlots {
  /// The number of slots that the meeting touches.
  let length: Int
  /// A bit per slot at which the meeting can start.
  private let starts: UInt128

  init(minutes: Int, within hours: WorkingHours) {
    let (step, minutes) = (Occupancy.slotMinutes, max(minutes, 1))
    let last = min(hours.to, 24 * 60) - minutes
    let first = (max(hours.from, 0) + step - 1) / step
    var starts: UInt128 = 0
    for slot in stride(from: first, through: last >= 0 ? last / step : -1, by: 1) {
      starts |= (1 as UInt128) << slot
    }
    self.starts = starts
    length = starts == 0 ? 0 : max(1, (minutes + step - 1) / step)
  }

  var isEmpty: Bool { starts == 0 }

  /// Returns the slot that starts so many minutes after midnight, if the meeting can start then.
  func slot(at minutes: Int) -> Int? {
    guard minutes % Occupancy.slotMinutes == 0, (0..<24 * 60).contains(minutes) else { return nil }
    let slot = minutes / Occupancy.slotMinutes
    return starts & (1 as UInt128) << slot == 0 ? nil : slot
  }

  /// `true` iff the meeting meets no busy slot where it starts at `slot`.
  func isFree(_ slot: Int, avoiding busy: UInt128) -> Bool {
    ((((1 as UInt128) << length) - 1) << slot) & busy == 0
  }

  /// Returns the first slot at which the meeting meets no busy slot.
  func firstStart(avoiding busy: UInt128) -> Int? {
    var possible = starts
    for offset in 0..<length { possible &= ~(busy >> offset) }
    return possible == 0 ? nil : possible.trailingZeroBitCount
  }
}
