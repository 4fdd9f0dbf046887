//! How a sandbox is to be, and why it may not start.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;
use std::time::Duration;

/// How a sandbox is to be.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on.
    pub host: IpAddr,
    /// The API's port; 0 takes a free one.
    pub port: u16,
    /// The control API's port; 0 takes a free one.
    pub control_port: u16,
    /// Whether `host` may be anything but loopback, and control requests may go to any host name.
    /// The control API has no password.
    pub allow_remote: bool,
    /// How long the server's minute lasts.
    pub minute: Duration,
    /// The generation of wallet challenges.
    pub web3: Web3,
    /// Serve TLS with such a certificate.
    pub tls: Option<Certificate>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            control_port: 0,
            allow_remote: false,
            minute: Duration::from_secs(60),
            web3: Web3::Jwt,
            tls: None,
        }
    }
}

/// The two generations of wallet challenges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Web3 {
    /// Today's: a JWT for whoever asks.
    Jwt,
    /// The announced one: an EIP-4361 message, bound to a wallet and good for one mint.
    Siwe,
}

impl FromStr for Web3 {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "jwt" => Ok(Self::Jwt),
            "siwe" => Ok(Self::Siwe),
            _ => Err(format!("unknown generation {text}: jwt or siwe")),
        }
    }
}

/// The certificate a TLS sandbox shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing is wrong with it.
    Valid,
    /// It ended years ago.
    Expired,
    /// It's for another host.
    OtherHost,
    /// It's signed by itself, not by the CA.
    SelfSigned,
}

impl FromStr for Certificate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "valid" => Ok(Self::Valid),
            "expired" => Ok(Self::Expired),
            "other-host" => Ok(Self::OtherHost),
            "self-signed" => Ok(Self::SelfSigned),
            _ => Err(format!(
                "unknown certificate {text}: valid, expired, other-host or self-signed"
            )),
        }
    }
}

/// Why a sandbox didn't start.
#[derive(Debug)]
pub enum StartError {
    /// The host isn't loopback, and nobody said that it may be.
    Remote(IpAddr),
    /// It can't listen on that address.
    Listen(std::io::Error),
    /// Something else it needs isn't to be had: threads, randomness, a certificate.
    Setup(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remote(host) => write!(
                f,
                "{host} is not a loopback address, and the control API has no password: \
                 listening there needs --allow-remote (Options::allow_remote)"
            ),
            Self::Listen(error) => write!(f, "can't listen: {error}"),
            Self::Setup(error) => write!(f, "can't start: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

impl StartError {
    pub(crate) fn setup(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Setup(error.into())
    }
}
