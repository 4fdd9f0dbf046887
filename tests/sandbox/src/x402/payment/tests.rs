use super::*;
use crate::web3::sign_hash;

const ONE: &str = "0x0000000000000000000000000000000000000000000000000000000000000001";
const ADDRESS: &str = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
const NONCE: &str = "0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480";

fn authorization(to: &str) -> Authorization {
    let text = str::to_owned;
    Authorization {
        from: text(ADDRESS),
        to: text(to),
        value: text("10000000"),
        valid_after: text("0"),
        valid_before: text("1790794800"),
        nonce: text(NONCE),
    }
}

#[test]
fn the_hashes_are_those_of_other_programs() {
    let known = authorization("0x2b5ad5c4795c026514f8317c7a215e218dccd6cf");
    let shown = |hash: Option<[u8; 32]>| hex(&hash.unwrap());
    assert_eq!(
        shown(domain()),
        "02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f"
    );
    assert_eq!(
        shown(known.struct_hash()),
        "fae3f83426d53c114517d959cd46685c8259e931978bc9914228ef43ab14ae28"
    );
    assert_eq!(
        shown(known.hash()),
        "0bb1b9ee18206cf41b64cba9671e825ebe637b2641f33e0841b56dec605ea3a4"
    );
    let signature = "0x9f432228d3672f7a6fdc34c5c75a68c7928a2c75251bb3347f0ed2e6b7717c20\
                     77f1280b37459ce3bee32780047c6ac8927c116498f01453abea5edf5227cb191b";
    let bytes = bytes_of::<65>(signature).unwrap();
    let signer = recover_hash(&known.hash().unwrap(), &bytes);
    assert_eq!(signer, bytes_of::<20>(ADDRESS));
    assert_eq!(sign_hash(ONE, &known.hash().unwrap()), signature);
}

/// A good header, changed by the one and signed again, then changed by the other.
fn header(signed: impl FnOnce(&mut Value), after: impl FnOnce(&mut Value)) -> String {
    let mut all = json!({
        "x402Version": 2, "accepted": on_base(10_000_000),
        "payload": {"signature": "0x", "authorization": {
            "from": ADDRESS, "to": PAY_TO, "value": "10000000", "validAfter": "0",
            "validBefore": "1790794800", "nonce": NONCE,
        }},
    });
    signed(&mut all);
    let authorization = &all["payload"]["authorization"];
    if let Ok(authorization) = Authorization::deserialize(authorization)
        && let Some(hash) = authorization.hash()
    {
        all["payload"]["signature"] = json!(sign_hash(ONE, &hash));
    }
    after(&mut all);
    STANDARD.encode(all.to_string())
}

fn set<'a>(path: &'a str, value: Value) -> impl FnOnce(&mut Value) + 'a {
    move |all| *all.pointer_mut(path).unwrap() = value
}

fn nothing(_: &mut Value) {}

fn refused(header: &str) -> &'static str {
    Payment::read(header).map_or_else(|Refusal(code, _)| code, |_| "taken")
}

#[test]
fn a_payment_says_who_pays_how_much() {
    let payment = Payment::read(&header(nothing, nothing)).unwrap();
    assert_eq!(payment.wallet, ADDRESS.to_lowercase());
    assert_eq!(
        (payment.value, payment.valid_before),
        (10_000_000, 1_790_794_800)
    );
    assert_eq!(payment.nonce, NONCE);
}

