//! What is checked: what holds, and the tempting protocols that don't.

use crate::setup::Protocol::{CreateOnce, Ensure, Rotate, RotateNext, Sweep};
use crate::setup::Setup;
use crate::setup::Variant::*;

macro_rules! setups {
    ($($breaks:expr => $name:literal, [$($protocol:ident),+], [$($variant:ident),*],
        { $($field:ident: $value:expr),* };)+) => {
        /// Every setup that is checked.
        pub(crate) fn all() -> Vec<Setup> {
            vec![$(Setup {
                breaks: $breaks,
                variants: vec![$($variant),*],
                $($field: $value,)*
                ..Setup::new($name, &[$($protocol),+])
            },)+]
        }
    };
}

setups! {
    None => "create once: 2 calls, 2 faults, 2 kills",
        [CreateOnce, CreateOnce], [],
        { compares_ids: false, faults: 2, kills: 2, last_time: 4 };
    None => "create once: 2 calls, 1 fault, lists 2 ticks old",
        [CreateOnce, CreateOnce], [],
        { compares_ids: false, lag: 2, last_time: 4 };
    None => "create once: 1 call, 3 faults, 4 attempts, lists 2 ticks old",
        [CreateOnce], [],
        { compares_ids: false, faults: 3, attempts: 4, lag: 2 };
    None => "create once, even if a PATCH revives: 2 calls, 1 fault, 1 kill",
        [CreateOnce, CreateOnce], [],
        { compares_ids: false, patch_revives: true, last_time: 4 };
    None => "ensure: 2 processes, 1 fault, 1 kill and rerun",
        [Ensure, Ensure], [], { hold: 3, last_time: 4 };
    None => "ensure: 2 processes, 2 faults",
        [Ensure, Ensure], [], { faults: 2, kills: 0, hold: 3, last_time: 4, attempts: 1 };
    None => "ensure: 2 processes, 2 kills and reruns, a long time",
        [Ensure, Ensure], [], { faults: 0, kills: 2, hold: 3, last_time: 8 };
    None => "ensure comes to a good end: 2 processes, 1 kill and rerun",
        [Ensure, Ensure], [],
        { faults: 0, hold: 3, last_time: 9, attempts: 5, progress: true };
    None => "ensure comes to a good end: 2 processes, 1 fault",
        [Ensure, Ensure], [],
        { kills: 0, hold: 3, last_time: 8, attempts: 5, progress: true };
    None => "ensure: 3 undisturbed processes create one key each at most",
        [Ensure, Ensure, Ensure], [OneCreate],
        { faults: 0, kills: 0, hold: 9, last_time: 4, attempts: 3 };
    None => "ensure: 3 processes, 1 kill",
        [Ensure, Ensure, Ensure], [], { faults: 0, hold: 3, last_time: 4, attempts: 1 };
    None => "ensure: 2 processes, lists 2 ticks old, 1 fault, 1 kill and rerun",
        [Ensure, Ensure], [], { lag: 2, settle: 2, hold: 4, last_time: 4, attempts: 1 };
    None => "rotate: 2 processes, 1 fault, 2 kills and reruns",
        [Rotate, Rotate], [], { kills: 2, runs: 3, hold: 3, last_time: 4, attempts: 1 };
    None => "rotate: 1 process, 2 faults, 3 kills and reruns",
        [Rotate], [], { faults: 2, kills: 3, runs: 4, last_time: 6 };
    None => "rotate comes to a good end: 1 process, 1 fault, 2 kills and reruns",
        [Rotate], [], { kills: 2, runs: 3, last_time: 7, attempts: 4, progress: true };
    None => "rotate: 2 processes, lists 2 ticks old, 1 kill and rerun",
        [Rotate, Rotate], [], { faults: 0, lag: 2, settle: 2, hold: 4, attempts: 1 };
    None => "rotate, and ensure of the same name: 1 fault, 1 kill",
        [Rotate, Ensure], [], { hold: 3, attempts: 1 };
    None => "rotate and delete, and ensure of the same name: lists 2 ticks old, 1 fault, 1 kill",
        [Rotate, Ensure], [DeleteOld],
        { hold: 4, settle: 2, lag: 2, last_time: 6, attempts: 1 };
    None => "rotate and delete: 2 processes, 1 fault, 1 kill",
        [Rotate, Rotate], [DeleteOld], { hold: 3, last_time: 4, attempts: 1 };
    None => "rotate twice in a row: 1 fault, 1 kill and rerun",
        [Rotate, RotateNext], [], { hold: 3, last_time: 6, attempts: 1 };
    None => "rotate twice in a row comes to a good end: 1 kill and rerun",
        [Rotate, RotateNext], [],
        { faults: 0, hold: 3, last_time: 10, attempts: 4, progress: true };
    None => "rotate twice in a row, the second time by 2 at once: 1 kill and rerun",
        [Rotate, RotateNext, RotateNext], [],
        { faults: 0, hold: 3, grace: 3, last_time: 6, attempts: 1 };
    None => "rotate twice in a row, delete the second, and rotate the first again: 1 kill",
        [Rotate, RotateNext, Rotate], [DeleteNext],
        { faults: 0, hold: 3, grace: 4, last_time: 6, attempts: 1 };
    None => "rotate twice in a row, and ensure of the same name: a long grace first, 1 kill",
        [Rotate, RotateNext, Ensure], [],
        { faults: 0, hold: 3, grace: 5, next_grace: 1, last_time: 7, attempts: 1 };

    Some("a key was returned that isn't there") =>
        "create: list before and after, delete the difference",
        [CreateOnce, CreateOnce], [RealNameAtOnce, DeleteTheDifference],
        { compares_ids: false, kills: 0, late: false };
    Some("one call named two keys") =>
        "create: the same, one call alone, a late create",
        [CreateOnce], [RealNameAtOnce, DeleteTheDifference], { compares_ids: false, kills: 0 };
    Some("a key was returned that isn't there") =>
        "create: find by description and delete",
        [CreateOnce, CreateOnce], [RealNameAtOnce],
        { compares_ids: false, kills: 0, late: false };
    Some("a key is pending for ever: nothing ends it") =>
        "create: a pending name without an end",
        [CreateOnce], [NoEnd], { compares_ids: false, faults: 0 };
    Some("a key was returned that isn't there") =>
        "create: no end, and anybody deletes what is old",
        [CreateOnce, Sweep], [NoEnd], { compares_ids: false, faults: 0, kills: 0 };
    Some("a key is named whose secret nobody has") =>
        "create: commit, then store",
        [CreateOnce], [StoreAfterCommit], { compares_ids: false, faults: 0 };
    Some("all have ended, and nobody has the key's secret") =>
        "ensure: the real name at once, the youngest gives way",
        [Ensure, Ensure], [RealNameAtOnce, DoNotLookFirst], { faults: 0, runs: 1 };
    Some("all have ended, and two keys have the name") =>
        "ensure: the same by time alone, nobody killed",
        [Ensure, Ensure], [RealNameAtOnce, DoNotLookFirst, IgnoreIds], { faults: 0, kills: 0 };
    Some("two keys have the name") =>
        "ensure: no wait before looking who is first",
        [Ensure, Ensure], [], { settle: 0, faults: 0, kills: 0 };
    Some("two keys have the name") =>
        "ensure: the smallest id wins",
        [Ensure, Ensure], [SmallestIdWins], { hold: 4, faults: 0, kills: 0 };
    Some("two keys have the name") =>
        "ensure: lists older than the wait",
        [Ensure, Ensure], [], { lag: 2, hold: 4, faults: 0, kills: 0 };
    Some("two keys have the name") =>
        "ensure: a PATCH revives",
        [Ensure, Ensure], [], { patch_revives: true, faults: 0, kills: 0 };
    Some("a process was told that the key exists, and it doesn't") =>
        "ensure: an unsure commit is taken back by a DELETE",
        [Ensure, Ensure], [DeleteUnsureCommit], { kills: 0 };
    Some("a key is named whose secret nobody has") =>
        "ensure: commit, then store",
        [Ensure, Ensure], [StoreAfterCommit], { faults: 0, runs: 1 };
    Some("a key lasts whose secret nobody has") =>
        "rotate: create under the real name, store, delete the old one",
        [Rotate], [RealNameAtOnce, Simple], { faults: 0, runs: 1 };
    Some("two keys last, and neither replaces the other") =>
        "rotate: pending, rename, delete the old one",
        [Rotate], [Simple, DeleteOld], { faults: 0, last_time: 9 };
    Some("no key lasts whose secret is stored") =>
        "rotate: end the old one before the commit",
        [Rotate], [EndOldFirst], { faults: 0, runs: 1 };
    Some("two keys last, and neither replaces the other") =>
        "rotate: a PATCH revives",
        [Rotate], [], { patch_revives: true };
    Some("a rotation ended, and the new key hasn't got the name") =>
        "rotate: one name at the commit, another at the end",
        [Rotate], [NameTwice], { kills: 0 };
    Some("two keys last, and neither replaces the other") =>
        "rotate: a key that ends is rotated like any other",
        [Rotate, Rotate], [IgnoreMarks], { faults: 0, kills: 0 };
    Some("two keys last, and neither replaces the other") =>
        "rotate twice in a row: a successor is known by the mark alone",
        [Rotate, RotateNext, Rotate], [MarksOnly, DeleteNext],
        { faults: 0, kills: 0, hold: 3, grace: 4 };
    Some("a rotated key is taken for a second one of the name") =>
        "rotate twice in a row, and ensure: a successor is known by the mark alone",
        [Rotate, RotateNext, Ensure], [MarksOnly, DeleteNext],
        { faults: 0, kills: 0, hold: 3, grace: 4, next_grace: 4 };
    Some("a key is kept that ends while another lasts") =>
        "rotate twice in a row, and ensure: a successor is known by the mark or its name",
        [Rotate, RotateNext, Ensure], [NamedOnly],
        { faults: 0, kills: 0, hold: 3, grace: 5, next_grace: 1, last_time: 7 };
    Some("two keys last, and neither replaces the other") =>
        "rotate twice in a row, and the first again: a successor is known by the mark or its name",
        [Rotate, RotateNext, Rotate], [NamedOnly],
        { faults: 0, kills: 0, hold: 3, grace: 5, next_grace: 1, last_time: 7 };
    Some("a rotation ended, and the key that it replaced lasts") =>
        "rotate twice in a row: the oldest key of the name is ended",
        [Rotate, RotateNext], [EndOldest], { faults: 0, kills: 0, hold: 3 };
    Some("two keys last, and neither replaces the other") =>
        "rotate and ensure: ensure doesn't know a committed successor",
        [Rotate, Ensure], [IgnoreSuccessors], { faults: 0, kills: 0, last_time: 7 };
}
