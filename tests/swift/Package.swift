// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "VeniceKeysTests",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "VeniceKeys", path: "../../bindings-swift")],
    targets: [
        .testTarget(
            name: "VeniceKeysTests",
            dependencies: [.product(name: "VeniceKeys", package: "VeniceKeys")]
        )
    ],
    swiftLanguageModes: [.v6]
)
