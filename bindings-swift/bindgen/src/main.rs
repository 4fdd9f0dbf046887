//! Writes `VeniceKeys.swift`, the C header and the module map from the static library.
//!
//! ```sh
//! venice-keys-swift-bindgen LIBRARY CONFIG SWIFT_FOLDER HEADER_FOLDER
//! ```
//!
//! uniffi declares everything public, its own plumbing too. What isn't for people is narrowed to
//! the module here, so that completion and documentation show only what is. What the core hands
//! over is read with `Sources/VeniceKeys/Reader.swift` instead of uniffi's slow means, and texts,
//! which may be secrets, cross without a copy that stays (`Sources/VeniceKeys/Texts.swift`).

use std::fs;

use anyhow::{Context, Result, bail};
use camino::Utf8PathBuf;
use uniffi_bindgen::bindings::{SwiftBindingsOptions, generate_swift_bindings};

/// Types of ours that only the hand-written layer uses start with this.
const OURS: &str = "Core";

fn main() -> Result<()> {
    let arguments: Vec<Utf8PathBuf> = std::env::args().skip(1).map(Utf8PathBuf::from).collect();
    let [library, config, swift, headers] = &arguments[..] else {
        bail!("usage: venice-keys-swift-bindgen LIBRARY CONFIG SWIFT_FOLDER HEADER_FOLDER");
    };
    let options = |out_dir: &Utf8PathBuf| SwiftBindingsOptions {
        source: library.clone(),
        config: Some(config.clone()),
        out_dir: out_dir.clone(),
        ..SwiftBindingsOptions::default()
    };
    generate_swift_bindings(SwiftBindingsOptions {
        generate_swift_sources: true,
        ..options(swift)
    })?;
    generate_swift_bindings(SwiftBindingsOptions {
        generate_headers: true,
        ..options(headers)
    })?;
    // uniffi's own map names Darwin's modules, which Linux doesn't have.
    fs::write(
        headers.join("module.modulemap"),
        "module VeniceKeysFFI {\n    header \"VeniceKeysFFI.h\"\n    export *\n}\n",
    )?;

    let source = swift.join("VeniceKeys.swift");
    let generated = fs::read_to_string(&source).with_context(|| source.to_string())?;
    fs::write(&source, narrow(&wipe(&quicken(&generated)?)?))?;
    Ok(())
}

/// What every generated converter reads from, in uniffi's words and in ours.
const READ_FROM: [&str; 2] = [
    "from buf: inout (data: Data, offset: Data.Index)",
    "from buf: inout Reader",
];

/// Where such a thing is made.
const MAKE_READER: [&str; 2] = [
    "createReader(data: Data(rustBuffer: buf))",
    "Reader(data: buf.data, count: buf.len)",
];

/// Makes the converters read from our `Reader`. Its functions have the names of uniffi's own, so
/// that nothing else need be said; what is forgotten here doesn't compile in Swift.
fn quicken(generated: &str) -> Result<String> {
    let [found, made] =
        [READ_FROM, MAKE_READER].map(|[theirs, _]| generated.matches(theirs).count());
    if found == 0 || made != 1 {
        bail!("uniffi reads otherwise than expected: {found} converters, {made} readers");
    }
    Ok(generated
        .replace(READ_FROM[0], READ_FROM[1])
        .replace(MAKE_READER[0], MAKE_READER[1]))
}

/// How a text goes to the core: through a copy that is freed as it is, in uniffi's words.
const LOWER: [&str; 2] = [
    "value.utf8CString.withUnsafeBufferPointer { ptr in
            // The swift string gives us int8_t, we want uint8_t.
            ptr.withMemoryRebound(to: UInt8.self) { ptr in
                // The swift string gives us a trailing null byte, we don't want it.
                let buf = UnsafeBufferPointer(rebasing: ptr.prefix(upTo: ptr.count - 1))
                return RustBuffer.from(buf)
            }
        }",
    "withBytes(of: value) { RustBuffer.from($0) }",
];

