//! [`Operation`]: what the API can be asked for, and what each does, from one table.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// What an operation does on the server, and so whether it can be sent again once it may have been
/// carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// It reads.
    Reads,
    /// It sets absolute values, or deletes: a second time does no harm.
    Changes,
    /// It creates a key: a second time would create a second key.
    CreatesKey,
    /// It pays. A second time does no harm: the same payment is credited once.
    Pays,
    /// It creates a key that ends by itself unless a later step makes it lasting. A second time
    /// would create a second such key; one that nobody finishes does no harm.
    Begins,
}

impl Effect {
    pub(crate) fn may_repeat(self) -> bool {
        !self.creates_key()
    }

    pub(crate) fn creates_key(self) -> bool {
        matches!(self, Effect::CreatesKey | Effect::Begins)
    }
}

/// Which key an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Credential {
    /// An ADMIN key.
    AdminKey,
    /// A key of any type.
    AnyKey,
    /// None, but the client's is sent if it has one.
    OptionalKey,
    /// None, and the client's is never sent.
    NoKey,
}

/// Declares the operations. An entry is `Variant = "name": Effect, needs Credential`.
macro_rules! operations {
    ($($variant:ident = $name:literal: $effect:ident, needs $credential:ident;)+) => {
        /// An operation of the API: one method of [`Client`](crate::Client).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(
                #[doc = concat!("[`Client::", $name, "`](crate::Client::", $name, ").")]
                $variant,
            )+
        }

        impl Operation {
            /// Every operation, in the order of the documentation's table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The operation's name: `"create_key"`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// What it does on the server.
            pub const fn effect(self) -> Effect {
                match self {
                    $(Self::$variant => Effect::$effect,)+
                }
            }

            /// Which key it needs.
            pub const fn credential(self) -> Credential {
                match self {
                    $(Self::$variant => Credential::$credential,)+
                }
            }
        }
    };
}

operations! {
    ListKeys = "list_keys": Reads, needs AdminKey;
    CreateKey = "create_key": CreatesKey, needs AdminKey;
    GetKey = "get_key": Reads, needs AdminKey;
    UpdateKey = "update_key": Changes, needs AdminKey;
    DeleteKey = "delete_key": Changes, needs AdminKey;
    CreateKeyOnce = "create_key_once": Begins, needs AdminKey;
    EnsureKey = "ensure_key": Begins, needs AdminKey;
    PlanKeys = "plan_keys": Reads, needs AdminKey;
    ProvisionKeys = "provision_keys": Begins, needs AdminKey;
    RotateKey = "rotate_key": Begins, needs AdminKey;
    BeginRotation = "begin_rotation": Begins, needs AdminKey;
    CommitRotation = "commit_rotation": Changes, needs AdminKey;
    AbortRotation = "abort_rotation": Changes, needs AdminKey;
    TemporaryKey = "temporary_key": CreatesKey, needs AdminKey;
    PlanDeletion = "plan_deletion": Reads, needs AdminKey;
    DeleteKeys = "delete_keys": Changes, needs AdminKey;
    PendingKeys = "pending_keys": Reads, needs AdminKey;
    RateLimits = "rate_limits": Reads, needs AnyKey;
    RateLimitLog = "rate_limit_log": Reads, needs AdminKey;
    FollowRateLimitLog = "follow_rate_limit_log": Reads, needs AdminKey;
    WatchKeys = "watch_keys": Reads, needs AdminKey;
    VerifyKey = "verify_key": Reads, needs AnyKey;
    BillingBalance = "billing_balance": Reads, needs AdminKey;
    UsageHistory = "usage_history": Reads, needs AdminKey;
    UsageHistoryCsv = "usage_history_csv": Reads, needs AdminKey;
    UsageAnalytics = "usage_analytics": Reads, needs AdminKey;
    ListModels = "list_models": Reads, needs OptionalKey;
    Web3Challenge = "web3_challenge": Reads, needs NoKey;
    MintWeb3Key = "mint_web3_key": CreatesKey, needs NoKey;
    MintWithWallet = "mint_with_wallet": CreatesKey, needs NoKey;
    X402Balance = "x402_balance": Reads, needs NoKey;
    X402Transactions = "x402_transactions": Reads, needs NoKey;
    X402TopUp = "x402_top_up": Pays, needs NoKey;
    X402PrepareTopUp = "x402_prepare_top_up": Reads, needs NoKey;
    X402PayTopUp = "x402_pay_top_up": Pays, needs NoKey;
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Operation {
    type Err = Error;

    /// # Errors
    ///
    /// * `invalid_input`: there is no such operation.
    fn from_str(text: &str) -> Result<Self, Error> {
        let rule = "must be an operation of venice-keys";
        Self::named(text).ok_or_else(|| Error::input("operation", rule))
    }
}

impl Operation {
    fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|operation| operation.as_str() == name).copied()
    }
}

/// A text of ours with the operations that it names between backticks, as a language writes them:
/// `` `list_keys` `` becomes `list_keys()`.
pub(crate) fn with_names(text: &str, name: &dyn Fn(Operation) -> String) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, part) in text.split('`').enumerate() {
        match Operation::named(part) {
            Some(operation) if at % 2 == 1 => {
                written.push_str(&name(operation));
                written.push_str("()");
            }
            _ => written.push_str(part),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_read_from_their_names() {
        for operation in Operation::ALL {
            assert_eq!(operation.as_str().parse::<Operation>().unwrap(), *operation);
        }
        assert!("listKeys".parse::<Operation>().is_err());
    }

    #[test]
    fn a_text_names_operations_as_a_language_writes_them() {
        let shout = |operation: Operation| operation.as_str().to_uppercase();
        let text = with_names("`list_keys` shows list_keys and `id`", &shout);
        assert_eq!(text, "LIST_KEYS() shows list_keys and id");
    }
}
