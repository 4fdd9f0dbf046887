//! Writes `VeniceKeys.swift`, the C header and the module map from the static library.
//!
//! ```sh
//! venice-keys-swift-bindgen LIBRARY CONFIG SWIFT_FOLDER HEADER_FOLDER
//! ```
//!
//! uniffi declares everything public, its own plumbing too. What isn't for people is narrowed to
//! the module here, so that completion and documentation show only what is.

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
    fs::write(&source, narrow(&generated))?;
    Ok(())
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
