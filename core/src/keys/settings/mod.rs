//! The settings of a key: [`NewKey`], [`MintOptions`], [`KeyUpdate`] and [`Rotation`], from one
//! table.

#[macro_use]
mod declare;

use std::time::Duration;

use serde::Serialize;

use super::change::{Change, Field, KeySetting};
use super::{ApiKeyType, ConsumptionLimit, Expiry, LimitPeriod, LimitUpdate, ModelPrivacy};
use crate::check;
use crate::error::Error;
use crate::names::camel_case;

key_settings! {
    /// The settings of a new key. Whatever isn't set is left to the server's default.
    ///
    /// ```
    /// use venice_keys::{ConsumptionLimit, LimitPeriod, NewKey};
    ///
    /// let key = NewKey::new("backend prod")
    ///     .consumption_limit(ConsumptionLimit::new().usd(50))
    ///     .limit_period(LimitPeriod::Month);
    /// ```
    NewKey {
        /// What people know the key by: 1 to 64 characters.
        description: String,
    }

    /// The settings of a key that a wallet mints. Whatever isn't set is left to the server's
    /// default.
    ///
    /// ```
    /// use venice_keys::{LimitPeriod, MintOptions};
    ///
    /// let options = MintOptions::new()
    ///     .description("my agent")
    ///     .limit_period(LimitPeriod::Lifetime);
    /// ```
    MintOptions {
        /// What people know the key by: 1 to 64 characters. Without one the server calls the key
        /// `Web3 API Key`.
        description: Option<String>,
    }

    /// The changes to apply to a key; everything else stays. A key's type can't be changed.
    ///
    /// ```
    /// use venice_keys::{Change, KeyUpdate, LimitUpdate};
    ///
    /// let update = KeyUpdate::new()
    ///     .description("backend prod 2")
    ///     .consumption_limit(LimitUpdate::new().usd(75).diem(Change::Clear))
    ///     .expires_at(Change::Clear);
    /// ```
    KeyUpdate {
        /// What people know the key by: at most 64 characters. Cleared, it is empty.
        description: Change<String>,
    }

    /// How a key is replaced by a new one: what the new key has that the old one hasn't, and how
    /// long the old one goes on. Whatever isn't changed is copied from the old key.
    ///
    /// ```
    /// use std::time::Duration;
    /// use venice_keys::{LimitUpdate, Rotation};
    ///
    /// let rotation = Rotation::new()
    ///     .grace(Duration::from_secs(24 * 3600))
    ///     .consumption_limit(LimitUpdate::new().usd(75));
    /// ```
    Rotation {
        /// How long the old key goes on working, at least. It gets an end that Venice keeps: this
        /// long after the hold is over, as it is fixed before the new secret is stored, and ten
        /// minutes at the least. Zero: it is deleted as soon as the new key is lasting.
        grace: Duration,
        /// Go on where the new secret can't be tried from this machine, because the key may be used
        /// from other addresses only. Without this the rotation stops there, and nothing has
        /// changed.
        unverified: bool,
        /// If it is the client's own key that is rotated: do with it as `grace` says. Without this
        /// it is never deleted, and goes on for ten minutes at least, for the calls under way.
        end_own_key: bool,
        /// What people know the new key by: 1 to 64 characters. It can't be cleared.
        description: Change<String>,
    }

    /// What the key may do; `INFERENCE` unless set.
    api_key_type: ApiKeyType;
    /// Caps on what it may spend.
    consumption_limit: ConsumptionLimit,
        cleared: "Cleared, all caps are removed.", update: LimitUpdate;
    /// When the use that counts against the caps starts again from zero.
    limit_period: LimitPeriod, cleared: "Cleared, it is `EPOCH`.";
    /// When it expires. A key without an expiry never does.
    expires_at: Expiry, cleared: "Cleared, it has none.";
    /// Which models it may call.
    model_privacy: ModelPrivacy, cleared: "Cleared, it is `ALL`.";
    /// The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs;
    /// empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set.
    ip_allowlist: Vec<String>,
        cleared: "Cleared, the key may be used from anywhere.", check: check::allowlist;
}

impl NewKey {
    /// An INFERENCE key with this description, no cap and no expiry.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            ..Self::default()
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        check::required_description(&self.description)?;
        self.check_shared()
    }

    /// For calls that find the key by its description.
    pub(crate) fn check_findable(&self) -> Result<(), Error> {
        self.check()?;
        check::findable_description(&self.description)
    }
}

impl MintOptions {
    /// An INFERENCE key with no description, no cap and no expiry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`description`](Self#structfield.description).
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let description = self.description.as_deref();
        description.map_or(Ok(()), check::required_description)?;
        self.check_shared()
    }
}

impl KeyUpdate {
    pub(super) fn check(&self) -> Result<(), Error> {
        let description = self.description.value();
        description.map_or(Ok(()), |text| check::description(text))?;
        self.check_shared()?;
        match self.is_empty() {
            true => Err(Error::input("changes", "must change at least one field")),
            false => Ok(()),
        }
    }
}

impl Rotation {
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.description {
            Change::Keep => {}
            Change::Clear => return Err(Error::input("description", "must not be empty")),
            Change::Set(text) => check::required_description(text)?,
        }
        self.check_shared()
    }
}

#[cfg(test)]
mod tests;
