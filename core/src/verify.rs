//! The health check of a client's own key, and why it may not spend.

use std::time::Instant;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs;
use crate::keys::{ApiKey, Remaining};
use crate::operations::Operation;
use crate::rate_limits::{Balances, RateLimits};
use crate::secret::{Secret, public_prefix};
use crate::transport::Call;
use crate::wire::{self, open_enum};

open_enum! {
    /// Why a key may not spend.
    BlockReason {
        /// The key's cap on US dollars is used up.
        UsdCap = "usd_cap",
        /// The key's cap on Diem is used up.
        DiemCap = "diem_cap",
        /// The account has nothing left that the key could spend.
        AccountBalance = "account_balance",
        /// A cap of the key or the account's balance is used up: Venice doesn't say which. An ADMIN
        /// key sees it in [`Client::get_key`] and [`Client::billing_balance`].
        CapOrBalance = "cap_or_balance",
        /// Venice doesn't know the key: it has expired, was revoked or deleted, or never existed.
        ExpiredOrRevoked = "expired_or_revoked",
        /// The key's allowlist doesn't hold the address that this program calls from.
        IpAllowlist = "ip_allowlist",
        /// The key's model privacy forbids it.
        ModelPrivacy = "model_privacy",
        /// The account's subscription is inactive: the key itself is as it was.
        Subscription = "subscription",
        /// Venice has disabled the account's access to its API: only its support can help.
        Disabled = "disabled",
        /// No key was sent: the client has none.
        NoKey = "no_key",
        /// Venice doesn't say why, or not in words that this version knows.
        NotSaid = "not_said",
    }
}

/// One reason why a key may not spend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SpendingBlock {
    /// Which it is.
    pub reason: BlockReason,
    /// Venice's own words, where it sent any.
    pub server_text: Option<String>,
}

/// A key's health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyStatus {
    /// Whether Venice accepts the key at all.
    pub accepted: bool,
    /// Whether it may call inference now.
    pub may_spend: bool,
    /// When it expires; `None`: never, or it isn't known, as the key was refused.
    #[serde(with = "wire::time")]
    pub expires_at: Option<Timestamp>,
    /// What is left to spend.
    pub balances: Balances,
    /// Why it may not spend: at least one reason if it may not, else none.
    pub reasons: Vec<SpendingBlock>,
}

impl Client {
    /// Checks the client's own key: whether Venice accepts it, whether it may spend and if not why,
    /// until when, and with which balances.
    ///
    /// A key that Venice refuses is a result (`accepted` is false), not an error; a key without
    /// money is accepted and may not spend. If an ADMIN key may not spend, one more request looks
    /// whether a cap is why. Venice doesn't always show an INFERENCE key why it may not spend: then
    /// the reason is `cap_or_balance`.
    ///
    /// # Errors
    ///
    /// * `unauthenticated`, `forbidden`: something other than Venice refused, a gateway or a
    ///   captive portal, which says nothing about the key.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), venice_keys::Error> {
    /// use venice_keys::BlockReason;
    ///
    /// let status = venice_keys::Client::from_env()?.verify_key()?;
    /// for block in &status.reasons {
    ///     match block.reason {
    ///         BlockReason::AccountBalance => eprintln!("top up: {:?}", status.balances),
    ///         BlockReason::UsdCap | BlockReason::DiemCap => eprintln!("raise the key's cap"),
    ///         _ => eprintln!("{}: {:?}", block.reason, block.server_text),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify_key(&self) -> Result<KeyStatus, Error> {
        let deadline = self.deadline();
        let call = Call::get(Operation::VerifyKey, "/api_keys/rate_limits".into());
        match self.read_object_until::<RateLimits>(&call, deadline) {
            Ok(limits) => {
                let reasons = match limits.access_permitted {
                    true => Vec::new(),
                    false => reasons(&limits.balances, self.own_row(deadline).as_ref()),
                };
                Ok(KeyStatus {
                    accepted: true,
                    may_spend: limits.access_permitted,
                    expires_at: limits.key_expiration,
                    balances: limits.balances,
                    reasons: reasons.into_iter().map(unworded).collect(),
                })
            }
            Err(error) => refused(error),
        }
    }

    /// The client's own key as the list shows it; only an ADMIN key can see that. A list that can't
    /// be had takes nothing from what is known.
    fn own_row(&self, deadline: Instant) -> Option<ApiKey> {
        let secret = self.own_key().filter(is_admin)?;
        let (keys, _) = self.list_until(Operation::VerifyKey, deadline).ok()?;
        let may_be_own = |key: &ApiKey| {
            let end = jobs::shown_end(key);
            end.is_some_and(|end| jobs::ends_in(&secret, end))
        };
        let mut own = keys.into_iter().filter(may_be_own);
        own.next().filter(|_| own.next().is_none())
    }
}

