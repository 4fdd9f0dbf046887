//! [`Wallet`]: its address, its signatures, and what it refuses to sign.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use k256::ecdsa::{RecoveryId, Signature, SigningKey, VerifyingKey};
use sha3::{Digest, Keccak256};
use zeroize::Zeroizing;

use crate::codes::ErrorCode;
use crate::error::Error;
use crate::web3::Web3Challenge;

/// An Ethereum address, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address([u8; 20]);

impl Address {
    /// Reads `0x` and 20 bytes of hex. Mixed case must be the EIP-55 checksum; a single case is
    /// accepted.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let bad = |rule: &str| Error::input("address", rule);
        let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
        let bytes = hex
            .and_then(decode_hex)
            .and_then(|bytes| <[u8; 20]>::try_from(bytes.as_slice()).ok())
            .ok_or_else(|| bad("must be 0x and 40 hex digits"))?;
        let address = Self(bytes);
        let digits = &text[2..];
        let mixed = digits.bytes().any(|b| b.is_ascii_lowercase())
            && digits.bytes().any(|b| b.is_ascii_uppercase());
        if mixed && address.to_string()[2..] != *digits {
            return Err(bad("has a wrong EIP-55 checksum: a digit may be mistyped"));
        }
        Ok(address)
    }

    /// The form without the checksum: `0x` and lower-case digits.
    pub(crate) fn lower(self) -> String {
        format!("0x{}", encode_hex(&self.0))
    }

    pub(crate) fn bytes(self) -> [u8; 20] {
        self.0
    }

    #[cfg(any(test, fuzzing))]
    pub(crate) fn of_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    fn of(key: &VerifyingKey) -> Self {
        let point = key.to_sec1_point(false);
        let hash = Keccak256::digest(&point.as_bytes()[1..]);
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&hash[12..]);
        Self(bytes)
    }
}

/// The EIP-55 form.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lower = encode_hex(&self.0);
        let hash = Keccak256::digest(lower.as_bytes());
        f.write_str("0x")?;
        for (at, digit) in lower.chars().enumerate() {
            let nibble = hash[at / 2] >> (if at % 2 == 0 { 4 } else { 0 }) & 0xf;
            let digit = if nibble >= 8 {
                digit.to_ascii_uppercase()
            } else {
                digit
            };
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// A wallet held in this process: a secp256k1 private key, wiped from memory when dropped.
///
/// It signs three things. What the server gives is checked first, everything else is written here:
///
/// * a sign-in to Venice, to read the wallet's credit or for a request of the caller's own
///   ([`Wallet::sign_in`]);
/// * a payment that the caller asked for: so much USDC on Base, once
///   ([`Client::x402_top_up`](crate::Client::x402_top_up));
/// * Venice's challenges for creating an API key ([`Wallet::sign`]), of which there are two:
///
/// * the announced EIP-4361 message, letter by letter: for this wallet, on Base, with the statement
///   or the resource of creating a key, and expiring within the hour;
/// * the current JWT, if it has the form of a signed one, names nobody but Venice and this wallet
///   where it names anybody, and expires within the hour.
///
/// No person can read such a JWT, no wallet can tell who issued it, and its signature can mint more
/// keys until it expires, after a quarter of an hour: use a wallet that holds the stake, or what is
/// to be spent at Venice, and nothing else.
///
/// ```
/// use venice_keys::Wallet;
///
/// let wallet = Wallet::from_hex(&format!("0x{:064x}", 1))?;
/// assert_eq!(wallet.address(), "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
/// # Ok::<(), venice_keys::Error>(())
/// ```
#[derive(Clone)]
pub struct Wallet {
    /// On the heap, where it stays: moving it would leave copies behind.
    key: Arc<SigningKey>,
    address: Address,
    clock: Arc<Clock>,
}

/// How far Venice's clock is ahead of this machine's, in milliseconds, as far as a sign-in that was
/// refused has shown. A wallet's clones share it.
#[derive(Debug, Default)]
struct Clock(AtomicI64);

impl fmt::Debug for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wallet({})", self.address)
    }
}

