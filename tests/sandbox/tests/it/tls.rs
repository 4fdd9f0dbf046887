//! TLS, right and wrong.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;

use serde_json::json;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use venice_keys_sandbox::{Certificate, Options, Sandbox};

use crate::client::{Reply, exchange, request, split};

fn with(certificate: Certificate) -> Sandbox {
    Sandbox::start(Options {
        tls: Some(certificate),
        ..Options::default()
    })
    .unwrap()
}

/// Calls by a client that trusts the sandbox's CA and nobody else.
fn get(sandbox: &Sandbox, path: &str) -> io::Result<Reply> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(sandbox.ca_file().unwrap()).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let host = split(sandbox.base_url()).0;
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(client, TcpStream::connect(host).unwrap());
    exchange(
        &mut stream,
        &request("GET", path, Some(sandbox.admin_key()), None),
    )
}

#[test]
fn a_valid_certificate_is_trusted_through_its_ca() {
    let sandbox = with(Certificate::Valid);
    assert!(sandbox.base_url().starts_with("https://127.0.0.1:"));
    assert!(sandbox.control_url().starts_with("http://127.0.0.1:"));
    assert_eq!(get(&sandbox, "/api_keys").unwrap().status, 200);
    assert!(sandbox.ready_line().contains("\"ca_file\""));
    let ca_file = sandbox.ca_file().unwrap().to_owned();
    assert!(ca_file.exists());
    drop(sandbox);
    assert!(!ca_file.exists());
}

#[test]
fn each_bad_certificate_is_bad_in_its_own_way() {
    for (certificate, reason) in [
        (Certificate::Expired, "Expired"),
        (Certificate::OtherHost, "NotValidForName"),
        (Certificate::SelfSigned, "UnknownIssuer"),
    ] {
        let sandbox = with(certificate);
        let error = get(&sandbox, "/api_keys").unwrap_err();
        assert!(
            format!("{error:?}").contains(reason),
            "{certificate:?}: {error:?}"
        );
        let journal = sandbox.control("GET", "/journal", json!(null)).unwrap();
        assert_eq!(journal, json!({"requests": []}), "nothing was said to it");
    }
}

#[test]
fn faults_reach_through_tls() {
    let sandbox = with(Certificate::Valid);
    let faults = json!({"faults": [{"kind": "reset_after"}, {"kind": "cut", "at": 3}]});
    sandbox.control("POST", "/faults", faults).unwrap();
    assert_eq!(
        get(&sandbox, "/api_keys").unwrap_err().kind(),
        io::ErrorKind::ConnectionReset
    );
    let cut = get(&sandbox, "/api_keys").unwrap();
    assert_eq!(cut.body.len(), 3);
    assert!(cut.announced().unwrap() > 3);
}

#[test]
fn plain_http_to_a_tls_port_gets_no_response_from_the_api() {
    let sandbox = with(Certificate::Valid);
    let mut stream = TcpStream::connect(split(sandbox.base_url()).0).unwrap();
    assert!(exchange(&mut stream, &request("GET", "/models", None, None)).is_err());
}