fn is_admin(secret: &Secret) -> bool {
    public_prefix(secret.reveal()) == "VENICE_ADMIN_KEY_"
}

/// What a refusal says of a key.
fn refused(error: Error) -> Result<KeyStatus, Error> {
    let accepted = match error.code() {
        // A gateway, a captive portal or a firewall also answers 401 and 403.
        _ if error.server_text().is_none() => return Err(error),
        ErrorCode::Unauthenticated | ErrorCode::AdminKeyRequired | ErrorCode::Forbidden => false,
        ErrorCode::PaymentRequired => true,
        _ => return Err(error),
    };
    let text = error.server_text().unwrap_or_default();
    Ok(KeyStatus {
        accepted,
        may_spend: false,
        expires_at: None,
        balances: Balances::default(),
        reasons: vec![SpendingBlock {
            reason: reason(error.code(), error.status(), &text.to_lowercase()),
            server_text: Some(text.to_owned()),
        }],
    })
}

/// Which reason the server's words are.
fn reason(code: ErrorCode, status: Option<u16>, text: &str) -> BlockReason {
    let has = |part| text.contains(part);
    match code {
        ErrorCode::PaymentRequired if has("diem spend limit") => BlockReason::DiemCap,
        ErrorCode::PaymentRequired if has("usd spend limit") => BlockReason::UsdCap,
        ErrorCode::PaymentRequired if has("balance") => BlockReason::AccountBalance,
        ErrorCode::Unauthenticated if has("subscription") => BlockReason::Subscription,
        ErrorCode::Unauthenticated if status == Some(402) => BlockReason::NoKey,
        ErrorCode::Unauthenticated if has("authentication failed") => BlockReason::ExpiredOrRevoked,
        ErrorCode::Forbidden if has("ip address") => BlockReason::IpAllowlist,
        ErrorCode::Forbidden if has("privacy") => BlockReason::ModelPrivacy,
        ErrorCode::Forbidden if has("disabled") => BlockReason::Disabled,
        _ => BlockReason::NotSaid,
    }
}

/// Why a key may not spend that is accepted: as far as its balances and its own row show. The
/// balances are each the less of what the account has and what the key's cap leaves.
fn reasons(balances: &Balances, own: Option<&ApiKey>) -> Vec<BlockReason> {
    let Balances {
        usd,
        diem,
        bundled_credits,
    } = balances;
    let is_spent = |amount: &Decimal| *amount <= Decimal::ZERO;
    let shown = [usd, diem, bundled_credits];
    if !shown.into_iter().flatten().all(is_spent) {
        return vec![BlockReason::NotSaid];
    }
    let remaining = own.and_then(|key| key.remaining.as_ref());
    let Some(Remaining { usd, diem, .. }) = remaining else {
        return vec![BlockReason::CapOrBalance];
    };
    let is_used_up = |cap: &Option<Decimal>| cap.as_ref().is_some_and(is_spent);
    let caps = [(usd, BlockReason::UsdCap), (diem, BlockReason::DiemCap)];
    let used_up = caps.into_iter().filter(|(cap, _)| is_used_up(cap));
    let used_up: Vec<BlockReason> = used_up.map(|(_, reason)| reason).collect();
    match (used_up.is_empty(), usd.is_some()) {
        (false, _) => used_up,
        // Earned credits, which nobody shows, count against it.
        (true, true) => vec![BlockReason::CapOrBalance],
        (true, false) => vec![BlockReason::AccountBalance],
    }
}

