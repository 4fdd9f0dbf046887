//! The calls, against a sandbox that keeps a ledger.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use super::{TopUp, TopUpRequest, TopUpStatus};
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::wallet::Wallet;

struct Stage {
    sandbox: Sandbox,
    client: Client,
    wallet: Wallet,
    warnings: Arc<Mutex<Vec<String>>>,
}

impl Stage {
    /// With a wallet of its own, as what a process knows of a wallet's orders outlives a test.
    fn with_wallet(number: u64) -> Self {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let warnings: Arc<Mutex<Vec<String>>> = Arc::default();
        let said = warnings.clone();
        let client = Client::builder()
            .anonymous()
            .base_url(sandbox.base_url())
            .timeout(Duration::from_secs(5))
            .on_attempt(move |attempt| {
                let warning = attempt.warning.map(str::to_owned);
                said.lock().unwrap().extend(warning);
            })
            .build();
        let stage = Self {
            sandbox,
            client: client.unwrap(),
            wallet: Wallet::from_hex(&format!("{:064x}", 7000 + number)).unwrap(),
            warnings,
        };
        stage.tell("/wallets", json!({ "unlimited": true }));
        stage
    }

    fn tell(&self, path: &str, body: Value) -> Value {
        self.sandbox.control("POST", path, body).unwrap()
    }

    /// The next payment meets this.
    fn fault(&self, kind: &str, mut fault: Value) {
        fault["kind"] = kind.into();
        fault["match"] = json!({ "header": "payment-signature" });
        self.tell("/faults", json!({ "faults": [fault] }));
    }

    fn request(&self, order: &str) -> TopUpRequest {
        TopUpRequest::new(Decimal::from(10), Decimal::from(10), order).even_if_enough(true)
    }

    fn top_up(&self, order: &str) -> Result<TopUp, Error> {
        self.client.x402_top_up(&self.wallet, &self.request(order))
    }

    fn prepare(&self, order: &str) -> String {
        let prepared = self
            .client
            .x402_prepare_top_up(&self.wallet, &self.request(order));
        prepared.unwrap().record.unwrap()
    }

    /// Pays a record whose time is over: nobody but the chain can tell what became of it.
    fn stays_unknown(&self, record: &str) {
        let paid = self.client.x402_pay_top_up(&self.wallet, record);
        let error = paid.unwrap_err();
        assert_eq!(error.code(), ErrorCode::PaymentUnknown, "{error}");
        assert_eq!(error.retry_after(), None, "{error}");
    }

    /// As another process would: it knows nothing of what was sent.
    fn pay_elsewhere(&self, record: &str) -> Result<TopUp, Error> {
        super::top_up::forget(&self.wallet, record);
        self.client.x402_pay_top_up(&self.wallet, record)
    }

    /// What the ledger has: for each order how often it came, signed in how many ways, and
    /// whether it moved money.
    fn ledger(&self) -> Vec<(u64, u64, bool)> {
        let ledger = self.sandbox.control("GET", "/ledger", Value::Null).unwrap();
        let payments = ledger["payments"].as_array().unwrap().iter();
        let number = |value: &Value| value.as_u64().unwrap();
        payments
            .map(|it| {
                let settled = it["settled"].as_bool().unwrap();
                (
                    number(&it["submissions"]),
                    number(&it["signatures"]),
                    settled,
                )
            })
            .collect()
    }
}

#[test]
fn a_top_up_is_paid_once_and_its_order_never_again() {
    let stage = Stage::with_wallet(1);
    let paid = stage.top_up("order 1").unwrap();
    assert_eq!(paid.status, Some(TopUpStatus::Paid));
    assert_eq!(paid.amount_credited, Some(Decimal::from(10)));
    assert_eq!(paid.new_balance, Some(Decimal::from(10)));
    assert!(paid.payment_id.is_some() && paid.transaction.is_some());
    let balance = stage.client.x402_balance(&stage.wallet).unwrap();
    assert_eq!(balance.balance_usd, Some(Decimal::from(10)));
    let again = stage.top_up("order 1").unwrap();
    assert_eq!(again.payment_id, paid.payment_id, "the same payment");
    stage.tell("/clock", json!({ "advanceMs": 400_000 }));
    let later = stage.top_up("order 1").unwrap();
    assert_eq!(later.payment_id, None, "known from the transactions");
    assert_eq!(later.amount_credited, Some(Decimal::from(10)));
    let enough = TopUpRequest::new(Decimal::from(10), Decimal::from(10), "order 2");
    let enough = stage.client.x402_top_up(&stage.wallet, &enough).unwrap();
    assert_eq!(enough.status, Some(TopUpStatus::Enough));
    assert!(stage.ledger().iter().all(|(_, _, settled)| *settled));
    assert_eq!(stage.ledger().len(), 1);
}

