// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "VeniceKeysTests",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "VeniceKeys", path: "../../bindings-swift")],
    targets: [
        // Calls by their names, and results in one form, for the scenarios and the driver.
        .target(
            name: "Canonical",
            dependencies: [.product(name: "VeniceKeys", package: "VeniceKeys")]
        ),
        .executableTarget(name: "Driver", dependencies: ["Canonical"]),
        // Waves of tasks, cancelled and dropped: afterwards nothing more is held than before.
        .executableTarget(
            name: "Storm",
            dependencies: ["Canonical", .product(name: "VeniceKeys", package: "VeniceKeys")]
        ),
        // A process that starts sandboxes and ends none of them.
        .executableTarget(
            name: "Forgetful",
            dependencies: [.product(name: "VeniceKeysTesting", package: "VeniceKeys")]
        ),
        // What a test does in a process of its own.
        .executableTarget(
            name: "Apart",
            dependencies: [
                .product(name: "VeniceKeys", package: "VeniceKeys"),
                .product(name: "VeniceKeysTesting", package: "VeniceKeys"),
            ]
        ),
        .testTarget(
            name: "VeniceKeysTests",
            dependencies: [
                "Apart", "Canonical", "Forgetful",
                .product(name: "VeniceKeys", package: "VeniceKeys"),
                .product(name: "VeniceKeysTesting", package: "VeniceKeys"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
