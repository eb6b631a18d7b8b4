// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours treats a warning as an error; dependencies are left as they are.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// Homebrew keeps readline out of the way of the system's own; Debian's needs no pointing to.
#if os(macOS)
    let readlinePackage: String? = "readline"
#else
    let readlinePackage: String? = nil
#endif

/// Each is a file, embedded so that the program stands alone; `HostModels.swift` lists them again, by what they are embedded as.
let hostModels = [
    "classroom", "pentium3-2001", "prescott-2005", "merom-2006", "penryn-2008", "nehalem-2009", "westmere-2010", "sandybridge-2011",
]

let package = Package(
    name: "ringside",
    platforms: [.macOS("26.0")],
    products: [.executable(name: "ringside", targets: ["ringside"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .target(name: "ISA", exclude: ["REFERENCE.md"], swiftSettings: strict),
        .target(name: "Assembler", dependencies: ["ISA"], swiftSettings: strict),
        .target(name: "Machine", dependencies: ["ISA"], swiftSettings: strict),
        .target(name: "Devices", dependencies: ["Machine"], swiftSettings: strict),
        .target(name: "VMM", dependencies: ["ISA", "Machine", "Devices"], swiftSettings: strict),
        .target(name: "Engines", dependencies: ["VMM"], swiftSettings: strict),
        .target(
            name: "Playground",
            dependencies: ["Assembler", "Engines", .product(name: "Yams", package: "Yams")],
            resources: hostModels.map { .embedInCode("HostModels/\($0).yml") },
            swiftSettings: strict),
        .target(
            name: "Teaching", dependencies: ["Playground", .product(name: "Yams", package: "Yams")], swiftSettings: strict),
        .systemLibrary(
            name: "CReadline", pkgConfig: readlinePackage, providers: [.apt(["libreadline-dev"]), .brew(["readline"])]),
        .executableTarget(
            name: "ringside",
            dependencies: ["Teaching", "CReadline", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict),
        .testTarget(
            name: "RingsideTests",
            dependencies: ["ringside", "Teaching", "Playground", "Engines", "Assembler", "Devices", "Machine", "ISA"],
            path: "Tests",
            exclude: ["AttackTests/Programs", "ConformanceTests/Programs", "TranslationTests/Golden", "WorkbenchTests/Dialogues"],
            swiftSettings: strict),
    ]
)
