//! Clients that are made from another: other settings, another key, the same connections.

use std::time::Duration;

use crate::client::Client;
use crate::error::Error;
use crate::own_key::OwnKey;
use crate::secret::Secret;
use crate::transport::Bearer;

impl Client {
    /// The same client with another [`timeout`](crate::ClientBuilder::timeout): for one call, or
    /// for a part of a program. It shares connections, create limit and key with this one.
    ///
    /// Its calls fail at once with `timeout` if that is zero.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use std::time::Duration;
    ///
    /// let hurried = client.with_timeout(Duration::from_secs(5)).with_max_retries(0);
    /// let keys = hurried.list_keys()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with_settings(|settings| settings.timeout = timeout)
    }

    /// The same client with another number of [retries](crate::ClientBuilder::max_retries). It
    /// shares connections, create limit and key with this one.
    pub fn with_max_retries(&self, max_retries: u32) -> Self {
        self.with_settings(|settings| settings.max_retries = max_retries)
    }

    /// The same client with another [`hold`](crate::ClientBuilder::hold), for a job whose secret
    /// takes longer to store; 15 s to a day, and what is beyond is taken as the nearest of them. It
    /// shares connections, create limit and key with this one.
    pub fn with_hold(&self, hold: Duration) -> Self {
        self.with_settings(|settings| settings.hold = Some(hold))
    }

    /// The same client with another [`settle`](crate::ClientBuilder::settle); 50 ms to a minute,
    /// and what is beyond is taken as the nearest of them. It shares connections, create limit and
    /// key with this one.
    pub fn with_settle(&self, settle: Duration) -> Self {
        self.with_settings(|settings| settings.settle = settle)
    }

    /// The same client with another key. It shares connections and create limit with this one, and
    /// neither learns of the other's key, also when that is rotated.
    ///
    /// Its calls fail with `config` if no header can hold the key.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use venice_keys::NewKey;
    ///
    /// let created = client.create_key(&NewKey::new("customer 42"))?;
    /// assert!(client.with_api_key(created.api_key).verify_key()?.accepted);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_api_key(&self, api_key: impl Into<Secret>) -> Self {
        let bearer = Bearer::new(api_key.into());
        self.with_own_key(OwnKey::new(Some(bearer), None))
    }

    /// Goes on with another key, in this client and all that share its key; says whether it is
    /// another.
    ///
    /// # Errors
    ///
    /// * `config`: no header can hold it; the client goes on with the key that it has.
    #[doc(hidden)]
    pub fn set_api_key(&self, api_key: impl Into<Secret>) -> Result<bool, Error> {
        let bearer = Bearer::new(api_key.into()).checked()?;
        Ok(self.key().set(bearer))
    }

    /// Goes on with the key that was made in place of the client's own, in this client and all that
    /// share its key. For a while, a call that is refused with the new one is tried with the old
    /// one.
    pub(crate) fn rotate_own_key(&self, api_key: Secret) {
        self.key().rotate(Bearer::new(api_key));
    }
}
