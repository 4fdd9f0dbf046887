//! A proxy that never finishes its response: a byte of it every now and then.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Between two bytes: shorter than any timeout that begins anew with each.
const PAUSE: Duration = Duration::from_millis(200);
/// It gives up at last, so that what waits for it fails and doesn't hang.
const BYTES: usize = 100;

/// Listens until the program ends.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Proxy {
    pub(crate) fn start() -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let asked = Arc::<AtomicUsize>::default();
        let count = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                count.fetch_add(1, Ordering::Relaxed);
                // What waits for a response went away: no error of ours.
                thread::spawn(move || drop(drip(stream)));
            }
        });
        Ok(Self { address, asked })
    }

    /// How many connections it has had.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

fn drip(mut stream: TcpStream) -> std::io::Result<()> {
    let mut request = [0; 4096];
    if stream.read(&mut request)? == 0 {
        return Ok(());
    }
    let response = b"HTTP/1.1 200 Connection established\r\nx-drip: ";
    for byte in response.iter().chain(std::iter::repeat(&b'a')).take(BYTES) {
        stream.write_all(&[*byte])?;
        thread::sleep(PAUSE);
    }
    Ok(())
}