impl Wallet {
    /// Reads a private key: 32 bytes of hex, with or without `0x`.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: it isn't that, or not in the range of secp256k1. The message never holds
    ///   it.
    pub fn from_hex(private_key: &str) -> Result<Self, Error> {
        let bad = |rule: &str| Error::input("wallet", rule);
        let text = private_key.trim();
        let bytes = decode_hex(text.strip_prefix("0x").unwrap_or(text))
            .filter(|bytes| bytes.len() == 32)
            .ok_or_else(|| bad("must be a private key: 64 hex digits"))?;
        let key = without_traces(|| SigningKey::from_slice(&bytes).map(Arc::new))
            .map_err(|_| bad("must be a private key in the range of secp256k1"))?;
        let address = Address::of(key.verifying_key());
        Ok(Self {
            key,
            address,
            clock: Arc::default(),
        })
    }

    /// The wallet's address in its EIP-55 form.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn checked_address(&self) -> Address {
        self.address
    }

    /// Signs a challenge of Venice's for creating a key (EIP-191 `personal_sign`), for
    /// [`Client::mint_web3_key`](crate::Client::mint_web3_key): 65 bytes as hex, with `0x`.
    ///
    /// # Errors
    ///
    /// * `challenge_expired`: its time is over; nothing was signed.
    /// * `challenge_invalid`: it is anything but one of the two challenges described at [`Wallet`],
    ///   a sign-in included, or longer than 16 KiB; nothing was signed.
    pub fn sign(&self, challenge: &Web3Challenge) -> Result<String, Error> {
        challenge.check(self.address, Timestamp::now())?;
        self.personal_sign(challenge.text.as_bytes())
    }

    pub(crate) fn personal_sign(&self, message: &[u8]) -> Result<String, Error> {
        self.sign_hash(eip191_hash(message))
    }

    /// Signs a hash: 65 bytes as hex, with `0x`. The same hash always has the same signature
    /// (RFC 6979).
    pub(crate) fn sign_hash(&self, hash: [u8; 32]) -> Result<String, Error> {
        let (signature, recovery) = without_traces(|| self.key.sign_prehash_recoverable(&hash));
        if recover(&hash, &signature, recovery) != Some(self.address) {
            let what = "signing failed: the signature doesn't lead back to the wallet's address";
            return Err(Error::new(ErrorCode::SignatureMismatch, what));
        }
        let mut bytes = [0u8; 65];
        bytes[..64].copy_from_slice(&signature.to_bytes());
        bytes[64] = 27 + u8::from(recovery.is_y_odd());
        Ok(format!("0x{}", encode_hex(&bytes)))
    }

    /// A code that only this wallet can make for a text: it shows that the text is unchanged. Of
    /// no use as a signature, and says nothing about the private key.
    pub(crate) fn authentication_code(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        without_traces(|| {
            let mut secret = Keccak256::new();
            secret.update(purpose.as_bytes());
            secret.update([0]);
            let key = Zeroizing::new(<[u8; 32]>::from(self.key.to_bytes()));
            secret.update(key.as_slice());
            let secret = Zeroizing::new(<[u8; 32]>::from(secret.finalize()));
            // Keccak, unlike SHA-2, needs no HMAC around it.
            keccak(&[&*secret, text])
        })
    }

    /// Venice's time, as far as it is known.
    pub(crate) fn venices_time(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.clock.0.load(Ordering::Relaxed));
        let now = Timestamp::now();
        now.saturating_add(ahead).unwrap_or(now)
    }

    /// Follows Venice's clock from here on if this machine's is so wrong that sign-ins fail.
    /// Returns how far Venice's is ahead of this machine's then.
    pub(crate) fn follow(&self, venices: Timestamp) -> Option<SignedDuration> {
        /// Venice allows 30 seconds.
        const TOLERATED: SignedDuration = SignedDuration::from_secs(20);
        if venices.duration_since(self.venices_time()).abs() <= TOLERATED {
            return None;
        }
        let ahead = venices.duration_since(Timestamp::now());
        self.clock
            .0
            .store(ahead.as_millis() as i64, Ordering::Relaxed);
        Some(ahead)
    }
}

