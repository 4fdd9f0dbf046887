//! Where a host is.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::Authority;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::broken::{STAGE, Stage};

/// How long a host's addresses are believed.
const ADDRESSES_KEPT: Duration = Duration::from_secs(30);

/// Looks a host up once in a while: ureq asks for each request, even where a connection is kept.
#[derive(Debug, Default, Clone)]
pub(super) struct Addresses {
    resolver: Arc<DefaultResolver>,
    known: Arc<Mutex<Option<Known>>>,
}

#[derive(Debug)]
struct Known {
    authority: Authority,
    addresses: ResolvedSocketAddrs,
    since: Instant,
}

impl Addresses {
    fn recall(&self, uri: &Uri) -> Option<ResolvedSocketAddrs> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().filter(|known| {
            Some(&known.authority) == uri.authority() && known.since.elapsed() < ADDRESSES_KEPT
        })?;
        Some(known.addresses.clone())
    }

    pub(super) fn forget(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Resolver for Addresses {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        STAGE.set(Stage::Resolving);
        let addresses = match self.recall(uri) {
            Some(addresses) => addresses,
            None => {
                let addresses = self.resolver.resolve(uri, config, timeout)?;
                if let Some(authority) = uri.authority().cloned() {
                    let known = Known {
                        authority,
                        addresses: addresses.clone(),
                        since: Instant::now(),
                    };
                    *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
                }
                addresses
            }
        };
        STAGE.set(Stage::Started);
        Ok(addresses)
    }
}
