//! A signed payment: USDC on Base by EIP-3009, wrapped as x402 has it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::web3::{hex, keccak, recover_hash, unhex};

pub(super) const NETWORK: &str = "eip155:8453";
pub(super) const ASSET: &str = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913";
pub(crate) const PAY_TO: &str = "0x0000000000000000000000000000000000000402";
pub(super) const MOST_SECONDS: i64 = 300;
/// In units of USDC, which has six decimals.
pub(super) const LEAST: u64 = 5_000_000;
const MOST: u64 = 10_000_000_000;
const CHAIN: u64 = 8453;

/// Why a payment isn't taken: a code of Venice's, and what is wrong.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal(pub(super) &'static str, pub(super) String);

impl Refusal {
    pub(super) fn new(code: &'static str, text: &str) -> Self {
        Self(code, text.to_owned())
    }

    pub(super) fn unverified(text: &str) -> Self {
        Self::new("PAYMENT_VERIFICATION_FAILED", text)
    }
}

/// One that is signed by the wallet that pays.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Payment {
    /// Lower case.
    pub(super) wallet: String,
    pub(super) nonce: String,
    pub(super) value: u64,
    pub(super) valid_after: i64,
    pub(super) valid_before: i64,
    /// Tells signed payments apart.
    pub(super) signature: [u8; 65],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    x402_version: u64,
    accepted: Accepted,
    payload: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Accepted {
    scheme: String,
    network: String,
    amount: String,
    asset: String,
    pay_to: String,
    max_timeout_seconds: i64,
    extra: Value,
}

#[derive(Deserialize)]
struct Payload {
    signature: String,
    authorization: Authorization,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Authorization {
    from: String,
    to: String,
    value: String,
    valid_after: String,
    valid_before: String,
    nonce: String,
}

/// What Base is to be paid with.
pub(super) fn on_base(amount: u64) -> Value {
    json!({
        "scheme": "exact", "network": NETWORK, "amount": amount.to_string(), "asset": ASSET,
        "payTo": PAY_TO, "maxTimeoutSeconds": MOST_SECONDS,
        "extra": {"name": "USD Coin", "version": "2"},
    })
}

impl Payment {
    pub(super) fn read(header: &str) -> Result<Self, Refusal> {
        let format = |text: &str| Refusal::new("INVALID_PAYMENT_FORMAT", text);
        let bytes = STANDARD
            .decode(header)
            .map_err(|_| format("The payment header is not base64"))?;
        let header: Header = serde_json::from_slice(&bytes)
            .map_err(|error| format(&format!("The payment is not in its form: {error}")))?;
        if header.x402_version != 2 {
            return Err(format("x402Version must be 2"));
        }
        let (accepted, signed) = (&header.accepted, &header.payload.authorization);
        accepted.check()?;
        if !signed.to.eq_ignore_ascii_case(PAY_TO) {
            let text = "The authorization pays somebody else";
            return Err(Refusal::new("INVALID_PAYMENT_RECIPIENT", text));
        }
        let value = whole(&signed.value)
            .ok_or_else(|| Refusal::new("INVALID_AMOUNT", "The value is not a whole number"))?;
        if accepted.amount != signed.value {
            let text = "accepted.amount is not the authorization's value";
            return Err(Refusal::new("INVALID_AMOUNT", text));
        }
        match value {
            ..LEAST => {
                let text = "The minimum top-up is 5 USD";
                return Err(Refusal::new("AMOUNT_TOO_LOW", text));
            }
            _ if value > MOST => {
                let text = "The maximum top-up is 10000 USD";
                return Err(Refusal::new("AMOUNT_TOO_HIGH", text));
            }
            _ => {}
        }
        let payer = bytes_of::<20>(&signed.from).ok_or_else(|| {
            Refusal::new("INVALID_PAYMENT_PAYER", "The payer is not a Base address")
        })?;
        let seconds = |text: &str| whole(text).and_then(|s| i64::try_from(s).ok());
        let (Some(valid_after), Some(valid_before), Some(hash)) = (
            seconds(&signed.valid_after),
            seconds(&signed.valid_before),
            signed.hash(),
        ) else {
            return Err(format("The authorization is not in its form"));
        };
        let signature = bytes_of::<65>(&header.payload.signature)
            .ok_or_else(|| format("The signature is not 65 bytes of hex"))?;
        // As USDC's contract has it: neither the other form of v nor the other half of s.
        let is_usual = matches!(signature[64], 27 | 28) && is_low(&signature[32..64]);
        if !is_usual || recover_hash(&hash, &signature) != Some(payer) {
            return Err(Refusal::unverified("The signature is not the payer's"));
        }
        Ok(Self {
            wallet: signed.from.to_lowercase(),
            nonce: signed.nonce.to_lowercase(),
            value,
            valid_after,
            valid_before,
            signature,
        })
    }
}

impl Accepted {
    fn check(&self) -> Result<(), Refusal> {
        let refusal = |code, text| Err(Refusal::new(code, text));
        if self.scheme != "exact" {
            return refusal("UNSUPPORTED_SCHEME", "The scheme must be exact");
        }
        if self.network != NETWORK {
            return refusal("UNSUPPORTED_NETWORK", "The network must be Base");
        }
        if !self.asset.eq_ignore_ascii_case(ASSET) {
            return refusal("UNSUPPORTED_TOKEN", "The asset must be USDC");
        }
        if !self.pay_to.eq_ignore_ascii_case(PAY_TO) {
            return refusal("INVALID_PAYMENT_RECIPIENT", "payTo is somebody else");
        }
        let asked = on_base(0);
        if self.extra != asked["extra"] || self.max_timeout_seconds != MOST_SECONDS {
            return refusal("INVALID_PAYMENT", "accepted is not what was offered");
        }
        Ok(())
    }
}

/// Decimal digits and nothing else, as JSON and the chain have them.
fn whole(text: &str) -> Option<u64> {
    let is_plain =
        text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| is_plain)
}

fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    unhex(text)?.try_into().ok()
}

/// Whether `s` is not above half the order of the curve.
fn is_low(s: &[u8]) -> bool {
    const HALF: [u8; 32] = [
        0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b,
        0x20, 0xa0,
    ];
    s <= &HALF[..]
}

impl Authorization {
    /// What the wallet signs (EIP-712), if every member is in its form.
    fn hash(&self) -> Option<[u8; 32]> {
        Some(keccak(
            &[&b"\x19\x01"[..], &domain()?, &self.struct_hash()?].concat(),
        ))
    }

    fn struct_hash(&self) -> Option<[u8; 32]> {
        let words = [
            keccak(
                b"TransferWithAuthorization(address from,address to,uint256 value,\
                  uint256 validAfter,uint256 validBefore,bytes32 nonce)",
            ),
            address(&self.from)?,
            address(&self.to)?,
            number(whole(&self.value)?),
            number(whole(&self.valid_after)?),
            number(whole(&self.valid_before)?),
            bytes_of::<32>(&self.nonce)?,
        ];
        Some(keccak(&words.concat()))
    }
}

/// Of USDC on Base.
fn domain() -> Option<[u8; 32]> {
    let words = [
        keccak(
            b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
        ),
        keccak(b"USD Coin"),
        keccak(b"2"),
        number(CHAIN),
        address(ASSET)?,
    ];
    Some(keccak(&words.concat()))
}

fn address(text: &str) -> Option<[u8; 32]> {
    let mut word = [0; 32];
    word[12..].copy_from_slice(&bytes_of::<20>(text)?);
    Some(word)
}

fn number(number: u64) -> [u8; 32] {
    let mut word = [0; 32];
    word[24..].copy_from_slice(&number.to_be_bytes());
    word
}

/// A name for what was paid with this nonce on the chain.
pub(super) fn transaction(wallet: &str, nonce: &str) -> String {
    let named = keccak(format!("{wallet}{nonce}").as_bytes());
    format!("0x{}", hex(&named))
}

#[cfg(test)]
mod tests;
