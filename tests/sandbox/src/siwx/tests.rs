use serde_json::json;

use super::*;
use crate::clock::{iso, parse_strict};
use crate::web3::{Wallet, sign};

const ADDRESS: &str = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
const ONE: &str = "0x0000000000000000000000000000000000000000000000000000000000000001";
/// Made and signed by other programs.
const TEXT: &str = "api.venice.ai wants you to sign in with your Ethereum account:\n\
    0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf\n\n\
    Sign in to Venice AI\n\n\
    URI: https://api.venice.ai\nVersion: 1\nChain ID: 8453\nNonce: 3f2a91c4d80b7e15\n\
    Issued At: 2026-09-30T19:00:00.000Z\nExpiration Time: 2026-09-30T19:04:00.000Z";
const SIGNATURE: &str = "0xf74edae99a38d60dd572e443f512cb116ddb97a03e2b7cb19dcea88ffadb543301f2f5c3\
                         81a7316e331d9f688548eff367eb9570a9cf52e1aec799be5a20062d1b";

fn issued() -> i64 {
    parse_strict("2026-09-30T19:00:00.000Z").unwrap()
}

fn header(members: &Value) -> String {
    STANDARD.encode(members.to_string())
}

fn signed(text: &str) -> Value {
    json!({"address": ADDRESS, "message": text, "signature": sign(ONE, text)})
}

/// The code of the refusal, or nothing.
fn refused(members: &Value, now: i64) -> Option<&'static str> {
    let said = SignIns::default().accept(&header(members), &HashMap::new(), now);
    said.err().map(|Refusal(code, _)| code)
}

#[test]
fn a_header_of_another_program_signs_in_once() {
    let text = json!(TEXT).to_string();
    let header = STANDARD.encode(format!(
        "{{\"address\":\"{ADDRESS}\",\"message\":{text},\"signature\":\"{SIGNATURE}\",\
         \"chainId\":8453}}"
    ));
    assert_eq!(header.len(), 700);
    let mut sign_ins = SignIns::default();
    let mut accept = |now| sign_ins.accept(&header, &HashMap::new(), now);
    assert_eq!(accept(issued()), Ok(ADDRESS.to_lowercase()));
    let again = accept(issued() + 1).unwrap_err();
    assert_eq!(
        again,
        Refusal("NONCE_REUSED", "This nonce has already been used")
    );
    assert_eq!(sign(ONE, TEXT), SIGNATURE, "and ours are like it");
}

#[test]
fn a_text_can_be_rebuilt_from_its_members() {
    let members = |chain: Value| {
        json!({
            "address": ADDRESS, "signature": SIGNATURE, "domain": "api.venice.ai",
            "statement": "Sign in to Venice AI", "uri": "https://api.venice.ai", "version": "1",
            "nonce": "3f2a91c4d80b7e15", "issuedAt": "2026-09-30T19:00:00.000Z",
            "expirationTime": "2026-09-30T19:04:00.000Z", "chainId": chain,
        })
    };
    for chain in [json!(8453), json!("8453"), json!("eip155:8453")] {
        assert_eq!(refused(&members(chain), issued()), None);
    }
    let without = |name: &str| {
        let mut members = members(json!(8453));
        members.as_object_mut().unwrap().remove(name);
        refused(&members, issued())
    };
    assert_eq!(without("nonce"), Some("MISSING_NONCE"));
    assert_eq!(without("domain"), Some("INVALID_PAYLOAD"));
    assert_eq!(without("chainId"), Some("INVALID_PAYLOAD"));
    assert_eq!(
        without("statement"),
        Some("INVALID_SIGNATURE"),
        "another text"
    );
}

#[test]
fn a_header_is_padded_base64_of_a_json_object() {
    let good = header(&signed(TEXT));
    let parse = |header: &str| {
        let said = SignIns::default().accept(header, &HashMap::new(), issued());
        said.err().map(|Refusal(code, _)| code)
    };
    assert_eq!(parse(&good), None);
    for bad in [
        good.trim_end_matches('=').to_owned() + if good.ends_with('=') { "" } else { "=" },
        STANDARD.encode("[]"),
        STANDARD.encode("{"),
        "{}".to_owned(),
        format!(" {good}"),
    ] {
        assert_eq!(parse(&bad), Some("PARSE_ERROR"), "{bad}");
    }
    for name in ["address", "signature"] {
        let mut members = signed(TEXT);
        members.as_object_mut().unwrap().remove(name);
        assert_eq!(
            refused(&members, issued()),
            Some("INVALID_PAYLOAD"),
            "{name}"
        );
    }
    assert_eq!(
        refused(
            &json!({"address": ADDRESS, "signature": SIGNATURE}),
            issued()
        ),
        Some("INVALID_PAYLOAD")
    );
}

