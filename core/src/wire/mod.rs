//! How values look on the wire: lenient readers for what the server sends, exact writers for what
//! we send.
//!
//! A reader never fails on a field that isn't essential: a missing, null or mistyped field reads as
//! `None`. The exceptions are what restricts a key and what is charged: a cap, an expiry, an
//! allowlist or an amount that is there and can't be read is an error, so that it is never mistaken
//! for none. Money never passes through a float.

pub(crate) mod day;
mod duplicates;
mod envelope;
pub(crate) mod exact;
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
pub(crate) use self::envelope::{data, page};
pub(crate) use self::lenient::{count, flag, string, string_as};
pub(crate) use self::list::{LONGEST_LIST, ListOf, again, list, rows, too_long};
pub(crate) use self::object::{Row, object, object_or_default, restrictions};
pub(crate) use self::open_enum::open_enum;
pub(crate) use self::repair::{parsed, with_whole_characters};
pub(crate) use self::restriction::{allowlist, exact_amount, exact_time, location};

/// The inside of a JSON string; anything else unchanged.
fn unquoted(raw: &str) -> &str {
    let inside = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or(raw)
}
