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
mod tests;
