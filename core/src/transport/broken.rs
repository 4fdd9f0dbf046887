//! An attempt without an answer, and how far it got.

use std::cell::Cell;

use ureq::Timeout;

use crate::error::Code;

/// An attempt without an answer.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Whether any of the request may have left: only a connection that was never made is sure.
    pub(crate) sent: bool,
    /// Whether another attempt could end otherwise.
    pub(crate) passing: bool,
    pub(crate) code: Code,
    pub(crate) what: String,
}

/// How far this thread's present attempt got.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Stage {
    Started,
    Resolving,
    Connecting,
    Connected,
}

thread_local! {
    /// ureq runs resolver and connector on the calling thread, and tells only them where it is.
    pub(super) static STAGE: Cell<Stage> = const { Cell::new(Stage::Started) };
}

pub(super) fn broken(error: ureq::Error, https: bool) -> Broken {
    use ureq::Error as E;
    let sent = !matches!(STAGE.get(), Stage::Resolving | Stage::Connecting);
    let (code, passing, what) = match &error {
        E::Timeout(Timeout::Resolve | Timeout::Connect) => (
            Code::Timeout,
            true,
            "no connection within the connect timeout".to_owned(),
        ),
        E::Timeout(_) => (Code::Timeout, true, "the call's deadline passed".to_owned()),
        E::Io(io) if io.kind() == std::io::ErrorKind::TimedOut => {
            (Code::Timeout, true, "the network timed out".to_owned())
        }
        // rustls reports what it refuses as invalid data.
        E::Io(io) if https && io.kind() == std::io::ErrorKind::InvalidData => {
            (Code::Tls, false, format!("TLS failed: {io}"))
        }
        E::Rustls(tls) => (Code::Tls, false, format!("TLS failed: {tls}")),
        E::Tls(why) => (Code::Tls, false, format!("TLS failed: {why}")),
        E::Pem(_) | E::TlsRequired => (Code::Tls, false, "TLS failed".to_owned()),
        E::Decompress(..) => (
            Code::BadResponse,
            false,
            "the answer can't be unpacked".to_owned(),
        ),
        E::BodyExceedsLimit(_) => (
            Code::BadResponse,
            false,
            "the answer is larger than 32 MiB".to_owned(),
        ),
        E::LargeResponseHeader(..) => (
            Code::BadResponse,
            false,
            "the answer's headers are too large".to_owned(),
        ),
        E::HostNotFound => (Code::Connection, true, "the host was not found".to_owned()),
        E::ConnectProxyFailed(_) => (
            Code::Connection,
            true,
            "the proxy refused the connection".to_owned(),
        ),
        E::Io(io) => (
            Code::Connection,
            true,
            format!("the connection failed: {}", io.kind()),
        ),
        E::Protocol(_) => (
            Code::Connection,
            true,
            "what came back is not an HTTP answer".to_owned(),
        ),
        _ => (Code::Connection, true, "the connection failed".to_owned()),
    };
    Broken {
        sent,
        passing,
        code,
        what,
    }
}
