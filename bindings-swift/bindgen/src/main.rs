//! Has uniffi write the module `VeniceKeysCore` and its C header, from the static library.
//!
//! ```sh
//! venice-keys-swift-bindgen LIBRARY CONFIG SWIFT_FOLDER HEADER_FOLDER
//! ```

use std::fs;

use anyhow::{Result, bail};
use camino::Utf8PathBuf;
use uniffi_bindgen::bindings::{SwiftBindingsOptions, generate_swift_bindings};

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
    Ok(())
}
