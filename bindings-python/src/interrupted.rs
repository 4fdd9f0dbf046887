//! Pages whose reader was interrupted: by Ctrl-C, a raising signal handler, or a cancelled await.
//! What such a page has done nobody else can say; so it is stopped, and kept for who asks next.

use std::sync::{Arc, Mutex};

use venice_keys_bridge::{PerProcess, lock};

use crate::calls::Started;

/// Where the page of an interrupted reader is kept. A forked child has none of its parent's.
pub struct Interrupted(PerProcess<Mutex<Option<Arc<Started>>>>);

impl Interrupted {
    pub fn none() -> Arc<Self> {
        Arc::new(Self(PerProcess::new(Mutex::default())))
    }

    /// Stops a call, and keeps it.
    pub fn keep(&self, call: Arc<Started>) {
        call.pending.stop();
        let before = self.slot().and_then(|slot| lock(slot).replace(call));
        drop(before);
    }

    pub fn take(&self) -> Option<Arc<Started>> {
        self.slot().and_then(|slot| lock(slot).take())
    }

    fn slot(&self) -> Option<&Mutex<Option<Arc<Started>>>> {
        self.0.get(|_| Mutex::default())
    }
}
