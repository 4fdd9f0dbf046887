//! [`Wiring`]: what a client's connections are opened with.

use std::time::Duration;

use bytes::Bytes;
use rustls::pki_types::CertificateDer;
use ureq::Proxy;
use ureq::http::HeaderValue;
use ureq::http::header::InvalidHeaderValue;
use zeroize::Zeroizing;

use super::base_url::BaseUrl;
use super::proxy::proxy_for;
use super::tls::read_ca_file;
use crate::builder::Settings;
use crate::codes::ErrorCode;
use crate::error::Error;

/// How connections are opened; shared by a client and its clones.
#[derive(Debug)]
pub(crate) struct Wiring {
    pub(crate) base: BaseUrl,
    pub(crate) connect_timeout: Duration,
    pub(crate) user_agent: String,
    pub(super) extra_roots: Vec<CertificateDer<'static>>,
    pub(super) proxy: Option<Proxy>,
}

impl Wiring {
    pub(crate) fn new(base: BaseUrl, settings: &Settings) -> Result<Self, Error> {
        const OURS: &str = concat!("venice-keys/", env!("CARGO_PKG_VERSION"));
        let user_agent = match &settings.user_agent {
            Some(program) => format!("{OURS} {program}"),
            None => OURS.to_owned(),
        };
        HeaderValue::from_str(&user_agent)
            .map_err(|_| Error::new(ErrorCode::Config, "user agent must be printable ASCII"))?;
        let proxy = proxy_for(&base, |name| std::env::var(name).ok())?;
        let extra_roots = settings
            .ca_file
            .as_ref()
            .map(|file| read_ca_file(file))
            .transpose()?
            .unwrap_or_default();
        Ok(Self {
            base,
            connect_timeout: settings.connect_timeout,
            user_agent,
            extra_roots,
            proxy,
        })
    }
}

/// A header that no log shows. Its bytes are ours and wiped when the last request lets go of them.
pub(super) fn sensitive(line: Zeroizing<Vec<u8>>) -> Result<HeaderValue, InvalidHeaderValue> {
    struct Wiped(Zeroizing<Vec<u8>>);
    impl AsRef<[u8]> for Wiped {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(Wiped(line)))?;
    value.set_sensitive(true);
    Ok(value)
}
