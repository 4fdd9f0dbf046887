//! The Rust side of the measurements; `run.sh` puts them together, README.md explains them.
//!
//! ```text
//! venice-keys-bench files FOLDER          writes what the server serves
//! venice-keys-bench delayed MS            a server that responds so late; ends with its input
//! venice-keys-bench core|ureq|bare WORK   a contender
//! venice-keys-bench count WORK TIMES      work to count the instructions of
//! ```

mod bare;
mod contenders;
mod count;
mod delayed;
mod files;
mod protocol;

use std::error::Error;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["files", folder] => files::write(folder.as_ref()),
        ["delayed", milliseconds] => delayed::serve(milliseconds.parse()?),
        ["count", work, times] => count::repeat(work, times.parse()?),
        [contender, work] => contenders::run(contender, work),
        _ => Err("usage: see src/main.rs".into()),
    }
}
