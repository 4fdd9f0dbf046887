//! TLS with a certificate made at start, by a CA made at start.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::Certificate;
use crate::random::Random;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The CA's certificate as a file for clients, gone when this is.
pub(crate) struct CaFile(pub(crate) PathBuf);

impl Drop for CaFile {
    fn drop(&mut self) {
        // If it's gone already, so much the better.
        let _ = fs::remove_file(&self.0);
    }
}

/// What a server for `host` needs, and the CA that a client has to trust.
pub(crate) fn prepare(certificate: Certificate, host: IpAddr) -> Result<(TlsAcceptor, CaFile)> {
    let ca_key = KeyPair::generate()?;
    let mut ca = CertificateParams::new(Vec::new())?;
    ca.distinguished_name
        .push(DnType::CommonName, "venice-keys-sandbox test CA");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ca_pem = ca.self_signed(&ca_key)?.pem();
    let ca = Issuer::new(ca, ca_key);

    let names = match certificate {
        Certificate::OtherHost => vec!["other.invalid".to_owned()],
        _ => vec![
            host.to_string(),
            "localhost".to_owned(),
            "127.0.0.1".to_owned(),
            // What a client reaches through a proxy: those on loopback it reaches by itself.
            "sandbox.venice.ai".to_owned(),
        ],
    };
    let key = KeyPair::generate()?;
    let mut leaf = CertificateParams::new(names)?;
    leaf.distinguished_name
        .push(DnType::CommonName, "venice-keys-sandbox");
    leaf.use_authority_key_identifier_extension = true;
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Some platforms distrust what is good for years.
    let (from, to) = match certificate {
        Certificate::Expired => (-60, -30),
        _ => (-1, 300),
    };
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let day = |days: i64| -> Result<_> {
        let date = today.checked_add(days.days())?;
        let (year, month, day) = (date.year(), date.month(), date.day());
        Ok(date_time_ymd(
            year.into(),
            u8::try_from(month)?,
            u8::try_from(day)?,
        ))
    };
    (leaf.not_before, leaf.not_after) = (day(from)?, day(to)?);
    let leaf = match certificate {
        Certificate::SelfSigned => leaf.self_signed(&key)?,
        _ => leaf.signed_by(&key, &ca)?,
    };

    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((TlsAcceptor::from(Arc::new(config)), write(&ca_pem)?))
}

fn write(pem: &str) -> Result<CaFile> {
    let name = format!(
        "venice-keys-sandbox-{}.pem",
        Random::from_system()?.alphanumeric(16)
    );
    let path = std::env::temp_dir().join(name);
    // Never over, or through, what someone else has put there.
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)?;
    let ca_file = CaFile(path);
    file.write_all(pem.as_bytes())?;
    Ok(ca_file)
}
