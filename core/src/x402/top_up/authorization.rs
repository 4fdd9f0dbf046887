//! [`Authorization`]: what moves the money, as the wallet signs it (EIP-3009, EIP-712).

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::wallet::{Address, Wallet, decode_hex, encode_hex, keccak};
use crate::x402::CHAIN_ID;

/// USDC on Base.
pub(super) const USDC: &str = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913";
pub(super) const USDC_NAME: &str = "USD Coin";
pub(super) const USDC_VERSION: &str = "2";

/// A transfer of USDC that the wallet authorizes, as it is on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Authorization {
    pub(super) from: String,
    pub(super) to: String,
    /// In millionths of a dollar.
    pub(super) value: String,
    pub(super) valid_after: String,
    /// Unix seconds.
    pub(super) valid_before: String,
    pub(super) nonce: String,
}

/// The nonce of an order: USDC takes each only once from a wallet, so an order can't pay twice,
/// whatever else is signed with it.
pub(super) fn nonce(wallet: Address, order: &str) -> [u8; 32] {
    let parts = ["venice-keys top-up", &wallet.lower(), order];
    keccak(&[parts.join("\0").as_bytes()])
}

impl Authorization {
    pub(super) fn value(&self) -> Option<u64> {
        number(&self.value)
    }

    pub(super) fn valid_before(&self) -> Option<u64> {
        number(&self.valid_before)
    }

    /// Its signature: 65 bytes as hex, with `0x`. Always the same one.
    pub(super) fn sign(&self, wallet: &Wallet) -> Result<String, Error> {
        let unsound = || Error::input("record", "holds no authorization that can be signed");
        wallet.sign_hash(self.digest().ok_or_else(unsound)?)
    }

    fn digest(&self) -> Option<[u8; 32]> {
        Some(keccak(&[
            b"\x19\x01",
            &domain_separator()?,
            &self.struct_hash()?,
        ]))
    }

    fn struct_hash(&self) -> Option<[u8; 32]> {
        Some(keccak(&[
            &type_hash(),
            &address_word(&self.from)?,
            &address_word(&self.to)?,
            &number_word(self.value()?),
            &number_word(number(&self.valid_after)?),
            &number_word(self.valid_before()?),
            &word(&self.nonce)?,
        ]))
    }
}

fn type_hash() -> [u8; 32] {
    keccak(&[
        b"TransferWithAuthorization(address from,address to,uint256 value,\
        uint256 validAfter,uint256 validBefore,bytes32 nonce)",
    ])
}

fn domain_separator() -> Option<[u8; 32]> {
    let of = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
    Some(keccak(&[
        &keccak(&[of]),
        &keccak(&[USDC_NAME.as_bytes()]),
        &keccak(&[USDC_VERSION.as_bytes()]),
        &number_word(u64::from(CHAIN_ID)),
        &address_word(USDC)?,
    ]))
}

/// Digits and nothing else, in their only form.
pub(super) fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn number_word(number: u64) -> [u8; 32] {
    let mut word = [0; 32];
    word[24..].copy_from_slice(&number.to_be_bytes());
    word
}

fn address_word(text: &str) -> Option<[u8; 32]> {
    let mut word = [0; 32];
    word[12..].copy_from_slice(&Address::parse(text).ok()?.bytes());
    Some(word)
}

fn word(text: &str) -> Option<[u8; 32]> {
    let bytes = decode_hex(text.strip_prefix("0x")?)?;
    bytes.as_slice().try_into().ok()
}

