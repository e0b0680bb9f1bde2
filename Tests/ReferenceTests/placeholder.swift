@testable import TestSupport
