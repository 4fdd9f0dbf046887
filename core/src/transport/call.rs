//! A call of the API, ready to be sent.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ureq::http::Method;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::operations::{Credential, Effect, Operation};
use crate::secret::Secret;
use crate::wallet::Wallet;

/// What the API speaks, unless a call asks for something else.
pub(super) const JSON: &str = "application/json";

/// One call of the API, ready to be sent.
#[derive(Debug)]
pub(crate) struct Call {
    /// The operation that it is part of.
    pub(crate) operation: Operation,
    pub(crate) method: Method,
    /// Below the base URL, with the query.
    pub(crate) path: String,
    pub(crate) body: Option<Body>,
    /// The form of response that is asked for.
    pub(crate) accept: &'static str,
    /// Whether the client's key is sent with it.
    pub(crate) with_key: bool,
    pub(crate) effect: Effect,
    /// What else, besides the key, must never be seen in an error.
    pub(crate) secrets: Vec<Secret>,
    /// The status, besides a 2xx, that is the response wanted.
    pub(crate) awaited: Option<u16>,
    /// Who signs in with each attempt of it.
    pub(crate) signer: Option<Wallet>,
    /// What is sent with each attempt of it, and is the same each time.
    pub(crate) header: Option<SecretHeader>,
}

/// A header whose value nobody may see.
#[derive(Debug, Clone)]
pub(crate) struct SecretHeader {
    pub(crate) name: &'static str,
    pub(crate) value: Secret,
}

impl Call {
    /// A GET reads, whatever its operation does afterwards.
    pub(crate) fn get(operation: Operation, path: String) -> Self {
        Self {
            operation,
            method: Method::GET,
            path,
            body: None,
            accept: JSON,
            with_key: operation.credential() != Credential::NoKey,
            effect: Effect::Reads,
            secrets: Vec::new(),
            awaited: None,
            signer: None,
            header: None,
        }
    }

    /// A GET for which the wallet signs in.
    pub(crate) fn get_signed(operation: Operation, path: String, signer: &Wallet) -> Self {
        Self {
            signer: Some(signer.clone()),
            ..Self::get(operation, path)
        }
    }

    /// A DELETE may be repeated, whatever its operation does besides.
    pub(crate) fn delete(operation: Operation, path: String) -> Self {
        Self {
            method: Method::DELETE,
            effect: Effect::Changes,
            ..Self::get(operation, path)
        }
    }

    /// So may a PATCH: it sets absolute values.
    pub(crate) fn patch(operation: Operation, path: String, body: Body) -> Self {
        Self {
            method: Method::PATCH,
            effect: Effect::Changes,
            body: Some(body),
            ..Self::get(operation, path)
        }
    }

    pub(crate) fn post(operation: Operation, path: String, body: Body) -> Self {
        Self {
            method: Method::POST,
            effect: operation.effect(),
            body: Some(body),
            ..Self::get(operation, path)
        }
    }
}

/// A request's JSON, wiped when dropped: it may hold a signature.
pub(crate) struct Body(pub(super) Zeroizing<Vec<u8>>);

impl Body {
    pub(crate) fn json(value: &impl serde::Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(value)
            .map_err(|_| Error::input("request", "can't be written as JSON"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

/// Percent-encodes one segment of a path or one value of a query, so that it stays one whatever it
/// holds.
pub(crate) fn encoded(part: &str) -> impl std::fmt::Display + '_ {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');
    utf8_percent_encode(part, KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_one_segment_of_a_path() {
        assert_eq!(
            encoded("../rate_limits").to_string(),
            "%2E%2E%2Frate_limits"
        );
        assert_eq!(
            encoded("a b?c#d&e=f%g").to_string(),
            "a%20b%3Fc%23d%26e%3Df%25g"
        );
        assert_eq!(encoded("e28e82dc-9df2").to_string(), "e28e82dc-9df2");
        assert_eq!(encoded("ü\n").to_string(), "%C3%BC%0A");
    }
}
