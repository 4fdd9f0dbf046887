//! For programs that fork.

use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Initialises what ureq initialises once per process, under locks of its own.
///
/// To be called before a fork: a lock that another thread held at that moment would stay locked in
/// the child, and its first call would hang. Opens nothing and sends nothing.
#[doc(hidden)]
pub fn before_fork() {
    let agent = Agent::with_parts(Config::default(), (), NoHosts);
    // It gets as far as resolving the host.
    let _ = agent.get("http://localhost/").call();
}

/// Finds no host.
#[derive(Debug)]
struct NoHosts;

impl Resolver for NoHosts {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        Err(ureq::Error::HostNotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_asked_for() {
        let agent = Agent::with_parts(Config::default(), (), NoHosts);
        let error = agent.get("http://localhost/").call().unwrap_err();
        assert!(matches!(error, ureq::Error::HostNotFound), "{error}");
        before_fork();
    }
}
