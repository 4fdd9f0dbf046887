//! A strict, stateful stand-in for the Venice key-management and billing API, for tests and demos.
//!
//! ```
//! use venice_keys_sandbox::{Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::default())?;
//! println!("serving {} for {}", sandbox.base_url(), sandbox.admin_key());
//! sandbox.control("POST", "/faults", serde_json::json!({"faults": [{"kind": "reset_after"}]}))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It ends when the [`Sandbox`] is dropped. The crate's README says how it responds, and what the
//! control requests can do.

#![forbid(unsafe_code)]

mod allowlist;
mod api;
mod billing;
mod bodies;
mod bulk;
mod clock;
mod control;
mod control_server;
mod exchange;
mod faults;
mod fields;
mod guard;
mod issues;
mod journal;
mod keys;
mod late;
mod limits;
mod lists;
mod models;
mod money;
mod options;
mod port;
mod query;
mod random;
mod rate_limits;
mod refusals;
mod response;
mod server;
mod settings;
mod siwx;
mod state;
mod tls;
mod web3;
mod wire;
mod x402;

use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc as sync_mpsc;
use std::thread::JoinHandle;

use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::control_server::Control;
use crate::port::Port;
use crate::server::Command;
use crate::state::{Shared, State};
use crate::tls::CaFile;
use crate::web3::Wallet;

pub use options::{Certificate, Options, StartError, Web3};

