//! The platform's roots where they are files. `SSL_CERT_FILE` and `SSL_CERT_DIR` aren't asked:
//! whoever can set a variable must not be able to decide whom we trust. A CA file is for that.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls_native_certs::load_certs_from_paths;

/// Where a system keeps all its roots in one file; the first that is there counts.
const FILES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Gentoo, NixOS
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL 7 and later
    "/etc/pki/tls/certs/ca-bundle.crt",   // RHEL 6
    "/etc/ssl/ca-bundle.pem",             // openSUSE
    "/etc/pki/tls/cacert.pem",            // OpenELEC
    "/etc/ssl/cert.pem",                  // Alpine, OpenBSD
    "/opt/etc/ssl/certs/ca-certificates.crt", // Entware
    "/usr/local/etc/ssl/cert.pem",        // FreeBSD
    "/usr/local/share/certs/ca-root-nss.crt", // DragonFly
    "/etc/openssl/certs/ca-certificates.crt", // NetBSD
    "/etc/certs/ca-certificates.crt",     // Solaris, OpenIndiana
    "/data/data/com.termux/files/usr/etc/tls/cert.pem", // Termux
];

/// Where each root has a file of its own.
const FOLDERS: &[&str] = &[
    "/etc/ssl/certs",         // Debian, SLES, FreeBSD
    "/etc/pki/tls/certs",     // Fedora, RHEL
    "/usr/local/share/certs", // FreeBSD
    "/etc/openssl/certs",     // NetBSD
    "/etc/certs/CA",          // Solaris
];

/// The roots that can be read. None is no error: the bundled ones are used then.
pub(super) fn of_the_platform() -> Vec<CertificateDer<'static>> {
    let file = FILES.iter().map(Path::new).find(|file| file.exists());
    let folders = FOLDERS.iter().map(Path::new).filter(|it| it.exists());
    let mut roots = load_certs_from_paths(file, None).certs;
    for folder in folders {
        roots.extend(load_certs_from_paths(None, Some(folder)).certs);
    }
    // The same roots are in the file and the folder, mostly under two names.
    roots.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
    roots.dedup();
    roots
}
