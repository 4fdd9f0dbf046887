// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Contender",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "VeniceKeys", path: "../../../../bindings-swift")],
    targets: [.executableTarget(name: "Contender", dependencies: ["VeniceKeys"])],
    swiftLanguageModes: [.v6]
)