/// The hash of these parts, one after the other.
pub(crate) fn keccak(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Keccak256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Works with a private key, then overwrites the stack, on which that left copies: three of them in
/// a release build (`tests/rust/memory.rs`).
fn without_traces<T>(work: impl FnOnce() -> T) -> T {
    #[inline(never)]
    fn overwrite_stack() {
        // More than signing needs, and a small part of the smallest thread's stack.
        std::hint::black_box(&mut [0u8; 32 * 1024]);
    }
    // Not inlined: its frame has to lie where the overwriting one will.
    #[inline(never)]
    fn apart<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
    let done = apart(work);
    overwrite_stack();
    done
}

/// The hash that `personal_sign` signs: the prefix keeps a message from being a transaction.
pub(crate) fn eip191_hash(message: &[u8]) -> [u8; 32] {
    let length = message.len().to_string();
    keccak(&[
        b"\x19Ethereum Signed Message:\n",
        length.as_bytes(),
        message,
    ])
}

fn recover(hash: &[u8; 32], signature: &Signature, recovery: RecoveryId) -> Option<Address> {
    let key = VerifyingKey::recover_from_prehash(hash, signature, recovery).ok()?;
    Some(Address::of(&key))
}

pub(crate) fn encode_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]);
    digits.map(char::from).collect()
}