fn unworded(reason: BlockReason) -> SpendingBlock {
    SpendingBlock {
        reason,
        server_text: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use venice_keys_sandbox::{Options, Sandbox};

    use super::*;
    use crate::{ApiKeyType, ConsumptionLimit, NewKey};

    #[test]
    fn an_admin_key_looks_at_its_own_row_and_no_other_key_does() {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let control = |path, body| sandbox.control("POST", path, body).unwrap();
        let admin = Client::builder()
            .api_key(sandbox.admin_key())
            .base_url(sandbox.base_url())
            .max_retries(0);
        let admin = admin.build().unwrap();
        let blocked = |type_: ApiKeyType| {
            let cap = ConsumptionLimit::new().usd(0);
            let new_key = NewKey::new("blocked")
                .api_key_type(type_)
                .consumption_limit(cap);
            admin.with_api_key(admin.create_key(&new_key).unwrap().api_key)
        };
        let (blocked, inference) = (blocked(ApiKeyType::Admin), blocked(ApiKeyType::Inference));
        let why = |client: &Client| {
            let status = client.verify_key().unwrap();
            assert!(status.accepted && status.may_spend == status.reasons.is_empty());
            let reasons = status.reasons.iter();
            reasons
                .map(|block| block.reason.to_string())
                .collect::<Vec<_>>()
        };
        assert!(why(&admin).is_empty());
        control("/account", json!({"balances": {"USD": 0, "DIEM": 0}}));
        assert_eq!(why(&admin), ["account_balance"]);
        assert_eq!(why(&blocked), ["usd_cap"]);
        let sent = || {
            let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
            journal["requests"].as_array().unwrap().len()
        };
        let before = sent();
        assert_eq!(why(&inference), ["cap_or_balance"]);
        assert_eq!(
            sent(),
            before + 1,
            "it asked for nothing that it may not see"
        );
        let list = json!({"method": "GET", "path": "/api_keys"});
        let fault = json!({"kind": "status", "status": 503, "match": list});
        control("/faults", json!({"faults": [fault]}));
        assert_eq!(why(&blocked), ["cap_or_balance"]);
        assert_eq!(why(&blocked), ["usd_cap"], "the fault was for the list");
    }

    #[test]
    fn the_servers_words_are_one_reason_each() {
        use ErrorCode::{AdminKeyRequired, Forbidden, PaymentRequired, Unauthenticated};
        for (code, status, text, expected) in [
            (
                PaymentRequired,
                402,
                "Insufficient USD or Diem balance",
                "account_balance",
            ),
            (
                PaymentRequired,
                402,
                "API key USD spend limit exceeded",
                "usd_cap",
            ),
            (
                PaymentRequired,
                402,
                "API key DIEM spend limit exceeded",
                "diem_cap",
            ),
            (PaymentRequired, 402, "Pay", "not_said"),
            (
                Unauthenticated,
                401,
                "Authentication failed",
                "expired_or_revoked",
            ),
            (
                Unauthenticated,
                401,
                "Authentication failed - Pro subscription is inactive. Please upgrade",
                "subscription",
            ),
            (Unauthenticated, 402, "Authentication required", "no_key"),
            (Unauthenticated, 401, "No", "not_said"),
            (AdminKeyRequired, 401, "Admin API key required", "not_said"),
            (
                Forbidden,
                403,
                "This API key is restricted to configured IP addresses",
                "ip_allowlist",
            ),
            (Forbidden, 403, "the key's model privacy", "model_privacy"),
            (Forbidden, 403, "API access has been disabled", "disabled"),
            (Forbidden, 403, "No", "not_said"),
        ] {
            let error = Error::new(code, text)
                .with_status(status)
                .with_server_text(Some(text.to_owned()));
            let key = refused(error).unwrap();
            assert_eq!(key.accepted, code == PaymentRequired);
            assert_eq!(key.reasons[0].reason.as_str(), expected, "{text}");
            assert_eq!(key.reasons[0].server_text.as_deref(), Some(text));
        }
        let page = Error::new(Forbidden, "HTTP 403").with_status(403);
        assert_eq!(refused(page).unwrap_err().code(), Forbidden);
    }

    #[test]
    fn an_accepted_key_is_blocked_by_what_its_balances_and_its_row_show() {
        let key = |json: &str| {
            let key: ApiKey = serde_json::from_str(json).unwrap();
            key.seen_at(None)
        };
        let why = |balances: &str, own: Option<&str>| {
            let balances = serde_json::from_str(balances).unwrap();
            let own = own.map(key);
            let reasons = reasons(&balances, own.as_ref());
            reasons.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let spent = r#"{"USD":0,"DIEM":-0.1}"#;
        assert_eq!(why(r#"{"USD":1,"DIEM":0}"#, None), ["not_said"]);
        assert_eq!(why(spent, None), ["cap_or_balance"]);
        assert_eq!(why("{}", None), ["cap_or_balance"]);
        assert_eq!(why(spent, Some(r#"{"id":"k"}"#)), ["account_balance"]);
        let both = r#"{"id":"k","consumptionLimits":{"usd":5,"diem":1},
                       "currentPeriodUsage":{"usd":"5","diem":"1.2"}}"#;
        assert_eq!(why(spent, Some(both)), ["usd_cap", "diem_cap"]);
        let below = r#"{"id":"k","consumptionLimits":{"usd":5},"currentPeriodUsage":{"usd":"4"}}"#;
        assert_eq!(
            why(spent, Some(below)),
            ["cap_or_balance"],
            "of earned credits"
        );
        let diem = r#"{"id":"k","consumptionLimits":{"diem":5},"currentPeriodUsage":{"diem":"4"}}"#;
        assert_eq!(why(spent, Some(diem)), ["account_balance"]);
        let unknown = r#"{"id":"k","consumptionLimits":{"usd":5}}"#;
        assert_eq!(why(spent, Some(unknown)), ["cap_or_balance"]);
    }
}
