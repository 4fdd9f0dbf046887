//! The least that could do the work: a `TcpStream` that sends the same request, reads the response
//! to its end and parses it into the same types.

use std::io::{Read, Write};
use std::net::TcpStream;

use venice_keys::ApiKey;

use crate::Result;
use crate::contenders::{KEY, List};

pub(crate) struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(base_url: &str) -> Result<Self> {
        let rest = base_url.strip_prefix("http://").ok_or("plain http only")?;
        let (address, path) = rest.split_once('/').ok_or("no path")?;
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        // The same headers that the client sends.
        let request = format!(
            "GET /{path}/api_keys HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {KEY}\r\n\
             accept-encoding: gzip\r\nuser-agent: venice-keys/0.1.0\r\naccept: \
             application/json\r\n\r\n"
        );
        Ok(Self {
            stream,
            request: request.into_bytes(),
            buffer: vec![0; 1 << 16],
        })
    }

    pub(crate) fn list_keys(&mut self) -> Result<Vec<ApiKey>> {
        self.stream.write_all(&self.request)?;
        let mut filled = 0;
        let (start, end) = loop {
            filled += self.read_to(filled)?;
            if let Some(bounds) = body_bounds(&self.buffer[..filled])? {
                break bounds;
            }
        };
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        while filled < end {
            filled += self.read_to(filled)?;
        }
        Ok(serde_json::from_slice::<List>(&self.buffer[start..end])?.data)
    }

    fn read_to(&mut self, at: usize) -> Result<usize> {
        match self.stream.read(&mut self.buffer[at..])? {
            0 => Err("the server closed the connection".into()),
            count => Ok(count),
        }
    }
}

/// Where the body starts and ends, once the head is there.
fn body_bounds(response: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(end) = response.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&response[..end])?;
    let length = head.split("Content-Length: ").nth(1);
    let length = length.and_then(|rest| rest.lines().next());
    let length: usize = length.ok_or("no Content-Length")?.parse()?;
    Ok(Some((end + 4, end + 4 + length)))
}
