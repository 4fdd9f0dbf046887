//! What must hold of names, records and cursors, whatever is read as one.

use std::time::Duration;

use jiff::Timestamp;

use super::deletion::{fuzzed_list, fuzzed_plan};
use super::name::PendingName;
use super::record::Record;
use super::walk::Walk;
use crate::keys::NewKey;

pub(crate) fn fuzzed_name(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Some(name) = PendingName::read(&text) {
        assert_eq!(PendingName::read(&name.to_string()), Some(name));
    }
}

pub(crate) fn fuzzed_job(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(record) = Record::read(&text) {
        assert_eq!(Record::read(&record.text()).ok(), Some(record));
    }
}

pub(crate) fn fuzzed_walk(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let new_keys = [NewKey::new("customer 42")];
    let Ok(mut walk) = Walk::read(Some(&text), &new_keys) else {
        return;
    };
    let again = Walk::read(Some(&walk.text()), &new_keys);
    assert_eq!(again.map(|again| again.text()).ok(), Some(walk.text()));
    for at in walk.open() {
        walk.hands_out(at, "e28e82dc");
    }
    let limit = (20, Duration::from_secs(60));
    for now in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
        let progress = walk.progress(now, limit);
        assert!(progress.done <= progress.total);
    }
    assert!(walk.summary().starts_with("so far "));
}

pub(crate) fn fuzzed_deletion(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    fuzzed_plan(&text);
    fuzzed_list(&text);
}
