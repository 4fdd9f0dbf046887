//! Shows whatever can be shown, if `VENICE_KEYS_LOUD` is set: `tests/hard/` searches all of it for
//! secrets.

use std::fmt::Debug;
use std::sync::OnceLock;

/// Shows a value in each form that Rust prints.
pub(crate) fn show(value: &impl Debug) {
    if is_loud() {
        eprintln!("{value:?}\n{value:#?}");
    }
}

/// Whether to; from the first answer on, everything that anybody logs is shown.
pub(crate) fn is_loud() -> bool {
    static LOUD: OnceLock<bool> = OnceLock::new();
    *LOUD.get_or_init(|| {
        let loud = std::env::var_os("VENICE_KEYS_LOUD").is_some();
        if loud && log::set_logger(&Everything).is_ok() {
            log::set_max_level(log::LevelFilter::Trace);
        }
        loud
    })
}

struct Everything;

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        eprintln!("{record:?}\n{}", record.args());
    }

    fn flush(&self) {}
}
