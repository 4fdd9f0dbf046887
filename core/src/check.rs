//! What is refused before anything is sent: each check names the field and the rule.

use std::net::IpAddr;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::error::Error;
use crate::jobs::PENDING;
use crate::keys::Expiry;
use crate::scrub::looks_secret;
use crate::wire;

const DESCRIPTION_LIMIT: usize = 64;
const ALLOWLIST_LIMIT: usize = 100;
const ALLOWLIST_ENTRY_LIMIT: usize = 64;
const ID_LIMIT: usize = 128;
const FILTER_LIMIT: usize = 64;
/// The largest cap Venice takes.
const AMOUNT_LIMIT: i64 = 9_999_999_999;
/// What stands after `/api_keys/` besides a key's id: an id must not reach these.
const RESERVED_IDS: [&str; 4] = [".", "..", "rate_limits", "generate_web3_key"];

pub(crate) fn description(text: &str) -> Result<(), Error> {
    if text.starts_with(PENDING) {
        let rule = format!("must not start with {PENDING}, as the keys do that are being made");
        return Err(Error::input("description", rule));
    }
    match text.chars().count() {
        0..=DESCRIPTION_LIMIT => Ok(()),
        count => Err(Error::input(
            "description",
            format!("must have at most {DESCRIPTION_LIMIT} characters, and has {count}"),
        )),
    }
}

pub(crate) fn required_description(text: &str) -> Result<(), Error> {
    match text {
        "" => Err(Error::input("description", "must not be empty")),
        text => description(text),
    }
}

/// For calls that find a key by its description: a server that tidied it would never show it again
/// as it was given, and each run would create another key.
pub(crate) fn findable_description(text: &str) -> Result<(), Error> {
    if text.trim() != text || text.contains(char::is_control) {
        let rule = "must not begin or end with white space, nor hold control characters";
        return Err(Error::input("description", rule));
    }
    Ok(())
}

pub(crate) fn id(id: &str) -> Result<(), Error> {
    if id.is_empty() {
        return Err(Error::input("id", "must not be empty"));
    }
    if RESERVED_IDS.contains(&id) || id.len() > ID_LIMIT {
        return Err(Error::input("id", "must be a key's id"));
    }
    // An id is part of a URL and of log lines.
    if id.starts_with("VENICE_") || id.contains("_KEY_") || looks_secret(id) {
        let rule = "must be a key's id, and looks like a secret";
        return Err(Error::input("id", rule));
    }
    Ok(())
}

/// A filter's value may be one that this version doesn't know: the server refuses it.
pub(crate) fn filter(field: &str, value: &str) -> Result<(), Error> {
    match value.len() {
        0 => Err(Error::input(field, "must not be empty")),
        1..=FILTER_LIMIT => Ok(()),
        _ => Err(Error::input(
            field,
            format!("must have at most {FILTER_LIMIT} bytes"),
        )),
    }
}

pub(crate) fn amount(field: &str, amount: Decimal) -> Result<(), Error> {
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err(Error::input(field, "must not be negative"));
    }
    if amount > Decimal::from(AMOUNT_LIMIT) {
        return Err(Error::input(
            field,
            format!("must be at most {AMOUNT_LIMIT}"),
        ));
    }
    Ok(())
}

/// Reads an amount of money from a string: `50`, `0.25`, `1e3`.
///
/// For callers that hold amounts as strings, the bindings among them. `field` is what the error
/// names: the members of a limit are `consumptionLimit.usd`, `consumptionLimit.diem` and
/// `consumptionLimit.vcu`.
///
/// # Errors
///
/// * `invalid_input`: the string is no number, is negative, not finite, over 9999999999, or has
///   more digits than money can have here (28).
///
/// ```
/// use venice_keys::parse_amount;
///
/// assert_eq!(parse_amount("consumptionLimit.usd", "12.50")?.to_string(), "12.50");
/// assert!(parse_amount("consumptionLimit.usd", "NaN").is_err());
/// # Ok::<(), venice_keys::Error>(())
/// ```
pub fn parse_amount(field: &str, text: &str) -> Result<Decimal, Error> {
    let lower = text.trim().to_ascii_lowercase();
    if ["nan", "inf", "infinity"].contains(&lower.trim_start_matches(['-', '+', 's'])) {
        return Err(Error::input(field, "must be a finite number"));
    }
    // rust_decimal also takes digits grouped by underscores, which no money has.
    let plain = lower
        .bytes()
        .all(|b| b.is_ascii_digit() || b".e+-".contains(&b));
    let parsed = match lower.contains('e') {
        true => Decimal::from_scientific(&lower),
        false => Decimal::from_str_exact(&lower),
    };
    let parsed = match parsed {
        Ok(parsed) if plain => parsed,
        Err(rust_decimal::Error::ExceedsMaximumPossibleValue) => Decimal::MAX,
        _ => {
            return Err(Error::input(
                field,
                "must be a number with at most 28 digits",
            ));
        }
    };
    amount(field, parsed)?;
    Ok(parsed)
}

