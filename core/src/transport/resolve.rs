//! Name lookups, within the deadline.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::uri::Authority;
use ureq::http::{Uri, uri::Scheme};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::base_url::bare;
use super::current_attempt;

/// How long a host's addresses are remembered.
const ADDRESSES_KEPT: Duration = Duration::from_secs(30);
/// How many addresses of one host are tried.
const MOST_ADDRESSES: usize = 16;

/// Looks hosts up, on a thread that can be left behind when time is over, and remembers what it
/// found: ureq asks for every request, even where it then uses a kept connection, and each lookup
/// takes a thread and the system's resolver, milliseconds where no resolver runs on the machine.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    known: Arc<Mutex<Option<Known>>>,
    /// How a thread is made; tests make none.
    spawn: fn(Box<dyn FnOnce() + Send>) -> io::Result<()>,
}

#[derive(Debug)]
struct Known {
    authority: Authority,
    addresses: ResolvedSocketAddrs,
    since: Instant,
}

impl Default for Addresses {
    fn default() -> Self {
        Self {
            known: Arc::default(),
            spawn: |work| {
                let named = thread::Builder::new().name("venice-keys-dns".to_owned());
                named.spawn(work).map(drop)
            },
        }
    }
}

impl Addresses {
    fn recall(&self, uri: &Uri) -> Option<ResolvedSocketAddrs> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().filter(|known| {
            Some(&known.authority) == uri.authority() && known.since.elapsed() < ADDRESSES_KEPT
        })?;
        Some(known.addresses.clone())
    }

    fn remember(&self, uri: &Uri, addresses: &ResolvedSocketAddrs) {
        let known = uri.authority().map(|authority| Known {
            authority: authority.clone(),
            addresses: addresses.clone(),
            since: Instant::now(),
        });
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }

    pub(super) fn forget(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn find(&self, uri: &Uri, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = bare(uri.host().unwrap_or_default());
        let usual = if uri.scheme() == Some(&Scheme::HTTP) {
            80
        } else {
            443
        };
        let port = uri.port_u16().unwrap_or(usual);
        let found = match host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => self.look_up(host.to_owned(), port, current_attempt::capped(timeout)?)?,
        };
        let mut addresses = self.empty();
        for address in found.into_iter().take(MOST_ADDRESSES) {
            addresses.push(address);
        }
        match addresses.is_empty() {
            true => Err(ureq::Error::HostNotFound),
            false => Ok(addresses),
        }
    }

    /// Asks the system, whose resolver takes no timeout: so another thread waits for it, and goes
    /// on waiting when nobody needs the result any more.
    fn look_up(
        &self,
        host: String,
        port: u16,
        timeout: NextTimeout,
    ) -> Result<Vec<SocketAddr>, ureq::Error> {
        let (result, results) = mpsc::sync_channel(1);
        let asking = Box::new(move || {
            let found = (host.as_str(), port).to_socket_addrs();
            // The caller may have given up by now.
            let _ = result.send(found.map(Vec::from_iter));
        });
        (self.spawn)(asking).map_err(|_| {
            ureq::Error::Other("there is no thread to look the host up with".into())
        })?;
        match results.recv_timeout(*timeout.after) {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(ureq::Error::HostNotFound),
            Err(RecvTimeoutError::Timeout) => Err(ureq::Error::Timeout(timeout.reason)),
        }
    }
}

impl Resolver for Addresses {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        current_attempt::connecting();
        let addresses = match self.recall(uri) {
            Some(addresses) => addresses,
            None => {
                let addresses = self.find(uri, timeout)?;
                self.remember(uri, &addresses);
                addresses
            }
        };
        // ureq may now send the request on a kept connection.
        current_attempt::sending();
        Ok(addresses)
    }
}

#[cfg(test)]
impl Addresses {
    /// As on a system that can't start a thread.
    pub(super) fn without_threads() -> Self {
        Self {
            spawn: |_| Err(io::ErrorKind::WouldBlock.into()),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn resolve(addresses: &Addresses, url: &str) -> Result<Vec<SocketAddr>, ureq::Error> {
        let timeout = NextTimeout {
            after: Duration::from_millis(200).into(),
            ..NextTimeout::default()
        };
        let found = addresses.resolve(&url.parse().unwrap(), &Config::default(), timeout)?;
        Ok(found.iter().copied().collect())
    }

    #[test]
    fn an_address_needs_no_thread() {
        for (url, expected) in [
            ("http://127.0.0.1:4000/api", "127.0.0.1:4000"),
            ("http://127.0.0.1", "127.0.0.1:80"),
            ("https://[::1]/api", "[::1]:443"),
        ] {
            let found = resolve(&Addresses::without_threads(), url).unwrap();
            assert_eq!(found, [expected.parse().unwrap()]);
        }
    }

    #[test]
    fn without_a_thread_a_lookup_fails_and_nothing_panics() {
        let error = resolve(&Addresses::without_threads(), "https://venice.example").unwrap_err();
        assert!(error.to_string().contains("thread"), "{error}");
    }

    #[test]
    fn a_lookup_that_hangs_is_given_up_and_one_that_dies_finds_no_host() {
        let hanging = Addresses {
            spawn: |work| {
                // Dropping it would close the channel and end the wait.
                std::mem::forget(work);
                Ok(())
            },
            ..Addresses::default()
        };
        let error = resolve(&hanging, "https://venice.example").unwrap_err();
        assert!(matches!(error, ureq::Error::Timeout(_)));
        let dying = Addresses {
            spawn: |_| Ok(()),
            ..Addresses::default()
        };
        let error = resolve(&dying, "https://venice.example").unwrap_err();
        assert!(matches!(error, ureq::Error::HostNotFound));
    }

    #[test]
    fn a_name_is_looked_up_once_and_remembered() {
        let addresses = Addresses::default();
        let found = resolve(&addresses, "http://localhost:4000").unwrap();
        assert!(found.contains(&(Ipv4Addr::LOCALHOST, 4000).into()));
        let without_threads = Addresses {
            known: addresses.known.clone(),
            ..Addresses::without_threads()
        };
        assert_eq!(
            resolve(&without_threads, "http://localhost:4000").unwrap(),
            found
        );
        addresses.forget();
        assert!(resolve(&without_threads, "http://localhost:4000").is_err());
    }
}
