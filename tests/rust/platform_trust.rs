//! What the platform's own verifier of certificates accepts, and what its refusals say: on macOS
//! and Windows, where this library asks it. Two tests change what the whole machine trusts, and so
//! are run by the workflow only, on a machine that is thrown away.

#![cfg(any(windows, target_os = "macos"))]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::path::Path;
use std::process::Command;

use venice_keys::{Client, Error, ErrorCode};
use venice_keys_sandbox::{Certificate, Options, Sandbox};

fn serving(certificate: Certificate) -> Sandbox {
    Sandbox::start(Options {
        tls: Some(certificate),
        ..Options::default()
    })
    .unwrap()
}

/// A read by a client that knows no CA but the platform's.
fn read(sandbox: &Sandbox) -> Result<usize, Error> {
    let client = Client::builder()
        .api_key(sandbox.admin_key())
        .base_url(sandbox.base_url())
        .max_retries(0)
        .build()?;
    client.list_keys().map(|keys| keys.len())
}

/// Has the machine trust this CA, as its administrator would.
fn trust(ca: &Path) {
    let done = if cfg!(windows) {
        Command::new("certutil")
            .args(["-f", "-addstore", "Root"])
            .arg(ca)
            .status()
    } else {
        Command::new("sudo")
            .args([
                "security",
                "add-trusted-cert",
                "-d",
                "-r",
                "trustRoot",
                "-k",
            ])
            .arg("/Library/Keychains/System.keychain")
            .arg(ca)
            .status()
    };
    assert!(done.unwrap().success());
}

#[test]
#[ignore = "changes what the machine trusts"]
fn a_good_certificate_of_a_trusted_ca_is_accepted() {
    let sandbox = serving(Certificate::Valid);
    assert_eq!(read(&sandbox).unwrap_err().code(), ErrorCode::Tls);
    trust(sandbox.ca_file().unwrap());
    assert_eq!(read(&sandbox).unwrap(), 2);
}

#[test]
#[ignore = "changes what the machine trusts"]
fn a_bad_certificate_of_a_trusted_ca_is_refused() {
    for certificate in [Certificate::Expired, Certificate::OtherHost] {
        let sandbox = serving(certificate);
        trust(sandbox.ca_file().unwrap());
        assert_eq!(read(&sandbox).unwrap_err().code(), ErrorCode::Tls);
    }
}

#[test]
fn a_refusal_says_why_in_words() {
    for certificate in [Certificate::Valid, Certificate::SelfSigned] {
        let error = read(&serving(certificate)).unwrap_err();
        let said = error.to_string();
        assert_eq!(error.code(), ErrorCode::Tls, "{said}");
        assert!(said.contains("certificate"), "{said}");
        for of_no_use in ["FormatMessage", "OtherError(", "OS Error"] {
            assert!(!said.contains(of_no_use), "{said}");
        }
    }
}
