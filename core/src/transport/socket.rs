//! How connections are made, and what they save.

use std::sync::Arc;
use std::time::Duration;

use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport as Socket,
};

use super::broken::{STAGE, Stage};
use super::resolve::Addresses;

/// Tells how far an attempt got, and has TLS set up once for a client, not once for a connection.
#[derive(Debug, Clone)]
pub(super) struct Watched(pub(super) Arc<Connecting>);

#[derive(Debug)]
pub(super) struct Connecting {
    pub(super) inner: DefaultConnector,
    pub(super) addresses: Addresses,
}

impl Connector<()> for Watched {
    type Out = Box<dyn Socket>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        STAGE.set(Stage::Connecting);
        // Only a request's timeout differs from the agent's settings. ureq would build the TLS
        // settings anew for each connection of a request with settings of its own.
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: false,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let connected = self.0.inner.connect(&details, chained);
        match &connected {
            Ok(_) => STAGE.set(Stage::Connected),
            Err(_) => {
                STAGE.set(Stage::Connecting);
                self.0.addresses.forget();
            }
        }
        Ok(connected?.map(|socket| {
            Box::new(Sparing {
                socket,
                just_read: false,
            }) as Self::Out
        }))
    }
}

/// A connection that saves system calls, half of those that a small read on a kept connection made.
///
/// ureq probes a connection when it goes into the pool and again when it comes out; what the first
/// would find, the second finds too. And it sets the socket's timeouts anew for each call, because
/// what is left of a deadline always differs: rounded up by a 256th at most, it seldom does.
#[derive(Debug)]
struct Sparing {
    socket: Box<dyn Socket>,
    /// The last thing done was to read: so the next probe is the pool's first.
    just_read: bool,
}

impl Socket for Sparing {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.socket.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.just_read = false;
        self.socket.transmit_output(amount, rounded(timeout))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let read = self.socket.await_input(rounded(timeout));
        self.just_read = matches!(read, Ok(true));
        read
    }

    fn is_open(&mut self) -> bool {
        std::mem::take(&mut self.just_read) || self.socket.is_open()
    }

    fn is_tls(&self) -> bool {
        self.socket.is_tls()
    }
}

fn rounded(timeout: NextTimeout) -> NextTimeout {
    use ureq::unversioned::transport::time::Duration as Left;
    let Left::Exact(left) = timeout.after else {
        return timeout;
    };
    let Ok(nanoseconds) = u64::try_from(left.as_nanos()) else {
        return timeout;
    };
    // A step is a power of two.
    let step = (nanoseconds / 512 + 1).next_power_of_two();
    NextTimeout {
        after: Left::Exact(Duration::from_nanos(nanoseconds.next_multiple_of(step))),
        ..timeout
    }
}
