//! The languages' own formatters: what is printed looks as if it had been written by hand.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The text as the language's formatter sets it.
///
/// # Errors
///
/// A formatter that isn't there or refuses the text.
pub fn formatted(root: &Path, path: &str, text: String) -> Result<String, Box<dyn Error>> {
    let end = path.rsplit('.').next().unwrap_or_default();
    let mut command = match end {
        "rs" => {
            let mut command = Command::new("rustfmt");
            command
                .args(["--edition", "2024", "--emit", "stdout"])
                .current_dir(root);
            command
        }
        "js" | "cjs" | "mjs" | "ts" | "cts" | "mts" => {
            let folder = root.join("bindings-node");
            let mut command = Command::new(folder.join("node_modules/.bin/biome"));
            let path = path.strip_prefix("bindings-node/").unwrap_or(path);
            command
                .arg("format")
                .arg(format!("--stdin-file-path={path}"))
                .current_dir(folder);
            command
        }
        "py" | "pyi" => {
            let mut command = Command::new(root.join(".cache/python/tools/bin/ruff"));
            command
                .args(["format", "--stdin-filename", path, "-"])
                .current_dir(root);
            command
        }
        "json" => {
            serde_json::from_str::<serde::de::IgnoredAny>(&text)
                .map_err(|error| format!("{path}: {error}"))?;
            return Ok(text);
        }
        // Swift's formatter keeps the lines that it is given: a template sets them, and the lint of
        // the binding, which runs where Swift is installed, says whether they are right.
        _ => return Ok(text),
    };
    let tool = command.get_program().to_string_lossy().into_owned();
    let failed = |what: String| format!("{path}: {tool}: {what}");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(format!("{error} (`make generate` installs it)")))?;
    let mut stdin = child
        .stdin
        .take()
        .ok_or_else(|| failed("no input".into()))?;
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output()?;
    let written = writer.join().map_err(|_| failed("writing failed".into()))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()).into());
    }
    written?;
    Ok(String::from_utf8(output.stdout)?)
}
