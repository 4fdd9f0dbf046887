//! Manage [Venice.ai](https://venice.ai) API keys: create, list, change and delete them, read their
//! balances, limits and costs, and mint them with a wallet. Blocking, small, and safe: it never
//! shows a key, never loses one, never creates two by accident, and never hangs.
//!
//! ```sh
//! cargo add venice-keys
//! ```
//!
//! ```no_run
//! use venice_keys::{Client, ConsumptionLimit, LimitPeriod, NewKey};
//!
//! # fn main() -> Result<(), venice_keys::Error> {
//! let client = Client::from_env()?; // the key in VENICE_ADMIN_KEY
//! let created = client.create_key(
//!     &NewKey::new("customer 42")
//!         .consumption_limit(ConsumptionLimit::new().usd(50))
//!         .limit_period(LimitPeriod::Month),
//! )?;
//! println!("{} {}", created.id, created.api_key); // printed redacted; reveal() has the key
//! # Ok(())
//! # }
//! ```
//!
//! The rest of this page is a fifteen-minute tour. Its examples run as they are, against a sandbox
//! that behaves like Venice (the crate `venice-keys-sandbox`); for Venice itself, leave out the
//! sandbox and the base URL.
//!
//! # 1. A client
//!
//! A [`Client`] takes its key from the program, or from the environment ([`Client::from_env`]:
//! `VENICE_ADMIN_KEY`, then `VENICE_API_KEY`). It is cheap to clone and safe to share between
//! threads. Creating one opens no connection; a key that can't be sent, or a plain `http` URL to a
//! host that isn't loopback, is refused here. A key that is in a vault, or is rotated elsewhere, is
//! asked for with a function: [`ClientBuilder::credential`]. For one call with other settings or
//! another key there are [`Client::with_timeout`] and its like, which share connections.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use venice_keys::Client;
//! use venice_keys_sandbox::{Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::default())?;
//! let client = Client::builder()
//!     .api_key(sandbox.admin_key())
//!     .base_url(sandbox.base_url())
//!     .timeout(Duration::from_secs(30)) // of a whole call: waits and retries included
//!     .build()?;
//! assert!(client.verify_key()?.accepted);
//! # Ok(())
//! # }
//! ```
//!
//! # 2. A key with a cap
//!
//! Whatever you don't set is left to Venice's default. What breaks a rule is refused before
//! anything is sent. Money is [`Decimal`], times are [`Timestamp`], days are [`Date`].
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use venice_keys::Client;
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! # let client =
//! #     Client::builder().api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
//! use venice_keys::{ConsumptionLimit, Expiry, LimitPeriod, NewKey};
//!
//! let created = client.create_key(
//!     &NewKey::new("customer 42")
//!         .consumption_limit(ConsumptionLimit::new().usd(50))
//!         .limit_period(LimitPeriod::Month)
//!         .expires_at("2099-12-31".parse::<Expiry>()?),
//! )?;
//! println!("{} {}", created.id, created.api_key); // VENICE_INFERENCE_KEY_…2V2jNW
//! let key: &str = created.api_key.reveal(); // the key itself: store it now, it is shown only once
//! # assert!(key.starts_with("VENICE_INFERENCE_KEY_"));
//! # Ok(())
//! # }
//! ```
//!
//! # 3. Look, change, delete
//!
//! An update has three states for every field: [`Change::Keep`] (unless you say otherwise),
//! [`Change::Clear`], and a value.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use venice_keys::{Client, ConsumptionLimit, NewKey};
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! # let client =
//! #     Client::builder().api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
//! # let created = client.create_key(&NewKey::new("customer 42"))?;
//! use venice_keys::{Change, KeyUpdate, LimitUpdate};
//!
//! for key in client.list_keys()? {
//!     println!("{} {:?} {:?}", key.id, key.description, key.consumption_limits.usd);
//! }
//! let changed = client.update_key(
//!     &created.id,
//!     &KeyUpdate::new()
//!         .consumption_limit(LimitUpdate::new().usd(75))
//!         .expires_at(Change::Clear),
//! )?;
//! assert_eq!(changed.consumption_limits.usd, Some(75.into()));
//! client.delete_key(&created.id)?; // it stops working at once
//! # Ok(())
//! # }
//! ```
//!
//! # 4. The jobs: keys in several steps
//!
//! These calls keep their promises when responses are lost and processes die. A new key ends by
//! itself unless its secret is stored: a [`Store`] is a closure that gets the key, and returns when
//! its secret is safe. What each call promises, and what it assumes of Venice, is in
//! [docs/jobs.md](https://github.com/venice-keys/venice-keys/blob/main/docs/jobs.md).
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! # let client = venice_keys::Client::builder().settle(std::time::Duration::from_millis(50))
//! #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
//! use std::collections::HashMap;
//! use venice_keys::{ConsumptionLimit, CreatedKey, NewKey, Rotation, Secret};
//! let mut vault: HashMap<String, Secret> = HashMap::new(); // yours keeps them for good
//! let mut store = |created: &CreatedKey| {
//!     vault.insert(created.id.clone(), created.api_key.clone()); // under its id
//!     Ok::<(), std::io::Error>(())
//! };
//! // A new key each time: exactly one, or none.
//! let gateway = client.create_key_once(&NewKey::new("gateway"), &mut store)?;
//! // One key of this name, however many processes ask at once: created, changed or kept.
//! let capped = |name: &str| NewKey::new(name).consumption_limit(ConsumptionLimit::new().usd(50));
//! let ensured = client.ensure_key(&capped("customer 42"), &mut store)?;
//! println!("{} {} {:?}", ensured.outcome, ensured.id, ensured.changed);
//! // The same for many. They share Venice's 20 creates a minute with whoever else runs.
//! let customers = ["customer 42", "customer 43"].map(capped);
//! println!("{:?}", client.plan_keys(&customers)?); // what it would do
//! for key in client.provision_keys(&customers, &mut store) {
//!     let key = key?; // what fails by itself is an item; an error is about the whole
//!     println!("{} {} {:?}", key.outcome, key.description, key.progress.seconds_left);
//! }
//! // The new key has every setting of the old one, which is touched only once that is stored.
//! let old = client.create_key(&NewKey::new("backend").ip_allowlist(vec![]))?;
//! let rotated = client.rotate_key(&old.id, &Rotation::new(), store)?;
//! println!("{} in place of {}", rotated.id, rotated.old_id);
//! # assert_eq!(vault.len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! Run again, a rotation finishes what was begun. With [`Rotation::grace`] the old key lives on for
//! a while. [`begin_rotation`](Client::begin_rotation) is for steps that are apart. The other jobs:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use venice_keys::{Client, NewKey};
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! # let client =
//! #     Client::builder().api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
//! use std::time::Duration;
//! use venice_keys::{Error, KeyFilter};
//! // A key for one piece of work, deleted when that ends, however it ends.
//! let accepted = client.temporary_key(&NewKey::new("job"), Duration::from_secs(3600), |key| {
//!     Ok::<_, Error>(client.with_api_key(key.api_key.clone()).verify_key()?.accepted)
//! })?;
//! // Clean up: show the plan, then delete what it showed, and nothing else.
//! let trials = KeyFilter::new().prefix("trial ");
//! let plan = client.plan_deletion(&trials)?.into_iter().map(|key| key.id);
//! let deleted = client.delete_keys(&trials.ids(plan))?.collect::<Result<Vec<_>, _>>()?;
//! // What was begun and isn't finished, by anyone, and what to do about it.
//! for key in client.pending_keys(&["customer 42".to_owned()])? {
//!     println!("{} {:?}: {}", key.id, key.description, key.advice);
//! }
//! # assert!(accepted && deleted.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # 5. Is a key healthy?
//!
//! [`verify_key`](Client::verify_key) asks about the client's own key, and says why it may not
//! spend. A key that Venice refuses is a result, not an error. What is left of other keys' caps is
//! in [`ApiKey::remaining`]. [`watch_keys`](Client::watch_keys), an endless iterator, tells when
//! half of one is spent, and whatever else happens to keys;
//! [`follow_rate_limit_log`](Client::follow_rate_limit_log) tells when a rate limit is exceeded.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use venice_keys::Client;
//! use venice_keys::BlockReason;
//!
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! let client = Client::builder()
//!     .api_key("VENICE_INFERENCE_KEY_REVOKED_LONG_AGO")
//!     .base_url(sandbox.base_url())
//!     .build()?;
//! let status = client.verify_key()?;
//! assert!(!status.accepted && !status.may_spend);
//! assert_eq!(status.reasons[0].reason, BlockReason::ExpiredOrRevoked);
//! # Ok(())
//! # }
//! ```
//!
//! # 6. A key from a wallet
//!
//! A wallet that holds staked VVV on Base mints its own key, without any other key. What the server
//! asks it to sign is checked first; anything that isn't a Venice challenge is refused. For wallets
//! held elsewhere there are [`web3_challenge`](Client::web3_challenge) and
//! [`mint_web3_key`](Client::mint_web3_key).
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use venice_keys::{Client, MintOptions, Wallet};
//!
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! let wallet = Wallet::from_hex(sandbox.staked_private_key())?;
//! let client = Client::builder().anonymous().base_url(sandbox.base_url()).build()?;
//! let options = MintOptions::new().description("my agent");
//! let created = client.mint_with_wallet(&wallet, &options)?;
//! # assert!(created.api_key.reveal().len() > 30);
//! # Ok(())
//! # }
//! ```
//!
//! # 7. What was spent: a monthly bill per customer
//!
//! [`billing_balance`](Client::billing_balance) says what the account has left,
//! [`usage_analytics`](Client::usage_analytics) sums up by day, model and key, and
//! [`usage_history`](Client::usage_history) lists every charge, page by page, while it is read;
//! [`usage_history_csv`](Client::usage_history_csv) writes them for an accountant. What earned
//! credits paid for is in the history, but in none of the sums. With a key per customer, and the
//! customer in its description, the sums by key are the bill:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use venice_keys::Client;
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! # let client =
//! #     Client::builder().api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
//! use venice_keys::{AnalyticsPeriod, Date, Timestamp, UsageFilter};
//!
//! let october = AnalyticsPeriod::new()
//!     .start_date("2026-10-01".parse::<Date>()?)
//!     .end_date("2026-10-31".parse::<Date>()?);
//! for key in client.usage_analytics(&october)?.by_key {
//!     println!("{:?} {:?} USD {:?} Diem", key.description, key.total_usd, key.total_diem);
//! }
//! // For the accountant, every entry of the month:
//! let entries = UsageFilter::new()
//!     .start_timestamp("2026-10-01T00:00:00Z".parse::<Timestamp>()?)
//!     .end_timestamp("2026-11-01T00:00:00Z".parse::<Timestamp>()?);
//! let mut csv = Vec::new(); // or a file
//! let rows = client.usage_history_csv(&entries, &mut csv)?;
//! // And here, one after the other:
//! for entry in client.usage_history(&entries)? {
//!     let entry = entry?; // each page is a call of its own, and can fail
//!     println!("{:?} {:?} {:?}", entry.timestamp, entry.amount, entry.currency);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # 8. When something goes wrong
//!
//! Every failure is an [`Error`] with a stable [`ErrorCode`], a message that says what to do, and,
//! where they are known, a status, issues field by field, how long to wait, and a request id. No
//! error ever holds a key, a signature or a raw body.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use venice_keys::{Client, NewKey};
//! # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
//! # let client =
//! #     Client::builder().api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
//! use venice_keys::ErrorCode;
//!
//! match client.create_key(&NewKey::new("customer 42")) {
//!     Ok(created) => println!("created {}", created.id),
//!     Err(error) => match error.code() {
//!         ErrorCode::InvalidInput => eprintln!("fix {:?}", error.issues()),
//!         ErrorCode::RateLimited => eprintln!("try again in {:?}", error.retry_after()),
//!         ErrorCode::OutcomeUnknown => eprintln!("it may exist: {error}"),
//!         _ => return Err(error.into()),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is retried
//!
//! Reads, updates and deletions are retried where that can help. A call that creates a key is never
//! retried once it may have been carried out: it fails with [`ErrorCode::OutcomeUnknown`], and you
//! decide. A client sends at most 20 creates a minute; one more waits if the timeout allows.
//! Nothing waits past the timeout.
//!
//! # What is logged
//!
//! One line per attempt at level DEBUG of the [`log`](https://docs.rs/log) crate under target
//! `venice_keys`, with nothing secret in it, and a WARN where Venice announces that an operation
//! will go away. With [`ClientBuilder::on_attempt`] these lines give way to a call with the
//! [`Attempt`], on the calling thread. At DEBUG the HTTP stack adds lines of its own under `ureq`
//! and `ureq_proto`: hosts and a few headers (`Server`, `Date`, `Content-Type`), in which any of
//! the call's secrets are overwritten. The feature `quiet-wire` (on by default) caps the `log`
//! crate at DEBUG, because at TRACE the HTTP stack prints raw bytes.
//!
//! # What stays in memory
//!
//! A [`Secret`], a [`Wallet`] and the bodies that held them are wiped when their last handle is
//! dropped. The HTTP and TLS stacks below copy what they send and receive into buffers of their
//! own, which live as long as their connection and are not wiped.