#[test]
fn each_line_has_its_rule() {
    for (part, other, code) in [
        ("api.venice.ai wants", "venice.ai wants", None),
        (
            "api.venice.ai wants",
            "evil.ai wants",
            Some("DOMAIN_MISMATCH"),
        ),
        ("URI: https://api.venice.ai", "URI: https://elsewhere", None),
        ("Sign in to Venice AI", "Something else", None),
        ("Chain ID: 8453", "Chain ID: 1", Some("UNSUPPORTED_CHAIN")),
        ("\nChain ID: 8453", "", Some("UNSUPPORTED_CHAIN")),
        ("\nNonce: 3f2a91c4d80b7e15", "", Some("INVALID_MESSAGE")),
        ("3f2a91c4d80b7e15", "3f2a91c", Some("INVALID_MESSAGE")),
        (
            "\nIssued At: 2026-09-30T19:00:00.000Z",
            "",
            Some("INVALID_MESSAGE"),
        ),
        ("0x7E5F", "0x7e5f", None),
        ("0x7E5F4552", "0x8E5F4552", Some("ADDRESS_MISMATCH")),
        ("19:04:00.000Z", "19:00:00.000Z", Some("EXPIRED")),
        (
            "19:04:00.000Z",
            "19:04:00.000Z\nNot Before: 2026-09-30T19:00:01Z",
            Some("NOT_BEFORE"),
        ),
        ("\nExpiration Time: 2026-09-30T19:04:00.000Z", "", None),
    ] {
        let changed = TEXT.replace(part, other);
        assert_ne!(changed, TEXT, "{part}");
        assert_eq!(
            refused(&signed(&changed), issued()),
            code,
            "{part} as {other}"
        );
    }
}

#[test]
fn issued_at_is_held_against_the_servers_clock() {
    let at = |ahead: i64| {
        TEXT.split("\nExpiration")
            .next()
            .unwrap()
            .replace("2026-09-30T19:00:00.000Z", &iso(issued() + ahead))
    };
    for (ahead, code) in [
        (-300_000, None),
        (-300_001, Some("EXPIRED")),
        (30_000, None),
        (30_001, Some("FUTURE_TIMESTAMP")),
    ] {
        assert_eq!(refused(&signed(&at(ahead)), issued()), code, "{ahead}");
    }
    let mut members = signed(TEXT);
    members["timestamp"] = json!(issued() + 30_000);
    assert_eq!(refused(&members, issued()), None);
    members["timestamp"] = json!(issued() - 30_001);
    assert_eq!(refused(&members, issued()), Some("TIMESTAMP_MISMATCH"));
}

#[test]
fn the_signature_is_the_wallets() {
    let mut members = signed(TEXT);
    for chain in [json!(8453), json!("8453"), json!("eip155:8453")] {
        members["chainId"] = chain;
        assert_eq!(refused(&members, issued()), None);
    }
    for (chain, code) in [
        (json!("eip155:x"), "INVALID_CHAIN_ID"),
        (json!(null), "INVALID_CHAIN_ID"),
        (json!(1), "CHAIN_MISMATCH"),
    ] {
        members["chainId"] = chain;
        assert_eq!(refused(&members, issued()), Some(code));
    }
    let other = Wallet::named("somebody else").unwrap().private_key;
    for wrong in [
        sign(&other, TEXT),
        SIGNATURE[2..].to_owned(),
        "0x".to_owned(),
    ] {
        let mut members = signed(TEXT);
        members["signature"] = json!(wrong);
        assert_eq!(
            refused(&members, issued()),
            Some("INVALID_SIGNATURE"),
            "{wrong}"
        );
    }
    let mut members = signed(TEXT);
    members["address"] = json!("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
    assert_eq!(refused(&members, issued()), Some("INVALID_WALLET"));
    // A contract's signature is what was registered as one.
    let contracts = HashMap::from([(ADDRESS.to_lowercase(), "0xabcd".to_owned())]);
    let mut members = signed(TEXT);
    members["signature"] = json!("0xABCD");
    let said = SignIns::default().accept(&header(&members), &contracts, issued());
    assert_eq!(said, Ok(ADDRESS.to_lowercase()));
}

#[test]
fn a_nonce_is_used_up_when_the_signature_is_good_and_by_one_wallet() {
    let (none, now) = (HashMap::new(), issued());
    let mut sign_ins = SignIns::default();
    let mut wrong = signed(TEXT);
    wrong["signature"] = json!(sign(ONE, "another text"));
    assert!(sign_ins.accept(&header(&wrong), &none, now).is_err());
    assert!(sign_ins.accept(&header(&signed(TEXT)), &none, now).is_ok());
    assert!(sign_ins.accept(&header(&signed(TEXT)), &none, now).is_err());
    let other = Wallet::named("somebody else").unwrap();
    let theirs = TEXT.replace(ADDRESS, &other.address);
    let members = json!({"address": other.address, "message": theirs,
        "signature": sign(&other.private_key, &theirs)});
    assert!(sign_ins.accept(&header(&members), &none, now).is_ok());
}
