//! x
mod check;
mod client;
mod error;
mod keys;
mod models;
mod rate_limits;
mod retry;
mod secret;
mod throttle;
mod transport;
mod wallet;
mod web3;
mod wire;

pub use check::parse_amount;
pub use client::{Attempt, Client, ClientBuilder};
pub use error::{Code, Error, Issue};
pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use keys::{
    ApiKey, ApiKeyType, Change, ConsumptionLimit, CreatedKey, Expiry, KeyUpdate, LimitPeriod,
    LimitUpdate, ModelPrivacy, NewKey, PeriodUsage, Usage, UsageAmounts,
};
pub use models::{Model, ModelSpec, ModelType};
pub use rate_limits::{
    ApiTier, Balances, KeyStatus, ModelRateLimits, RateLimit, RateLimitBreach, RateLimitType,
    RateLimits,
};
pub use rust_decimal::Decimal;
pub use secret::Secret;
pub use wallet::Wallet;
pub use web3::{Web3Challenge, Web3Generation};