#[test]
fn each_member_has_its_code() {
    let accepted = [
        ("scheme", json!("upto"), "UNSUPPORTED_SCHEME"),
        ("network", json!("eip155:1"), "UNSUPPORTED_NETWORK"),
        ("network", json!("solana"), "UNSUPPORTED_NETWORK"),
        ("asset", json!(ADDRESS), "UNSUPPORTED_TOKEN"),
        ("payTo", json!(ADDRESS), "INVALID_PAYMENT_RECIPIENT"),
        ("amount", json!("5000000"), "INVALID_AMOUNT"),
        ("maxTimeoutSeconds", json!(3600), "INVALID_PAYMENT"),
        ("extra", json!({}), "INVALID_PAYMENT"),
        ("maxTimeoutSeconds", json!(null), "INVALID_PAYMENT_FORMAT"),
    ];
    for (name, value, code) in accepted {
        let changed = header(nothing, set(&format!("/accepted/{name}"), value));
        assert_eq!(refused(&changed), code, "accepted.{name}");
    }
    let authorization = [
        ("to", json!(ADDRESS), "INVALID_PAYMENT_RECIPIENT"),
        ("value", json!("1e7"), "INVALID_AMOUNT"),
        ("value", json!("10000001"), "INVALID_AMOUNT"),
        ("from", json!("alice"), "INVALID_PAYMENT_PAYER"),
        ("from", json!(PAY_TO), "PAYMENT_VERIFICATION_FAILED"),
        ("nonce", json!("0x12"), "INVALID_PAYMENT_FORMAT"),
        ("validBefore", json!("soon"), "INVALID_PAYMENT_FORMAT"),
        ("validAfter", json!("00"), "INVALID_PAYMENT_FORMAT"),
        ("value", json!(10_000_000), "INVALID_PAYMENT_FORMAT"),
    ];
    for (name, value, code) in authorization {
        let path = format!("/payload/authorization/{name}");
        assert_eq!(refused(&header(set(&path, value), nothing)), code, "{name}");
    }
    let both = |amount: &str| {
        let (first, amount) = (json!(amount), json!(amount));
        header(
            |all| {
                all["accepted"]["amount"] = first;
                all["payload"]["authorization"]["value"] = amount;
            },
            nothing,
        )
    };
    for (amount, code) in [
        ("4999999", "AMOUNT_TOO_LOW"),
        ("5000000", "taken"),
        ("10000000000", "taken"),
        ("10000000001", "AMOUNT_TOO_HIGH"),
    ] {
        assert_eq!(refused(&both(amount)), code, "{amount}");
    }
}

#[test]
fn what_was_signed_is_what_is_sent() {
    for (name, value) in [
        ("validBefore", json!("1790794801")),
        ("validAfter", json!("1")),
        ("nonce", json!(ONE)),
    ] {
        let changed = header(
            nothing,
            set(&format!("/payload/authorization/{name}"), value),
        );
        assert_eq!(refused(&changed), "PAYMENT_VERIFICATION_FAILED", "{name}");
    }
}

#[test]
fn signatures_are_as_the_chain_takes_them() {
    let good = header(nothing, nothing);
    let text = String::from_utf8(STANDARD.decode(&good).unwrap()).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let signature = unhex(all["payload"]["signature"].as_str().unwrap()).unwrap();
    let with = |bytes: &[u8]| {
        let text = json!(format!("0x{}", hex(bytes)));
        refused(&header(nothing, set("/payload/signature", text)))
    };
    assert_eq!(with(&signature), "taken");
    let mut zero_based = signature.clone();
    zero_based[64] -= 27;
    assert_eq!(with(&zero_based), "PAYMENT_VERIFICATION_FAILED");
    let mut high = signature.clone();
    high[32] |= 0x80;
    assert_eq!(with(&high), "PAYMENT_VERIFICATION_FAILED");
    assert_eq!(with(&signature[..64]), "INVALID_PAYMENT_FORMAT");
}

#[test]
fn nothing_but_version_2_in_base64_is_read() {
    let good = header(nothing, nothing);
    let flat = json!({"x402Version": 1, "scheme": "exact", "network": "base", "payload": {}});
    for bad in [
        String::new(),
        "{}".to_owned(),
        good.replace('=', "") + "!",
        STANDARD.encode("{}"),
        STANDARD.encode(flat.to_string()),
        header(nothing, set("/x402Version", json!(1))),
        header(nothing, |all| {
            all.as_object_mut().unwrap().remove("accepted");
        }),
    ] {
        assert_eq!(refused(&bad), "INVALID_PAYMENT_FORMAT", "{bad}");
    }
}
