//! [`ErrorCode`]: every way in which a call can fail, from one table.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Error;

/// A group of codes that a program may want to handle alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorGroup {
    /// A wallet can't mint a key: its address, its challenge, its signature or its stake.
    Web3,
    /// No response came: the network, TLS, or the deadline.
    Transport,
    /// A top-up wasn't paid, or it isn't known yet whether it was.
    Payment,
}

/// Declares the codes. An entry is `Variant = "text"`, then, each optional, the `group` that the
/// code belongs to, and the `advice` that a refusal by the server ends with. An alias `rethrown`
/// says that the bindings raise the caller's own error in its place.
macro_rules! codes {
    ($(
        $(#[$doc:meta])+
        $variant:ident = $text:literal
        $(, group: $group:ident)?
        $(, advice: $advice:literal)?
        ;
    )+) => {
        /// What went wrong, as a code that stays the same across versions and languages.
        ///
        /// Each method lists those that are particular to it; [`Client`](crate::Client) lists those
        /// that every call can fail with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$doc])+ $variant,)+
        }

        impl ErrorCode {
            /// Every code, in the order of the documentation's table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as a string: `"outcome_unknown"`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The group that the code belongs to, if it belongs to one.
            pub const fn group(self) -> Option<ErrorGroup> {
                match self {
                    $(Self::$variant => optional!($(ErrorGroup::$group)?),)+
                }
            }

            /// What a person can do about a refusal with this code, if nothing more is known of it.
            pub(crate) const fn advice(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => optional!($($advice)?),)+
                }
            }
        }
    };
}

macro_rules! optional {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

codes! {
    /// The client can't be used as it was configured: no key, or the function that gives it failed;
    /// a bad base URL, plain http to a host that isn't loopback, a CA file that can't be read.
    Config = "config";
    /// Refused before anything was sent: [`Error::issues`] names field and rule.
    InvalidInput = "invalid_input";
    /// The key is unknown, expired or revoked, its account's subscription is inactive, or no key
    /// was sent.
    Unauthenticated = "unauthenticated",
        advice: "check that the key is right, unexpired and not revoked";
    /// The call needs an ADMIN key.
    AdminKeyRequired = "admin_key_required",
        advice: "this call needs an ADMIN key: set VENICE_ADMIN_KEY, or give the client one";
    /// No balance, or the key's cap is spent.
    PaymentRequired = "payment_required",
        advice: "add balance, or raise the key's limit";
    /// The key may not do this: IP allowlist, model privacy, disabled access.
    Forbidden = "forbidden",
        advice: "the key may not do this: check its IP allowlist and model privacy";
    /// There is no such key, or no such path.
    NotFound = "not_found",
        advice: "`list_keys` shows the keys there are; expired and deleted ones are gone";
    /// The account has as many active keys as Venice allows (500).
    KeyLimitReached = "key_limit_reached", advice: "delete keys that are no longer used";
    /// Two keys have the description that only one may have, or the one that has it can't become
    /// what was asked for; nothing was created.
    Conflict = "conflict";
    /// Somebody else is making this key: the message names what they made so far and until when it
    /// lasts, and [`Error::retry_after`] says how long that is.
    InProgress = "in_progress";
    /// The caller's `store` failed: the new key was deleted, or ends by itself. Only Rust has this
    /// code, with the error of `store` as its source; the other languages raise that error itself.
    #[doc(alias = "rethrown")]
    StoreFailed = "store_failed";
    /// The time in which the new key had to be stored and made lasting was over: it has ended.
    /// Discard the secret that was stored under its id.
    PendingLost = "pending_lost";
    /// The key was rotated before: the message names its successor.
    AlreadyRotated = "already_rotated";
    /// The server refused the request: [`Error::issues`] says why where the server did.
    BadRequest = "bad_request";
    /// The server doesn't accept the wallet's address.
    InvalidAddress = "invalid_address", group: Web3, advice: "give the wallet's 20-byte address";
    /// The challenge is too old: get a new one.
    ChallengeExpired = "challenge_expired", group: Web3,
        advice: "get a new challenge and sign that";
    /// The challenge isn't one of Venice's own for this wallet; nothing was signed.
    ChallengeInvalid = "challenge_invalid", group: Web3,
        advice: "get a new challenge from Venice and sign it unchanged";
    /// The signature was made by another wallet or over other bytes.
    SignatureMismatch = "signature_mismatch", group: Web3,
        advice: "sign the exact challenge text with the wallet of that address";
    /// The wallet has no staked VVV on Base.
    NotStaked = "not_staked", group: Web3, advice: "stake VVV on Base with this wallet first";
    /// The server couldn't check the wallet just now: try again later.
    WalletCheckUnavailable = "wallet_check_unavailable", group: Web3,
        advice: "try again in a moment";
    /// What was asked for belongs to another wallet than the one that signed.
    WalletMismatch = "wallet_mismatch", advice: "sign with the wallet that this belongs to";
    /// Venice refused a wallet's sign-in. Each is used once and lasts for minutes, so a wrong clock
    /// is the usual reason.
    SignInRefused = "sign_in_refused", advice: "check this machine's clock, then try again";
    /// A top-up was refused: no money moved.
    PaymentRefused = "payment_refused", group: Payment;
    /// A top-up was sent, and Venice said last that it is still settling: make the same call again,
    /// or pay the record that [`Error::resume`] holds. Neither can pay twice.
    PaymentSettling = "payment_settling", group: Payment;
    /// A top-up may have been paid, and nobody can tell yet: [`Error::retry_after`] says when to
    /// ask, and [`Error::resume`] holds the record to ask with. Never pay under another order
    /// before that.
    PaymentUnknown = "payment_unknown", group: Payment;
    /// Too many requests: [`Error::retry_after`] says how long to wait, where it is known.
    RateLimited = "rate_limited", advice: "wait before the next call";
    /// The endpoint is retired.
    Gone = "gone", advice: "this version of venice-keys calls a retired endpoint: update it";
    /// The server failed on a call that is safe to repeat.
    ServerError = "server_error", advice: "the call is safe to repeat";
    /// The call's deadline passed.
    Timeout = "timeout", group: Transport;
    /// The server couldn't be reached, or the connection was lost.
    Connection = "connection", group: Transport;
    /// The server's certificate wasn't accepted, or TLS failed otherwise.
    Tls = "tls", group: Transport;
    /// The server's response isn't one that the API documents.
    BadResponse = "bad_response";
    /// The request to create a key, or to make a new one lasting, was sent, but no reliable
    /// response came back: the key may or may not exist.
    OutcomeUnknown = "outcome_unknown";
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ErrorCode {
    type Err = Error;

    /// # Errors
    ///
    /// * `invalid_input`: there is no such code.
    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().find(|code| code.as_str() == text);
        found
            .copied()
            .ok_or_else(|| Error::input("code", "must be an error code of venice-keys"))
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_has_a_text_of_its_own_and_is_read_from_it() {
        let texts: HashSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            assert_eq!(code.as_str().parse::<ErrorCode>().unwrap(), *code);
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(serde_json::from_str::<ErrorCode>(&json).unwrap(), *code);
        }
        assert!("no_such_code".parse::<ErrorCode>().is_err());
    }
}
