//! The class `Client`: its settings and its calls.
//!
//! Generated from core/src by `make generate`.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use venice_keys::Operation;

use crate::arguments::{Argument, Given, Update, change, optional, setting};
use crate::client::{self, Anonymous, Base, Callbacks, Returned};
use crate::jobs::{self, Job};
use crate::pages::{self, Walk};

/// A client of the Venice key-management API. Calls block; for asyncio there is AsyncClient.
///
/// Safe to share between threads, and to use in a child after a fork. Creating one opens no
/// connection. Close it, or use it in a `with` statement, to close its connections early.
///
/// Args:
///     api_key: The key to call with. Without this it is that of the environment:
///         `VENICE_ADMIN_KEY`, or, if that isn't set, `VENICE_API_KEY`.
///     credential: Asked for the key to call with, in place of `api_key`: for a vault or a
///         keychain, and for keys that are rotated elsewhere. It is asked when the client is made,
///         or at its first call, and again when Venice refuses the key (401). If it then gives
///         another key, the call is made once more, whatever the call does, for a refused one did
///         nothing. Calls that are refused at the same time ask once, and none waits for the answer
///         beyond its deadline. If it fails, so do they: with its own error where the language can
///         raise that, otherwise with `config`, whose source it is. No message of this library's
///         quotes that error, as it could hold a secret.
///     base_url: Where the API is. Without this it is `https://api.venice.ai/api/v1`, or the
///         environment's `VENICE_BASE_URL`, which is obeyed only for loopback and `*.venice.ai`
///         hosts.
///     timeout: How long a whole call may take, waits and retries included. More than a year is
///         taken as a year. In seconds, or a timedelta.
///     connect_timeout: How long it may take to open one connection. More than a year is taken as a
///         year. In seconds, or a timedelta.
///     max_retries: How often a call is retried at most, where it is safe to.
///     create_limit: How many calls of `create_key` are sent in any `create_limit_period`; one more
///         waits for its turn. By default as many as Venice allows an account.
///     create_limit_period: The time in which `create_limit` calls are sent at most. In seconds, or
///         a timedelta.
///     hold: How long a new key may take to be stored and made lasting in the calls that do that in
///         steps: a key that isn't lasting by then ends. It must be longer than the caller's
///         `store` takes, and is the longest that another process waits after one that died.
///         Without this it is 15 minutes for `create_key_once`, 10 for `rotate_key`, and 5 for
///         `ensure_key` and `provision_keys`. From 15 seconds to a day. In seconds, or a timedelta.
///     settle: How long the calls that have a `hold` wait before they look who else makes a key of
///         the same name. It must be longer than the server's list lags behind, and than the
///         server's own clocks differ. In seconds, or a timedelta.
///     ca_file: A PEM file of certificate authorities to trust in addition to the platform's: what
///         a company's proxy that reads TLS needs. Where the platform has none, as in a slim
///         container, it is in addition to those that this library brings. `SSL_CERT_FILE` and
///         `SSL_CERT_DIR` are not obeyed: who can set a variable can't name whom a key is sent to.
///     user_agent: The name of the program, for the User-Agent header: it is sent after this
///         library's own `venice-keys/VERSION`. Printable ASCII.
///     web3_generation: Accepts wallet challenges of this generation only, so that no server can
///         talk a wallet into signing the other kind. Without this, both are accepted.
///     on_attempt: Called with every attempt of every call.
///
/// Raises:
///     ConfigError: There is no key, or both a key and a function to ask for one; the function
///         failed, where its own error can't be returned; the key can't be sent in a header; the
///         base URL isn't one that a key may be sent to; the CA file can't be read; a timeout or
///         the create limit is zero; or the hold or the time to settle is out of its range.
///     InvalidInputError: The generation of challenges isn't a known one.
///
/// >>> with Client() as client:
/// ...     for key in client.list_keys():
/// ...         print(key.id, key.description)
#[pyclass(frozen, subclass, weakref, module = "venice_keys")]
pub struct Client {
    pub(crate) base: Base,
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(
        signature = (
            api_key = None,
            *,
            credential = None,
            base_url = None,
            timeout = None,
            connect_timeout = None,
            max_retries = None,
            create_limit = None,
            create_limit_period = None,
            hold = None,
            settle = None,
            ca_file = None,
            user_agent = None,
            web3_generation = None,
            on_attempt = None,
        ),
        text_signature = "(api_key=None, *, \
            credential=None, \
            base_url=None, \
            timeout=60.0, \
            connect_timeout=10.0, \
            max_retries=3, \
            create_limit=20, \
            create_limit_period=60.0, \
            hold=None, \
            settle=2.0, \
            ca_file=None, \
            user_agent=None, \
            web3_generation=None, \
            on_attempt=None)"
    )]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        api_key: Option<Given<'_>>,
        credential: Option<Given<'_>>,
        base_url: Option<Given<'_>>,
        timeout: Option<Given<'_>>,
        connect_timeout: Option<Given<'_>>,
        max_retries: Option<Given<'_>>,
        create_limit: Option<Given<'_>>,
        create_limit_period: Option<Given<'_>>,
        hold: Option<Given<'_>>,
        settle: Option<Given<'_>>,
        ca_file: Option<Given<'_>>,
        user_agent: Option<Given<'_>>,
        web3_generation: Option<Given<'_>>,
        on_attempt: Option<Given<'_>>,
    ) -> PyResult<Self> {
        let mut builder = client::with_key(api_key)?;
        if let Some(given) = setting::<String>("base_url", &base_url)? {
            builder = builder.base_url(given);
        }
        if let Some(given) = setting::<std::time::Duration>("timeout", &timeout)? {
            builder = builder.timeout(given);
        }
        if let Some(given) = setting::<std::time::Duration>("connect_timeout", &connect_timeout)? {
            builder = builder.connect_timeout(given);
        }
        if let Some(given) = setting::<u32>("max_retries", &max_retries)? {
            builder = builder.max_retries(given);
        }
        if let Some(given) = setting::<u32>("create_limit", &create_limit)? {
            builder = builder.create_limit(given);
        }
        if let Some(given) =
            setting::<std::time::Duration>("create_limit_period", &create_limit_period)?
        {
            builder = builder.create_limit_period(given);
        }
        if let Some(given) = setting::<std::time::Duration>("hold", &hold)? {
            builder = builder.hold(given);
        }
        if let Some(given) = setting::<std::time::Duration>("settle", &settle)? {
            builder = builder.settle(given);
        }
        if let Some(given) = setting::<std::path::PathBuf>("ca_file", &ca_file)? {
            builder = builder.ca_file(given);
        }
        if let Some(given) = setting::<String>("user_agent", &user_agent)? {
            builder = builder.user_agent(given);
        }
        if let Some(given) =
            setting::<venice_keys::Web3Generation>("web3_generation", &web3_generation)?
        {
            builder = builder.web3_generation(given);
        }
        let callbacks = Callbacks {
            credential,
            on_attempt,
        };
        Self::build(py, builder, callbacks)
    }

    /// Make a client without a key, for models and wallets. Takes the keyword arguments of Client
    /// but those for the key.
    #[classmethod]
    #[pyo3(signature = (**settings))]
    fn anonymous<'py>(
        class: &Bound<'py, PyType>,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> Returned<'py> {
        client::refuse_for_anonymous("credential", settings)?;
        class.call((Anonymous,), settings)
    }

    /// The same client, whose calls are awaited: what AsyncClient calls.
    #[pyo3(signature = (credential = None))]
    fn _awaited(&self, py: Python<'_>, credential: Option<Given<'_>>) -> PyResult<Self> {
        self.to_await(py, credential)
    }

    /// Give a client that differs in some settings: for one call, or for many.
    ///
    /// It shares this one's key, connections and create limit. Each is closed by itself: closing
    /// one leaves the other usable, and connections are closed with the last client that shares
    /// them.
    ///
    /// Args:
    ///     timeout: How long a whole call may take, waits and retries included. More than a year is
    ///         taken as a year. In seconds, or a timedelta.
    ///     max_retries: How often a call is retried at most, where it is safe to.
    ///     hold: How long a new key may take to be stored and made lasting in the calls that do
    ///         that in steps: a key that isn't lasting by then ends. It must be longer than the
    ///         caller's `store` takes, and is the longest that another process waits after one that
    ///         died. Without this it is 15 minutes for `create_key_once`, 10 for `rotate_key`, and
    ///         5 for `ensure_key` and `provision_keys`. From 15 seconds to a day. In seconds, or a
    ///         timedelta.
    ///     settle: How long the calls that have a `hold` wait before they look who else makes a key
    ///         of the same name. It must be longer than the server's list lags behind, and than the
    ///         server's own clocks differ. In seconds, or a timedelta.
    #[pyo3(signature = (
        *,
        timeout = None,
        max_retries = None,
        hold = None,
        settle = None,
    ))]
    fn with_options(
        this: &Bound<'_, Self>,
        timeout: Option<Given<'_>>,
        max_retries: Option<Given<'_>>,
        hold: Option<Given<'_>>,
        settle: Option<Given<'_>>,
    ) -> PyResult<Self> {
        let timeout = setting::<std::time::Duration>("timeout", &timeout)?;
        let max_retries = setting::<u32>("max_retries", &max_retries)?;
        let hold = setting::<std::time::Duration>("hold", &hold)?;
        let settle = setting::<std::time::Duration>("settle", &settle)?;
        Self::with_other_settings(this, move |client| {
            let mut derived = client.clone();
            if let Some(given) = timeout {
                derived = derived.with_timeout(given);
            }
            if let Some(given) = max_retries {
                derived = derived.with_max_retries(given);
            }
            if let Some(given) = hold {
                derived = derived.with_hold(given);
            }
            if let Some(given) = settle {
                derived = derived.with_settle(given);
            }
            derived
        })
    }

    /// Give a client with another key. It shares this one's connections and create limit, and has
    /// its settings; each is closed by itself.
    fn with_api_key(this: &Bound<'_, Self>, api_key: Given<'_>) -> PyResult<Self> {
        let key = venice_keys::Secret::read("api_key", &api_key)?;
        Self::derived(this, move |client| client.with_api_key(key.clone()))
    }

    /// Close the client. Its calls under way end as usual, and no more can be made. Connections are
    /// closed with the last client that shares them.
    fn close(&self, py: Python<'_>) {
        self.end(py);
    }

    fn __enter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyTuple>) {
        self.end(py);
    }

    fn __repr__(&self) -> String {
        self.shown()
    }

    /// List the account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// Raises:
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///
    /// >>> [key.description for key in client.list_keys()]  # ['backend prod', 'laptop']
    fn list_keys<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::ListKeys, move |client| client.list_keys())
    }

    /// Create a key. Needs an ADMIN key.
    ///
    /// The request is never sent twice once the server may have carried it out, so that it never
    /// creates two keys. A client sends at most 20 a minute (`create_limit`); one more waits for
    /// its turn if the client's timeout allows.
    ///
    /// Args:
    ///     description: What people know the key by: 1 to 64 characters.
    ///     api_key_type: What the key may do; `INFERENCE` unless set.
    ///     consumption_limit: Caps on what it may spend.
    ///     limit_period: When the use that counts against the caps starts again from zero.
    ///     expires_at: When it expires. A key without an expiry never does.
    ///     model_privacy: Which models it may call.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     RateLimitedError: There was no turn before the call's deadline and nothing was sent, or
    ///         the server refused.
    ///     KeyLimitReachedError: The account has 500 active keys.
    ///     OutcomeUnknownError: The request was sent, but no reliable response came back: the key
    ///         may or may not exist, and its secret is lost. The message says when it was sent:
    ///         look in `list_keys` for a key with this description created since then, and delete
    ///         that one, and no older key, before you create again.
    ///
    /// >>> created = client.create_key("backend prod", consumption_limit={"usd": 50})
    /// >>> created.api_key.reveal()  # 'VENICE_INFERENCE_KEY_…'
    #[pyo3(signature = (
        description,
        *,
        api_key_type = None,
        consumption_limit = None,
        limit_period = None,
        expires_at = None,
        model_privacy = None,
        ip_allowlist = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn create_key<'py>(
        &self,
        py: Python<'py>,
        description: Given<'_>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut new_key = venice_keys::NewKey::new(<String>::read("description", &description)?);
        new_key.api_key_type = optional("api_key_type", &api_key_type)?;
        new_key.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        new_key.limit_period = optional("limit_period", &limit_period)?;
        new_key.expires_at = optional("expires_at", &expires_at)?;
        new_key.model_privacy = optional("model_privacy", &model_privacy)?;
        new_key.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::CreateKey, move |client| {
            client.create_key(&new_key)
        })
    }

    /// Return one key. Needs an ADMIN key.
    ///
    /// Raises:
    ///     InvalidInputError: The id can't be a key's; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     NotFoundError: There is no such key.
    #[pyo3(signature = (
        id,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn get_key<'py>(&self, py: Python<'py>, id: Given<'_>) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
        self.call(py, Operation::GetKey, move |client| client.get_key(&id))
    }

    /// Change a key and return it as it is then, without its usage. Needs an ADMIN key.
    ///
    /// Args:
    ///     description: What people know the key by: at most 64 characters. Cleared, it is empty.
    ///     consumption_limit: Caps on what it may spend. Cleared, all caps are removed.
    ///     limit_period: When the use that counts against the caps starts again from zero. Cleared,
    ///         it is `EPOCH`.
    ///     expires_at: When it expires. A key without an expiry never does. Cleared, it has none.
    ///     model_privacy: Which models it may call. Cleared, it is `ALL`.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set. Cleared, the key may be used from anywhere.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule, or nothing would change; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     NotFoundError: There is no such key, or it has expired.
    ///
    /// >>> client.update_key(id, description="backend prod 2", expires_at=None)
    #[pyo3(signature = (
        id,
        *,
        description = Update::Keep,
        consumption_limit = Update::Keep,
        limit_period = Update::Keep,
        expires_at = Update::Keep,
        model_privacy = Update::Keep,
        ip_allowlist = Update::Keep,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn update_key<'py>(
        &self,
        py: Python<'py>,
        id: Given<'_>,
        description: Update<'_>,
        consumption_limit: Update<'_>,
        limit_period: Update<'_>,
        expires_at: Update<'_>,
        model_privacy: Update<'_>,
        ip_allowlist: Update<'_>,
    ) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
        let mut update = venice_keys::KeyUpdate::new();
        update.description = change("description", &description)?;
        update.consumption_limit = change("consumption_limit", &consumption_limit)?;
        update.limit_period = change("limit_period", &limit_period)?;
        update.expires_at = change("expires_at", &expires_at)?;
        update.model_privacy = change("model_privacy", &model_privacy)?;
        update.ip_allowlist = change("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::UpdateKey, move |client| {
            client.update_key(&id, &update)
        })
    }

    /// Delete a key: it stops working at once. Needs an ADMIN key.
    ///
    /// Raises:
    ///     InvalidInputError: The id can't be a key's; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     NotFoundError: There is no such key. If the call was retried after it may have been
    ///         carried out, and Venice then says that there is no such key, it was deleted: no
    ///         error.
    ///     BadResponseError: The response doesn't say that the key was deleted. It is safe to try
    ///         again.
    #[pyo3(signature = (
        id,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn delete_key<'py>(&self, py: Python<'py>, id: Given<'_>) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
        self.call(py, Operation::DeleteKey, move |client| {
            client.delete_key(&id)
        })
    }

    /// Create a key, and survive lost responses and crashes: when it returns a key, that is the
    /// only key this call has named so, and its secret was stored first. Needs an ADMIN key.
    ///
    /// The key is created under a name that starts with `vk-pending:`, with an expiry some minutes
    /// away (`hold`); then `store` gets it, with its final description and expiry; only when
    /// `store` has returned does it get them at Venice. When the call fails with anything but
    /// `outcome_unknown`, there is none; what it leaves behind is named `vk-pending:…` and ends by
    /// itself within the hold. Each of its steps, before and after `store`, has the client's
    /// timeout.
    ///
    /// Store the secret under the key's id, not under its name: a secret whose key was never made
    /// lasting then overwrites nothing, and `list_keys` says which ids there are. Calling it twice
    /// makes two keys; `ensure_key` makes one per description.
    ///
    /// Without `store` one hole stays that nobody can close: a program that dies after the key was
    /// made lasting and before it has saved the secret leaves a key whose secret nobody has. Pass
    /// `store`, or give such a key to `rotate_key`.
    ///
    /// It rests on Venice refusing to change an expired key, and on a change being made whole or
    /// not at all.
    ///
    /// Args:
    ///     description: What people know the key by: 1 to 64 characters.
    ///     api_key_type: What the key may do; `INFERENCE` unless set.
    ///     consumption_limit: Caps on what it may spend.
    ///     limit_period: When the use that counts against the caps starts again from zero.
    ///     expires_at: When it expires. A key without an expiry never does.
    ///     model_privacy: Which models it may call.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set.
    ///     store: Called with the new key, to keep its secret, before the key becomes lasting; an
    ///         AsyncClient awaits what it returns, if that can be awaited. What it raises is
    ///         raised, and the key is deleted. Keep the secret under the key's id, which nothing
    ///         else has. Without this, a process that dies before it has kept the secret leaves a
    ///         key whose secret nobody has.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule, or the expiry is too near; nothing was
    ///         sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     RateLimitedError: There was no turn to create before the call's deadline, or the server
    ///         refused; nothing was created.
    ///     KeyLimitReachedError: The account has 500 active keys; those that are being made count.
    ///     Exception: Your own, as it is: `store` failed, and the new key was deleted or ends by
    ///         itself.
    ///     PendingLostError: The hold was over before the key was made lasting: discard the secret
    ///         stored under the id that the message names.
    ///     OutcomeUnknownError: Whether the key was made lasting isn't known. The message names its
    ///         id, and the time from which on it has its description or is gone.
    ///
    /// >>> client.create_key_once("backend prod", consumption_limit={"usd": 50}, store=store)
    #[pyo3(signature = (
        description,
        *,
        api_key_type = None,
        consumption_limit = None,
        limit_period = None,
        expires_at = None,
        model_privacy = None,
        ip_allowlist = None,
        store = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn create_key_once<'py>(
        this: &Bound<'py, Self>,
        description: Given<'_>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
        store: Option<Given<'py>>,
    ) -> Returned<'py> {
        let mut new_key = venice_keys::NewKey::new(<String>::read("description", &description)?);
        new_key.api_key_type = optional("api_key_type", &api_key_type)?;
        new_key.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        new_key.limit_period = optional("limit_period", &limit_period)?;
        new_key.expires_at = optional("expires_at", &expires_at)?;
        new_key.model_privacy = optional("model_privacy", &model_privacy)?;
        new_key.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        let job = Job::new(this, Operation::CreateKeyOnce, move |client| {
            client.create_key_once_begin(&new_key)
        })?;
        jobs::stored(job, store)
    }

    /// Make sure that there is a key of this description with these settings. It is created, or
    /// what differs is changed. Needs an ADMIN key.
    ///
    /// However many processes ask for the same description at once, in any languages, and whichever
    /// of them die: there is never more than one key of that description made by them, its secret
    /// was stored before it got the description, at most one process is told `created`, and all
    /// others are told that it exists or is being made. The result has the key's secret only if
    /// this call created it: Venice shows no other.
    ///
    /// Settings that aren't given are left as they are. One that Venice doesn't show is set again,
    /// and named as changed.
    ///
    /// A key is created as `create_key_once` does it; then it is waited for `settle`, and whoever
    /// sees that another process was first deletes its own key again. What a process leaves that
    /// dies blocks the others for as long as its hold, at most five minutes (`hold`), or until
    /// `in_progress`. Without `store`, a program that dies before it has saved the secret leaves a
    /// key whose secret nobody has.
    ///
    /// Not solved: a key of the same description that somebody makes at the same time in the
    /// dashboard, with `create_key` or with `create_key_once`; processes that want different
    /// settings (the last one has them); a key that is found and whose secret nobody has kept,
    /// which no list tells: `rotate_key` makes one that somebody has.
    ///
    /// It rests on Venice refusing to change an expired key; and on a key being in every list that
    /// is asked for later than `settle` after its creation, with times of creation that order keys
    /// further apart than that. Where that fails, there may be two, which the next call says.
    ///
    /// Args:
    ///     description: What people know the key by: 1 to 64 characters.
    ///     api_key_type: What the key may do; `INFERENCE` unless set.
    ///     consumption_limit: Caps on what it may spend.
    ///     limit_period: When the use that counts against the caps starts again from zero.
    ///     expires_at: When it expires. A key without an expiry never does.
    ///     model_privacy: Which models it may call.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set.
    ///     store: Called with the new key, to keep its secret, before the key becomes lasting; an
    ///         AsyncClient awaits what it returns, if that can be awaited. What it raises is
    ///         raised, and the key is deleted. Keep the secret under the key's id, which nothing
    ///         else has. Without this, a process that dies before it has kept the secret leaves a
    ///         key whose secret nobody has.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule, or the expiry is too near; nothing was
    ///         sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     ConflictError: Two keys have this description, which the message names; or the one that
    ///         has it is of another type, which can't be changed.
    ///     InProgressError: Another process is making this key, and hadn't ended before the call's
    ///         deadline. The message names the key and until when it can last.
    ///     RateLimitedError: There was no turn to create before the call's deadline, or the server
    ///         refused; nothing was created.
    ///     KeyLimitReachedError: The account has 500 active keys; those that are being made count.
    ///     Exception: Your own, as it is: `store` failed, and the new key was deleted or ends by
    ///         itself.
    ///     PendingLostError: The hold was over before the key was made lasting, several times:
    ///         discard the secret stored under the id that the message names, and give `store` more
    ///         time.
    ///     OutcomeUnknownError: Whether the key was made lasting isn't known. The message names its
    ///         id, and the time from which on it has its description or is gone.
    ///
    /// >>> ensured = client.ensure_key("customer 42", limit_period="MONTH", store=store)
    /// >>> ensured.outcome  # 'created', 'changed' or 'kept'
    #[pyo3(signature = (
        description,
        *,
        api_key_type = None,
        consumption_limit = None,
        limit_period = None,
        expires_at = None,
        model_privacy = None,
        ip_allowlist = None,
        store = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn ensure_key<'py>(
        this: &Bound<'py, Self>,
        description: Given<'_>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
        store: Option<Given<'py>>,
    ) -> Returned<'py> {
        let mut new_key = venice_keys::NewKey::new(<String>::read("description", &description)?);
        new_key.api_key_type = optional("api_key_type", &api_key_type)?;
        new_key.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        new_key.limit_period = optional("limit_period", &limit_period)?;
        new_key.expires_at = optional("expires_at", &expires_at)?;
        new_key.model_privacy = optional("model_privacy", &model_privacy)?;
        new_key.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        let job = Job::new(this, Operation::EnsureKey, move |client| {
            client.ensure_key_begin(&new_key)
        })?;
        jobs::stored(job, store)
    }

    /// Say what `provision_keys` would do now, in the order of `new_keys`, without doing it. Needs
    /// an ADMIN key.
    ///
    /// One list is read. What other processes do until then isn't in the plan.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule, or a description is there twice; nothing
    ///         was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///
    /// >>> [planned.action for planned in client.plan_keys(customers)]  # ['create', 'keep']
    #[pyo3(signature = (
        new_keys,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn plan_keys<'py>(&self, py: Python<'py>, new_keys: Given<'_>) -> Returned<'py> {
        let new_keys = <Vec<venice_keys::NewKey>>::read("new_keys", &new_keys)?;
        self.call(py, Operation::PlanKeys, move |client| {
            client.plan_keys(&new_keys)
        })
    }

    /// Make sure that there are keys of these descriptions with these settings, and say of each
    /// what became of it: an iterator, in the order that finishes first. Needs an ADMIN key.
    ///
    /// For each key it does what `ensure_key` does, and holds what that holds: however many
    /// processes ask for the same descriptions at once, there is never more than one key of each
    /// made by them. Nothing is sent before the first is asked for. First comes what is there
    /// already, kept or changed; then keys are created, some at once, as fast as Venice's limit
    /// allows, which is shared with everybody else who creates keys: the list shows them. Waiting
    /// for a turn doesn't count as time of the call; each step has the client's timeout.
    ///
    /// Stopped, given up or killed: run it again with the same keys, here or elsewhere. It makes
    /// none twice; what was being made ends by itself within its hold, five minutes, and is waited
    /// for. One whose hold is longer than 15 minutes, and than the client's own, isn't: then the
    /// item has failed with `in_progress`, so run it again after that hold. `plan_keys` says what
    /// it would do. Two processes that are to share the work can have the same list: they make the
    /// keys in different orders.
    ///
    /// Up to five keys are created before the first of them is stored. Where `store` or the loop is
    /// so slow that a key's hold is over, or nearly, when its turn comes, it isn't stored: it ends
    /// by itself and is made again.
    ///
    /// A key that fails by itself is an item whose outcome is `failed`. An error is about the
    /// whole: nothing is lost with it, and asking for the next item tries again; so stop at an
    /// error, or count them. After a `store` that failed, its key and the others that weren't
    /// stored yet are deleted, and made again if the iterator goes on.
    ///
    /// Interrupted, by a cancelled task, or by Ctrl-C, it stops at once and loses nothing: what it
    /// has done by then comes first when the same iterator is asked again, which then goes on.
    ///
    /// Args:
    ///     store: Called with the new key, to keep its secret, before the key becomes lasting; an
    ///         AsyncClient awaits what it returns, if that can be awaited. What it raises is
    ///         raised, and the key is deleted. Keep the secret under the key's id, which nothing
    ///         else has. Without this, a process that dies before it has kept the secret leaves a
    ///         key whose secret nobody has.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule, or a description is there twice; nothing
    ///         was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     KeyLimitReachedError: The account has 500 active keys; those that are being made count.
    ///     Exception: Your own, as it is: `store` failed, and the new key was deleted or ends by
    ///         itself.
    ///     OutcomeUnknownError: Whether a key was made lasting isn't known. The message names its
    ///         id.
    ///
    /// >>> for entry in client.provision_keys(customers, store=store):
    /// ...     print(entry.outcome, entry.description, entry.progress.done)
    #[pyo3(signature = (
        new_keys,
        *,
        store = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn provision_keys<'py>(
        this: &Bound<'py, Self>,
        new_keys: Given<'_>,
        store: Option<Given<'py>>,
    ) -> Returned<'py> {
        let new_keys = <Vec<venice_keys::NewKey>>::read("new_keys", &new_keys)?;
        let walk = Walk::new(this, Operation::ProvisionKeys, move |client, at| {
            client.provision_keys_page(&new_keys, at)
        })?;
        jobs::stored_pages(walk, store)
    }

    /// Replace a key with a new one of the same settings, without cutting anybody off. Needs an
    /// ADMIN key.
    ///
    /// At every moment, whatever dies, at least one of the two keys works, lasts as long as the old
    /// one was to last, and has its secret stored.
    ///
    /// Every setting of the old key is copied, except those that are given; one that Venice doesn't
    /// show must be given, or cleared. The new key is created under a name that starts with
    /// `vk-pending:`, with an expiry some minutes away (`hold`). Its secret is tried, then handed
    /// to `store`; when `store` has returned, the key is made lasting, and only then is the old one
    /// touched: it gets an end that Venice keeps, at least `grace` away, the new key gets its name,
    /// and without a grace the old one is deleted. Each of its steps, before and after `store`, has
    /// the client's timeout.
    ///
    /// **If it fails, or your program dies, make the same call again**: it finishes what was begun,
    /// and never makes a third key. A new key that wasn't made lasting ends by itself; until then
    /// another run waits for it. What an earlier run made lasting is finished without `store`: its
    /// secret was stored then, and the outcome is "already_rotated".
    ///
    /// A rotation needs a free place among the 500 keys of an account: the old key is never deleted
    /// first. The new key's period starts at zero, so a rotation can double what is spent in one.
    /// It is for continuity: a key that leaked is to be deleted first. If it is the client's own
    /// key that is rotated, the client, and every client that shares its key, goes on with the new
    /// one; the old one isn't deleted then, unless `end_own_key` says so. It is known by its last
    /// six characters: where Venice doesn't show them, or two keys end alike, nothing is deleted,
    /// and the client goes on with the key that it has until you give it the new one
    /// (`Client.with_api_key`).
    ///
    /// It rests on Venice refusing to change an expired key, and on the list showing a new key
    /// within `settle`.
    ///
    /// The body of the `with` statement stands in the place of `store`: leaving it makes the new
    /// key lasting; an exception in it, which is raised then, deletes the new key. What an earlier
    /// run made lasting is finished on entering, which raises an error that says so: there is
    /// nothing to store. It is entered once; to try again is to make the call again.
    ///
    /// Args:
    ///     grace: How long the old key goes on working, at least. It gets an end that Venice keeps:
    ///         this long after the hold is over, as it is fixed before the new secret is stored,
    ///         and ten minutes at the least. Zero: it is deleted as soon as the new key is lasting.
    ///         In seconds, or a timedelta.
    ///     unverified: Go on where the new secret can't be tried from this machine, because the key
    ///         may be used from other addresses only. Without this the rotation stops there, and
    ///         nothing has changed.
    ///     end_own_key: If it is the client's own key that is rotated: do with it as `grace` says.
    ///         Without this it is never deleted, and goes on for ten minutes at least, for the
    ///         calls under way.
    ///     description: What people know the new key by: 1 to 64 characters. It can't be cleared.
    ///     consumption_limit: Caps on what it may spend. Cleared, all caps are removed.
    ///     limit_period: When the use that counts against the caps starts again from zero. Cleared,
    ///         it is `EPOCH`.
    ///     expires_at: When it expires. A key without an expiry never does. Cleared, it has none.
    ///     model_privacy: Which models it may call. Cleared, it is `ALL`.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set. Cleared, the key may be used from anywhere.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule, or isn't shown of the old key and must be
    ///         given, or the old key ends before the grace does, or has a cap that this version
    ///         doesn't know; nothing was created. Or the old key has another member that this
    ///         version doesn't know, which may restrict it, and the new key didn't have the same:
    ///         it was deleted.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     NotFoundError: There is no such key, or it has expired, or it was rotated and deleted.
    ///     ForbiddenError: The new secret can't be tried from this machine; nothing has changed.
    ///         `unverified` goes on without that.
    ///     KeyLimitReachedError: The account has 500 active keys; those that are being made count.
    ///     InProgressError: Another run is rotating this key, and wasn't done in time. The message
    ///         says when it is decided, and so does `retry_after`.
    ///     ConflictError: Another key has the description that the new one is to get, or somebody
    ///         made one meanwhile: the message names it; or the old key seems to have been rotated,
    ///         and its successor, too: the message names the newest; or a later version of
    ///         venice-keys is at it; or the old key was changed again and again.
    ///     PendingLostError: `store` took longer than the hold, several times: discard the secret
    ///         stored under the id that the message names.
    ///     OutcomeUnknownError: Whether the new key was made lasting isn't known. The message names
    ///         its id, and the time at which it is lasting or gone; keep both secrets until then.
    ///
    /// >>> with client.rotate_key(id, grace=timedelta(days=1)) as new:
    /// ...     store(new)  # an exception in here, and the old key is as it was
    #[pyo3(signature = (
        id,
        *,
        grace = None,
        unverified = None,
        end_own_key = None,
        description = Update::Keep,
        consumption_limit = Update::Keep,
        limit_period = Update::Keep,
        expires_at = Update::Keep,
        model_privacy = Update::Keep,
        ip_allowlist = Update::Keep,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn rotate_key<'py>(
        this: &Bound<'py, Self>,
        id: Given<'_>,
        grace: Option<Given<'_>>,
        unverified: Option<Given<'_>>,
        end_own_key: Option<Given<'_>>,
        description: Update<'_>,
        consumption_limit: Update<'_>,
        limit_period: Update<'_>,
        expires_at: Update<'_>,
        model_privacy: Update<'_>,
        ip_allowlist: Update<'_>,
    ) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
        let mut rotation = venice_keys::Rotation::new();
        if let Some(given) = optional("grace", &grace)? {
            rotation.grace = given;
        }
        if let Some(given) = optional("unverified", &unverified)? {
            rotation.unverified = given;
        }
        if let Some(given) = optional("end_own_key", &end_own_key)? {
            rotation.end_own_key = given;
        }
        rotation.description = change("description", &description)?;
        rotation.consumption_limit = change("consumption_limit", &consumption_limit)?;
        rotation.limit_period = change("limit_period", &limit_period)?;
        rotation.expires_at = change("expires_at", &expires_at)?;
        rotation.model_privacy = change("model_privacy", &model_privacy)?;
        rotation.ip_allowlist = change("ip_allowlist", &ip_allowlist)?;
        let job = Job::new(this, Operation::RotateKey, move |client| {
            client.rotate_key_begin(&id, &rotation)
        })?;
        jobs::transaction(job)
    }

    /// Begin a rotation, for programs that store the secret and commit in separate steps. The new
    /// key is created, pending, and its secret tried. Needs an ADMIN key.
    ///
    /// The old key isn't touched. Store the new secret, and the record with it; then
    /// `commit_rotation`, in this process or another, within the hold: a new key that isn't
    /// committed ends by itself. What it promises, and what it takes, is described at `rotate_key`.
    /// If an earlier run made its new key lasting and stopped there, that rotation is finished, and
    /// there is nothing to commit.
    ///
    /// Args:
    ///     grace: How long the old key goes on working, at least. It gets an end that Venice keeps:
    ///         this long after the hold is over, as it is fixed before the new secret is stored,
    ///         and ten minutes at the least. Zero: it is deleted as soon as the new key is lasting.
    ///         In seconds, or a timedelta.
    ///     unverified: Go on where the new secret can't be tried from this machine, because the key
    ///         may be used from other addresses only. Without this the rotation stops there, and
    ///         nothing has changed.
    ///     end_own_key: If it is the client's own key that is rotated: do with it as `grace` says.
    ///         Without this it is never deleted, and goes on for ten minutes at least, for the
    ///         calls under way.
    ///     description: What people know the new key by: 1 to 64 characters. It can't be cleared.
    ///     consumption_limit: Caps on what it may spend. Cleared, all caps are removed.
    ///     limit_period: When the use that counts against the caps starts again from zero. Cleared,
    ///         it is `EPOCH`.
    ///     expires_at: When it expires. A key without an expiry never does. Cleared, it has none.
    ///     model_privacy: Which models it may call. Cleared, it is `ALL`.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set. Cleared, the key may be used from anywhere.
    ///
    /// Raises:
    ///     InvalidInputError, AdminKeyRequiredError, NotFoundError, ForbiddenError,
    ///         KeyLimitReachedError, InProgressError, ConflictError: As for `rotate_key`.
    #[pyo3(signature = (
        id,
        *,
        grace = None,
        unverified = None,
        end_own_key = None,
        description = Update::Keep,
        consumption_limit = Update::Keep,
        limit_period = Update::Keep,
        expires_at = Update::Keep,
        model_privacy = Update::Keep,
        ip_allowlist = Update::Keep,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn begin_rotation<'py>(
        &self,
        py: Python<'py>,
        id: Given<'_>,
        grace: Option<Given<'_>>,
        unverified: Option<Given<'_>>,
        end_own_key: Option<Given<'_>>,
        description: Update<'_>,
        consumption_limit: Update<'_>,
        limit_period: Update<'_>,
        expires_at: Update<'_>,
        model_privacy: Update<'_>,
        ip_allowlist: Update<'_>,
    ) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
        let mut rotation = venice_keys::Rotation::new();
        if let Some(given) = optional("grace", &grace)? {
            rotation.grace = given;
        }
        if let Some(given) = optional("unverified", &unverified)? {
            rotation.unverified = given;
        }
        if let Some(given) = optional("end_own_key", &end_own_key)? {
            rotation.end_own_key = given;
        }
        rotation.description = change("description", &description)?;
        rotation.consumption_limit = change("consumption_limit", &consumption_limit)?;
        rotation.limit_period = change("limit_period", &limit_period)?;
        rotation.expires_at = change("expires_at", &expires_at)?;
        rotation.model_privacy = change("model_privacy", &model_privacy)?;
        rotation.ip_allowlist = change("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::BeginRotation, move |client| {
            client.begin_rotation(&id, &rotation)
        })
    }

    /// Commit a rotation that `begin_rotation` began. The new key is made lasting, the old one gets
    /// its end and the new one its name, and without a grace the old one is deleted. Needs an ADMIN
    /// key.
    ///
    /// Store the new secret first. If it fails, or the program dies, commit the same record again:
    /// that finishes it, and a rotation that is finished stays as it is. A client other than the
    /// one that began the rotation of its own key doesn't have the new secret: give it one with
    /// `Client.with_api_key`.
    ///
    /// Raises:
    ///     InvalidInputError: It is no record of a rotation, or was changed; nothing was changed at
    ///         Venice.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     PendingLostError: The hold was over: the new key has ended, and the old one is as it
    ///         was. Discard the new secret, and begin again.
    ///     OutcomeUnknownError: Whether the new key was made lasting isn't known: commit the record
    ///         again. The message says when it can be known at the latest.
    ///     ConflictError: Somebody else made a key of this name meanwhile: both are named.
    ///     NotFoundError: The new key was deleted by somebody else.
    #[pyo3(signature = (
        record,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn commit_rotation<'py>(&self, py: Python<'py>, record: Given<'_>) -> Returned<'py> {
        let record = <String>::read("record", &record)?;
        self.call(py, Operation::CommitRotation, move |client| {
            client.commit_rotation(&record)
        })
    }

    /// Abort a rotation that `begin_rotation` began. The new key is deleted, and the old one is as
    /// it was. Needs an ADMIN key.
    ///
    /// Once a request to make the new key lasting was sent, it is refused: others may rely on that
    /// key by then. If the new key is gone, there is nothing to do.
    ///
    /// Raises:
    ///     InvalidInputError: It is no record of a rotation, or was changed, or the new key was, or
    ///         may have been, made lasting: commit it again, which finishes it.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    #[pyo3(signature = (
        record,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn abort_rotation<'py>(&self, py: Python<'py>, record: Given<'_>) -> Returned<'py> {
        let record = <String>::read("record", &record)?;
        self.call(py, Operation::AbortRotation, move |client| {
            client.abort_rotation(&record)
        })
    }

    /// Create a key for one piece of work, deleted when that ends. Needs an ADMIN key.
    ///
    /// The key expires by itself, `lifetime` after it was created, by Venice's clock; so give it
    /// the longest that the work may take. It is deleted when the work ends, however it ends, and
    /// also when the call was given up. If the program is killed, the key ends by itself. It is
    /// created once, as `create_key_once` does: what is left of an attempt whose response was lost
    /// ends by itself, too.
    ///
    /// Creating the key and deleting it each have the client's timeout; the work has none. If the
    /// key can't be deleted and the work is done, that is an error, which names the key and its
    /// end. If the work failed, its own error comes first, and the key is named in a warning.
    ///
    /// Args:
    ///     description: What people know the key by: 1 to 64 characters.
    ///     api_key_type: What the key may do; `INFERENCE` unless set.
    ///     consumption_limit: Caps on what it may spend.
    ///     limit_period: When the use that counts against the caps starts again from zero.
    ///     expires_at: When it expires. A key without an expiry never does.
    ///     model_privacy: Which models it may call.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule, or has an expiry of its own, or the
    ///         lifetime is shorter than 30 seconds or longer than a year; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     RateLimitedError: There was no turn before the call's deadline and nothing was sent, or
    ///         the server refused.
    ///     KeyLimitReachedError: The account has 500 active keys; those that are being made count.
    ///     PendingLostError, OutcomeUnknownError: As for `create_key_once`.
    ///
    /// >>> with client.temporary_key("nightly job", timedelta(hours=1)) as key:
    /// ...     print(key.api_key)
    #[pyo3(signature = (
        description,
        lifetime,
        *,
        api_key_type = None,
        consumption_limit = None,
        limit_period = None,
        expires_at = None,
        model_privacy = None,
        ip_allowlist = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn temporary_key<'py>(
        this: &Bound<'py, Self>,
        description: Given<'_>,
        lifetime: Given<'_>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut new_key = venice_keys::NewKey::new(<String>::read("description", &description)?);
        new_key.api_key_type = optional("api_key_type", &api_key_type)?;
        new_key.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        new_key.limit_period = optional("limit_period", &limit_period)?;
        new_key.expires_at = optional("expires_at", &expires_at)?;
        new_key.model_privacy = optional("model_privacy", &model_privacy)?;
        new_key.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        let lifetime = <std::time::Duration>::read("lifetime", &lifetime)?;
        let job = Job::new(this, Operation::TemporaryKey, move |client| {
            client.temporary_key_begin(&new_key, lifetime)
        })?;
        jobs::scope(job)
    }

    /// List the keys that `delete_keys` would delete, without deleting any. Needs an ADMIN key.
    ///
    /// Args:
    ///     prefix: Only keys whose description begins with this. Upper and lower case differ.
    ///     unused_since: Only keys that were used before this time and not since; a key that was
    ///         never used counts from its creation. One of which Venice doesn't say whether it was
    ///         used is left alone.
    ///     ids: Only keys with these ids.
    ///
    /// Raises:
    ///     InvalidInputError: The filter says nothing, or breaks a rule; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///
    /// >>> [key.description for key in client.plan_deletion(prefix="test ")]
    #[pyo3(signature = (
        *,
        prefix = None,
        unused_since = None,
        ids = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn plan_deletion<'py>(
        &self,
        py: Python<'py>,
        prefix: Option<Given<'_>>,
        unused_since: Option<Given<'_>>,
        ids: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut filter = venice_keys::KeyFilter::new();
        filter.prefix = optional("prefix", &prefix)?;
        filter.unused_since = optional("unused_since", &unused_since)?;
        filter.ids = optional("ids", &ids)?;
        self.call(py, Operation::PlanDeletion, move |client| {
            client.plan_deletion(&filter)
        })
    }

    /// Delete the keys that a filter selects, one after the other, while it is read. Needs an ADMIN
    /// key.
    ///
    /// Nothing is sent before the first item is asked for. Then the keys are listed once: those
    /// that the filter selects are the plan, and no others are deleted. Before each goes, it is
    /// looked at in a list less than ten seconds old, and left alone if it is called something else
    /// by then, or if the filter doesn't select it any more. The client's own key is never deleted,
    /// nor one that ends in the same six characters, nor one that is being made (`vk-pending:…`).
    /// Every id of the filter comes with what became of it.
    ///
    /// Ten keys are one page, with the client's timeout and retries. Whoever stops reading stops
    /// the deletion, at the latest after the page that was begun. To know what a page has deleted
    /// that nobody got, name the keys by their ids, as `plan_deletion` gives them: the same call
    /// made again says of each whether it is still there.
    ///
    /// Interrupted, by a cancelled task, or by Ctrl-C, it stops at once and loses nothing: what it
    /// has done by then comes first when the same iterator is asked again, which then goes on.
    ///
    /// Args:
    ///     prefix: Only keys whose description begins with this. Upper and lower case differ.
    ///     unused_since: Only keys that were used before this time and not since; a key that was
    ///         never used counts from its creation. One of which Venice doesn't say whether it was
    ///         used is left alone.
    ///     ids: Only keys with these ids.
    ///
    /// Raises:
    ///     InvalidInputError: The filter says nothing, or breaks a rule; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///
    /// >>> for entry in client.delete_keys(prefix="test "):
    /// ...     print(entry.id, entry.outcome)
    #[pyo3(signature = (
        *,
        prefix = None,
        unused_since = None,
        ids = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn delete_keys<'py>(
        this: &Bound<'py, Self>,
        prefix: Option<Given<'_>>,
        unused_since: Option<Given<'_>>,
        ids: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut filter = venice_keys::KeyFilter::new();
        filter.prefix = optional("prefix", &prefix)?;
        filter.unused_since = optional("unused_since", &unused_since)?;
        filter.ids = optional("ids", &ids)?;
        let begin = this
            .get()
            .begin(this.py(), |client| client.delete_keys(&filter))?;
        let walk = Walk::new(this, Operation::DeleteKeys, move |client, at| {
            client.delete_keys_page(&filter, at)
        })?;
        pages::iterate(walk, begin)
    }

    /// List the keys that are still being made or were left unfinished, whoever began them, and
    /// what to do about each. Needs an ADMIN key.
    ///
    /// Mostly there is nothing to do: what isn't finished ends by itself. Deleting such a key may
    /// take it from a process that is just finishing it. A key's name says what it is for only as a
    /// hash: give the descriptions that you use as `names`, and those that match are shown.
    ///
    /// Raises:
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///
    /// >>> for pending in client.pending_keys():
    /// ...     print(pending.id, pending.ends_at, pending.advice)
    #[pyo3(signature = (
        names = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn pending_keys<'py>(&self, py: Python<'py>, names: Option<Given<'_>>) -> Returned<'py> {
        let names = optional::<Vec<String>>("names", &names)?.unwrap_or_default();
        self.call(py, Operation::PendingKeys, move |client| {
            client.pending_keys(&names)
        })
    }

    /// Return the balances and rate limits of the client's own key. Works with any key.
    ///
    /// Raises:
    ///     UnauthenticatedError: Venice doesn't accept the key.
    fn rate_limits<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::RateLimits, move |client| {
            client.rate_limits()
        })
    }

    /// List the last 50 times that the account exceeded a rate limit, newest first. Needs an ADMIN
    /// key.
    ///
    /// Raises:
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    fn rate_limit_log<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::RateLimitLog, move |client| {
            client.rate_limit_log()
        })
    }

    /// Follow the log of rate limits: gives each time that the account exceeds one from now on,
    /// oldest first, none twice. Needs an ADMIN key.
    ///
    /// It never ends. The first look is at once, and what is in the log then is no news:
    /// `rate_limit_log` shows it. From then on each page is one look, `every` after the one before
    /// was asked for; `every` is a second to a day. That wait isn't part of the call's time, and
    /// ends at once where the call is given up. Venice shows the last 50 entries; where as many
    /// came between two looks, a mark (`may_be_missing`) comes before them. With the cursor of a
    /// page it goes on after that page, in another process and another day, too.
    ///
    /// Raises:
    ///     InvalidInputError: `every` is out of its range, or the cursor is none of this list;
    ///         nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    #[pyo3(signature = (
        every,
        cursor = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn follow_rate_limit_log<'py>(
        this: &Bound<'py, Self>,
        every: Given<'_>,
        cursor: Option<Given<'_>>,
    ) -> Returned<'py> {
        let every = <std::time::Duration>::read("every", &every)?;
        let cursor = optional::<String>("cursor", &cursor)?;
        let begin = this.get().begin(this.py(), |client| {
            client.follow_rate_limit_log(every, cursor.as_deref())
        })?;
        let walk = Walk::new(this, Operation::FollowRateLimitLog, move |client, at| {
            client.follow_rate_limit_log_page(every, at)
        })?;
        pages::iterate(walk, begin)
    }

    /// Watch the account's keys: gives what is created, changed, deleted or has expired from now
    /// on, and which keys reach 50, 80 or 100 percent of a cap. Needs an ADMIN key.
    ///
    /// It never ends. The first look is at once, and what is there then is no news. From then on
    /// each page is one look, `every` after the one before was asked for; `every` is a second to a
    /// day. That wait isn't part of the call's time, and ends at once where the call is given up.
    /// With the cursor of a page it goes on after that page, in another process and another day,
    /// too: a key that came and went meanwhile isn't seen, and of several changes of a field only
    /// the last state.
    ///
    /// A key that is being created, rotated to or provisioned shows once it is lasting. A key that
    /// goes at its end has expired, any other was deleted. What was spent includes no earned
    /// credits, although they count against a cap in US dollars, so a share can be reached earlier
    /// than it is seen. Only the highest share reached between two looks is told; which shares
    /// count is fixed.
    ///
    /// Raises:
    ///     InvalidInputError: `every` is out of its range, or the cursor is none of this list;
    ///         nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     BadResponseError: A cap, an expiry or an allowlist can't be read.
    #[pyo3(signature = (
        every,
        cursor = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn watch_keys<'py>(
        this: &Bound<'py, Self>,
        every: Given<'_>,
        cursor: Option<Given<'_>>,
    ) -> Returned<'py> {
        let every = <std::time::Duration>::read("every", &every)?;
        let cursor = optional::<String>("cursor", &cursor)?;
        let begin = this.get().begin(this.py(), |client| {
            client.watch_keys(every, cursor.as_deref())
        })?;
        let walk = Walk::new(this, Operation::WatchKeys, move |client, at| {
            client.watch_keys_page(every, at)
        })?;
        pages::iterate(walk, begin)
    }

    /// Check the client's own key: whether Venice accepts it, whether it may spend and if not why,
    /// until when, and with which balances.
    ///
    /// A key that Venice refuses is a result (`accepted` is false), not an error; a key without
    /// money is accepted and may not spend. If an ADMIN key may not spend, one more request looks
    /// whether a cap is why. Venice doesn't always show an INFERENCE key why it may not spend: then
    /// the reason is `cap_or_balance`.
    ///
    /// Raises:
    ///     UnauthenticatedError, ForbiddenError: Something other than Venice refused, a gateway or
    ///         a captive portal, which says nothing about the key.
    ///
    /// >>> status = client.verify_key()
    /// >>> status.may_spend  # True
    fn verify_key<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::VerifyKey, move |client| client.verify_key())
    }

    /// Return what the account has left to spend, in each currency. Needs an ADMIN key.
    ///
    /// Raises:
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     BadResponseError: The response has no balances, or an amount that can't be read: none is
    ///         taken for zero.
    ///
    /// >>> balance = client.billing_balance()
    /// >>> balance.can_consume  # True
    fn billing_balance<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::BillingBalance, move |client| {
            client.billing_balance()
        })
    }

    /// List what was charged and credited, entry by entry, oldest first. Needs an ADMIN key.
    ///
    /// Nothing is sent before the first entry is asked for. Then each page is one call, with the
    /// client's timeout and retries, and one page is in memory.
    ///
    /// Every page, the last one, too, has a cursor to go on from: another day it gives what came
    /// since. But Venice books some entries late, under the time of their use: a client saw some
    /// six hours later, and how late they can be isn't documented. So who needs every entry reads
    /// again from six hours before the last one, or reads a month when the next one is some days
    /// old, and replaces what was stored for that time. How far back the history goes, and whether
    /// it has every kind of charge, isn't documented either.
    ///
    /// Venice's own cursors expire, and it isn't documented when. A page that fails because of that
    /// is `bad_request`, and `resume` is then a cursor that begins anew at the time of the last
    /// entry and leaves out those that came: no gap, no overlap, as long as Venice sends entries of
    /// the same millisecond in the same order.
    ///
    /// Args:
    ///     start_timestamp: Only entries at this time or later. Times count to the millisecond.
    ///     end_timestamp: Only entries before this time, so that months that share a border have no
    ///         gap and no overlap. Later than the start.
    ///     currency: Only entries in this currency.
    ///     page_size: How many entries a page has: 10 to 1000; Venice's default is 1000. It matters
    ///         only for memory and for how much is fetched again after a failure.
    ///     cursor: Go on from here: the cursor of a Page, or what `resume` says. It stands alone,
    ///         or with the filter that it came from.
    ///
    /// Raises:
    ///     InvalidInputError: The filter breaks a rule, or its cursor is none of this library's, or
    ///         comes from another filter; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     BadRequestError: The server refused the filter, or its cursor has expired: go on with
    ///         what `resume` says.
    ///     BadResponseError: An entry can't be read. None is left out silently.
    ///
    /// >>> for entry in client.usage_history(currency="USD"):
    /// ...     print(entry.timestamp, entry.sku, entry.amount)
    #[pyo3(signature = (
        *,
        start_timestamp = None,
        end_timestamp = None,
        currency = None,
        page_size = None,
        cursor = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn usage_history<'py>(
        this: &Bound<'py, Self>,
        start_timestamp: Option<Given<'_>>,
        end_timestamp: Option<Given<'_>>,
        currency: Option<Given<'_>>,
        page_size: Option<Given<'_>>,
        cursor: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut filter = venice_keys::UsageFilter::new();
        filter.start_timestamp = optional("start_timestamp", &start_timestamp)?;
        filter.end_timestamp = optional("end_timestamp", &end_timestamp)?;
        filter.currency = optional("currency", &currency)?;
        filter.page_size = optional("page_size", &page_size)?;
        filter.cursor = optional("cursor", &cursor)?;
        let begin = this
            .get()
            .begin(this.py(), |client| client.usage_history(&filter))?;
        let walk = Walk::new(this, Operation::UsageHistory, move |client, at| {
            client.usage_history_page(&filter, at)
        })?;
        pages::iterate(walk, begin)
    }

    /// Write what was charged and credited as CSV, oldest first, and return how many rows that
    /// were, without the header row. Needs an ADMIN key.
    ///
    /// The rows are Venice's own, byte for byte, in the columns that its header row names, which
    /// may become more. Each page is fetched whole and then written, so memory stays at one page,
    /// and nothing of a page that fails is written. The header row comes once, at the beginning,
    /// and never where a cursor goes on.
    ///
    /// The form of Venice's CSV isn't documented in all details. Quoting as in RFC 4180, either
    /// line end, and a header row on the first page or on every one are read; the first column must
    /// be the time. Anything else fails the call: no row is left out or counted twice silently.
    ///
    /// For entries that are booked late, and for cursors that expire, see `usage_history`.
    ///
    /// Args:
    ///     to: A path, or a file object: of text if it has an attribute `encoding`, else of bytes.
    ///         The file at a path is emptied when the first page is there, or appended to where the
    ///         call goes on from a cursor; it holds whole pages, whatever happens.
    ///     start_timestamp: Only entries at this time or later. Times count to the millisecond.
    ///     end_timestamp: Only entries before this time, so that months that share a border have no
    ///         gap and no overlap. Later than the start.
    ///     currency: Only entries in this currency.
    ///     page_size: How many entries a page has: 10 to 1000; Venice's default is 1000. It matters
    ///         only for memory and for how much is fetched again after a failure.
    ///     cursor: Go on from here: the cursor of a Page, or what `resume` says. It stands alone,
    ///         or with the filter that it came from.
    ///
    /// Raises:
    ///     InvalidInputError: The filter breaks a rule, or its cursor is none of this library's, or
    ///         comes from another filter; nothing was sent. Or `to` can't be written: `resume` is
    ///         the cursor of the page that wasn't written whole, of which a part may be there.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     BadRequestError: The server refused the filter, or its cursor has expired. All whole
    ///         pages that came are written: go on, behind them, with what `resume` says.
    ///     BadResponseError: A page isn't whole, or isn't such CSV.
    ///
    /// >>> client.usage_history_csv("usage.csv")  # 1742, the number of rows
    #[pyo3(signature = (
        to,
        *,
        start_timestamp = None,
        end_timestamp = None,
        currency = None,
        page_size = None,
        cursor = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn usage_history_csv<'py>(
        this: &Bound<'py, Self>,
        to: Given<'py>,
        start_timestamp: Option<Given<'_>>,
        end_timestamp: Option<Given<'_>>,
        currency: Option<Given<'_>>,
        page_size: Option<Given<'_>>,
        cursor: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut filter = venice_keys::UsageFilter::new();
        filter.start_timestamp = optional("start_timestamp", &start_timestamp)?;
        filter.end_timestamp = optional("end_timestamp", &end_timestamp)?;
        filter.currency = optional("currency", &currency)?;
        filter.page_size = optional("page_size", &page_size)?;
        filter.cursor = optional("cursor", &cursor)?;
        let walk = Walk::new(this, Operation::UsageHistoryCsv, move |client, at| {
            client.usage_history_csv_page(&filter, at)
        })?;
        pages::write(walk, to)
    }

    /// Return what was spent in a period, summed up by day, by model and by key. Needs an ADMIN
    /// key.
    ///
    /// What earned credits paid for is in none of the sums, so they can be less than what was used.
    /// Venice calls this endpoint a beta and renews its sums every ten minutes. At most 10,000 keys
    /// or models can be read.
    ///
    /// Args:
    ///     lookback_days: The last so many days: 1 to 90. Not together with dates.
    ///     start_date: The first day, in UTC. Only together with the last, at most 90 days later,
    ///         itself included.
    ///     end_date: The last day, in UTC: it counts, too. Not before the first.
    ///
    /// Raises:
    ///     InvalidInputError: The period breaks a rule; nothing was sent.
    ///     AdminKeyRequiredError: The client's key is an INFERENCE key.
    ///     ServerError: Among others, the period is too long for Venice to sum up in time: ask for
    ///         a shorter one.
    ///     BadResponseError: An amount or a row can't be read. None is left out silently.
    ///
    /// >>> period = client.usage_analytics(lookback_days=30)
    /// >>> {key.description: key.total_usd for key in period.by_key}  # by customer
    #[pyo3(signature = (
        *,
        lookback_days = None,
        start_date = None,
        end_date = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn usage_analytics<'py>(
        &self,
        py: Python<'py>,
        lookback_days: Option<Given<'_>>,
        start_date: Option<Given<'_>>,
        end_date: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut period = venice_keys::AnalyticsPeriod::new();
        period.lookback_days = optional("lookback_days", &lookback_days)?;
        period.start_date = optional("start_date", &start_date)?;
        period.end_date = optional("end_date", &end_date)?;
        self.call(py, Operation::UsageAnalytics, move |client| {
            client.usage_analytics(&period)
        })
    }

    /// List the models of a type, or the server's default selection.
    ///
    /// Works without a key. With a key restricted by model privacy it lists only the models that
    /// the key may call. It says nothing about a key's health: `verify_key` does.
    ///
    /// Raises:
    ///     InvalidInputError: The type is empty or too long; nothing was sent.
    ///     BadRequestError: The server doesn't know the type. One that this version doesn't know is
    ///         sent.
    #[pyo3(signature = (
        r#type = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn list_models<'py>(&self, py: Python<'py>, r#type: Option<Given<'_>>) -> Returned<'py> {
        let r#type = optional::<venice_keys::ModelType>("type", &r#type)?;
        self.call(py, Operation::ListModels, move |client| {
            client.list_models(r#type.clone())
        })
    }

    /// Get the challenge that a wallet has to sign. Never sends the client's key.
    ///
    /// Always give the wallet's address: the announced server generation needs it, to bind the
    /// challenge to the wallet; the current one doesn't, and ignores it.
    ///
    /// Raises:
    ///     InvalidInputError: The address isn't one; nothing was sent.
    ///     BadRequestError: The server needs an address, and none was given.
    ///     Web3Error: The challenge is longer than 16 KiB, or of another generation than
    ///         `web3_generation` allows.
    #[pyo3(signature = (
        address = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn web3_challenge<'py>(&self, py: Python<'py>, address: Option<Given<'_>>) -> Returned<'py> {
        let address = optional::<String>("address", &address)?;
        self.call(py, Operation::Web3Challenge, move |client| {
            client.web3_challenge(address.as_deref())
        })
    }

    /// Create a key for a wallet that is held elsewhere, by its signature of a challenge. Never
    /// sends the client's key. The request is never sent twice once the server may have carried it
    /// out.
    ///
    /// Unless a limit period is set, the use that counts against the caps starts again from zero
    /// every UTC day: give an agent that nobody watches "LIFETIME".
    ///
    /// Args:
    ///     address: The wallet's address: `0x` and 40 hex digits, in one case or with a right
    ///         EIP-55 checksum.
    ///     signature: Its EIP-191 signature of the challenge's text: `0x` and hex. That of a
    ///         smart-contract wallet (EIP-1271) may have any length up to 64 KiB.
    ///     challenge: The challenge that was signed.
    ///     description: What people know the key by: 1 to 64 characters. Without one the server
    ///         calls the key `Web3 API Key`.
    ///     api_key_type: What the key may do; `INFERENCE` unless set.
    ///     consumption_limit: Caps on what it may spend.
    ///     limit_period: When the use that counts against the caps starts again from zero.
    ///     expires_at: When it expires. A key without an expiry never does.
    ///     model_privacy: Which models it may call.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set.
    ///
    /// Raises:
    ///     InvalidInputError: Something given breaks its rule, or the challenge is of another
    ///         generation than `web3_generation` allows; nothing was sent.
    ///     Web3Error: The server refused.
    ///     KeyLimitReachedError: The account has 500 active keys.
    ///     OutcomeUnknownError: The request was sent, but no reliable response came back: the key
    ///         may or may not exist. The message says when it was sent and what to do.
    #[pyo3(signature = (
        *,
        address,
        signature,
        challenge,
        description = None,
        api_key_type = None,
        consumption_limit = None,
        limit_period = None,
        expires_at = None,
        model_privacy = None,
        ip_allowlist = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn mint_web3_key<'py>(
        &self,
        py: Python<'py>,
        address: Given<'_>,
        signature: Given<'_>,
        challenge: Given<'_>,
        description: Option<Given<'_>>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut mint = venice_keys::Web3Mint::new(
            <String>::read("address", &address)?,
            <String>::read("signature", &signature)?,
            <venice_keys::Web3Challenge>::read("challenge", &challenge)?,
        );
        mint.options.description = optional("description", &description)?;
        mint.options.api_key_type = optional("api_key_type", &api_key_type)?;
        mint.options.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        mint.options.limit_period = optional("limit_period", &limit_period)?;
        mint.options.expires_at = optional("expires_at", &expires_at)?;
        mint.options.model_privacy = optional("model_privacy", &model_privacy)?;
        mint.options.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::MintWeb3Key, move |client| {
            client.mint_web3_key(&mint)
        })
    }

    /// Create a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
    /// client's key. The mint is never sent twice once the server may have carried it out.
    ///
    /// Unless a limit period is set, the use that counts against the caps starts again from zero
    /// every UTC day: give an agent that nobody watches "LIFETIME". What a wallet signs, and why it
    /// should be used for nothing else, is described at Wallet.
    ///
    /// Args:
    ///     description: What people know the key by: 1 to 64 characters. Without one the server
    ///         calls the key `Web3 API Key`.
    ///     api_key_type: What the key may do; `INFERENCE` unless set.
    ///     consumption_limit: Caps on what it may spend.
    ///     limit_period: When the use that counts against the caps starts again from zero.
    ///     expires_at: When it expires. A key without an expiry never does.
    ///     model_privacy: Which models it may call.
    ///     ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
    ///         addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
    ///         `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
    ///         is set.
    ///
    /// Raises:
    ///     InvalidInputError: A setting breaks its rule; nothing was sent.
    ///     Web3Error: The wallet refused to sign what the server gave it, or that is of another
    ///         generation than `web3_generation` allows; or the server refused.
    ///     Web3Error: The server refused.
    ///     KeyLimitReachedError: The account has 500 active keys.
    ///     OutcomeUnknownError: The mint was sent, but no reliable response came back: the key may
    ///         or may not exist. The message says when it was sent and what to do.
    ///
    /// >>> client.mint_with_wallet(Wallet(private_key), description="agent 7")
    #[pyo3(signature = (
        wallet,
        *,
        description = None,
        api_key_type = None,
        consumption_limit = None,
        limit_period = None,
        expires_at = None,
        model_privacy = None,
        ip_allowlist = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn mint_with_wallet<'py>(
        &self,
        py: Python<'py>,
        wallet: Given<'_>,
        description: Option<Given<'_>>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let wallet = <venice_keys::Wallet>::read("wallet", &wallet)?;
        let mut options = venice_keys::MintOptions::new();
        options.description = optional("description", &description)?;
        options.api_key_type = optional("api_key_type", &api_key_type)?;
        options.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        options.limit_period = optional("limit_period", &limit_period)?;
        options.expires_at = optional("expires_at", &expires_at)?;
        options.model_privacy = optional("model_privacy", &model_privacy)?;
        options.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::MintWithWallet, move |client| {
            client.mint_with_wallet(&wallet, &options)
        })
    }

    /// Return what a wallet has left at Venice. Signs in with the wallet, anew for every attempt;
    /// never sends the client's key.
    ///
    /// If Venice refuses the sign-in because this machine's clock is wrong, the call follows
    /// Venice's clock and tries once more, and so does every later sign-in of this wallet; the
    /// Attempt says so. Wallets on Solana aren't supported. This was written from Venice's
    /// documentation and never run against Venice.
    ///
    /// Raises:
    ///     SignInRefusedError: Venice didn't accept the sign-in.
    ///     WalletMismatchError: Venice takes the sign-in for another wallet's.
    ///     BadResponseError: An amount can't be read: none is taken for zero.
    ///
    /// >>> credit = client.x402_balance(wallet)
    /// >>> credit.balance_usd  # Decimal('3.2')
    #[pyo3(signature = (
        wallet,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn x402_balance<'py>(&self, py: Python<'py>, wallet: Given<'_>) -> Returned<'py> {
        let wallet = <venice_keys::Wallet>::read("wallet", &wallet)?;
        self.call(py, Operation::X402Balance, move |client| {
            client.x402_balance(&wallet)
        })
    }

    /// List what went in and out of a wallet's credit, newest first. Signs in with the wallet, anew
    /// for every attempt; never sends the client's key. What was charged in Diem isn't there.
    ///
    /// Nothing is sent before the first transaction is asked for. Then each page is one call, with
    /// the client's timeout and retries, and one page is in memory. Transactions that are booked
    /// while the list is read are left out, and none comes twice. Every page has a cursor to go on
    /// from to older ones; for newer ones, begin anew. This was written from Venice's documentation
    /// and never run against Venice.
    ///
    /// Raises:
    ///     InvalidInputError: The cursor is none of this library's, or another wallet's; nothing
    ///         was sent.
    ///     SignInRefusedError: Venice didn't accept the sign-in; see `x402_balance`.
    ///     WalletMismatchError: Venice takes the sign-in for another wallet's.
    ///     BadResponseError: A transaction can't be read. None is left out silently.
    ///
    /// >>> for entry in client.x402_transactions(wallet):
    /// ...     print(entry.created_at, entry.type, entry.amount)
    #[pyo3(signature = (
        wallet,
        cursor = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn x402_transactions<'py>(
        this: &Bound<'py, Self>,
        wallet: Given<'_>,
        cursor: Option<Given<'_>>,
    ) -> Returned<'py> {
        let wallet = <venice_keys::Wallet>::read("wallet", &wallet)?;
        let cursor = optional::<String>("cursor", &cursor)?;
        let begin = this.get().begin(this.py(), |client| {
            client.x402_transactions(&wallet, cursor.as_deref())
        })?;
        let walk = Walk::new(this, Operation::X402Transactions, move |client, at| {
            client.x402_transactions_page(&wallet, at)
        })?;
        pages::iterate(walk, begin)
    }

    /// Top up a wallet's credit at Venice with USDC on Base. Never sends the client's key.
    ///
    /// It prepares the payment and pays it, within one timeout: give it a minute. The payment is
    /// sent again, byte for byte, while the server says that it is settling, fails, or is lost; no
    /// setting of retries limits that, only the timeout. **If it fails, or your program dies, make
    /// the same call with the same `order` again: an order is paid at most once.** To have the
    /// outcome for certain after a crash, too, use `x402_prepare_top_up` and `x402_pay_top_up`, and
    /// store the record between them.
    ///
    /// What is signed is exactly `amount`, to the address that Venice itself names in this call,
    /// over https and without a redirect, and only USDC on Base: anything else is refused before
    /// anything is signed. If the wallet's credit is already as high as the amount, nothing is paid
    /// and the status is `enough`. A wallet that is linked to an account with Diem is charged in
    /// Diem as long as there is some, whatever its credit.
    ///
    /// This was written from the documentation of Venice and x402 and never run against Venice. It
    /// assumes that Venice credits a signed payment once however often it is sent, and that the
    /// requirements that a payment names may have the amount paid in place of the least amount. If
    /// it isn't told what became of a payment, it looks for a top-up of this amount among the
    /// wallet's transactions, which name no order: so don't let two payments of the same amount
    /// from one wallet be open at the same time.
    ///
    /// Args:
    ///     amount: How much is paid, in US dollars, with at most six decimals. Venice takes 5 to
    ///         10,000. Exactly this much is signed.
    ///     most: The most that may be paid: a guard for amounts that a program works out.
    ///     order: What the payment is for: a string of your own of up to 256 bytes, a new one for
    ///         every payment and the same one whenever this payment is tried again. USDC takes each
    ///         order only once from a wallet, so it can't be paid twice, whatever is lost.
    ///     even_if_enough: Pay even if the wallet's credit is already as high as the amount.
    ///
    /// Raises:
    ///     InvalidInputError: The amount or the order breaks a rule, or the amount is less than
    ///         Venice takes; nothing was signed.
    ///     ConfigError: The base URL is neither Venice's nor on this machine; nothing was sent.
    ///     BadResponseError: What Venice asks for isn't USDC on Base, or can't be read; nothing was
    ///         signed.
    ///     PaymentError: The server refused the payment, and nothing moved: `server_code` says why.
    ///         Only for the first request of an order, as far as this process knows, and only if
    ///         Venice shows no top-up of this amount in the last hour. If another process may have
    ///         sent the order less than an hour ago, make the same call again later before you take
    ///         it for certain.
    ///     PaymentError: It was still settling when the time was over.
    ///     PaymentError: It may have been paid. Make the same call again; `retry_after` says when
    ///         it can be known at the latest.
    ///     SignInRefusedError, WalletMismatchError: As for `x402_balance`; nothing was signed.
    ///
    /// >>> client.x402_top_up(wallet, amount="12.50", most=20, order="bill 8")
    #[pyo3(signature = (
        wallet,
        *,
        amount,
        most,
        order,
        even_if_enough = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn x402_top_up<'py>(
        &self,
        py: Python<'py>,
        wallet: Given<'_>,
        amount: Given<'_>,
        most: Given<'_>,
        order: Given<'_>,
        even_if_enough: Option<Given<'_>>,
    ) -> Returned<'py> {
        let wallet = <venice_keys::Wallet>::read("wallet", &wallet)?;
        let mut top_up = venice_keys::TopUpRequest::new(
            <venice_keys::Decimal>::read("amount", &amount)?,
            <venice_keys::Decimal>::read("most", &most)?,
            <String>::read("order", &order)?,
        );
        if let Some(given) = optional("even_if_enough", &even_if_enough)? {
            top_up.even_if_enough = given;
        }
        self.call(py, Operation::X402TopUp, move |client| {
            client.x402_top_up(&wallet, &top_up)
        })
    }

    /// Prepare a top-up, and sign no payment: what it returns can be stored, and paid with
    /// `x402_pay_top_up` within some minutes, by this process or another. Never sends the client's
    /// key. What is checked, and what is assumed of Venice, is described at `x402_top_up`.
    ///
    /// While the last payment of this order that this process sent can be carried out, it is that
    /// one's record that is returned.
    ///
    /// Args:
    ///     amount: How much is paid, in US dollars, with at most six decimals. Venice takes 5 to
    ///         10,000. Exactly this much is signed.
    ///     most: The most that may be paid: a guard for amounts that a program works out.
    ///     order: What the payment is for: a string of your own of up to 256 bytes, a new one for
    ///         every payment and the same one whenever this payment is tried again. USDC takes each
    ///         order only once from a wallet, so it can't be paid twice, whatever is lost.
    ///     even_if_enough: Pay even if the wallet's credit is already as high as the amount.
    ///
    /// Raises:
    ///     InvalidInputError, ConfigError, BadResponseError, SignInRefusedError,
    ///         WalletMismatchError: As for `x402_top_up`; nothing was signed.
    ///
    /// >>> pending = client.x402_prepare_top_up(wallet, amount=10, most=10, order="bill 7")
    /// >>> pending.record  # save it before you pay
    #[pyo3(signature = (
        wallet,
        *,
        amount,
        most,
        order,
        even_if_enough = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn x402_prepare_top_up<'py>(
        &self,
        py: Python<'py>,
        wallet: Given<'_>,
        amount: Given<'_>,
        most: Given<'_>,
        order: Given<'_>,
        even_if_enough: Option<Given<'_>>,
    ) -> Returned<'py> {
        let wallet = <venice_keys::Wallet>::read("wallet", &wallet)?;
        let mut top_up = venice_keys::TopUpRequest::new(
            <venice_keys::Decimal>::read("amount", &amount)?,
            <venice_keys::Decimal>::read("most", &most)?,
            <String>::read("order", &order)?,
        );
        if let Some(given) = optional("even_if_enough", &even_if_enough)? {
            top_up.even_if_enough = given;
        }
        self.call(py, Operation::X402PrepareTopUp, move |client| {
            client.x402_prepare_top_up(&wallet, &top_up)
        })
    }

    /// Pay a top-up that was prepared, or find out what became of it: however often it is called
    /// with a record, and wherever, the record is paid at most once. Never sends the client's key.
    ///
    /// While the payment can be carried out, it is signed, which always gives the same signature,
    /// and sent, again and again as for `x402_top_up`; later the wallet's transactions are read.
    /// What is assumed of Venice is described there, too. Every error after the record was accepted
    /// holds it in `resume`.
    ///
    /// Raises:
    ///     InvalidInputError: The record isn't one, was changed, or is for another wallet or
    ///         another base URL; nothing was sent.
    ///     ConfigError: The base URL is neither Venice's nor on this machine; nothing was sent.
    ///     PaymentError: The server refused, and nothing moved; or the time to pay was over before
    ///         anything was sent. Only if this process prepared the record and sent no other
    ///         request of its order: a record that was loaded may have been paid before.
    ///     PaymentError: It was still settling when the time was over.
    ///     PaymentError: It may have been paid. `retry_after` says when it can be known at the
    ///         latest. If it isn't there, nobody can carry the payment out any more, and Venice
    ///         shows no credit for it, which it may book late.
    ///     SignInRefusedError, WalletMismatchError: As for `x402_balance`; nothing was signed.
    ///
    /// >>> client.x402_pay_top_up(wallet, pending.record)
    #[pyo3(signature = (
        wallet,
        record,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn x402_pay_top_up<'py>(
        &self,
        py: Python<'py>,
        wallet: Given<'_>,
        record: Given<'_>,
    ) -> Returned<'py> {
        let wallet = <venice_keys::Wallet>::read("wallet", &wallet)?;
        let record = <String>::read("record", &record)?;
        self.call(py, Operation::X402PayTopUp, move |client| {
            client.x402_pay_top_up(&wallet, &record)
        })
    }
}
