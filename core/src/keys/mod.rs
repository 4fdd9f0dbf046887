//! API keys: list, create, get, update, delete.

mod api_key;
mod change;
mod created;
mod expiry;
mod limits;
mod remaining;
mod settings;

use std::time::Instant;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

pub use self::api_key::{ApiKey, PeriodUsage, Usage, UsageAmounts};
pub use self::change::Change;
pub use self::created::CreatedKey;
pub use self::expiry::Expiry;
pub use self::limits::{ConsumptionLimit, LimitUpdate};
pub use self::remaining::Remaining;
pub use self::settings::{KeyUpdate, MintOptions, NewKey, Rotation};

pub(crate) use self::created::read_created;

use self::change::KeySetting;
use crate::check;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Operation;
use crate::perform::{read_data, read_data_list, undocumented};
use crate::transport::{Body, Call, Response, encoded};
use crate::wire::{self, open_enum};

open_enum! {
    /// What a key may do.
    ApiKeyType {
        /// Call inference endpoints only.
        Inference = "INFERENCE",
        /// Everything, key management included.
        Admin = "ADMIN",
    }
}

open_enum! {
    /// When the use that counts against a key's caps starts again from zero.
    LimitPeriod {
        /// Every UTC day (the server's default).
        Epoch = "EPOCH",
        /// On the first of every UTC month.
        Month = "MONTH",
        /// Never: the cap is all the key can ever spend.
        Lifetime = "LIFETIME",
    }
}

open_enum! {
    /// Which models a key may call, by their privacy.
    ModelPrivacy {
        /// Every model (the server's default).
        All = "ALL",
        /// Text and embedding models must be private; others may be anonymous.
        PrivateText = "PRIVATE_TEXT",
        /// Every model must be private.
        PrivateOnly = "PRIVATE_ONLY",
    }
}

/// How the enumerations among a key's settings are checked and sent.
macro_rules! key_setting {
    ($Type:ident, unset: $unset:expr, cleared: $cleared:expr) => {
        impl KeySetting for $Type {
            fn unset() -> Option<Self> {
                $unset
            }

            fn check(&self, field: &str) -> Result<(), Error> {
                check::known(field, self.as_str(), Self::KNOWN)
            }

            fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.serialize(to)
            }

            fn send_cleared<S: Serializer>(to: S) -> Result<S::Ok, S::Error> {
                $cleared.serialize(to)
            }
        }
    };
}

key_setting!(ApiKeyType, unset: Some(Self::Inference), cleared: Self::Inference);
key_setting!(LimitPeriod, unset: None, cleared: Self::Epoch);
key_setting!(ModelPrivacy, unset: None, cleared: Self::All);

