//! Servers and proxies that respond slowly, endlessly or with something malformed: none can make an
//! attempt outlive its time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};

use ureq::Proxy;

use super::body::{LARGEST_BODY, LARGEST_REFUSAL};
use super::*;
use crate::builder::Settings;
use crate::codes::ErrorCode;
use crate::operations::Operation;

/// How long an attempt at a response without an end may take.
const TIME: Duration = Duration::from_millis(400);
/// How long any other may take.
const AMPLE: Duration = Duration::from_secs(20);
/// How much longer it may take on a busy machine: what these servers do would never end.
const GRACE: Duration = Duration::from_secs(10);
const DRIP: Duration = Duration::from_millis(20);
const OK: &str = "HTTP/1.1 200 OK\r\n";

/// A server that does this with every connection, after it has read a request's beginning.
fn server(
    behave: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let behave = Arc::new(behave);
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let behave = behave.clone();
            std::thread::spawn(move || {
                let _ = client.read(&mut [0; 4096]);
                // Until the client has gone.
                let _ = behave(&mut client);
            });
        }
    });
    address
}

/// Sends `once`, then `again` for ever, with a pause before each.
fn drip(once: &[u8], again: &[u8], pause: Duration) -> SocketAddr {
    let (once, again) = (once.to_vec(), again.to_vec());
    server(move |client| {
        client.write_all(&once)?;
        loop {
            std::thread::sleep(pause);
            client.write_all(&again)?;
        }
    })
}

fn response(text: impl Into<Vec<u8>>) -> SocketAddr {
    let text = text.into();
    server(move |client| {
        client.write_all(&text)?;
        client.read(&mut [0; 1]).map(drop)
    })
}

fn transport(url: &str, proxy: Option<SocketAddr>, connect_timeout: Duration) -> Transport {
    let base = BaseUrl::parse(url).unwrap();
    let mut wiring = {
        let settings = Settings {
            connect_timeout,
            ..Settings::default()
        };
        Wiring::new(base, &settings).unwrap()
    };
    wiring.proxy = proxy.map(|proxy| Proxy::new(&format!("http://{proxy}")).unwrap());
    Transport::new(Arc::new(wiring))
}

/// One attempt, which keeps to its time.
fn attempt_within(
    time: Duration,
    transport: &Transport,
    call: &Call,
) -> Result<Response, AttemptError> {
    let start = Instant::now();
    let outcome = transport.attempt(call, None, None, time);
    let took = start.elapsed();
    assert!(took < time + GRACE, "took {took:?}");
    outcome
}

fn list() -> Call {
    Call::get(Operation::ListKeys, "/api_keys".to_owned())
}

fn create() -> Call {
    let body = Body::json(&"x").unwrap();
    Call::post(Operation::CreateKey, "/api_keys".to_owned(), body)
}

/// Both ways of reading a body.
fn each_within(time: Duration, server: SocketAddr, check: impl Fn(Result<Response, AttemptError>)) {
    for call in [list(), create()] {
        let attempt = || {
            let transport = transport(&format!("http://{server}"), None, AMPLE);
            attempt_within(time, &transport, &call)
        };
        // The time may be over before it is sent, if the machine stands still.
        let was_sent = |outcome: &Result<_, AttemptError>| match outcome {
            Ok(_) => true,
            Err(error) => error.sent,
        };
        let mut attempts = std::iter::repeat_with(attempt).take(5);
        check(attempts.find(was_sent).expect("it was never sent"));
    }
}

/// A response without an end.
fn endless(server: SocketAddr, check: impl Fn(Result<Response, AttemptError>)) {
    each_within(TIME, server, check);
}

/// A response that comes at once.
fn prompt(server: SocketAddr, check: impl Fn(Result<Response, AttemptError>)) {
    each_within(AMPLE, server, check);
}

#[track_caller]
fn timed_out(outcome: Result<Response, AttemptError>) {
    let error = match outcome {
        Ok(response) => response.truncated.expect("the body was whole"),
        Err(error) => error,
    };
    assert_eq!(error.code, ErrorCode::Timeout, "{error:?}");
    assert!(error.sent);
}

/// A fast body exceeds the size limit or the time limit first: that depends on the machine.
#[track_caller]
fn ended_by_time_or_size(outcome: Result<Response, AttemptError>) {
    let error = match outcome {
        Ok(response) => response.truncated.expect("the body was whole"),
        Err(error) => error,
    };
    let either = [ErrorCode::Timeout, ErrorCode::BadResponse];
    assert!(either.contains(&error.code) && error.sent, "{error:?}");
}

