//! What stays of a secret in this process's memory once its last handle is dropped: nothing that
//! our own types held. One test, alone in its process, so that no other's secrets are about.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use venice_keys::{Client, Secret, Wallet};
use venice_keys_sandbox::{Options, Sandbox, Web3};

/// The text that is looked for, never whole in memory itself: each byte is kept changed.
struct Needle(Vec<u8>);

const MASK: u8 = 0xa5;

impl Needle {
    fn new(text: &str) -> Self {
        Self(text.bytes().map(|b| b ^ MASK).collect())
    }

    /// Makes the text anew. Whoever gets it has to wipe it.
    fn text(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        self.0.iter().for_each(|b| text.push(char::from(b ^ MASK)));
        text
    }

    /// The byte that its hex digits write at this place.
    fn byte(&self, at: usize) -> u8 {
        let digit = |at: usize| char::from(self.0[at] ^ MASK).to_digit(16).unwrap() as u8;
        digit(2 * at) << 4 | digit(2 * at + 1)
    }

    /// Its second half: an allocator writes its own notes over the start of what was freed.
    fn end(&self) -> &[u8] {
        &self.0[self.0.len() / 2..]
    }

    fn is_at(&self, memory: &[u8]) -> bool {
        let end = self.end();
        memory.len() >= end.len() && end.iter().zip(memory).all(|(n, m)| n ^ MASK == *m)
    }

    /// How often it stands in what this process can write to.
    fn copies(&self) -> usize {
        // One buffer, that isn't searched itself and is wiped at the end. It is there before the
        // regions are looked up: it may make one grow.
        let mut buffer = vec![0; 4 << 20];
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let mut memory = File::open("/proc/self/mem").unwrap();
        let (own, overlap) = (buffer.as_ptr() as u64, self.end().len() - 1);
        let mut copies = 0;
        let own = own..own + buffer.len() as u64;
        for line in maps.lines().filter(|line| line.contains(" rw")) {
            let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let bound = |text| u64::from_str_radix(text, 16).unwrap();
            // The kernel shows neighbours as one region: the buffer may lie in the midst of one.
            let (start, end) = (bound(start), bound(end));
            let inside = |at: u64| at.clamp(start, end);
            let parts = [start..inside(own.start), inside(own.end)..end];
            for Range { mut start, end } in parts {
                while start + (overlap as u64) < end {
                    let length = buffer.len().min((end - start) as usize);
                    let part = &mut buffer[..length];
                    let there = memory.seek(SeekFrom::Start(start)).is_ok();
                    if !there || memory.read_exact(part).is_err() {
                        break;
                    }
                    copies += self.copies_in(part);
                    start += (length - overlap) as u64;
                }
            }
        }
        buffer.fill(0);
        std::hint::black_box(&buffer);
        copies
    }

    fn copies_in(&self, memory: &[u8]) -> usize {
        let first = self.end()[0] ^ MASK;
        let starts = (0..memory.len()).filter(|at| memory[*at] == first);
        starts.filter(|at| self.is_at(&memory[*at..])).count()
    }
}

#[test]
fn nothing_stays_of_a_secret_whose_last_handle_is_dropped() {
    let key = Needle::new("VENICE_ADMIN_KEY_MEMORYTEST_qwertzuiopasdfghjklyxcvbnm");
    let secret = Secret::from(key.text());
    assert!(key.copies() >= 1, "the search finds nothing at all");
    let client = Client::builder().api_key(secret.clone()).build().unwrap();
    let clones = (
        client.clone(),
        client.with_new_connections(),
        secret.clone(),
    );
    drop((client, clones, secret));
    assert_eq!(key.copies(), 0, "copies of an API key stay");

    // Asked for before there is a private key, whose copies are looked for.
    let sandbox = Sandbox::start(Options {
        web3: Web3::Siwe,
        ..Options::default()
    })
    .unwrap();
    let anonymous = Client::builder().anonymous().base_url(sandbox.base_url());
    let anonymous = anonymous.build().unwrap();
    let challenge = anonymous
        .web3_challenge(Some("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"))
        .unwrap();
    drop((anonymous, sandbox));

    let private = Needle::new("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318");
    let text = Secret::from(private.text());
    // As bytes it is read in one order and, as a number, kept in the other.
    let read: Vec<u8> = (0..32).map(|at| private.byte(at) ^ MASK).collect();
    let kept = Needle(read.iter().rev().copied().collect());
    let read = Needle(read);
    let wallet = Wallet::from_hex(text.reveal()).unwrap();
    assert_eq!(kept.copies(), 1, "a private key is kept once, and is found");
    let clone = wallet.clone();
    clone.sign(&challenge).unwrap();
    assert_eq!(kept.copies(), 1, "signing leaves copies");
    drop((wallet, clone, text));
    assert_eq!(kept.copies(), 0, "copies of a private key stay");
    assert_eq!(read.copies(), 0, "bytes of a private key stay");
    assert_eq!(private.copies(), 0, "digits of a private key stay");
}