#[test]
fn the_same_payment_is_sent_again_until_it_is_settled() {
    for (number, kind, fault) in [
        (
            10,
            "settlement",
            json!({ "response": "in_progress", "times": 2 }),
        ),
        (11, "settlement", json!({ "response": "timeout" })),
        (
            12,
            "settlement",
            json!({ "response": "failed", "times": 2 }),
        ),
        (13, "reset_before", json!({})),
        (14, "reset_after", json!({})),
        (15, "html", json!({ "afterWork": true })),
        (16, "cut", json!({})),
        (
            17,
            "status",
            json!({ "status": 429, "headers": { "retry-after": "0" } }),
        ),
        (
            18,
            "status",
            json!({ "status": 503, "body": { "error": "X402_NOT_CONFIGURED" } }),
        ),
    ] {
        let stage = Stage::with_wallet(number);
        stage.fault(kind, fault.clone());
        let paid = stage.top_up("order").unwrap();
        assert!(paid.payment_id.is_some(), "{kind} {fault}");
        let ledger = stage.ledger();
        assert_eq!(ledger.len(), 1, "{kind} {fault}");
        assert!(ledger[0].1 == 1 && ledger[0].2, "{kind} {fault} {ledger:?}");
    }
}

#[test]
fn a_refusal_is_certain_only_where_nothing_was_sent_before() {
    let stage = Stage::with_wallet(20);
    let address = stage.wallet.address();
    let poor = json!({ "wallets": [{ "address": address, "usdc": "1" }] });
    stage.tell("/wallets", poor);
    let refused = stage.top_up("order").unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PaymentRefused, "{refused}");
    assert_eq!(refused.server_code(), Some("PAYMENT_VERIFICATION_FAILED"));
    let record = refused.resume().unwrap().to_owned();
    let again = stage.client.x402_pay_top_up(&stage.wallet, &record);
    assert_eq!(again.unwrap_err().code(), ErrorCode::PaymentRefused);
    let elsewhere = stage.pay_elsewhere(&record).unwrap_err();
    assert_eq!(elsewhere.code(), ErrorCode::PaymentUnknown, "{elsewhere}");
    assert!(elsewhere.retry_after() > Some(Duration::from_secs(200)));
    let rich = json!({ "wallets": [{ "address": address, "usdc": "100" }] });
    stage.tell("/wallets", rich);
    assert!(stage.pay_elsewhere(&record).unwrap().payment_id.is_some());
    assert_eq!(stage.ledger().len(), 1);
    assert!(stage.ledger()[0].2);
}

#[test]
fn what_no_response_says_the_transactions_do() {
    let stage = Stage::with_wallet(30);
    stage.fault(
        "settlement",
        json!({ "response": "timeout", "remembered": false }),
    );
    let paid = stage.top_up("order").unwrap();
    assert_eq!(
        (paid.payment_id, paid.amount_credited),
        (None, Some(Decimal::from(10)))
    );
    let late = json!({
        "response": "timeout", "remembered": false, "bookedAfterMs": 600_000,
    });
    stage.fault("settlement", late);
    let unknown = stage.top_up("late").unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::PaymentUnknown, "{unknown}");
    assert!(unknown.retry_after().is_some());
    let record = unknown.resume().unwrap();
    stage.tell("/clock", json!({ "advanceMs": 400_000 }));
    stage.stays_unknown(record);
    stage.tell("/clock", json!({ "advanceMs": 400_000 }));
    let paid = stage.client.x402_pay_top_up(&stage.wallet, record).unwrap();
    assert_eq!(paid.amount_credited, Some(Decimal::from(10)));
    assert!(
        stage
            .ledger()
            .iter()
            .all(|(_, signatures, settled)| *signatures == 1 && *settled)
    );
}

