//! A server that responds to each request with three keys, as late as it is told: one thread for a
//! connection, so that no call waits for another.

use std::io::{Read, Write, stdin};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::{Result, files};

/// Prints the base URL, then serves until standard input ends.
pub(crate) fn serve(milliseconds: u64) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}/api/v1", listener.local_addr()?);
    let body = files::list_of(3);
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            thread::spawn(move || {
                serve_one(stream, &response, Duration::from_millis(milliseconds))
            });
        }
    });
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn serve_one(mut stream: TcpStream, response: &str, delay: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = [0; 4096];
    let mut filled = 0;
    loop {
        match stream.read(&mut request[filled..])? {
            0 => return Ok(()),
            count => filled += count,
        }
        if request[..filled].ends_with(b"\r\n\r\n") {
            thread::sleep(delay);
            stream.write_all(response.as_bytes())?;
            filled = 0;
        }
    }
}
