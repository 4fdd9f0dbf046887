//! [`Spare`]: memory for the next response.
//!
//! A large response's memory would go back to the system and be asked for again, page by page,
//! which took a list of 500 keys a fifth of its time (measured when it was added; the row "List of
//! 500 keys" of the bench).

use std::sync::{Mutex, PoisonError};

/// The memory of the last response that held nothing to wipe.
#[derive(Default)]
pub(super) struct Spare(Mutex<Vec<u8>>);

impl Spare {
    /// As many keys as an account may have fit twice.
    const LARGEST: usize = 512 * 1024;

    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn give(&self, mut memory: Vec<u8>) {
        if memory.capacity() <= Self::LARGEST {
            memory.clear();
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = memory;
        }
    }
}