#[test]
fn a_payment_that_never_settles_is_made_again_under_its_order_once_it_is_over() {
    let stage = Stage::with_wallet(40);
    stage.fault(
        "settlement",
        json!({ "response": "timeout", "settles": "never" }),
    );
    let settling = stage.top_up("order").unwrap_err();
    assert_eq!(settling.code(), ErrorCode::PaymentSettling, "{settling}");
    assert!(settling.retry_after() > Some(Duration::from_secs(200)));
    let other = TopUpRequest::new(Decimal::from(11), Decimal::from(11), "order");
    let other = stage.client.x402_top_up(&stage.wallet, &other).unwrap_err();
    assert_eq!(other.issues()[0].field, "order", "{other}");
    let record = settling.resume().unwrap();
    assert_eq!(stage.prepare("order"), record, "no second one beside it");
    stage.tell("/clock", json!({ "advanceMs": 400_000 }));
    stage.stays_unknown(record);
    assert_eq!(
        stage.top_up("order").unwrap().status,
        Some(TopUpStatus::Paid)
    );
    let ledger = stage.ledger();
    assert_eq!(
        (ledger.len(), ledger[0].1, ledger[0].2),
        (1, 2, true),
        "{ledger:?}"
    );
}

#[test]
fn a_payment_is_not_sent_first_when_its_time_is_over() {
    let stage = Stage::with_wallet(50);
    let record = stage.prepare("order");
    stage.tell("/clock", json!({ "advanceMs": 301_000 }));
    let refused = stage
        .client
        .x402_pay_top_up(&stage.wallet, &record)
        .unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PaymentRefused, "{refused}");
    assert!(stage.ledger().is_empty());
    let other = Wallet::from_hex(&format!("{:064x}", 8)).unwrap();
    let refused = stage.client.x402_pay_top_up(&other, &record).unwrap_err();
    assert_eq!(refused.issues()[0].field, "record");
}

#[test]
fn a_wrong_clock_is_corrected_once_and_said() {
    let stage = Stage::with_wallet(60);
    stage.tell("/clock", json!({ "advanceMs": -3_600_000 }));
    stage.client.x402_balance(&stage.wallet).unwrap();
    let warnings = stage.warnings.lock().unwrap().clone();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("s ahead of Venice's"), "{warnings:?}");
    stage.client.x402_balance(&stage.wallet).unwrap();
    assert_eq!(stage.warnings.lock().unwrap().len(), 1);
    let own = stage.wallet.sign_in().unwrap();
    let path = format!("/x402/balance/{}", stage.wallet.address());
    stage.tell(
        "/sign-in",
        json!({ "value": own.value.reveal(), "path": path }),
    );
}

#[test]
fn a_sign_in_that_is_refused_for_another_reason_is_not_tried_again() {
    let stage = Stage::with_wallet(61);
    let body = json!({ "error": "Invalid Sign-in-with-x signature" });
    stage.tell(
        "/faults",
        json!({ "faults": [{ "kind": "status", "status": 401, "body": body }] }),
    );
    let refused = stage.client.x402_balance(&stage.wallet).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::SignInRefused, "{refused}");
    assert!(stage.client.x402_balance(&stage.wallet).is_ok());
}

#[test]
fn transactions_come_newest_first() {
    let stage = Stage::with_wallet(70);
    let address = stage.wallet.address();
    let refunds = json!({ "type": "REFUND", "amount": "0.5", "count": 250 });
    let seeds = json!({ "wallets": [{ "address": address, "transactions": [refunds] }] });
    stage.tell("/wallets", seeds);
    let all = stage.client.x402_transactions(&stage.wallet, None).unwrap();
    let all: Vec<_> = all.map(|it| it.unwrap()).collect();
    assert_eq!(all.len(), 250);
    assert!(all.is_sorted_by(|newer, older| newer.created_at >= older.created_at));
    assert_eq!(all[0].amount, Some("0.5".parse().unwrap()));
}

#[test]
fn nothing_is_paid_elsewhere_than_at_venice_or_here() {
    let client = Client::builder()
        .anonymous()
        .base_url("https://venice.example.com/api/v1")
        .build()
        .unwrap();
    let wallet = Wallet::from_hex(&format!("{:064x}", 7)).unwrap();
    let ten = Decimal::from(10);
    let refused = client.x402_top_up(&wallet, &TopUpRequest::new(ten, ten, "order"));
    assert_eq!(refused.unwrap_err().code(), ErrorCode::Config);
    let refused = client.x402_pay_top_up(&wallet, "{}");
    assert_eq!(refused.unwrap_err().code(), ErrorCode::Config);
}
