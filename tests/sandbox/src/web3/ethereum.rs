//! Wallets: addresses, the hash that is signed, and who signed it.

use k256::ecdsa::{RecoveryId, Signature, SigningKey, VerifyingKey};
use sha3::{Digest, Keccak256};

/// Who signed `text` by EIP-191, `v` being 27, 28, 0 or 1.
pub(super) fn recover(text: &str, signature: &[u8; 65]) -> Option<[u8; 20]> {
    recover_hash(&eip191(text), signature)
}

/// Who signed what has this hash.
pub(crate) fn recover_hash(hash: &[u8; 32], signature: &[u8; 65]) -> Option<[u8; 20]> {
    let (rs, v) = signature.split_at(64);
    let recovery = match v {
        [0 | 27] => RecoveryId::new(false, false),
        [1 | 28] => RecoveryId::new(true, false),
        _ => return None,
    };
    let signature = Signature::from_slice(rs).ok()?;
    let signer = VerifyingKey::recover_from_prehash(hash, &signature, recovery).ok()?;
    Some(address_of(&signer))
}

fn eip191(text: &str) -> [u8; 32] {
    keccak(format!("\x19Ethereum Signed Message:\n{}{text}", text.len()).as_bytes())
}

fn address_of(key: &VerifyingKey) -> [u8; 20] {
    let point = key.to_sec1_point(false);
    let hash = keccak(&point.as_bytes()[1..]);
    let mut address = [0; 20];
    address.copy_from_slice(&hash[12..]);
    address
}

/// A wallet of the sandbox's own, for tests to sign with.
pub(crate) struct Wallet {
    pub(crate) private_key: String,
    pub(crate) address: String,
}

impl Wallet {
    /// The same at every start, and good for nothing but tests: anybody can hash its name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let secret = keccak(name.as_bytes());
        let key = SigningKey::from_slice(&secret).ok()?;
        let address = checksummed(&address_of(key.verifying_key()));
        Some(Self {
            private_key: format!("0x{}", hex(&secret)),
            address,
        })
    }
}

/// 20 bytes of hex after `0x`; in mixed case its EIP-55 checksum must be right.
pub(crate) fn parse_address(text: &str) -> Option<[u8; 20]> {
    let address = <[u8; 20]>::try_from(unhex(text)?).ok()?;
    let digits = &text[2..];
    let one_case = !digits.bytes().any(|b| b.is_ascii_lowercase())
        || !digits.bytes().any(|b| b.is_ascii_uppercase());
    (one_case || checksummed(&address) == text).then_some(address)
}

/// EIP-55.
pub(super) fn checksummed(address: &[u8; 20]) -> String {
    let digits = hex(address);
    let hash = hex(&keccak(digits.as_bytes()));
    let cased = digits
        .chars()
        .zip(hash.bytes())
        .map(|(digit, hash)| match hash {
            b'8'..=b'9' | b'a'..=b'f' => digit.to_ascii_uppercase(),
            _ => digit,
        });
    format!("0x{}", cased.collect::<String>())
}

pub(crate) fn keccak(bytes: &[u8]) -> [u8; 32] {
    Keccak256::digest(bytes).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x")?.as_bytes();
    let digit = |b: u8| {
        char::from(b)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    if digits.len() % 2 != 0 {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

/// `personal_sign`, for tests to try what is checked here.
#[cfg(test)]
pub(crate) fn sign(private_key: &str, text: &str) -> String {
    sign_hash(private_key, &eip191(text))
}

#[cfg(test)]
pub(crate) fn sign_hash(private_key: &str, hash: &[u8; 32]) -> String {
    let key = SigningKey::from_slice(&unhex(private_key).unwrap()).unwrap();
    let (signature, recovery) = key.sign_prehash_recoverable(hash);
    let v = 27 + u8::from(recovery.is_y_odd());
    format!("0x{}{v:02x}", hex(&signature.to_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_eip_55() {
        // The vectors of EIP-55 itself.
        for good in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0xde709f2102306220921060314715629080e2fb77",
        ] {
            let address = parse_address(good).expect(good);
            assert_eq!(checksummed(&address), good);
            assert_eq!(parse_address(&good.to_lowercase()), Some(address));
        }
        for bad in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
            "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
            "0xg2908400098527886E0F7030069857D2E4169EE7",
            "0x+2908400098527886E0F7030069857D2E4169EE7",
            "",
        ] {
            assert_eq!(parse_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_private_key_has_its_known_address() {
        let mut secret = [0; 32];
        secret[31] = 1;
        let key = SigningKey::from_slice(&secret).unwrap();
        let address = checksummed(&address_of(key.verifying_key()));
        assert_eq!(address, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
    }

    #[test]
    fn a_signature_of_another_library_recovers_to_its_signer() {
        // From the web3.js documentation of eth.accounts.sign("Some data", key).
        let signature = "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd\
                         6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";
        let signature: [u8; 65] = unhex(&signature.replace(' ', ""))
            .unwrap()
            .try_into()
            .unwrap();
        let signer = recover("Some data", &signature).unwrap();
        assert_eq!(
            checksummed(&signer),
            "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
        );
        let mut zero_based = signature;
        zero_based[64] -= 27;
        assert_eq!(recover("Some data", &zero_based), Some(signer));
        assert_ne!(recover("Some date", &signature), Some(signer));
        zero_based[64] = 29;
        assert_eq!(recover("Some data", &zero_based), None);
        assert_eq!(recover("Some data", &[0; 65]), None);
    }
}
