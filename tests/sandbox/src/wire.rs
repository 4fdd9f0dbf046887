//! Responses written by hand, broken where a fault wants them broken: no HTTP server can send them.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use hyper::StatusCode;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio_rustls::server::TlsStream;

use crate::response::Response;

/// A connection, bare or inside TLS.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// The socket below.
    fn socket(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}

impl Wire for TlsStream<TcpStream> {
    fn socket(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// What to do with a connection that hyper has let go of. After the last step it is closed.
pub(crate) type Script = Vec<Step>;

#[derive(Debug)]
pub(crate) enum Step {
    Send(Bytes),
    Repeat(Bytes, u64),
    /// One byte at a time, each after this wait.
    Drip(Bytes, Duration),
    /// Say nothing more until the client goes away.
    Hang,
    /// End with RST instead of FIN.
    Reset,
}

/// Plays the script; an error means that the client went away first, which is its right.
pub(crate) async fn play(mut wire: impl Wire, script: Script) -> io::Result<()> {
    for step in script {
        match step {
            Step::Send(bytes) => wire.write_all(&bytes).await?,
            Step::Repeat(bytes, times) => {
                for _ in 0..times {
                    wire.write_all(&bytes).await?;
                }
            }
            Step::Drip(bytes, wait) => {
                for byte in bytes {
                    sleep(wait).await;
                    wire.write_all(&[byte]).await?;
                    wire.flush().await?;
                }
            }
            Step::Hang => {
                wire.flush().await?;
                let mut ignored = [0; 1024];
                while wire.read(&mut ignored).await? > 0 {}
            }
            Step::Reset => {
                wire.socket().set_zero_linger()?;
                return Ok(());
            }
        }
    }
    wire.shutdown().await
}

/// Status line and headers. The connection ends with the response: hyper isn't there any more.
pub(crate) fn head(response: &Response, content_length: u64, more: &[(String, String)]) -> Bytes {
    let status = StatusCode::from_u16(response.status).ok();
    let reason = status
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Unknown");
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", response.status);
    for (name, value) in response.headers.iter().chain(more) {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!(
        "content-length: {content_length}\r\nconnection: close\r\n\r\n"
    ));
    Bytes::from(text)
}
