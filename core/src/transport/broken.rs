//! An attempt without an answer.

use ureq::Timeout;

use super::{present, tls};
use crate::codes::ErrorCode;

/// An attempt without an answer.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Whether any of the request may have left: only a connection that was never made is sure.
    pub(crate) sent: bool,
    /// Whether another attempt could end otherwise.
    pub(crate) passing: bool,
    pub(crate) code: ErrorCode,
    pub(crate) what: String,
}

pub(super) fn broken(error: ureq::Error, https: bool) -> Broken {
    use ureq::Error as E;
    let sent = present::may_have_sent();
    let (code, passing, what) = match &error {
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
            "the answer can't be unpacked".to_owned(),
        ),
        E::BodyExceedsLimit(limit) => (
            ErrorCode::BadResponse,
            false,
            format!("the answer is larger than {} MiB", limit >> 20),
        ),
        E::LargeResponseHeader(..) => (
            ErrorCode::BadResponse,
            false,
            "the answer's headers are too large".to_owned(),
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
            "what came back is not an HTTP answer".to_owned(),
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
    Broken {
        sent,
        passing,
        code,
        what,
    }
}
