//! The new secret is tried before anything relies on it.

use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs::job::Job;
use crate::keys::{ApiKeyType, CreatedKey, Rotation};
use crate::transport::Call;

impl Job<'_> {
    /// Calls with the new secret, as its users will.
    pub(super) fn try_secret(
        &self,
        created: &CreatedKey,
        kind: Option<&ApiKeyType>,
        rotation: &Rotation,
    ) -> Result<(), Error> {
        let mut paths = vec!["/api_keys/rate_limits"];
        if kind == Some(&ApiKeyType::Admin) {
            paths.push("/api_keys");
        }
        let client = self.client.with_api_key(created.api_key.clone());
        for path in paths {
            let call = Call::get(self.operation, path.into());
            let ask = || client.perform_until(&call, self.deadline).err();
            let mut refused = ask().map(|failed| failed.error);
            // A server of several parts may not know the key everywhere yet.
            if refused
                .as_ref()
                .is_some_and(|it| it.code() == ErrorCode::Unauthenticated)
            {
                self.settle()?;
                refused = ask().map(|failed| failed.error);
            }
            match refused {
                None => {}
                Some(error) => self.judge(error, rotation)?,
            }
        }
        Ok(())
    }

    /// What a refusal of the new secret means.
    fn judge(&self, error: Error, rotation: &Rotation) -> Result<(), Error> {
        const AS_IT_WAS: &str = "nothing has changed: the old key is as it was";
        match error.code() {
            // It is accepted, and may not spend just now.
            ErrorCode::PaymentRequired => Ok(()),
            ErrorCode::Forbidden if rotation.unverified => Ok(()),
            ErrorCode::Forbidden => Err(error.meaning(
                ErrorCode::Forbidden,
                |said| format!("the new secret can't be tried from this machine ({said})"),
                "nothing has changed; rotate the key from an address that it may be used from, or \
                 say that the new secret may stay unverified",
            )),
            ErrorCode::Unauthenticated | ErrorCode::AdminKeyRequired => Err(error.meaning(
                ErrorCode::BadResponse,
                |said| format!("the server doesn't accept the new secret ({said})"),
                AS_IT_WAS,
            )),
            code => Err(error.meaning(
                code,
                |said| format!("the new secret couldn't be tried ({said})"),
                AS_IT_WAS,
            )),
        }
    }
}
