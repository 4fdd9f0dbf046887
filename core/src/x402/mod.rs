//! A wallet's credit at Venice: signing in, reading it, and topping it up (x402).

mod balance;
mod sign_in;
#[cfg(test)]
mod tests;
mod top_up;
mod transactions;

pub use self::balance::WalletBalance;
pub use self::sign_in::SignIn;
pub use self::top_up::{PendingTopUp, TopUp, TopUpRequest, TopUpStatus};
pub use self::transactions::{TransactionType, WalletTransaction};

pub(crate) use self::sign_in::HEADER as SIGN_IN_HEADER;
#[cfg(any(test, fuzzing))]
pub(crate) use self::top_up::{fuzzed_record, fuzzed_requirements};

/// Base.
const CHAIN_ID: u32 = 8453;