/// How one comes from the core: what it was read from is freed as it is, in uniffi's words.
const LIFT: [&str; 2] = [
    "lift(_ value: RustBuffer) throws -> String {
        defer {
            value.deallocate()",
    "lift(_ value: RustBuffer) throws -> String {
        defer {
            wipe(value.data, count: value.len)
            value.deallocate()",
];

/// Has texts cross without leaving a copy in memory that nobody wipes.
fn wipe(generated: &str) -> Result<String> {
    let [lowered, lifted] = [LOWER, LIFT].map(|[theirs, _]| generated.matches(theirs).count());
    if (lowered, lifted) != (1, 1) {
        bail!(
            "uniffi hands texts over otherwise than expected: {lowered} to us, {lifted} to Swift"
        );
    }
    Ok(generated
        .replace(LOWER[0], LOWER[1])
        .replace(LIFT[0], LIFT[1]))
}

/// Makes uniffi's plumbing, and our types that people never name, internal to the module.
fn narrow(generated: &str) -> String {
    // An error's `public` stands on a line of its own.
    let generated = generated.replace("public \nenum ", "public enum ");
    let mut narrowed = String::with_capacity(generated.len());
    for line in generated.lines() {
        let line = match line {
            "    // Default memberwise initializers are never public by default, so we" => {
                "    /// Makes one from its parts: for previews, tests and mocks."
            }
            "    // declare one manually." => continue,
            line => line,
        };
        narrowed.push_str(&narrow_line(line));
        narrowed.push('\n');
    }
    narrowed
}

fn narrow_line(line: &str) -> String {
    if let Some(class) = line.strip_prefix("open class ") {
        return format!("final class {class}");
    }
    if let Some(method) = line.strip_prefix("open func ") {
        return format!("func {method}");
    }
    if let Some(method) = line.strip_prefix("    open func ") {
        return format!("    func {method}");
    }
    let Some(declared) = line.strip_prefix("public ") else {
        return line.to_owned();
    };
    let named = |kind: &str, prefix: &str| {
        declared
            .strip_prefix(kind)
            .is_some_and(|name| name.starts_with(prefix))
    };
    let plumbing = declared.starts_with("func uniffi")
        || declared.starts_with("func FfiConverter")
        || declared.starts_with("protocol ")
        || named("struct ", "FfiConverter")
        || ["struct ", "enum ", "func "]
            .iter()
            .any(|kind| named(kind, OURS) || named(kind, &OURS.to_lowercase()));
    match declared.strip_suffix(" {") {
        // Nobody compares or encodes these, and in every app they would take their room.
        _ if plumbing => declared
            .replace(": Equatable, Hashable, Codable {", " {")
            .replace(", Equatable, Hashable, Codable {", " {"),
        // uniffi gives up on comparing what holds an object; a secret compares well.
        Some(named) if named.starts_with("struct ") && !named.contains(':') => {
            format!("public {named}: Equatable, Hashable {{")
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_otherwise_than_expected_is_refused() {
        let [read_from, make_reader] = [READ_FROM[0], MAKE_READER[0]];
        let quick = quicken(&format!("{read_from} {read_from} {make_reader}"));
        let [read, make] = [READ_FROM[1], MAKE_READER[1]];
        assert_eq!(quick.unwrap(), format!("{read} {read} {make}"));
        for odd in [
            String::new(),
            read_from.to_owned(),
            make_reader.to_owned(),
            format!("{read_from} {make_reader} {make_reader}"),
        ] {
            assert!(quicken(&odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn what_hands_texts_over_otherwise_than_expected_is_refused() {
        let wiped = wipe(&format!("{} {}", LOWER[0], LIFT[0]));
        assert_eq!(wiped.unwrap(), format!("{} {}", LOWER[1], LIFT[1]));
        for odd in [
            String::new(),
            LOWER[0].to_owned(),
            LIFT[0].to_owned(),
            format!("{} {} {}", LOWER[0], LIFT[0], LIFT[0]),
        ] {
            assert!(wipe(&odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn plumbing_is_internal_and_results_stay_public() {
        for (generated, narrowed) in [
            ("open class CoreClient: X {", "final class CoreClient: X {"),
            ("open func list() {", "func list() {"),
            (
                "public protocol CoreClientProtocol {",
                "protocol CoreClientProtocol {",
            ),
            (
                "public struct FfiConverterTypeApiKey {",
                "struct FfiConverterTypeApiKey {",
            ),
            (
                "public struct CoreNewKey: Equatable, Hashable, Codable {",
                "struct CoreNewKey {",
            ),
            (
                "public func coreAmount(text: String) {",
                "func coreAmount(text: String) {",
            ),
            (
                "public \nenum CoreError: Swift.Error {",
                "enum CoreError: Swift.Error {",
            ),
            (
                "public func FfiConverterTypeApiKey_lift()",
                "func FfiConverterTypeApiKey_lift()",
            ),
            (
                "public struct ApiKey: Codable {",
                "public struct ApiKey: Codable {",
            ),
            (
                "public struct CreatedKey {",
                "public struct CreatedKey: Equatable, Hashable {",
            ),
            ("public enum LimitPeriod {", "public enum LimitPeriod {"),
        ] {
            assert_eq!(narrow(generated).trim_end(), narrowed);
        }
    }
}
