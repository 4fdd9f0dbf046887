//! Bodies too large to be built in one piece: sent as they are, or compressed so well that their
//! real size comes as a surprise.

use bytes::{Bytes, BytesMut};
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use crate::response::Response;
use crate::wire::{self, Script, Step};

/// How much is built and compressed at once.
const BLOCK: usize = 1 << 20;
/// In a repeated text: how many times it has been repeated.
const NUMBER: &str = "$n";

/// A body in pieces: `start`, then `block` so many times, then `rest` and `end`.
#[derive(Clone, Debug)]
pub(crate) struct Bulk {
    start: Bytes,
    block: Bytes,
    blocks: usize,
    rest: Bytes,
    end: Bytes,
}

impl Bulk {
    /// `bytes` of valid JSON, most of it padding.
    pub(crate) fn padded(bytes: u64) -> Self {
        let start = Bytes::from_static(br#"{"object":"list","data":[],"padding":""#);
        let end = Bytes::from_static(br#""}"#);
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        let padding = bytes.saturating_sub(start.len() + end.len());
        let block = Bytes::from(vec![b'x'; BLOCK]);
        Self {
            rest: block.slice(..padding % BLOCK),
            start,
            block,
            blocks: padding / BLOCK,
            end,
        }
    }

    /// `start`, `count` times `each`, and `end`.
    pub(crate) fn repeated(start: &str, each: &str, count: usize, end: &str) -> Self {
        let owned = |text: &str| Bytes::copy_from_slice(text.as_bytes());
        let (block, blocks, rest) = match each.contains(NUMBER) {
            // No two alike: there is nothing to repeat.
            true => {
                let pieces: Vec<_> = each.split(NUMBER).collect();
                let mut all = String::with_capacity(count * (each.len() + 6));
                for number in (0..count).map(|n| n.to_string()) {
                    for (at, piece) in pieces.iter().enumerate() {
                        if at > 0 {
                            all.push_str(&number);
                        }
                        all.push_str(piece);
                    }
                }
                (Bytes::new(), 0, Bytes::from(all))
            }
            false => {
                let in_block = (BLOCK / each.len().max(1)).max(1);
                let block = Bytes::from(each.repeat(in_block.min(count)));
                let rest = block.slice(..each.len() * (count % in_block));
                (block, count / in_block, rest)
            }
        };
        Self {
            start: owned(start),
            block,
            blocks,
            rest,
            end: owned(end),
        }
    }

    fn length(&self) -> usize {
        let Self {
            start,
            block,
            blocks,
            rest,
            end,
        } = self;
        start.len() + blocks * block.len() + rest.len() + end.len()
    }

    /// Sends it with this head.
    pub(crate) fn sent(self, head: &Response) -> Script {
        let head = wire::head(head, self.length() as u64, &[]);
        vec![
            Step::Send(head),
            Step::Send(self.start),
            Step::Repeat(self.block, self.blocks as u64),
            Step::Send(self.rest),
            Step::Send(self.end),
        ]
    }

    /// Packs it into one honest gzip stream, of which no more than one block is ever compressed: a
    /// full flush makes a block that can be repeated.
    pub(crate) fn packed(self) -> Self {
        let Self {
            start,
            block,
            blocks,
            rest,
            end,
        } = self;
        let mut packed_start = BytesMut::from(&GZIP_HEADER[..]);
        packed_start.extend_from_slice(&deflate(&start, FlushCompress::Full));
        let packed_block = Bytes::from(deflate(&block, FlushCompress::Full));
        let packed_rest = Bytes::from(deflate(&rest, FlushCompress::Full));
        let mut packed_end = deflate(&end, FlushCompress::Finish);

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
        Self {
            start: packed_start.freeze(),
            block: packed_block,
            blocks,
            rest: packed_rest,
            end: Bytes::from(packed_end),
        }
    }
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
