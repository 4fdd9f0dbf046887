//! Everything the server knows, behind one lock: a request sees and leaves a consistent state.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use crate::Options;
use crate::billing::Billing;
use crate::bodies::NewKey;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::keys::{self, Caps, Key, Origin};
use crate::late::Late;
use crate::limits::{Limits, minute_ms};
use crate::lists::Lists;
use crate::models;
use crate::random::Random;
use crate::refusals::Refused;
use crate::settings::{DESCRIPTION, Settings};
use crate::web3::{Challenges, Wallet};
use crate::x402::X402;

pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    /// In order of creation; nothing is ever taken out.
    pub(crate) keys: Vec<Key>,
    pub(crate) by_secret: HashMap<String, usize>,
    pub(crate) by_id: HashMap<String, usize>,
    /// What the next keys are to be called.
    pub(crate) next_ids: VecDeque<String>,
    pub(crate) limits: Limits,
    pub(crate) account: Account,
    pub(crate) challenges: Challenges,
    pub(crate) billing: Billing,
    pub(crate) x402: X402,
    pub(crate) faults: Faults,
    pub(crate) late: Late,
    pub(crate) lists: Lists,
    pub(crate) journal: Journal,
}

/// What belongs to the account and can be set from the control API.
pub(crate) struct Account {
    pub(crate) balances: Map<String, Value>,
    /// The epoch's DIEM, of which a balance of DIEM is what is left.
    pub(crate) diem_epoch_allocation: Value,
    /// `None`: worked out from caps and balances.
    pub(crate) access_permitted: Option<bool>,
    /// Lower case, as is every address below.
    pub(crate) staked: HashSet<String>,
    pub(crate) contract_signatures: HashMap<String, String>,
    pub(crate) wallet_check_unavailable: bool,
    pub(crate) breaches: Vec<Value>,
    pub(crate) older: bool,
    /// `Some`: every key is refused so.
    pub(crate) refused: Option<Refused>,
    pub(crate) models: Vec<Value>,
    /// `None`: derived from the models.
    pub(crate) rate_limits: Option<Vec<Value>>,
}

impl State {
    pub(crate) fn new(options: &Options, staked: &Wallet) -> Result<Self, getrandom::Error> {
        let mut random = Random::from_system()?;
        let billing = Billing::new(random.bytes(), minute_ms(options.minute));
        let challenges = Challenges::new(options.web3)?;
        let balances = [("USD", json!(50.23)), ("DIEM", json!(100.023))];
        let mut state = Self {
            clock: Clock::default(),
            random,
            keys: Vec::new(),
            by_secret: HashMap::new(),
            by_id: HashMap::new(),
            next_ids: VecDeque::new(),
            limits: Limits::new(options.minute),
            account: Account {
                balances: balances
                    .map(|(name, value)| (name.to_owned(), value))
                    .into_iter()
                    .collect(),
                diem_epoch_allocation: json!(150),
                access_permitted: None,
                staked: HashSet::from([staked.address.to_lowercase()]),
                contract_signatures: HashMap::new(),
                wallet_check_unavailable: false,
                breaches: Vec::new(),
                older: false,
                refused: None,
                models: models::default_models(),
                rate_limits: None,
            },
            challenges,
            billing,
            x402: X402::new(minute_ms(options.minute)),
            faults: Faults::default(),
            late: Late::default(),
            lists: Lists::default(),
            journal: Journal::default(),
        };
        for (key_type, description) in [
            ("ADMIN", "Sandbox admin key"),
            ("INFERENCE", "Sandbox inference key"),
        ] {
            let new = NewKey {
                key_type: key_type.to_owned(),
                caps: Caps::default(),
                expires_at: None,
                settings: Settings::defaults().with_text(DESCRIPTION, description),
            };
            keys::store(&mut state, new, Origin::Start);
        }
        Ok(state)
    }
}

impl State {
    /// To be called before keys, or the time by which they expire, change: lists may lag behind.
    pub(crate) fn keep_for_lists(&mut self) {
        self.lists.keep(&self.keys, self.clock);
    }
}

/// The state, shared between the API and the control.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<State>>);

impl Shared {
    pub(crate) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    /// Held for one piece of work, never across an await.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
