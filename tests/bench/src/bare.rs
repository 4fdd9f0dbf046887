//! The least that could do the work.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde::Deserialize;
use venice_keys::ApiKey;

#[derive(Deserialize)]
struct List {
    data: Vec<ApiKey>,
}

pub(crate) struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        // The same headers that the client sends.
        let request = format!(
            "GET /api/v1/api_keys HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer \
             VENICE_ADMIN_KEY_BENCH_0123456789abcdefghij\r\naccept-encoding: gzip\r\n\
             user-agent: venice-keys/0.1.0\r\naccept: application/json\r\n\r\n"
        );
        Ok(Self {
            stream,
            request: request.into_bytes(),
            buffer: vec![0; 1 << 20],
        })
    }

    pub(crate) fn list_keys(&mut self) -> Result<Vec<ApiKey>, Box<dyn Error>> {
        self.stream.write_all(&self.request)?;
        let mut filled = 0;
        let (start, end) = loop {
            filled += self.stream.read(&mut self.buffer[filled..])?;
            if let Some(bounds) = body_bounds(&self.buffer[..filled])? {
                break bounds;
            }
        };
        while filled < end {
            filled += self.stream.read(&mut self.buffer[filled..])?;
        }
        Ok(serde_json::from_slice::<List>(&self.buffer[start..end])?.data)
    }
}

/// Where the body starts and ends, once the head is there.
fn body_bounds(head: &[u8]) -> Result<Option<(usize, usize)>, Box<dyn Error>> {
    let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&head[..end])?.to_ascii_lowercase();
    let length = text
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.lines().next());
    let length: usize = length.ok_or("no content-length")?.trim().parse()?;
    Ok(Some((end + 4, end + 4 + length)))
}
