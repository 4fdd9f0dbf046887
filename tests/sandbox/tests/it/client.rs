//! A handwritten HTTP client: it sends what it is given and reports exactly what came back.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

/// Only a hang takes this long, however busy the machine is.
pub const HANG: Duration = Duration::from_secs(30);

pub fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).unwrap()
}

/// Starts a process, or closes sockets, while no other test does so: a process that is starting has
/// copies of all sockets, which are closed for nobody until it runs its own program.
pub fn alone<T>(act: impl FnOnce() -> T) -> T {
    static ALONE: Mutex<()> = Mutex::new(());
    let _held = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    act()
}

/// Stops the server's clock, so that what is tested takes no time by it however slow the machine
/// is; the clock's time in Unix milliseconds.
pub fn stop_clock(sandbox: &Sandbox) -> i64 {
    let clock = sandbox.control("POST", "/clock", json!({"stopped": true}));
    unix_ms(&clock.unwrap()["now"])
}

/// A time that the server has written, in Unix milliseconds.
pub fn unix_ms(time: &Value) -> i64 {
    let time: jiff::Timestamp = time.as_str().unwrap().parse().unwrap();
    time.as_millisecond()
}

/// Waits for what comes by itself, and fails if it never does.
pub fn wait_until(what: &str, mut has_come: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !has_come() {
        assert!(begun.elapsed() < HANG, "{what}: not in {HANG:?}");
        sleep(Duration::from_millis(5));
    }
}

/// What arrived until the server closed or the body was whole.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(there, _)| there == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }

    pub fn announced(&self) -> Option<usize> {
        self.header("content-length")
            .map(|length| length.parse().unwrap())
    }
}

/// Host and port of a URL, and its path.
pub fn split(url: &str) -> (&str, &str) {
    let (_, rest) = url.split_once("://").unwrap();
    rest.split_at(rest.find('/').unwrap())
}

pub fn connect(sandbox: &Sandbox) -> TcpStream {
    let stream = TcpStream::connect(split(sandbox.base_url()).0).unwrap();
    stream.set_read_timeout(Some(HANG)).unwrap();
    stream
}

/// The bytes of a request below the base URL.
pub fn request(method: &str, path: &str, key: Option<&str>, body: Option<&str>) -> String {
    let mut head = format!("{method} /api/v1{path} HTTP/1.1\r\nhost: sandbox\r\n");
    if let Some(key) = key {
        head.push_str(&format!("authorization: Bearer {key}\r\n"));
    }
    if let Some(body) = body {
        let length = body.len();
        head.push_str(&format!(
            "content-type: application/json\r\ncontent-length: {length}\r\n"
        ));
    }
    format!("{head}\r\n{}", body.unwrap_or_default())
}

/// A GET with these headers.
pub fn get_with(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)]) -> Reply {
    send_with(sandbox, "GET", path, headers)
}

/// A request without a body, with these headers.
pub fn send_with(sandbox: &Sandbox, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut sent = request(method, path, None, None);
    sent.truncate(sent.len() - 2);
    for (name, value) in headers {
        sent.push_str(&format!("{name}: {value}\r\n"));
    }
    exchange(&mut connect(sandbox), &format!("{sent}\r\n")).unwrap()
}

/// Sends and reads one response.
pub fn exchange(stream: &mut (impl Read + Write), request: &str) -> io::Result<Reply> {
    stream.write_all(request.as_bytes())?;
    read(stream)
}

/// Reads up to the announced length, or as much of it as comes before the end.
pub fn read(stream: &mut impl Read) -> io::Result<Reply> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    let head_length = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        match read_some(stream, &mut buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => bytes.extend_from_slice(&buffer[..n]),
        }
    };
    let mut body = bytes.split_off(head_length);
    let head = String::from_utf8(bytes).map_err(io::Error::other)?;
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("not HTTP"))?;
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut reply = Reply {
        status,
        headers,
        body: Vec::new(),
    };
    while reply.announced().is_none_or(|length| body.len() < length) {
        match read_some(stream, &mut buffer)? {
            0 => break,
            n => body.extend_from_slice(&buffer[..n]),
        }
    }
    reply.body = body;
    Ok(reply)
}

/// A read that goes on where a stop of the whole process has interrupted it.
pub fn read_some(stream: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match stream.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}

/// One call on a connection of its own.
pub fn try_call(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    key: Option<&str>,
    body: Option<&Value>,
) -> io::Result<Reply> {
    let body = body.map(Value::to_string);
    exchange(
        &mut connect(sandbox),
        &request(method, path, key, body.as_deref()),
    )
}

/// With the admin key, and whole.
pub fn admin(sandbox: &Sandbox, method: &str, path: &str, body: Option<&Value>) -> Reply {
    try_call(sandbox, method, path, Some(sandbox.admin_key()), body).unwrap()
}

pub fn call(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    key: Option<&str>,
    body: Option<&Value>,
) -> Reply {
    try_call(sandbox, method, path, key, body).unwrap()
}
