//! What HTTP servers don't do: answers written by hand, broken where a fault wants them broken.

use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use hyper::StatusCode;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio_rustls::server::TlsStream;

use crate::answer::Answer;

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

/// Status line and headers. The connection ends with the answer: hyper isn't there any more.
pub(crate) fn head(answer: &Answer, content_length: u64, more: &[(String, String)]) -> Bytes {
    let status = StatusCode::from_u16(answer.status).ok();
    let reason = status
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Unknown");
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", answer.status);
    for (name, value) in answer.headers.iter().chain(more) {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!(
        "content-length: {content_length}\r\nconnection: close\r\n\r\n"
    ));
    Bytes::from(text)
}

/// `bytes` of valid JSON, most of it padding, in pieces.
struct Padded {
    start: Bytes,
    block: Bytes,
    blocks: u64,
    rest: Bytes,
    end: Bytes,
}

impl Padded {
    fn new(bytes: u64) -> Self {
        const BLOCK: u64 = 1 << 20;
        let start = Bytes::from_static(br#"{"object":"list","data":[],"padding":""#);
        let end = Bytes::from_static(br#""}"#);
        let padding = bytes.saturating_sub((start.len() + end.len()) as u64);
        let block = Bytes::from(vec![b'x'; BLOCK as usize]);
        let rest = block.slice(..(padding % BLOCK) as usize);
        Self {
            start,
            block,
            blocks: padding / BLOCK,
            rest,
            end,
        }
    }
}

/// A 200 whose body is `bytes` of valid JSON.
pub(crate) fn huge(bytes: u64) -> Script {
    let Padded {
        start,
        block,
        blocks,
        rest,
        end,
    } = Padded::new(bytes);
    let length = start.len() as u64 + blocks * block.len() as u64 + (rest.len() + end.len()) as u64;
    let answer = Answer::new(200, Some("application/json"), Bytes::new());
    vec![
        Step::Send(head(&answer, length, &[])),
        Step::Send(start),
        Step::Repeat(block, blocks),
        Step::Send(rest),
        Step::Send(end),
    ]
}

/// A 200 whose gzip body unpacks to `bytes` of valid JSON. It's one honest gzip stream, yet no more
/// than one block of it is ever compressed: a full flush makes a block that can be repeated.
pub(crate) fn gzip_bomb(bytes: u64) -> Script {
    let Padded {
        start,
        block,
        blocks,
        rest,
        end,
    } = Padded::new(bytes);
    let packed_start = {
        let mut packed = BytesMut::from(&GZIP_HEADER[..]);
        packed.extend_from_slice(&deflate(&start, FlushCompress::Full));
        packed.freeze()
    };
    let packed_block = Bytes::from(deflate(&block, FlushCompress::Full));
    let mut packed_end = deflate(&rest, FlushCompress::Full);
    packed_end.extend(deflate(&end, FlushCompress::Finish));

    let crc = |bytes: &[u8]| {
        let mut crc = Crc::new();
        crc.update(bytes);
        crc
    };
    let mut whole = crc(&start);
    let one_block = crc(&block);
    (0..blocks).for_each(|_| whole.combine(&one_block));
    whole.combine(&crc(&rest));
    whole.combine(&crc(&end));
    packed_end.extend(whole.sum().to_le_bytes());
    packed_end.extend(whole.amount().to_le_bytes());

    let length =
        (packed_start.len() + packed_end.len()) as u64 + blocks * packed_block.len() as u64;
    let answer =
        Answer::new(200, Some("application/json"), Bytes::new()).with("content-encoding", "gzip");
    vec![
        Step::Send(head(&answer, length, &[])),
        Step::Send(packed_start),
        Step::Repeat(packed_block, blocks),
        Step::Send(Bytes::from(packed_end)),
    ]
}

const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// A piece of a raw deflate stream that stands on its own.
fn deflate(bytes: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut packed = Vec::with_capacity(bytes.len() / 64 + 1024);
    loop {
        let rest = &bytes[usize::try_from(compress.total_in()).unwrap_or(bytes.len())..];
        let status = compress.compress_vec(rest, &mut packed, flush);
        let all_in = compress.total_in() == bytes.len() as u64;
        let room_left = packed.len() < packed.capacity();
        match status {
            Ok(Status::StreamEnd) | Err(_) => return packed,
            Ok(_) if all_in && room_left && !matches!(flush, FlushCompress::Finish) => {
                return packed;
            }
            Ok(_) => packed.reserve(1024),
        }
    }
}

/// The bytes as a whole gzip stream.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GZIP_HEADER.to_vec();
    packed.extend(deflate(bytes, FlushCompress::Finish));
    let mut crc = Crc::new();
    crc.update(bytes);
    packed.extend(crc.sum().to_le_bytes());
    packed.extend(crc.amount().to_le_bytes());
    packed
}
