//! A keep-alive server that answers every request with the same bytes, so that its speed is nobody's.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use serde_json::json;

/// Starts it on a free port of loopback; it lives as long as the process.
pub(crate) fn start(body: Vec<u8>) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         date: Fri, 20 Nov 2026 12:00:00 GMT\r\nx-request-id: 7d1c2f\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend(body);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || serve(stream, &answer));
        }
    });
    Ok(address)
}

fn serve(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = [0; 4096];
    let mut filled = 0;
    loop {
        match stream.read(&mut request[filled..])? {
            0 => return Ok(()),
            count => filled += count,
        }
        if request[..filled].ends_with(b"\r\n\r\n") {
            stream.write_all(answer)?;
            filled = 0;
        }
    }
}

/// The JSON of a list as Venice sends it.
pub(crate) fn list_of(keys: usize) -> Vec<u8> {
    let keys: Vec<_> = (0..keys)
        .map(|n| {
            json!({
                "id": format!("e28e82dc-9df2-4b47-b726-d0a2{n:08x}"),
                "apiKeyType": "INFERENCE",
                "description": format!("customer {n}"),
                "createdAt": "2026-10-01T12:00:00.000Z",
                "expiresAt": if n % 2 == 0 { json!(null) } else { json!("2027-10-01T12:00:00.000Z") },
                "lastUsedAt": "2026-11-20T11:59:59.123Z",
                "last6Chars": "2V2jNW",
                "consumptionLimits": {"usd": 50, "diem": 10.5, "vcu": null},
                "limitPeriod": "MONTH",
                "modelPrivacy": "ALL",
                "usage": {
                    "trailingSevenDays": {"usd": "10.2424", "vcu": "42.2315", "diem": "4.2231"}
                },
                "currentPeriodUsage": {"usd": "5.1234", "diem": "2.5000"},
            })
        })
        .collect();
    json!({ "object": "list", "data": keys })
        .to_string()
        .into_bytes()
}
