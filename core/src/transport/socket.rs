//! How connections are made, and what they save.

use std::sync::Arc;
use std::time::Duration;

use ureq::unversioned::transport::time::Duration as Left;
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, TcpConnector,
    Transport as Socket,
};

use super::current_attempt::{self, ConnectPhase};
use super::resolve::Addresses;
use super::scrubbed_socket::ScrubbedSocket;
use super::tls::Tls;

/// Makes connections: to the API, to its proxy, and through that to the API.
#[derive(Debug, Clone)]
pub(super) struct Connections(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    direct: TcpConnector,
    proxied: ConnectProxyConnector,
    /// None where the API is on plain http.
    tls: Option<Tls>,
    addresses: Addresses,
    limit: Duration,
}

impl Connections {
    /// Each connection may take `limit` to make, from the attempt's begin.
    pub(super) fn new(tls: Option<Tls>, addresses: Addresses, limit: Duration) -> Self {
        Self(Arc::new(Parts {
            direct: TcpConnector::default(),
            proxied: ConnectProxyConnector::default(),
            tls,
            addresses,
            limit,
        }))
    }
}

impl Connector<()> for Connections {
    type Out = Box<dyn Socket>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let connecting = ConnectPhase::within(self.0.limit);
        let connected = self.0.connect(details);
        drop(connecting);
        match &connected {
            Ok(_) => current_attempt::sending(),
            Err(_) => {
                // A tunnel that failed beyond the proxy.
                current_attempt::connecting();
                self.0.addresses.forget();
            }
        }
        connected
    }
}

impl Parts {
    fn connect(&self, details: &ConnectionDetails) -> Result<Option<Box<dyn Socket>>, ureq::Error> {
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: current_attempt::capped(details.timeout)?,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let socket = match details.config.proxy() {
            // It comes back here for the connection to the proxy.
            Some(_) => self
                .proxied
                .connect(&details, None::<()>)?
                .map(|tunnel| tunnel.boxed()),
            None => self
                .direct
                .connect(&details, None::<()>)?
                .map(|socket| TimedSocket::boxed(socket.boxed())),
        };
        let socket = match &self.tls {
            Some(tls) => tls.connect(&details, socket)?.map(|socket| socket.boxed()),
            None => socket,
        };
        Ok(socket.map(|socket| ScrubbedSocket(socket).boxed()))
    }
}

/// A connection that keeps to the deadline, and saves system calls, half of those that a small read
/// on a kept connection made.
///
/// ureq probes a connection when it goes into the pool and again when it comes out; what the first
/// would find, the second finds too. And it sets the socket's timeouts anew for each call, because
/// what is left of a deadline always differs: rounded up by a 256th at most, it seldom does.
#[derive(Debug)]
struct TimedSocket {
    socket: Box<dyn Socket>,
    /// The last thing done was to read: so the next probe is the pool's first.
    just_read: bool,
}

impl TimedSocket {
    fn boxed(socket: Box<dyn Socket>) -> Box<dyn Socket> {
        Box::new(Self {
            socket,
            just_read: false,
        })
    }
}

impl Socket for TimedSocket {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.socket.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.just_read = false;
        let timeout = rounded(current_attempt::capped(timeout)?);
        self.socket.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let timeout = rounded(current_attempt::capped(timeout)?);
        let read = self.socket.await_input(timeout);
        self.just_read = matches!(read, Ok(true));
        read
    }

    fn is_open(&mut self) -> bool {
        std::mem::take(&mut self.just_read) || self.socket.is_open()
    }
}

/// Rounded up by a 256th, and by an eighth of a second at most.
fn rounded(timeout: NextTimeout) -> NextTimeout {
    const LARGEST_STEP: u64 = 1 << 27;
    let Left::Exact(left) = timeout.after else {
        return timeout;
    };
    // Steps are powers of two. Whatever is longer than 584 years is as good as that.
    let nanoseconds = u64::try_from(left.as_nanos()).unwrap_or(u64::MAX);
    let step = (nanoseconds / 512 + 1)
        .next_power_of_two()
        .min(LARGEST_STEP);
    let up = nanoseconds
        .checked_next_multiple_of(step)
        .unwrap_or(u64::MAX);
    NextTimeout {
        after: Left::Exact(Duration::from_nanos(up)),
        ..timeout
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_rounded_up_a_little_and_never_overflows() {
        let rounded = |after: Duration| {
            let timeout = NextTimeout {
                after: after.into(),
                ..NextTimeout::default()
            };
            *rounded(timeout).after
        };
        for exact in [1, 999, 60_000, 86_400_000].map(Duration::from_millis) {
            let most = (exact / 256).min(Duration::from_millis(135));
            let up = rounded(exact);
            assert!(exact <= up && up <= exact + most, "{exact:?} {up:?}");
        }
        let ages = Duration::from_nanos(u64::MAX);
        for endless in [ages - Duration::from_nanos(9), ages, Duration::MAX] {
            assert_eq!(rounded(endless), ages);
        }
    }
}
