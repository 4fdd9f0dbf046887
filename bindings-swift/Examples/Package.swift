// swift-tools-version: 6.0
import PackageDescription

let veniceKeys = Target.Dependency.product(name: "VeniceKeys", package: "VeniceKeys")

let package = Package(
    name: "Examples",
    platforms: [.iOS(.v17), .macOS(.v14)],
    dependencies: [.package(name: "VeniceKeys", path: "..")],
    targets: [
        // The main jobs, one after the other: `make demo-swift`.
        .executableTarget(name: "Tour", dependencies: [veniceKeys]),
        // A SwiftUI screen and its view model on the main actor.
        .target(name: "KeysScreen", dependencies: [veniceKeys]),
        // The same program with and without the package, for scripts/size.sh.
        .executableTarget(name: "SizeWith", dependencies: [veniceKeys]),
        .executableTarget(name: "SizeWithout"),
    ],
    swiftLanguageModes: [.v6]
)
