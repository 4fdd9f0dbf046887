//! What the keys of a run are called, so that nobody's else are touched.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What the description of each key begins with that this program makes.
pub(crate) const PROGRAM: &str = "venice-keys live ";

/// What the descriptions of a run's keys begin with: `venice-keys live 1a2b3c4d-TAG`. The tag can
/// be made and checked only with the ADMIN key, so it proves who made the key.
pub(crate) fn new_name(id: &str, admin_key: &str) -> String {
    format!("{PROGRAM}{id}-{}", tag(admin_key, id))
}

/// 64 bits that only who has the ADMIN key can make, and from which it can't be found out.
fn tag(admin_key: &str, id: &str) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(admin_key.as_bytes()) else {
        return String::new();
    };
    mac.update(PROGRAM.as_bytes());
    mac.update(id.as_bytes());
    let whole = mac.finalize().into_bytes();
    whole[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Whether a description is that of a key which this program made with this ADMIN key.
pub(crate) fn is_ours(description: &str, admin_key: &str) -> bool {
    let named = || {
        let name = description.strip_prefix(PROGRAM)?.split(' ').next()?;
        let (id, tagged) = name.split_once('-')?;
        Some(tagged.len() == 16 && tagged == tag(admin_key, id))
    };
    named().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_descriptions_are_ours() {
        let ours = new_name("1a2b3c4d", "VENICE_ADMIN_KEY_fake") + " limits";
        assert!(is_ours(&ours, "VENICE_ADMIN_KEY_fake"));
        assert!(ours.chars().count() <= 64, "{ours}");
        for (description, key) in [
            (ours.as_str(), "VENICE_ADMIN_KEY_other"),
            (
                "venice-keys live 1a2b3c4d-0000000000000000 limits",
                "VENICE_ADMIN_KEY_fake",
            ),
            ("venice-keys live", "VENICE_ADMIN_KEY_fake"),
            ("venice-keys live 1a2b3c4d", "VENICE_ADMIN_KEY_fake"),
            ("my own venice-keys live key", "VENICE_ADMIN_KEY_fake"),
            ("", "VENICE_ADMIN_KEY_fake"),
        ] {
            assert!(!is_ours(description, key), "{description}");
        }
    }
}
