//! [`Secret`]: a string that must not be seen.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// An API key, printed only in part and wiped from memory when its last clone is dropped.
///
/// Every printed form is redacted: `VENICE_INFERENCE_KEY_…2V2jNW`. [`Secret::reveal`] is the one
/// way to the key itself. Two secrets are compared in constant time.
///
/// ```
/// use venice_keys::Secret;
///
/// let secret = Secret::from("VENICE_INFERENCE_KEY_DOCS_5oYg0cQ8kz2V2jNW");
/// assert_eq!(secret.to_string(), "VENICE_INFERENCE_KEY_…2V2jNW");
/// assert!(secret.reveal().ends_with("kz2V2jNW"));
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

/// What is shown of a secret's end, and how much must stay hidden before it for that to be safe.
const SHOWN: usize = 6;
const HIDDEN_AT_LEAST: usize = 10;

impl Secret {
    /// The key itself. Whatever the caller copies out of it is the caller's to guard.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The form that is safe to show: the key's public prefix, `…`, and its last six characters. A
    /// key too short to spare six characters, or not ASCII, shows none.
    pub fn redacted(&self) -> String {
        let text = self.reveal();
        let prefix = public_prefix(text);
        let rest = &text[prefix.len()..];
        let end = match rest.len().checked_sub(SHOWN) {
            Some(hidden) if hidden >= HIDDEN_AT_LEAST && rest.is_ascii() => &rest[hidden..],
            _ => "",
        };
        format!("{prefix}…{end}")
    }
}

/// The part of a key that is the same for everybody: `VENICE_INFERENCE_KEY_`, or nothing.
pub(crate) fn public_prefix(text: &str) -> &'static str {
    ["VENICE_INFERENCE_KEY_", "VENICE_ADMIN_KEY_"]
        .into_iter()
        .find(|prefix| text.starts_with(prefix))
        .unwrap_or("")
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.reveal()
            .as_bytes()
            .ct_eq(other.reveal().as_bytes())
            .into()
    }
}

impl Eq for Secret {}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.redacted())
    }
}

/// Serializes the redacted form: a dumped `CreatedKey` holds no key.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW";

    #[test]
    fn every_printed_form_is_redacted() {
        let secret = Secret::from(TEXT);
        let forms = [
            format!("{secret}"),
            format!("{secret:?}"),
            format!("{secret:#?}"),
            format!("{:?}", Some(&secret)),
            serde_json::to_string(&secret).unwrap(),
        ];
        for form in forms {
            assert!(form.contains("VENICE_ADMIN_KEY_…2V2jNW"), "{form}");
            assert!(!form.contains("abcdef"), "{form}");
        }
        assert_eq!(secret.reveal(), TEXT);
    }

    #[test]
    fn a_short_or_odd_text_shows_nothing() {
        for text in [
            "",
            "hunter2",
            "VENICE_ADMIN_KEY_short",
            "€€€€€€€€€€€€€€€€€€€€",
        ] {
            let shown = Secret::from(text).redacted();
            assert!(shown.ends_with('…'), "{shown}");
        }
    }

    #[test]
    fn equality_is_by_text() {
        assert_eq!(Secret::from(TEXT), Secret::from(TEXT.to_owned()));
        assert_ne!(Secret::from(TEXT), Secret::from("x"));
    }
}