#[test]
fn headers_that_drip() {
    endless(drip(OK.as_bytes(), b"a", DRIP), timed_out);
    endless(drip(OK.as_bytes(), b"a: b\r\n", DRIP), timed_out);
}

#[test]
fn interim_answers_without_end() {
    let early = b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    endless(drip(b"", early, DRIP), timed_out);
    endless(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", DRIP), timed_out);
    endless(drip(b"", early, Duration::ZERO), ended_by_time_or_size);
}

#[test]
fn bodies_that_drip() {
    for header in ["content-length: 100000\r\n\r\n", "\r\n"] {
        endless(
            drip(format!("{OK}{header}").as_bytes(), b"a", DRIP),
            timed_out,
        );
    }
}

#[test]
fn tiny_chunks_without_end() {
    let chunked = format!("{OK}transfer-encoding: chunked\r\n\r\n");
    let one = b"1\r\na\r\n";
    endless(drip(chunked.as_bytes(), one, DRIP), timed_out);
    for many in [one.to_vec(), one.repeat(20_000)] {
        let flood = drip(chunked.as_bytes(), &many, Duration::ZERO);
        endless(flood, ended_by_time_or_size);
    }
}

#[test]
fn trailers_without_end() {
    let start = format!("{OK}transfer-encoding: chunked\r\n\r\n0\r\n");
    for (trailers, pause) in [(1, DRIP), (20_000, Duration::ZERO)] {
        endless(
            drip(start.as_bytes(), &b"a: b\r\n".repeat(trailers), pause),
            timed_out,
        );
    }
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const ZIPPED: &str = "content-encoding: gzip\r\n";

#[test]
fn empty_gzip_members_without_end() {
    let start = format!("{OK}{ZIPPED}\r\n");
    for (members, pause) in [(1, DRIP), (5_000, Duration::ZERO)] {
        endless(
            drip(start.as_bytes(), &zipped(b"").repeat(members), pause),
            timed_out,
        );
    }
}

#[test]
fn what_unpacks_to_too_much() {
    let packed = |body: &[u8]| {
        let head = format!("{OK}{ZIPPED}content-length: {}\r\n\r\n", body.len());
        response([head.as_bytes(), body].concat())
    };
    let bomb = zipped(&vec![b' '; LARGEST_BODY + 1]);
    prompt(packed(&bomb), |outcome| {
        let truncated = outcome.unwrap().truncated.unwrap();
        assert_eq!(truncated.code, ErrorCode::BadResponse, "{truncated:?}");
    });
    let members = zipped(&[b' '; 64]).repeat(LARGEST_BODY / 64 + 1);
    endless(packed(&members), ended_by_time_or_size);
}

#[test]
fn a_refusal_is_read_up_to_64_kib() {
    let text = format!("{{\"error\":\"{}\"}}", "a".repeat(LARGEST_REFUSAL));
    let long = "HTTP/1.1 400 Bad Request\r\n";
    let plain = format!("{long}content-length: {}\r\n\r\n{text}", text.len());
    let bomb = zipped(&vec![b' '; LARGEST_BODY]);
    let head = format!("{long}{ZIPPED}content-length: {}\r\n\r\n", bomb.len());
    for reply in [plain.into_bytes(), [head.as_bytes(), &bomb].concat()] {
        prompt(response(reply), |outcome| {
            let response = outcome.unwrap();
            assert_eq!(response.status, 400);
            assert_eq!(response.body.bytes().len(), LARGEST_REFUSAL);
            assert!(response.truncated.is_none());
        });
    }
    let unended = format!("{long}\r\n{}", text);
    prompt(drip(unended.as_bytes(), b"a", DRIP), |outcome| {
        assert!(outcome.unwrap().truncated.is_none());
    });
}

/// What comes of connecting without an end: once that has the shorter time, once the attempt.
fn unconnected(url: &str, proxy: Option<SocketAddr>) -> [AttemptError; 2] {
    [(TIME, AMPLE), (AMPLE, TIME)].map(|(connect_timeout, time)| {
        let start = Instant::now();
        let transport = transport(url, proxy, connect_timeout);
        let error = attempt_within(time, &transport, &list()).err().unwrap();
        assert!(start.elapsed() < TIME + GRACE);
        assert!(!error.sent, "{error:?}");
        error
    })
}

#[test]
fn tls_that_drips() {
    // A record of 16 KiB, and one that says nothing, again and again.
    for (once, again) in [
        (&b"\x16\x03\x03\x40\x00"[..], &b"\x02"[..]),
        (b"", b"\x15\x03\x03\x00\x02\x01\x5a"),
    ] {
        let url = format!("https://{}", drip(once, again, DRIP));
        for error in unconnected(&url, None) {
            assert!(
                matches!(error.code, ErrorCode::Timeout | ErrorCode::Tls),
                "{error:?}"
            );
        }
    }
}

#[test]
fn a_proxy_that_drips() {
    for (once, again) in [
        ("HTTP/1.1 200 OK\r\na: b", "c"),
        ("HTTP/1.1 200 OK\r\n\r\n\x16\x03\x03\x40", "\x02"),
    ] {
        let proxy = drip(once.as_bytes(), again.as_bytes(), DRIP);
        for error in unconnected("https://venice.example", Some(proxy)) {
            assert_eq!(error.code, ErrorCode::Timeout, "{error:?}");
        }
    }
}

/// Responses that HTTP allows and ureq refuses: the request may have been carried out, so a create
/// is `outcome_unknown`.
#[test]
fn legal_oddities_that_are_not_understood() {
    let body = "content-length: 2\r\n\r\n{}";
    for reply in [
        format!(
            "{OK}transfer-encoding: chunked\r\n\r\n2;a={}\r\n{{}}\r\n0\r\n\r\n",
            "b".repeat(20)
        ),
        format!("HTTP/1.1 100 Continue\r\ndate: now\r\n\r\n{OK}{body}"),
        format!("{OK}a: b\r\n c\r\n{body}"),
    ] {
        prompt(response(reply), |outcome| {
            let error = match outcome {
                Ok(response) => response
                    .truncated
                    .expect("understood by now: so much the better"),
                Err(error) => error,
            };
            assert_eq!(error.code, ErrorCode::Connection);
            assert!(error.sent && error.temporary);
        });
    }
}

#[test]
fn what_is_left_after_the_certificates_are_read_counts() {
    let transport = transport(
        &format!(
            "http://{}",
            response(format!("{OK}content-length: 2\r\n\r\n{{}}"))
        ),
        None,
        AMPLE,
    );
    std::thread::scope(|scope| {
        let (began, begins) = std::sync::mpsc::channel();
        let transport = &transport;
        scope.spawn(move || {
            transport.agents.get_or_init(|| {
                began.send(()).unwrap();
                std::thread::sleep(10 * TIME);
                Agents::new(&transport.wiring, Addresses::default())
            });
        });
        begins.recv().unwrap();
        let error = attempt_within(TIME, transport, &list()).err().unwrap();
        assert_eq!(error.code, ErrorCode::Timeout);
        assert!(!error.sent);
    });
    assert!(attempt_within(AMPLE, &transport, &list()).is_ok());
}

#[test]
fn without_a_thread_for_its_lookup_nothing_is_sent_and_nothing_panics() {
    let transport = transport("https://venice.example", None, AMPLE);
    let agents = Agents::new(&transport.wiring, Addresses::without_threads());
    assert!(transport.agents.set(agents).is_ok());
    let error = attempt_within(AMPLE, &transport, &list()).err().unwrap();
    assert_eq!(error.code, ErrorCode::Connection);
    assert!(!error.sent && error.what.contains("thread"), "{error:?}");
}

#[test]
fn the_longest_timeouts_there_are() {
    let reply = format!("{OK}content-length: 2\r\n\r\n{{}}");
    let url = format!("http://{}", response(reply));
    let client = crate::Client::builder()
        .api_key("VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW")
        .base_url(url)
        .timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .create_limit(1)
        .create_limit_period(Duration::MAX)
        .build()
        .unwrap();
    let refused = client.rate_limits().unwrap_err();
    assert_eq!(refused.code(), ErrorCode::BadResponse);
    let create = client.create_key(&crate::NewKey::new("a")).unwrap_err();
    assert_eq!(create.code(), ErrorCode::OutcomeUnknown);
}

#[test]
fn no_header_shows_the_key() {
    let key = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW";
    let echo = format!(
        "{OK}x-request-id: {key}\r\nx-venice-version: {key}\r\nsunset: see {key}\r\n\
         content-length: 2\r\n\r\n{{}}"
    );
    let base = BaseUrl::parse(&format!("http://{}", response(echo))).unwrap();
    let secret = Secret::from(key);
    let wiring = Wiring::new(base, &Settings::default()).unwrap();
    let transport = Transport::new(Arc::new(wiring));
    let key = Bearer::new(secret);
    let response = transport.attempt(&list(), Some(&key), None, AMPLE);
    let response = response.ok().unwrap();
    for text in [
        response.request_id,
        response.server_version,
        response.notice,
    ] {
        assert!(!text.unwrap().contains("abcdefghijkl"));
    }
}
