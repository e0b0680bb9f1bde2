// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Loops for processors with vectors of 64 bytes. All else is for any processor, and asks which this
// is before it calls them. They are optimised in every build, so that tests run the same code.
#if arch(x86_64)
  let wide = ["avx512bw", "avx512dq", "avx512vl", "avx512vbmi2", "bmi2", "popcnt"]
  let wideSettings: [SwiftSetting] = [
    .unsafeFlags(["-O"] + wide.flatMap { ["-Xcc", "-m\($0)"] })
  ]
#else
  let wideSettings: [SwiftSetting] = []
#endif

/// A library of the single chain kamc → Driver → Engine → Language → Tables → Diagnostics, or of the loops
/// beside it.
func library(_ name: String, over dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, of dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "kamc",
  targets: [
    library("Diagnostics", over: []),
    library("RowLoops", over: []),
    .target(
      name: "WideLoops", dependencies: ["RowLoops"], swiftSettings: settings + wideSettings),
    library("Tables", over: ["WideLoops", "Diagnostics"]),
    library("Language", over: ["Tables", "Diagnostics"]),
    library("Engine", over: ["Language", "Tables", "RowLoops", "WideLoops", "Diagnostics"]),
    library("Driver", over: ["Engine", "Language", "Tables", "Diagnostics"]),
    .executableTarget(
      name: "kamc", dependencies: ["Driver", "Engine", "Language", "Tables", "Diagnostics"],
      // Where a thread may run is a call of Linux that the C library shows when asked.
      swiftSettings: settings + [
        .unsafeFlags(["-Xcc", "-D_GNU_SOURCE"], .when(platforms: [.linux]))
      ],
      // Loading the runtime's libraries takes longer than a small run.
      linkerSettings: [
        .unsafeFlags(
          ["-static-stdlib"], .when(platforms: [.linux], configuration: .release))
      ]),
    .executableTarget(
      name: "benchmarks", dependencies: ["TestSupport"], path: "Tests/Benchmarks",
      swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: ["Language", "Tables", "Diagnostics"],
      path: "Tests/Support", swiftSettings: settings),
    tests("ReferenceTests", of: ["TestSupport", "Language", "Tables", "Diagnostics"]),
    tests(
      "PropertyTests",
      of: ["TestSupport", "Engine", "Language", "Tables", "Diagnostics"]),
    tests(
      "AcceptanceTests",
      of: ["TestSupport", "Driver", "Engine", "Language", "Tables", "Diagnostics"]),
    tests("TablesTests", of: ["TestSupport", "Tables", "Diagnostics"]),
    tests("LanguageTests", of: ["TestSupport", "Language", "Tables", "Diagnostics"]),
    tests(
      "EngineTests", of: ["TestSupport", "Engine", "Driver", "Language", "Tables", "Diagnostics"]),
    tests("CommandLineTests", of: ["kamc", "Driver", "Diagnostics"]),
    tests(
      "DriverTests",
      of: ["TestSupport", "Driver", "Engine", "Language", "Tables", "Diagnostics"]),
    tests(
      "ConformanceTests",
      of: ["TestSupport", "Driver", "Engine", "Language", "Tables", "Diagnostics"]),
  ],
  swiftLanguageModes: [.v6]
)
