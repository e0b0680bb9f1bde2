import Diagnostics
import Engine
import Language
import Tables

/// How tests came out, for programs.
package enum ExampleJSON {
  package static func render(_ reports: [ExampleReport]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("format", 1)
      json.array("agreements", reports) { json, report in
        json.object { write(report, to: &$0) }
      }
    }
    return json.bytes + Array("\n".utf8)
  }

  /// Returns an object with tests in the agreement's notation.
  package static func render(boundaries text: String) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("format", 1)
      json.member("boundaries", text)
    }
    return json.bytes + Array("\n".utf8)
  }

  private static func write(_ report: ExampleReport, to json: inout JSONWriter) {
    json.member("name", report.name)
    json.member("file", report.file)
    json.array("tests", report.tests) { json, test in
      json.object { write(test, to: &$0) }
    }
    json.array("accounts", report.accounts) { json, account in
      json.object { json in
        json.member("account", account.account)
        json.member("line", account.line)
        json.member("expected", account.expected)
        json.member("tier", account.tier)
        json.member("holds", account.holds)
        json.member("because", account.because)
      }
    }
    json.member("unchecked", report.unchecked)
    json.array("conditions", report.conditions) { json, condition in
      json.object { json in
        json.member("clause", condition.clause.text)
        json.member("line", condition.clause.line)
        json.member("yes", condition.wasYes)
        json.member("no", condition.wasNo)
        json.member("unknown", condition.wasUnknown)
      }
    }
    guard let changes = report.changes else { return }
    json.array("changes", changes) { json, change in
      json.object { json in
        json.member("clause", change.clause.text)
        json.member("line", change.clause.line)
        write(change.part, to: &json)
        json.member("noticed", change.isNoticed)
      }
    }
  }

  private static func write(_ part: RuleChange.Part, to json: inout JSONWriter) {
    switch part {
    case .sign(let old, let new):
      json.member("from", old)
      json.member("to", new)
    case .value(let old, let new), .weight(_, let old, let new):
      json.key("from")
      json.value(old)
      json.key("to")
      json.value(new)
    }
  }

  private static func write(_ test: ExampleReport.Test, to json: inout JSONWriter) {
    json.member("label", test.label)
    json.member("line", test.line)
    json.member("holds", test.holds)
    json.member("tier", test.tier)
    json.member("leftOut", test.isLeftOut)
    json.member("needs", test.needs?.text)
    json.key("reason")
    if let reason = test.reason { write(reason, to: &json) } else { json.null() }
    json.array("expectations", test.expectations) { json, expectation in
      json.object { json in
        json.key("clause")
        write(expectation.clause, to: &json)
        json.member("holds", expectation.holds == true)
        json.member("undecided", expectation.holds == nil)
        json.array("wanted", expectation.wanted) { write($1, to: &$0) }
      }
    }
  }

  private static func write(_ clause: ExampleReport.Clause, to json: inout JSONWriter) {
    json.object { json in
      json.member("text", clause.text)
      json.member("line", clause.line)
      json.array("figures", clause.figures) { json, figure in
        json.object { json in
          json.member("name", figure.name)
          json.key("value")
          if let value = figure.value { json.value(value) } else { json.null() }
        }
      }
    }
  }
}