pub(crate) fn decode_hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let value = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len() / 2));
    for pair in digits.chunks_exact(2) {
        bytes.push(value(pair[0])? << 4 | value(pair[1])?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wallet(key: u8) -> Wallet {
        Wallet::from_hex(&format!("{key:064x}")).unwrap()
    }

    /// Recovers the signer of 0x-hex as a server would.
    fn signer(message: &[u8], signature: &str) -> Address {
        let bytes = decode_hex(&signature[2..]).unwrap();
        let recovery = RecoveryId::from_byte(bytes[64] - 27).unwrap();
        let signature = Signature::from_slice(&bytes[..64]).unwrap();
        recover(&eip191_hash(message), &signature, recovery).unwrap()
    }

    #[test]
    fn known_keys_have_their_known_addresses() {
        for (key, address) in [
            (1, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"),
            (2, "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"),
            (3, "0x6813Eb9362372EEF6200f3b1dbC3f819671cBA69"),
        ] {
            assert_eq!(wallet(key).address(), address);
        }
    }

    /// EIP-55's own examples.
    #[test]
    fn checksummed_addresses() {
        for address in [
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
            "0xde709f2102306220921060314715629080e2fb77",
            "0x27b1fdb04752bbc536007a920d24acb045561c26",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            assert_eq!(Address::parse(address).unwrap().to_string(), address);
            assert_eq!(
                Address::parse(&address.to_lowercase()).unwrap().to_string(),
                address
            );
        }
        for bad in [
            "",
            "0x",
            "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedff",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beé",
        ] {
            assert_eq!(
                Address::parse(bad).expect_err(bad).issues()[0].field,
                "address"
            );
        }
    }

    /// The example of the widely used JavaScript libraries: web3.js `accounts.sign("Some data",
    /// …)`.
    #[test]
    fn a_known_message_has_its_known_signature() {
        let key = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
        let wallet = Wallet::from_hex(key).unwrap();
        assert_eq!(
            wallet.address(),
            "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
        );
        assert_eq!(
            encode_hex(&eip191_hash(b"Some data")),
            "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655"
        );
        assert_eq!(
            wallet.personal_sign(b"Some data").unwrap(),
            "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd\
             6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c"
        );
    }

    /// The announced challenge, its dash outside ASCII included, as other libraries sign it.
    #[test]
    fn the_announced_message_has_its_known_signature() {
        let message = crate::web3::ANNOUNCED;
        assert_eq!(message.len(), 494);
        assert_eq!(
            encode_hex(&eip191_hash(message.as_bytes())),
            "91b8d43e1598cc25845bf2016f6258200f5177eb4b4a124f8a9e8f11864bc499"
        );
        assert_eq!(
            wallet(1).personal_sign(message.as_bytes()).unwrap(),
            "0x3ace009508b742f059334548b397b448169bf8834742d9123dbdda6ec25fe072\
             6df1bfda0a43dc0d713b89e32e5f43eb32f5eca5e240f569557a13fbd07540701b"
        );
    }

    #[test]
    fn what_is_no_private_key_is_refused_without_being_shown() {
        let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        for bad in [
            "",
            "0x",
            "00",
            &"0".repeat(64),
            order,
            &"f".repeat(64),
            &"g".repeat(64),
        ] {
            let error = Wallet::from_hex(bad).expect_err(bad);
            assert_eq!(error.issues()[0].field, "wallet");
            assert!(bad.len() < 4 || !format!("{error:?}").contains(bad));
        }
        assert!(Wallet::from_hex(&order.replace("4141", "4140")).is_ok());
    }

    #[test]
    fn a_wallet_prints_only_its_address() {
        let form = format!("{:?}", wallet(1));
        assert_eq!(form, "Wallet(0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf)");
    }

    #[test]
    fn a_wallet_follows_venices_clock_where_its_own_would_be_refused() {
        let wallet = wallet(1);
        let ahead = |by: i64| Timestamp::now() + SignedDuration::from_secs(by);
        for tolerated in [0, 15, -15] {
            assert_eq!(wallet.follow(ahead(tolerated)), None);
        }
        for wrong in [3600, -3600] {
            assert!(wallet.follow(ahead(wrong)).is_some());
            let left = ahead(wrong).duration_since(wallet.clone().venices_time());
            assert!(left.abs() < SignedDuration::from_secs(5), "{left:?}");
        }
        assert!(wallet.follow(ahead(0)).is_some(), "and back again");
        for extreme in [Timestamp::MIN, Timestamp::MAX] {
            assert!(wallet.follow(extreme).is_some());
            wallet.venices_time();
        }
    }

    #[test]
    fn a_code_shows_that_a_text_is_unchanged_and_whose_it_is() {
        let code = wallet(1).authentication_code("record", b"text");
        assert_eq!(wallet(1).authentication_code("record", b"text"), code);
        assert_ne!(wallet(1).authentication_code("record", b"tex"), code);
        assert_ne!(wallet(1).authentication_code("recor", b"dtext"), code);
        assert_ne!(wallet(2).authentication_code("record", b"text"), code);
    }

    proptest! {
        #[test]
        fn a_signature_leads_back_to_its_signer_and_no_other(
            key in proptest::array::uniform32(1u8..=254),
            message in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let wallet = Wallet::from_hex(&encode_hex(&key)).unwrap();
            let signature = wallet.personal_sign(&message).unwrap();
            prop_assert_eq!(signature.len(), 132);
            prop_assert_eq!(signer(&message, &signature), wallet.checked_address());
            let mut other = message.clone();
            other.push(b'x');
            prop_assert_ne!(signer(&other, &signature), wallet.checked_address());
        }

        #[test]
        fn an_address_comes_back_and_one_changed_case_is_noticed(
            bytes in proptest::array::uniform20(any::<u8>()), at in 2usize..42,
        ) {
            let text = Address(bytes).to_string();
            prop_assert_eq!(Address::parse(&text).unwrap(), Address(bytes));
            let mut digits = text.clone().into_bytes();
            digits[at] ^= if digits[at].is_ascii_alphabetic() { 0x20 } else { 0 };
            let changed = String::from_utf8(digits).unwrap();
            let one_case = changed[2..] == changed[2..].to_lowercase()
                || changed[2..] == changed[2..].to_uppercase();
            if changed != text && !one_case {
                prop_assert!(Address::parse(&changed).is_err());
            }
        }

        #[test]
        fn any_text_is_an_address_or_a_wallet_or_refused(text in ".*") {
            let _ = Address::parse(&text);
            let _ = Wallet::from_hex(&text);
        }
    }
}
