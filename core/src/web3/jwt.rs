//! Today's challenge: a JWT.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;

use super::{expired, invalid};
use crate::error::Error;
use crate::wire;

/// What a JWT's payload must hold.
#[derive(Deserialize)]
pub(super) struct Claims {
    #[serde(with = "wire::money")]
    exp: Option<rust_decimal::Decimal>,
}

impl Claims {
    /// Takes exactly three base64url parts, the first two being JSON objects.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return None;
        };
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok().filter(|b| !b.is_empty());
        let is_object = |json: &[u8]| {
            serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(json).is_ok()
        };
        decode(signature)?;
        let (header, payload) = (decode(header)?, decode(payload)?);
        if !is_object(&header) || !is_object(&payload) {
            return None;
        }
        serde_json::from_slice(&payload).ok()
    }

    pub(super) fn expires_at(&self) -> Option<Timestamp> {
        let seconds = i64::try_from(self.exp?.floor()).ok()?;
        Timestamp::from_second(seconds).ok()
    }
}

pub(super) fn check_jwt(text: &str, now: Timestamp) -> Result<(), Error> {
    let claims = Claims::parse(text).ok_or_else(|| invalid("it is not a JWT"))?;
    let expires_at = claims
        .expires_at()
        .ok_or_else(|| invalid("it is a JWT that never expires"))?;
    if expires_at <= now {
        Err(expired())
    } else {
        Ok(())
    }
}
