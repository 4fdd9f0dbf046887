//! TLS: whom we trust, and encrypted connections.
//!
//! ureq has the same, but trusts either the platform or the roots it is given, and sets TLS up
//! again for each connection of a request with its own timeout.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, ConfigBuilder, RootCertStore, StreamOwned,
    WantsVerifier,
};
#[cfg(any(target_vendor = "apple", windows))]
use rustls_platform_verifier::Verifier;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport as Socket,
    TransportAdapter,
};

use super::base_url::bare;
use crate::codes::ErrorCode;
use crate::error::Error;

/// The certificates of a CA file.
pub(super) fn read_ca_file(file: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let bad = |why: &str| {
        Error::new(
            ErrorCode::Config,
            format!("CA file {}: {why}", file.display()),
        )
    };
    let pem = std::fs::read(file).map_err(|e| bad(&e.kind().to_string()))?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&pem)
        .filter_map(Result::ok)
        .collect();
    match RootCertStore::empty().add_parsable_certificates(certificates.clone()) {
        (0, _) => Err(bad("holds no PEM certificate")),
        _ => Ok(certificates),
    }
}

/// Wraps a connection in TLS where its URL asks for that: the API's, and an https proxy's.
#[derive(Debug)]
pub(super) struct Tls(Arc<ClientConfig>);

impl Tls {
    /// Trusts the platform's roots and `extra`. Reads the certificate store.
    pub(super) fn trusting(extra: &[CertificateDer<'static>]) -> Result<Self, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let builder =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = verified(builder, extra)?.with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }
}

/// The platform verifies.
#[cfg(any(target_vendor = "apple", windows))]
fn verified(
    builder: ConfigBuilder<ClientConfig, WantsVerifier>,
    extra: &[CertificateDer<'static>],
) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, rustls::Error> {
    let provider = builder.crypto_provider().clone();
    let verifier = match extra {
        [] => Verifier::new(provider)?,
        _ => Verifier::new_with_extra_roots(extra.iter().cloned(), provider)?,
    };
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier)))
}

/// The roots in the platform's files, or the bundled ones where there are none.
#[cfg(not(any(target_vendor = "apple", windows)))]
fn verified(
    builder: ConfigBuilder<ClientConfig, WantsVerifier>,
    extra: &[CertificateDer<'static>],
) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, rustls::Error> {
    Ok(builder.with_root_certificates(roots(super::roots::of_the_platform(), extra)))
}

#[cfg(not(any(target_vendor = "apple", windows)))]
fn roots(
    platform: Vec<CertificateDer<'static>>,
    extra: &[CertificateDer<'static>],
) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(platform);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    roots.add_parsable_certificates(extra.iter().cloned());
    roots
}

impl<In: Socket> Connector<In> for Tls {
    type Out = Either<In, Encrypted>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let Some(plain) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() || plain.is_tls() {
            return Ok(Some(Either::A(plain)));
        }
        let host = details.uri.host().unwrap_or_default();
        let name = ServerName::try_from(bare(host))
            .map_err(|_| ureq::Error::Tls("no certificate can be for such a host"))?
            .to_owned();
        let mut conn = ClientConnection::new(self.0.clone(), name).map_err(refused)?;
        let mut sock = TransportAdapter::new(plain.boxed(), details.current_time.clone());
        sock.set_timeout(details.timeout);
        conn.complete_io(&mut sock)?;
        let config = details.config;
        Ok(Some(Either::B(Encrypted {
            stream: StreamOwned { conn, sock },
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
        })))
    }
}

/// As rustls' streams report what it refuses.
pub(super) fn refused(error: rustls::Error) -> ureq::Error {
    io::Error::new(io::ErrorKind::InvalidData, error).into()
}

/// Why TLS failed. Windows says a number, for which it often has no words.
pub(super) fn reason(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    match inner {
        Some(rustls::Error::InvalidCertificate(CertificateError::Other(why))) => {
            let why = why.0.to_string();
            match why.contains("OS Error") || why.contains("os error") {
                true => "the system doesn't accept the server's certificate".to_owned(),
                false => format!("the system doesn't accept the server's certificate: {why}"),
            }
        }
        _ => error.to_string(),
    }
}

/// An encrypted connection.
pub(super) struct Encrypted {
    stream: StreamOwned<ClientConnection, TransportAdapter>,
    buffers: LazyBuffers,
}

impl std::fmt::Debug for Encrypted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Encrypted")
    }
}

impl Socket for Encrypted {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        self.stream.write_all(&self.buffers.output()[..amount])?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

#[cfg(test)]
#[cfg(not(any(target_vendor = "apple", windows)))]
mod tests {
    use venice_keys_sandbox::{Certificate, Options, Sandbox};

    use super::*;

    fn ca() -> Vec<CertificateDer<'static>> {
        let options = Options {
            tls: Some(Certificate::Valid),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).unwrap();
        read_ca_file(sandbox.ca_file().unwrap()).unwrap()
    }

    #[test]
    fn a_ca_file_is_trusted_in_addition_to_the_platforms_roots_or_the_bundled_ones() {
        let (platform, ca) = (ca(), ca());
        assert_eq!(roots(platform.clone(), &ca).len(), 2);
        assert_eq!(roots(platform, &[]).len(), 1);
        let bundled = webpki_roots::TLS_SERVER_ROOTS.len();
        assert_eq!(roots(Vec::new(), &ca).len(), bundled + 1);
        assert_eq!(roots(Vec::new(), &[]).len(), bundled);
    }

    #[test]
    fn a_refusal_by_the_system_is_put_into_words() {
        let said = |why: &'static str| {
            let why = rustls::OtherError(Arc::from(
                Box::<dyn std::error::Error + Send + Sync>::from(why),
            ));
            let error = rustls::Error::InvalidCertificate(CertificateError::Other(why));
            reason(&io::Error::new(io::ErrorKind::InvalidData, error))
        };
        let plain = "the system doesn't accept the server's certificate";
        assert_eq!(
            said("OS Error -2146762482 (FormatMessageW() failed)"),
            plain
        );
        assert_eq!(said("it is expired"), format!("{plain}: it is expired"));
        let untrusted = rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let error = io::Error::new(io::ErrorKind::InvalidData, untrusted);
        assert_eq!(reason(&error), "invalid peer certificate: UnknownIssuer");
    }

    #[test]
    fn a_certificate_that_is_none_is_refused() {
        let file = std::env::temp_dir().join(format!("venice-keys-no-ca-{}", std::process::id()));
        std::fs::write(
            &file,
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        )
        .unwrap();
        let refused = read_ca_file(&file).unwrap_err();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(refused.code(), ErrorCode::Config);
    }
}
