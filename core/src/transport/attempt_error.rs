//! [`AttemptError`]: why an attempt got no response.

use ureq::Timeout;

use super::{current_attempt, tls};
use crate::codes::ErrorCode;

/// Why an attempt got no response.
#[derive(Debug)]
pub(crate) struct AttemptError {
    /// Whether any of the request may have been sent: only if no connection was made, it surely
    /// wasn't.
    pub(crate) sent: bool,
    /// Whether another attempt might succeed.
    pub(crate) temporary: bool,
    pub(crate) code: ErrorCode,
    pub(crate) what: String,
}

impl AttemptError {
    pub(super) fn new(error: ureq::Error, https: bool) -> Self {
        use ureq::Error as E;
        let sent = current_attempt::may_have_sent();
        let (code, temporary, what) = match &error {
            E::Timeout(Timeout::Resolve | Timeout::Connect) => (
                ErrorCode::Timeout,
                true,
                "no connection within the connect timeout".to_owned(),
            ),
            E::Timeout(_) => (
                ErrorCode::Timeout,
                true,
                "the call's deadline passed".to_owned(),
            ),
            E::Io(io) if io.kind() == std::io::ErrorKind::TimedOut => {
                (ErrorCode::Timeout, true, "the network timed out".to_owned())
            }
            // rustls reports what it refuses as invalid data.
            E::Io(io) if https && io.kind() == std::io::ErrorKind::InvalidData => (
                ErrorCode::Tls,
                false,
                format!("TLS failed: {}", tls::reason(io)),
            ),
            E::Tls(why) => (ErrorCode::Tls, false, format!("TLS failed: {why}")),
            E::TlsRequired => (ErrorCode::Tls, false, "TLS failed".to_owned()),
            E::Decompress(..) => (
                ErrorCode::BadResponse,
                false,
                "the response can't be decompressed".to_owned(),
            ),
            E::BodyExceedsLimit(limit) => (
                ErrorCode::BadResponse,
                false,
                format!("the response is larger than {} MiB", limit >> 20),
            ),
            E::LargeResponseHeader(..) => (
                ErrorCode::BadResponse,
                false,
                "the response's headers are too large".to_owned(),
            ),
            E::HostNotFound => (
                ErrorCode::Connection,
                true,
                "the host was not found".to_owned(),
            ),
            E::ConnectProxyFailed(_) => (
                ErrorCode::Connection,
                true,
                "the proxy refused the connection".to_owned(),
            ),
            E::Io(io) => (
                ErrorCode::Connection,
                true,
                format!("the connection failed: {}", io.kind()),
            ),
            E::Protocol(_) => (
                ErrorCode::Connection,
                true,
                "the server's response is not HTTP".to_owned(),
            ),
            E::Other(why) => (
                ErrorCode::Connection,
                true,
                format!("the connection failed: {why}"),
            ),
            _ => (
                ErrorCode::Connection,
                true,
                "the connection failed".to_owned(),
            ),
        };
        Self {
            sent,
            temporary,
            code,
            what,
        }
    }
}
