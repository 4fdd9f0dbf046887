// swift-tools-version: 6.0
import PackageDescription

// The Rust half: on Linux a static library and its header, built by scripts/generate.sh; for
// Apple's platforms an XCFramework, built by scripts/xcframework.sh.
#if os(Linux)
    let rust = Target.systemLibrary(name: "VeniceKeysFFI")
    // `release` is what people link; the tests link `debug`, which builds faster.
    let profile = Context.environment["VENICE_KEYS_PROFILE"] ?? "release"
    let linking: [LinkerSetting] = [
        .unsafeFlags(["-L", "\(Context.packageDirectory)/lib/\(profile)"]),
        .linkedLibrary("venice_keys_swift"),
    ]
    // Nothing here is worth its bytes in speed: calls wait for a server.
    let compiling: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]
#else
    let rust = Target.binaryTarget(name: "VeniceKeysFFI", path: "VeniceKeysFFI.xcframework")
    let linking: [LinkerSetting] = [
        .linkedFramework("CoreFoundation"),
        .linkedFramework("Security"),
    ]
    let compiling: [SwiftSetting] = []
#endif

let package = Package(
    name: "VeniceKeys",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "VeniceKeys", targets: ["VeniceKeys"]),
        // For tests on Linux and macOS: starts the sandbox that is installed.
        .library(name: "VeniceKeysTesting", targets: ["VeniceKeysTesting"]),
    ],
    targets: [
        rust,
        // uniffi's Swift as it is, which scripts/generate.sh writes: only VeniceKeys imports it.
        .target(
            name: "VeniceKeysCore", dependencies: ["VeniceKeysFFI"],
            swiftSettings: compiling, linkerSettings: linking),
        .target(name: "VeniceKeys", dependencies: ["VeniceKeysCore"], swiftSettings: compiling),
        .target(name: "VeniceKeysTesting", dependencies: ["VeniceKeys"]),
    ],
    swiftLanguageModes: [.v6]
)