/// Reads a time from a string, RFC 3339, for the bindings. `field` is what the error names.
#[doc(hidden)]
pub fn parse_time(field: &str, text: &str) -> Result<Timestamp, Error> {
    let read = text.parse::<Timestamp>().ok();
    let rule = "must be a time such as 2026-12-31T23:59:59Z";
    read.filter(|time| wire::day::of(*time).is_some())
        .ok_or_else(|| Error::input(field, rule))
}

/// Reads a day from a string, for the bindings. `field` is what the error names.
#[doc(hidden)]
pub fn parse_date(field: &str, text: &str) -> Result<Date, Error> {
    match text.parse::<Expiry>() {
        Ok(Expiry::Day(day)) => Ok(day),
        _ => Err(Error::input(field, "must be a calendar date, YYYY-MM-DD")),
    }
}

fn at_most(limit: usize, entries: &[String], field: &str) -> Result<(), Error> {
    let found = entries.len();
    if found > limit {
        let rule = format!("must have at most {limit} entries, and has {found}");
        return Err(Error::input(field, rule));
    }
    Ok(())
}

pub(crate) fn allowlist(entries: &[String], field: &str) -> Result<(), Error> {
    at_most(ALLOWLIST_LIMIT, entries, field)?;
    for (at, entry) in entries.iter().enumerate() {
        if entry.chars().count() > ALLOWLIST_ENTRY_LIMIT {
            let rule = format!("must have at most {ALLOWLIST_ENTRY_LIMIT} characters");
            return Err(Error::input(&format!("{field}.{at}"), rule));
        }
        if !is_address_or_network(entry) {
            return Err(Error::input(
                &format!("{field}.{at}"),
                "must be an IPv4 or IPv6 address or a CIDR such as 203.0.113.0/24",
            ));
        }
    }
    Ok(())
}

fn is_address_or_network(entry: &str) -> bool {
    let (address, prefix) = match entry.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (entry, None),
    };
    let Ok(address) = IpAddr::from_str(address) else {
        return false;
    };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    prefix.is_none_or(|prefix| {
        prefix.bytes().all(|b| b.is_ascii_digit())
            && prefix.parse::<u8>().is_ok_and(|prefix| prefix <= longest)
    })
}