impl Client {
    /// Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    pub fn list_keys(&self) -> Result<Vec<ApiKey>, Error> {
        self.list_until(Operation::ListKeys, self.deadline())
            .map(|(keys, _)| keys)
    }

    /// Lists the keys as a part of `operation`, with the server's time if it says it.
    pub(crate) fn list_until(
        &self,
        operation: Operation,
        deadline: Instant,
    ) -> Result<(Vec<ApiKey>, Option<Timestamp>), Error> {
        let call = Call::get(operation, "/api_keys".into());
        let response = self.perform_until(&call, deadline);
        let response = response.map_err(|failed| failed.error)?;
        let keys: Vec<ApiKey> = read_data_list(&call, &response)?;
        let seen = keys.into_iter().map(|key| key.seen_at(response.date));
        Ok((seen.collect(), response.date))
    }

    /// Creates a key. Needs an ADMIN key.
    ///
    /// The request is never sent twice once the server may have carried it out, so that it never
    /// creates two keys. A client sends at most 20 a minute
    /// ([`ClientBuilder::create_limit`](crate::ClientBuilder::create_limit)); one more waits for
    /// its turn if the client's timeout allows.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `rate_limited`: there was no turn before the call's deadline and nothing was sent, or the
    ///   server refused.
    /// * `key_limit_reached`: the account has 500 active keys.
    /// * `outcome_unknown`: the request was sent, but no reliable response came back: the key may
    ///   or may not exist, and its secret is lost. The message says when it was sent: look in
    ///   [`Client::list_keys`] for a key with this description created since then, and delete that
    ///   one, and no older key, before you create again.
    pub fn create_key(&self, new_key: &NewKey) -> Result<CreatedKey, Error> {
        new_key.check()?;
        let call = create_call(Operation::CreateKey, new_key)?;
        let deadline = self.deadline();
        self.take_create_turn(Operation::CreateKey, deadline)?;
        let response = self
            .perform_until(&call, deadline)
            .map_err(|failed| failed.error)?;
        read_created(&call, &response)
    }

    /// Returns one key. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the id can't be a key's; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `not_found`: there is no such key.
    pub fn get_key(&self, id: &str) -> Result<ApiKey, Error> {
        check::id(id)?;
        self.read_key(&get_call(Operation::GetKey, id))
    }

    /// Changes a key and returns it as it is then, without its usage. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule, or nothing would change; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `not_found`: there is no such key, or it has expired.
    pub fn update_key(&self, id: &str, update: &KeyUpdate) -> Result<ApiKey, Error> {
        check::id(id)?;
        update.check()?;
        self.read_key(&update_call(Operation::UpdateKey, id, update)?)
    }

    fn read_key(&self, call: &Call) -> Result<ApiKey, Error> {
        let response = self.perform(call).map_err(|failed| failed.error)?;
        let key: ApiKey = read_data(call, &response)?;
        Ok(key.seen_at(response.date))
    }

    /// Deletes a key: it stops working at once. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the id can't be a key's; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `not_found`: there is no such key. If the call was retried after it may have been carried
    ///   out, and Venice then says that there is no such key, it was deleted: no error.
    /// * `bad_response`: the response doesn't say that the key was deleted. It is safe to try
    ///   again.
    pub fn delete_key(&self, id: &str) -> Result<(), Error> {
        check::id(id)?;
        self.delete_until(Operation::DeleteKey, id, self.deadline())
    }

    /// Deletes a key as a part of `operation`.
    pub(crate) fn delete_until(
        &self,
        operation: Operation,
        id: &str,
        deadline: Instant,
    ) -> Result<(), Error> {
        let call = delete_call(operation, id);
        match self.perform_until(&call, deadline) {
            Ok(response) => read_deleted(&call, &response),
            Err(failed) if failed.may_have_worked && failed.error.says_no_such_key() => Ok(()),
            Err(failed) => Err(failed.error),
        }
    }
}

/// The request that creates a key, as a part of `operation`.
pub(crate) fn create_call(operation: Operation, new_key: &NewKey) -> Result<Call, Error> {
    let body = Body::json(new_key)?;
    Ok(Call::post(operation, "/api_keys".into(), body))
}

/// The request that deletes a key, as a part of `operation`.
pub(crate) fn delete_call(operation: Operation, id: &str) -> Call {
    Call::delete(operation, format!("/api_keys?id={}", encoded(id)))
}

/// The request that shows a key, as a part of `operation`.
pub(crate) fn get_call(operation: Operation, id: &str) -> Call {
    Call::get(operation, format!("/api_keys/{}", encoded(id)))
}

/// The request that changes a key, as a part of `operation`.
pub(crate) fn update_call(
    operation: Operation,
    id: &str,
    update: &KeyUpdate,
) -> Result<Call, Error> {
    #[derive(Serialize)]
    struct Changes<'a> {
        id: &'a str,
        #[serde(flatten)]
        update: &'a KeyUpdate,
    }
    let body = Body::json(&Changes { id, update })?;
    Ok(Call::patch(operation, "/api_keys".into(), body))
}

/// A key counts as deleted only if the server says so: a gateway's page with a 200 doesn't.
pub(crate) fn read_deleted(call: &Call, response: &Response) -> Result<(), Error> {
    #[derive(Default, Deserialize)]
    struct Deleted {
        #[serde(default, deserialize_with = "wire::flag")]
        success: Option<bool>,
    }
    const NO_CONTENT: u16 = 204;
    let json = std::str::from_utf8(response.body.bytes()).unwrap_or_default();
    let Deleted { success } = serde_json::from_str(json).unwrap_or_default();
    match success == Some(true) || response.status == NO_CONTENT {
        true => Ok(()),
        false => {
            let what = "the response doesn't say that the key was deleted";
            Err(undocumented(ErrorCode::BadResponse, call, response, what))
        }
    }
}
