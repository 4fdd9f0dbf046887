//! [`KeyFilter`]: which keys are to be deleted.

use jiff::Timestamp;

use super::listed::{LastUse, Listed};
use crate::check;
use crate::error::Error;
use crate::jobs::PENDING;

/// Which keys are to be deleted: those to which everything that is set applies.
///
/// ```
/// use venice_keys::{KeyFilter, Timestamp};
///
/// let filter = KeyFilter::new()
///     .prefix("preview ")
///     .unused_since("2026-10-01T00:00:00Z".parse::<Timestamp>()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
#[doc(alias = "nonempty")]
pub struct KeyFilter {
    /// Only keys whose description begins with this. Upper and lower case differ.
    pub prefix: Option<String>,
    /// Only keys that were used before this time and not since; a key that was never used counts
    /// from its creation. One of which Venice doesn't say whether it was used is left alone.
    pub unused_since: Option<Timestamp>,
    /// Only keys with these ids.
    pub ids: Option<Vec<String>>,
}

impl KeyFilter {
    /// Nothing is set yet: a filter that says nothing is refused.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves out keys whose description doesn't begin with this.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// Leaves out keys that were used, or created, at this time or later.
    pub fn unused_since(mut self, time: impl Into<Timestamp>) -> Self {
        self.unused_since = Some(time.into());
        self
    }

    /// Leaves out keys with other ids.
    pub fn ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.ids = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let Self {
            prefix,
            unused_since,
            ids,
        } = self;
        if prefix.is_none() && unused_since.is_none() && ids.is_none() {
            let rule = "must name a prefix, a time or ids: nothing deletes every key";
            return Err(Error::input("filter", rule));
        }
        match prefix.as_deref() {
            Some("") => return Err(Error::input("prefix", "must not be empty")),
            Some(prefix) if prefix.starts_with(PENDING) => {
                let rule =
                    format!("must not be {PENDING}: keys that are being made end by themselves");
                return Err(Error::input("prefix", rule));
            }
            _ => {}
        }
        ids.iter().flatten().try_for_each(|id| check::id(id))
    }

    pub(super) fn selects(&self, listed: &Listed) -> bool {
        let Self {
            prefix,
            unused_since,
            ids,
        } = self;
        let key = &listed.key;
        let description = key.description.as_deref();
        let begins = |prefix: &String| description.is_some_and(|it| it.starts_with(prefix));
        let is_unused = |since: Timestamp| match listed.last_use {
            LastUse::At(time) => time < since,
            LastUse::Never => key.created_at.is_some_and(|created| created < since),
            LastUse::Unknown => false,
        };
        prefix.as_ref().is_none_or(begins)
            && unused_since.is_none_or(is_unused)
            && ids.as_ref().is_none_or(|ids| ids.contains(&key.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(json: &str) -> Listed {
        serde_json::from_str(json).unwrap()
    }

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_filter_that_says_nothing_or_too_much_is_refused() {
        for (filter, field) in [
            (KeyFilter::new(), "filter"),
            (KeyFilter::new().prefix(""), "prefix"),
            (KeyFilter::new().prefix("vk-pending:1:e"), "prefix"),
            (KeyFilter::new().ids(["VENICE_ADMIN_KEY_UNITTEST"]), "id"),
        ] {
            assert_eq!(filter.check().unwrap_err().issues()[0].field, field);
        }
        let none = KeyFilter::new().ids(Vec::<String>::new());
        assert!(none.check().is_ok());
        assert!(!none.selects(&listed(r#"{"id":"a"}"#)), "no id is no key");
    }

    #[test]
    fn everything_that_is_set_must_apply() {
        let key = listed(
            r#"{"id":"a","description":"preview 1","createdAt":"2026-01-01T00:00:00Z",
            "lastUsedAt":"2026-03-01T00:00:00Z"}"#,
        );
        let (before, after) = (
            time("2026-03-01T00:00:00Z"),
            time("2026-03-01T00:00:00.001Z"),
        );
        for (filter, selected) in [
            (KeyFilter::new().prefix("preview "), true),
            (KeyFilter::new().prefix("Preview "), false),
            (KeyFilter::new().prefix("preview 12"), false),
            (KeyFilter::new().ids(["b", "a"]), true),
            (KeyFilter::new().ids(["b"]), false),
            (KeyFilter::new().unused_since(before), false),
            (KeyFilter::new().unused_since(after), true),
            (KeyFilter::new().unused_since(after).ids(["b"]), false),
            (KeyFilter::new().prefix("preview").unused_since(after), true),
        ] {
            assert_eq!(filter.selects(&key), selected, "{filter:?}");
        }
        let nameless = listed(r#"{"id":"a"}"#);
        assert!(!KeyFilter::new().prefix("a").selects(&nameless));
    }

    #[test]
    fn a_key_of_which_it_isnt_said_whether_it_was_used_is_left_alone() {
        let filter = KeyFilter::new().unused_since(time("2026-06-01T00:00:00Z"));
        for (members, selected) in [
            (
                r#""createdAt":"2026-01-01T00:00:00Z","lastUsedAt":null"#,
                true,
            ),
            (
                r#""createdAt":"2026-07-01T00:00:00Z","lastUsedAt":null"#,
                false,
            ),
            (r#""createdAt":"2026-01-01T00:00:00Z""#, false),
            (
                r#""createdAt":"2026-01-01T00:00:00Z","lastUsedAt":"soon""#,
                false,
            ),
            (
                r#""createdAt":"2026-01-01T00:00:00Z","lastUsedAt":1767225600"#,
                false,
            ),
            (r#""lastUsedAt":null"#, false),
        ] {
            let key = listed(&format!(r#"{{"id":"a",{members}}}"#));
            assert_eq!(filter.selects(&key), selected, "{members}");
        }
    }
}
