//! Whom we believe.

use std::path::PathBuf;

use ureq::tls::{Certificate, RootCerts};

use crate::error::{Code, Error};

pub(super) fn read_roots(file: &PathBuf) -> Result<Vec<Certificate<'static>>, Error> {
    let bad = |why: &str| Error::new(Code::Config, format!("CA file {}: {why}", file.display()));
    let pem = std::fs::read(file).map_err(|e| bad(&e.kind().to_string()))?;
    let certificates: Vec<_> = ureq::tls::parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(bad("holds no PEM certificate"));
    }
    Ok(certificates)
}

/// Whom we believe: the platform's roots, the bundled ones where there are none, and the CA file.
pub(super) fn roots(extra: &[Certificate<'static>]) -> RootCerts {
    if cfg!(any(target_vendor = "apple", windows)) && extra.is_empty() {
        return RootCerts::PlatformVerifier;
    }
    let platform = rustls_native_certs::load_native_certs().certs;
    if platform.is_empty() && extra.is_empty() {
        return RootCerts::WebPki;
    }
    let platform = platform
        .iter()
        .map(|root| Certificate::from_der(root).to_owned());
    RootCerts::from(platform.chain(extra.iter().cloned()))
}
