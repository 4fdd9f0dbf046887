//! Keeps what the server echoes out of the log.
//!
//! At level DEBUG ureq logs a response's `Server`, `Date`, `Content-Type` and a few more headers as
//! they came. Any of this attempt's secrets in a header is overwritten before ureq reads it, in its
//! buffer: there is no other way in. Only while those lines are logged.

use std::cell::RefCell;

use log::Level;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport as Socket};

use crate::scrub::Scrubber;
use crate::secret::Secret;

thread_local! {
    static SECRETS: RefCell<Vec<Secret>> = const { RefCell::new(Vec::new()) };
}

/// Whether ureq's lines of that level are logged.
fn is_logged() -> bool {
    log::log_enabled!(target: "ureq::run", Level::Debug)
}

/// While this lives, the secrets of this thread's attempt are known. No longer: a thread may live
/// on for weeks.
pub(super) struct KnownSecrets(());

/// An attempt with these secrets begins on this thread.
pub(super) fn begin<'a>(secrets: impl Iterator<Item = &'a Secret>) -> KnownSecrets {
    if is_logged() {
        know(secrets)
    } else {
        KnownSecrets(())
    }
}

fn know<'a>(secrets: impl Iterator<Item = &'a Secret>) -> KnownSecrets {
    SECRETS.with_borrow_mut(|known| known.extend(secrets.cloned()));
    KnownSecrets(())
}

impl Drop for KnownSecrets {
    fn drop(&mut self) {
        SECRETS.with_borrow_mut(Vec::clear);
    }
}

/// A connection whose response heads hold no secret of the attempt.
#[derive(Debug)]
pub(super) struct ScrubbedSocket(pub(super) Box<dyn Socket>);

impl Socket for ScrubbedSocket {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let read = self.0.await_input(timeout)?;
        if read && is_logged() {
            SECRETS.with_borrow(|secrets| overwrite(self.0.buffers(), secrets));
        }
        Ok(read)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

/// Overwrites secrets in the heads that have arrived and aren't read yet. A body stays as it is.
fn overwrite(buffers: &mut dyn Buffers, secrets: &[Secret]) {
    let mut input = buffers.input().to_vec();
    let end = end_of_heads(&input);
    if end == 0 || secrets.is_empty() || !Scrubber::new(secrets).overwrite(&mut input[..end]) {
        return;
    }
    // Bytes that have arrived can't be changed in place: they are taken out and put in again.
    buffers.input_consume(input.len());
    buffers.input_append_buf()[..input.len()].copy_from_slice(&input);
    buffers.input_appended(input.len());
}

/// Where the head of a response ends; with it those of early responses before it.
fn end_of_heads(input: &[u8]) -> usize {
    let mut end = 0;
    while input[end..].starts_with(b"HTTP/1.") {
        let head = &input[end..];
        let length = head.windows(4).position(|four| four == b"\r\n\r\n");
        let Some(length) = length else {
            return input.len();
        };
        end += length + 4;
        if !head[b"HTTP/1.".len()..].starts_with(b"1 1") {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use ureq::unversioned::transport::LazyBuffers;

    use super::*;

    const KEY: &str = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW";

    fn overwritten(input: &str) -> String {
        let mut buffers = LazyBuffers::new(1024, 1024);
        buffers.input_append_buf()[..input.len()].copy_from_slice(input.as_bytes());
        buffers.input_appended(input.len());
        overwrite(&mut buffers, &[Secret::from(KEY)]);
        String::from_utf8(buffers.input().to_vec()).unwrap()
    }

    #[test]
    fn no_thread_keeps_a_secret_after_its_attempt() {
        let secret = Secret::from(KEY);
        let known = know([&secret].into_iter());
        assert_eq!(SECRETS.with_borrow(Vec::len), 1);
        drop(known);
        assert_eq!(SECRETS.with_borrow(Vec::len), 0);
    }

    #[test]
    fn an_echoed_key_is_overwritten_in_every_head_and_in_no_body() {
        let early = format!("HTTP/1.1 103 Early Hints\r\ndate: {KEY}\r\n\r\n");
        let head = format!("HTTP/1.1 200 OK\r\nserver: {KEY}\r\ndate: now\r\n\r\n");
        let clean = overwritten(&format!("{early}{head}{KEY}"));
        assert_eq!(clean.len(), early.len() + head.len() + KEY.len());
        assert_eq!(clean.matches("abcdefghijkl").count(), 1);
        assert!(clean.ends_with(KEY) && clean.contains("\r\ndate: now\r\n\r\n"));
        let half = &head[..head.len() - 10];
        assert!(!overwritten(half).contains("abcdefghijkl"));
        assert_eq!(overwritten(KEY), KEY);
    }
}
