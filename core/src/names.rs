//! Names of more than one word.

/// A name as Venice's JSON and JavaScript write it: `expires_at` as `expiresAt`.
pub fn camel_case(name: &str) -> String {
    let (first, others) = name.split_once('_').unwrap_or((name, ""));
    first.to_owned() + &others.split('_').map(capitalized).collect::<String>()
}

/// The same as Swift writes it, which leaves acronyms in one case: `usage_history_csv` as
/// `usageHistoryCSV`.
pub fn swift_case(name: &str) -> String {
    let (first, others) = name.split_once('_').unwrap_or((name, ""));
    let others = others.split('_').map(|word| match word {
        "api" | "csv" | "id" | "url" | "usd" => word.to_uppercase(),
        word => capitalized(word),
    });
    first.to_owned() + &others.collect::<String>()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + letters.as_str()
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

    #[test]
    fn swift_leaves_acronyms_in_one_case() {
        for (name, swift) in [
            ("id", "id"),
            ("request_id", "requestID"),
            ("usage_history_csv", "usageHistoryCSV"),
            ("base_url", "baseURL"),
            ("with_api_key", "withAPIKey"),
            ("usd_cap", "usdCap"),
            ("list_keys", "listKeys"),
        ] {
            assert_eq!(swift_case(name), swift);
        }
    }
}