/// Bytes as they are on the wire.
pub(super) fn hex(bytes: &[u8]) -> String {
    format!("0x{}", encode_hex(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wallet(key: u8) -> Wallet {
        Wallet::from_hex(&format!("{key:064x}")).unwrap()
    }

    /// As Venice's documentation of x402 pays.
    fn known() -> Authorization {
        Authorization {
            from: "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf".to_owned(),
            to: "0x2b5ad5c4795c026514f8317c7a215e218dccd6cf".to_owned(),
            value: "10000000".to_owned(),
            valid_after: "0".to_owned(),
            valid_before: "1790794800".to_owned(),
            nonce: "0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480".to_owned(),
        }
    }

    #[test]
    fn a_known_payment_has_its_known_signature() {
        let known = known();
        for (hash, expected) in [
            (
                type_hash(),
                "7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267",
            ),
            (
                domain_separator().unwrap(),
                "02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f",
            ),
            (
                known.struct_hash().unwrap(),
                "fae3f83426d53c114517d959cd46685c8259e931978bc9914228ef43ab14ae28",
            ),
            (
                known.digest().unwrap(),
                "0bb1b9ee18206cf41b64cba9671e825ebe637b2641f33e0841b56dec605ea3a4",
            ),
        ] {
            assert_eq!(encode_hex(&hash), expected);
        }
        let signature = "0x9f432228d3672f7a6fdc34c5c75a68c7928a2c75251bb3347f0ed2e6b7717c20\
                         77f1280b37459ce3bee32780047c6ac8927c116498f01453abea5edf5227cb191b";
        for _ in 0..2 {
            assert_eq!(known.sign(&wallet(1)).unwrap(), signature);
        }
    }

    /// Orders' nonces, digests and signatures as eth-account 0.14 makes them.
    #[test]
    fn payments_are_signed_as_another_library_signs_them() {
        let largest_key =
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140".to_owned();
        for (key, order, to, value, valid_before, nonce_hex, digest, signature) in [
            (
                format!("{:064x}", 2),
                "order 17",
                "0x6813Eb9362372EEF6200f3b1dbC3f819671cBA69",
                "5000000",
                "1795000000",
                "9a52ed4c42422a07debb220ad6c5cdc78fc1fac313889265bd33c57d7ce938ef",
                "f3a2a6e50bb8cd6cea83be4c59efea422547c8c927332523c4a78beb5cdbad1f",
                "2db61ce082e9c6d96b1253ba763f9660f2ef2c82a3cf4259732094580f12ff09\
                 1b028f87c2a827d15d3a333c74ac3d30490f1cda1672e7657a55d4aa7fdf98d51c",
            ),
            (
                largest_key,
                "é",
                "0x00000000000000000000000000000000000000ff",
                "10000000000",
                "4294967296",
                "cfcbeb6519e5191a21adfddde376fb9a9f350f29ba85e0d3ae82678da2aa928f",
                "90594002d5aa6db800e6fad1736c5a44686badaa6416293e8c1b63ff87753758",
                "4f3b502a5b151f02fb81fdb8e1919f9235cc0318683ffbfaa70767fb6bb68e32\
                 3590b4d6fb19485a8d0e023a1e0b0666b998a62d534a6fdf4301f8df5ee694c41b",
            ),
            (
                format!("{:064x}", 3),
                "x",
                "0x2b5ad5c4795c026514f8317c7a215e218dccd6cf",
                "1",
                "1",
                "820e3a9a9c977bf2d775f626da0d6b7c8bdc838e58d8bc6c2ecfe4fce1e52a52",
                "c63c91b7a2610d84c4360cd661137e392e0c98bccdf1c9f841c13c50b6ae483a",
                "884540b8955be1d1805054b6d5f61bfbfb7ee930cb5e207d231c401bdce95a88\
                 31f6093beeda061eaf0b668705f51875c375732fb6cfce07bde82268d7dfcaac1b",
            ),
        ] {
            let wallet = Wallet::from_hex(&key).unwrap();
            let payment = Authorization {
                from: wallet.address(),
                to: to.to_owned(),
                value: value.to_owned(),
                valid_after: "0".to_owned(),
                valid_before: valid_before.to_owned(),
                nonce: hex(&nonce(wallet.checked_address(), order)),
            };
            assert_eq!(payment.nonce, format!("0x{nonce_hex}"));
            assert_eq!(encode_hex(&payment.digest().unwrap()), digest);
            assert_eq!(payment.sign(&wallet).unwrap(), format!("0x{signature}"));
        }
    }

    #[test]
    fn an_order_has_one_nonce_and_shares_it_with_no_other() {
        let of = |key, order| nonce(wallet(key).checked_address(), order);
        assert_eq!(of(1, "order 17"), of(1, "order 17"));
        assert_ne!(of(1, "order 17"), of(1, "order 18"));
        assert_ne!(of(1, "order 17"), of(2, "order 17"));
    }

    #[test]
    fn numbers_have_one_form() {
        for (text, value) in [
            ("0", Some(0)),
            ("10000000", Some(10_000_000)),
            ("", None),
            ("+1", None),
            ("01", None),
            ("-1", None),
            ("1e6", None),
            ("0x1", None),
        ] {
            assert_eq!(number(text), value, "{text}");
        }
    }
}
