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