/// A value of an open enumeration may be sent only if this version knows it.
pub(crate) fn known(field: &str, value: &str, known: &[&str]) -> Result<(), Error> {
    if known.contains(&value) {
        return Ok(());
    }
    Err(Error::input(
        field,
        format!("must be one of {}", known.join(", ")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn descriptions_are_counted_in_characters() {
        assert!(required_description(&"𝔙".repeat(64)).is_ok());
        assert!(required_description(&"v".repeat(65)).is_err());
        assert!(required_description("").is_err());
    }

    #[test]
    fn no_key_is_called_as_those_that_are_being_made() {
        for bad in ["vk-pending:", "vk-pending:1:e:whatever"] {
            let refused = description(bad).unwrap_err();
            assert_eq!(refused.issues()[0].field, "description");
            assert!(required_description(bad).is_err());
        }
        assert!(description("vk-pending").is_ok());
    }

    #[test]
    fn a_key_is_found_by_a_description_that_no_server_tidies() {
        for bad in [" a", "a ", "a\n", "\u{a0}a", "a\tb", "a\0b", "a\u{85}b"] {
            let refused = findable_description(bad).unwrap_err();
            assert_eq!(refused.issues()[0].field, "description");
        }
        assert!(findable_description("customer 42 é 𝔙").is_ok());
    }

    #[test]
    fn ids_that_reach_other_endpoints_are_refused() {
        for bad in ["", ".", "..", "rate_limits", "generate_web3_key"] {
            assert!(id(bad).is_err(), "{bad}");
        }
        for secret in [
            "VENICE_ADMIN_KEY_UNITTEST",
            "UNIT_KEY_TEST",
            &"ab".repeat(32),
        ] {
            let refused = id(secret).unwrap_err();
            assert!(!refused.to_string().contains(secret), "{refused}");
        }
        assert!(id(&"a.".repeat(70)).is_err(), "too long");
        assert!(id("e28e82dc-9df2-4b47-b726-d0a222ef2ab5").is_ok());
        assert!(
            id("../rate_limits").is_ok(),
            "harmless once percent-encoded"
        );
    }

    #[test]
    fn amounts() {
        for good in [
            "0",
            "-0",
            "50",
            "0.0001",
            "9999999999",
            "9999999999.0",
            "1e3",
            " 5 ",
        ] {
            assert!(parse_amount("f", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "-1",
            "-0.0001",
            "9999999999.01",
            "1e11",
            "NaN",
            "-nan",
            "inf",
            "-Infinity",
            "five",
            "0x10",
            "1_000",
            "99999999999999999999999999999999",
            "1e400",
        ] {
            let error = parse_amount("f", bad).expect_err(bad);
            assert_eq!(error.issues()[0].field, "f");
        }
    }

    #[test]
    fn times_and_days() {
        for (text, time) in [
            ("2026-06-15T19:05:10.504Z", "2026-06-15T19:05:10.504Z"),
            ("2026-06-15T21:05:10+02:00", "2026-06-15T19:05:10.000Z"),
        ] {
            assert_eq!(wire::time::written(parse_time("f", text).unwrap()), time);
        }
        for bad in [
            "",
            "soon",
            "2026-06-15",
            "2026-06-15T19:05:10",
            "-000001-01-01T00:00:00Z",
        ] {
            assert_eq!(parse_time("f", bad).unwrap_err().issues()[0].field, "f");
        }
        assert_eq!(parse_date("f", "2028-02-29").unwrap().day(), 29);
        for bad in [
            "",
            "2026-02-30",
            "0000-01-01",
            "2026-06-15T00:00:00Z",
            "20260615",
        ] {
            assert_eq!(parse_date("f", bad).unwrap_err().issues()[0].field, "f");
        }
    }

    #[test]
    fn allowlists() {
        for good in [
            "11.22.33.44",
            "11.22.33.0/24",
            "2606:4700::1111",
            "2606:4700::/32",
            "0.0.0.0/0",
        ] {
            assert!(allowlist(&[good.into()], "f").is_ok(), "{good}");
        }
        for bad in [
            "",
            "example.com",
            "1.2.3",
            "1.2.3.4/33",
            "1.2.3.4/",
            "1.2.3.4/+8",
            "::/129",
        ] {
            assert!(allowlist(&[bad.into()], "f").is_err(), "{bad}");
        }
        assert!(allowlist(&vec!["1.1.1.1".to_owned(); 100], "f").is_ok());
        assert!(allowlist(&vec!["1.1.1.1".to_owned(); 101], "f").is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_in_range(text in ".*") {
            if let Ok(amount) = parse_amount("f", &text) {
                prop_assert!(amount >= Decimal::ZERO && amount <= Decimal::from(AMOUNT_LIMIT));
            }
        }

        #[test]
        fn every_amount_in_range_is_accepted_digit_for_digit(
            whole in 0i64..AMOUNT_LIMIT, part in 0u32..10_000,
        ) {
            let text = format!("{whole}.{part:04}");
            prop_assert_eq!(parse_amount("f", &text).unwrap().to_string(), text);
        }

        #[test]
        fn any_entry_is_checked_without_panic(entry in ".*") {
            let _ = allowlist(&[entry], "f");
        }
    }
}
