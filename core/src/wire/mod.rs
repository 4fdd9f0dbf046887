//! How values look on the wire: lenient readers for what the server sends, exact writers for what
//! we send.
//!
//! A reader never fails on a field that isn't essential: a missing, null or mistyped field reads as
//! `None`. The exception is what restricts a key: a cap, an expiry or an allowlist that is there
//! and can't be read is an error, so that it is never mistaken for none. Money never passes through
//! a float.

mod duplicates;
mod envelope;
mod lenient;
mod list;
pub(crate) mod money;
mod object;
mod open_enum;
mod repair;
mod restriction;
pub(crate) mod time;
mod venice_time;

pub(crate) use self::duplicates::Members;
pub(crate) use self::envelope::data;
pub(crate) use self::lenient::{count, flag, string, string_as};
pub(crate) use self::list::{ListOf, list};
pub(crate) use self::object::{object, object_or_default, restrictions};
pub(crate) use self::open_enum::open_enum;
pub(crate) use self::repair::{parsed, with_whole_characters};
pub(crate) use self::restriction::{allowlist, cap, expiry, location};

/// The inside of a JSON string; anything else unchanged.
fn unquoted(raw: &str) -> &str {
    let inside = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or(raw)
}
