//! [`Bearer`]: a key as it is sent.

use ureq::http::HeaderValue;
use zeroize::Zeroizing;

use super::attempt_error::AttemptError;
use super::wiring::sensitive;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::secret::Secret;

/// A key, and the header that it is sent in.
#[derive(Debug, Clone)]
pub(crate) struct Bearer {
    pub(crate) secret: Secret,
    /// Absent: no header can hold the key.
    header: Option<HeaderValue>,
}

const RULE: &str = "API key must not be empty or hold spaces or line breaks";

impl Bearer {
    pub(crate) fn new(secret: Secret) -> Self {
        let text = secret.reveal();
        let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        let header = fits.then(|| {
            let mut line = Zeroizing::new(Vec::with_capacity("Bearer ".len() + text.len()));
            line.extend_from_slice(b"Bearer ");
            line.extend_from_slice(text.as_bytes());
            sensitive(line).ok()
        });
        Self {
            header: header.flatten(),
            secret,
        }
    }

    /// The same, if it can be sent.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        match self.header {
            Some(_) => Ok(self),
            None => Err(Error::new(ErrorCode::Config, RULE)),
        }
    }

    pub(super) fn header(&self) -> Result<&HeaderValue, AttemptError> {
        self.header.as_ref().ok_or_else(|| AttemptError {
            sent: false,
            temporary: false,
            code: ErrorCode::Config,
            what: RULE.to_owned(),
        })
    }
}