mod attempt;
mod billing;
mod builder;
mod check;
mod client;
mod clock;
mod codes;
mod credential;
mod derived;
mod error;
// The fuzzers' way in: they feed the parsers of untrusted input, which nobody else can reach.
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
#[path = "../../tests/fuzz/readers.rs"]
pub mod fuzz;
mod jobs;
mod keys;
mod models;
mod names;
mod operations;
mod own_key;
mod pages;
mod perform;
mod random;
mod rate_limits;
mod refusal;
mod refused_key;
mod retry;
mod scrub;
mod secret;
mod throttle;
mod transport;
mod usage;
mod verify;
mod wallet;
mod watch;
mod web3;
mod wire;
mod x402;

pub use attempt::Attempt;
pub use billing::{BillingBalance, BillingBalances, BillingCurrency};
pub use builder::ClientBuilder;
pub use check::parse_amount;
#[doc(hidden)]
pub use check::{parse_date, parse_time};
pub use client::Client;
pub use codes::{ErrorCode, ErrorGroup};
pub use error::{Error, Issue};
pub use jiff::Timestamp;
pub use jiff::civil::Date;
#[doc(hidden)]
pub use jobs::{BegunEnsured, BegunKey, BegunProvisioned, BegunRotation};
pub use jobs::{
    DeletedKey, DeletionOutcome, EnsureOutcome, EnsuredKey, KeyFilter, PendingKey, PendingKind,
    PendingRotation, PlannedAction, PlannedKey, Provision, ProvisionOutcome, ProvisionProgress,
    ProvisionedKey, RotatedKey, RotationOutcome, Store,
};
pub use keys::{
    ApiKey, ApiKeyType, Change, ConsumptionLimit, CreatedKey, Expiry, KeyUpdate, LimitPeriod,
    LimitUpdate, MintOptions, ModelPrivacy, NewKey, PeriodUsage, Remaining, Rotation, Usage,
    UsageAmounts,
};
pub use models::{Model, ModelSpec, ModelType};
#[doc(hidden)]
pub use names::{camel_case, swift_case};
pub use operations::{Credential, Effect, Operation};
#[doc(hidden)]
pub use pages::Chunk;
pub use pages::{Page, Pages};
pub use rate_limits::{
    ApiTier, Balances, ModelRateLimits, RateLimit, RateLimitBreach, RateLimitType, RateLimits,
};
pub use rust_decimal::Decimal;
pub use secret::Secret;
#[doc(hidden)]
pub use transport::before_fork;
pub use usage::{
    AnalyticsPeriod, DailySeries, DailyUsage, InferenceDetails, KeyUsage, ModelUsage,
    UsageAnalytics, UsageBreakdown, UsageEntry, UsageFilter, UsageModelType, UsageUnit,
};
pub use verify::{BlockReason, KeyStatus, SpendingBlock};
pub use wallet::Wallet;
pub use watch::{KeyChange, KeyChangeKind, RateLimitNews};
pub use web3::{Web3Challenge, Web3Generation, Web3Mint};
pub use x402::{
    PendingTopUp, SignIn, TopUp, TopUpRequest, TopUpStatus, TransactionType, WalletBalance,
    WalletTransaction,
};
