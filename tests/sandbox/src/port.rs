//! A listening socket that can go away and come back on the same port.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::time::sleep;

/// A listening socket that can go away and come back on the same port.
pub(crate) struct Port {
    address: SocketAddr,
    /// Bound, never listening: while the port refuses, nobody else is given it. Only Linux lets a
    /// second socket bind to the same port.
    _held: Option<TcpSocket>,
}

impl Port {
    pub(crate) fn open(address: SocketAddr) -> io::Result<(Self, TcpListener)> {
        let held = cfg!(target_os = "linux")
            .then(|| bind(address))
            .transpose()?;
        // Where the placeholder got a free port, that's the one.
        let address = held.as_ref().map_or(Ok(address), TcpSocket::local_addr)?;
        let listener = listen(address)?;
        Ok((
            Self {
                address: listener.local_addr()?,
                _held: held,
            },
            listener,
        ))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) async fn reopen(&self) -> TcpListener {
        loop {
            match listen(self.address) {
                Ok(listener) => return listener,
                Err(_) => sleep(Duration::from_millis(5)).await,
            }
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    Ok(socket)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    bind(address)?.listen(1024)
}
