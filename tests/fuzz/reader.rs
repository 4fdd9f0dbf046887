//! One reader of the core, named by the variable `READER`, fed by libFuzzer.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use venice_keys::fuzz::{READERS, Reader};

static READ: OnceLock<Reader> = OnceLock::new();

fuzz_target!(
    init: {
        let wanted = std::env::var("READER").expect("READER names a reader");
        let known = READERS.iter().find(|(name, _)| *name == wanted);
        let (_, read) = known.unwrap_or_else(|| panic!("no reader is called {wanted}"));
        READ.get_or_init(|| *read);
    },
    |input: &[u8]| {
        if let Some(read) = READ.get() {
            read(input);
        }
    }
);
