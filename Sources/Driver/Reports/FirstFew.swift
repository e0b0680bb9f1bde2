extension Sequence {
  /// Returns the first `count` items in an order in which no two are equal.
  ///
  /// - Complexity: O(n) comparisons where `count` is small beside the items, O(n log n) for all.
  func first(_ count: Int, _ isAhead: (Element, Element) -> Bool) -> [Element] {
    guard count > 0 else { return [] }
    var kept: [Element] = []
    // Of twice as many the worse half goes, so that each item is moved a few times at most.
    let most = count > underestimatedCount ? Int.max : 2 * count
    var last: Element?
    for item in self {
      if let last, isAhead(last, item) { continue }
      kept.append(item)
      guard kept.count >= most else { continue }
      kept.sort(by: isAhead)
      kept.removeLast(kept.count - count)
      last = kept.last
    }
    kept.sort(by: isAhead)
    return Array(kept.prefix(count))
  }
}
