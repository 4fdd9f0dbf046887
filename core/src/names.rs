//! Names of more than one word.

/// A name as Venice's JSON and JavaScript write it: `expires_at` as `expiresAt`.
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut whole = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        whole.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        whole.push_str(letters.as_str());
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_but_the_first_begins_with_a_capital() {
        for (name, camel) in [
            ("id", "id"),
            ("last6_chars", "last6Chars"),
            ("x402_top_up", "x402TopUp"),
            ("", ""),
            ("a__b_", "aB"),
            ("ä_ö_", "äÖ"),
        ] {
            assert_eq!(camel_case(name), camel);
        }
    }
}