/// A running sandbox. It serves from a thread of its own, and ends when this is dropped.
pub struct Sandbox {
    shared: Shared,
    commands: UnboundedSender<Command>,
    thread: Option<JoinHandle<()>>,
    base_url: String,
    control_url: String,
    admin_key: String,
    inference_key: String,
    staked: Wallet,
    unstaked: Wallet,
    ca_file: Option<CaFile>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Starts one, and returns when it listens.
    ///
    /// # Errors
    ///
    /// If it may not or can not listen where it should, or can't make what it needs.
    pub fn start(options: Options) -> Result<Self, StartError> {
        if !options.host.is_loopback() && !options.allow_remote {
            return Err(StartError::Remote(options.host));
        }
        let wallet = |name| Wallet::named(name).ok_or_else(|| StartError::setup("no wallet"));
        let staked = wallet("venice-keys-sandbox staked wallet")?;
        let unstaked = wallet("venice-keys-sandbox unstaked wallet")?;
        let state = State::new(&options, &staked)
            .map_err(|error| StartError::setup(format!("no randomness: {error}")))?;
        let secret = |place: usize| {
            state
                .keys
                .get(place)
                .map_or("", |key| &key.secret)
                .to_owned()
        };
        let (admin_key, inference_key) = (secret(0), secret(1));
        let (acceptor, ca_file) = options
            .tls
            .map(|certificate| tls::prepare(certificate, options.host))
            .transpose()
            .map_err(StartError::Setup)?
            .unzip();
        let shared = Shared::new(state);

        let (commands, received) = mpsc::unbounded_channel();
        let (ready, is_ready) = sync_mpsc::channel();
        let (for_thread, to_itself) = (shared.clone(), commands.downgrade());
        let (host, ports) = (options.host, [options.port, options.control_port]);
        let any_host = options.allow_remote;
        let serve = async move |received: UnboundedReceiver<Command>| {
            let listen = |port| Port::open(SocketAddr::new(host, port));
            let opened = listen(ports[0]).and_then(|api| Ok((api, listen(ports[1])?)));
            let ((port, listener), (control_port, control_listener)) = match opened {
                Ok(opened) => opened,
                Err(error) => return drop(ready.send(Err(StartError::Listen(error)))),
            };
            let Some(commands) = to_itself.upgrade() else {
                return;
            };
            let control = Control {
                shared: for_thread.clone(),
                commands,
                any_host,
            };
            tokio::spawn(control_server::serve(control, control_listener));
            let addresses = (port.address(), control_port.address());
            if ready.send(Ok(addresses)).is_ok() {
                server::serve(for_thread, port, listener, acceptor, received).await;
            }
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(StartError::setup)?;
        let thread = std::thread::Builder::new()
            .name("venice-keys-sandbox".to_owned())
            .spawn(move || runtime.block_on(serve(received)))
            .map_err(StartError::setup)?;
        let (api, control) = is_ready.recv().map_err(StartError::setup)??;

        let scheme = if ca_file.is_some() { "https" } else { "http" };
        Ok(Self {
            shared,
            commands,
            thread: Some(thread),
            base_url: format!("{scheme}://{api}{}", api::BASE_PATH),
            control_url: format!("http://{control}{}", control_server::CONTROL_PATH),
            admin_key,
            inference_key,
            staked,
            unstaked,
            ca_file,
        })
    }

    /// Where the API is, for a client's base URL.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where the control requests go, always plain HTTP on a port of its own.
    #[must_use]
    pub fn control_url(&self) -> &str {
        &self.control_url
    }

    /// An ADMIN key.
    #[must_use]
    pub fn admin_key(&self) -> &str {
        &self.admin_key
    }

    /// An INFERENCE key.
    #[must_use]
    pub fn inference_key(&self) -> &str {
        &self.inference_key
    }

    /// The private key of a wallet with a stake.
    #[must_use]
    pub fn staked_private_key(&self) -> &str {
        &self.staked.private_key
    }

    /// That wallet's address.
    #[must_use]
    pub fn staked_address(&self) -> &str {
        &self.staked.address
    }

    /// The private key of a wallet without one.
    #[must_use]
    pub fn unstaked_private_key(&self) -> &str {
        &self.unstaked.private_key
    }

    /// That wallet's address.
    #[must_use]
    pub fn unstaked_address(&self) -> &str {
        &self.unstaked.address
    }

    /// With TLS: the CA's certificate, as a PEM file that exists as long as the sandbox.
    #[must_use]
    pub fn ca_file(&self) -> Option<&Path> {
        self.ca_file.as_ref().map(|file| file.0.as_path())
    }

    /// What the binary prints when it listens.
    #[must_use]
    pub fn ready_line(&self) -> String {
        let mut ready = json!({
            "base_url": self.base_url,
            "control_url": self.control_url,
            "admin_key": self.admin_key,
            "inference_key": self.inference_key,
            "staked_private_key": self.staked.private_key,
            "staked_address": self.staked.address,
            "unstaked_private_key": self.unstaked.private_key,
            "unstaked_address": self.unstaked.address,
        });
        if let Some(path) = self.ca_file() {
            ready["ca_file"] = json!(path);
        }
        ready.to_string()
    }

    /// A control request without going through the network: `path` is below the control URL, and
    /// a request without a body has `Value::Null`.
    ///
    /// # Errors
    ///
    /// With the text that the control URL would response with a 400.
    pub fn control(&self, method: &str, path: &str, body: Value) -> Result<Value, String> {
        let reply = control::control(&self.shared, method, path, &body)?;
        if let Some(pause) = reply.refuse {
            let (done, is_done) = sync_mpsc::channel();
            let done = Box::new(move || {
                let _ = done.send(());
            });
            self.commands
                .send(Command::Refuse(pause, done))
                .map_err(|_| "the sandbox has ended".to_owned())?;
            is_done
                .recv()
                .map_err(|_| "the sandbox has ended".to_owned())?;
        }
        Ok(reply.value)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Either fails only when the thread has ended already.
        let _ = self.commands.send(Command::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Sandbox>();
    }

    #[test]
    fn the_wallets_are_the_same_at_every_start() {
        // Written down in other tests by now.
        let wallet = |name| Wallet::named(name).unwrap().address;
        let staked = "0x71b252a441F0F12A5bA8f2f27A93dd0c90787bAb";
        assert_eq!(wallet("venice-keys-sandbox staked wallet"), staked);
        let unstaked = "0xe8F69A20F0084fd5009D88f5F89c142c4a45f39c";
        assert_eq!(wallet("venice-keys-sandbox unstaked wallet"), unstaked);
    }
}
