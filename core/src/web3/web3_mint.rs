//! [`Web3Mint`]: what a wallet held elsewhere gives to mint a key.

use std::fmt;

use zeroize::Zeroize;

use super::Web3Challenge;
use crate::keys::MintOptions;

/// What a wallet that is held elsewhere gives to mint a key.
///
/// ```
/// use venice_keys::{LimitPeriod, MintOptions, Web3Challenge, Web3Mint};
///
/// let challenge = Web3Challenge::from_text("eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl");
/// let mint = Web3Mint::new("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", "0x51…", challenge)
///     .options(MintOptions::new().limit_period(LimitPeriod::Lifetime));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct Web3Mint {
    /// The wallet's address: `0x` and 40 hex digits, in one case or with a right EIP-55 checksum.
    pub address: String,
    /// Its EIP-191 signature of the challenge's text: `0x` and hex. That of a smart-contract wallet
    /// (EIP-1271) may have any length up to 64 KiB.
    pub signature: String,
    /// The challenge that was signed.
    pub challenge: Web3Challenge,
    /// The settings of the new key.
    pub options: MintOptions,
}

impl Web3Mint {
    /// A key without settings of its own, for the wallet that signed the challenge.
    pub fn new(
        address: impl Into<String>,
        signature: impl Into<String>,
        challenge: Web3Challenge,
    ) -> Self {
        Self {
            address: address.into(),
            signature: signature.into(),
            challenge,
            options: MintOptions::new(),
        }
    }

    /// Sets the settings of the new key.
    pub fn options(mut self, options: MintOptions) -> Self {
        self.options = options;
        self
    }
}

/// Wipes the signature from memory.
impl Drop for Web3Mint {
    fn drop(&mut self) {
        self.signature.zeroize();
    }
}

/// Hides the signature.
impl fmt::Debug for Web3Mint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            address,
            signature: _,
            challenge,
            options,
        } = self;
        f.debug_struct("Web3Mint")
            .field("address", address)
            .field("signature", &"…")
            .field("challenge", challenge)
            .field("options", options)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_not_printed() {
        let mint = Web3Mint::new(
            "0x1",
            "0xabcdef0123456789",
            Web3Challenge::from_text("a.b.c"),
        );
        let form = format!("{mint:?}");
        assert!(
            !form.contains("abcdef") && !form.contains("a.b.c"),
            "{form}"
        );
    }
}
