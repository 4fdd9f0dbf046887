//! A call under way, and what it replies. The core blocks on a thread of the bridge's; Swift's few
//! threads only ever wait without blocking.

use std::sync::Arc;

use async_channel::{Receiver, Sender};
use venice_keys::{Attempt, Client, Error, Operation};
use venice_keys_bridge::rows::{ByteSink, Crossing, Row};
use venice_keys_bridge::{Claim, Handle, Host, Left, Names, Pending, Reply, Runtime};
use zeroize::Zeroize;

use crate::client::{CoreListener, CoreSecret};
use crate::errors::CoreError;
use crate::generated::OwnDetails;

/// What a worker does for a call: an operation of the core, its result written down.
pub type Work = Box<dyn FnOnce(&Client) -> Result<CoreReply, Error> + Send>;

/// The work of a call of the core.
pub(crate) fn work<T: Row + Reply>(
    operation: Operation,
    call: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
) -> Result<(Operation, Work), CoreError> {
    let work = |client: &Client| Ok(CoreReply::of(&call(client)?));
    Ok((operation, Box::new(work)))
}

/// Where a call's news goes.
struct SwiftHost {
    listener: Arc<dyn CoreListener>,
    /// Closed when there is an outcome to claim.
    ended: Sender<()>,
}

impl Host for SwiftHost {
    fn names(&self) -> Names {
        Names::Swift
    }

    fn warn(&self, text: &str) {
        self.listener.warned(text.to_owned());
    }

    fn attempt(&self, attempt: &Attempt<'_>) {
        self.listener.attempted(ByteSink::bytes_of(attempt));
    }

    fn done(&self, _call: Handle) {
        self.ended.close();
    }
}

/// A call under way. Dropping it gives it up.
#[derive(uniffi::Object)]
pub struct CoreCall {
    pending: Pending<CoreReply>,
    ended: (Sender<()>, Receiver<()>),
}

impl CoreCall {
    /// Starts a call. Nothing starts in a process that has no threads of its own any more.
    pub(crate) fn start(
        listener: Arc<dyn CoreListener>,
        operation: Operation,
        client: &Client,
        work: Work,
    ) -> Option<Self> {
        let ended = async_channel::bounded(1);
        let host = Arc::new(SwiftHost {
            listener,
            ended: ended.0.clone(),
        });
        let pending = Pending::start(Runtime::current()?, host, operation, client, work);
        Some(Self { pending, ended })
    }
}

#[uniffi::export]
impl CoreCall {
    /// The Swift task was cancelled: [`ended`](Self::ended) returns now.
    pub fn give_up(&self) {
        self.pending.give_up();
        self.ended.0.close();
    }

    /// The Swift task was cancelled, but still wants to know what was done: nothing more is sent.
    /// Returns whether there is something to wait for.
    pub fn stop(&self) -> bool {
        self.pending.stop()
    }

    /// [`ended`](Self::ended) returns now. What the call has replied by then can still be taken.
    pub fn wait_no_longer(&self) {
        self.ended.0.close();
    }

    /// Waits until the call has ended or was given up.
    pub async fn ended(&self) {
        // Nothing is ever sent: this returns when the channel is closed.
        let _ = self.ended.1.recv().await;
    }

    /// The result of a call that has ended. Until Swift has [confirmed](Self::confirm) that it
    /// could be read, a created key counts as one that may be lost.
    pub fn reply(&self) -> Result<Arc<CoreReply>, CoreError> {
        match self.pending.hand_over() {
            Claim::Outcome(Ok(Ok(reply))) => Ok(Arc::new(reply)),
            Claim::Outcome(Ok(Err(error))) => Err(error.into()),
            Claim::Outcome(Err(_)) => {
                let (code, message) = self.pending.defect();
                let issue = None;
                Err(OwnDetails {
                    code,
                    message,
                    issue,
                }
                .into())
            }
            Claim::GivenUp | Claim::Running => Err(CoreError::Cancelled),
        }
    }

    /// Swift has read the result.
    pub fn confirm(&self) {
        self.pending.confirm();
    }

    /// Swift can't read the result: nobody has it.
    pub fn unread(&self) {
        self.pending.unread();
    }
}

/// What a call replies: a row, and apart from it the secrets that belong to it.
#[derive(uniffi::Object)]
pub struct CoreReply(Crossing<Vec<u8>>);

impl CoreReply {
    /// Writes a value down.
    pub(crate) fn of(value: &(impl Row + Reply)) -> Self {
        Self(ByteSink::crossing(value))
    }
}

impl Reply for CoreReply {
    fn left(&self) -> Option<Left> {
        self.0.left()
    }
}

/// A challenge is worth a key for as long as it is good.
impl Drop for CoreReply {
    fn drop(&mut self) {
        self.0.row.zeroize();
    }
}

#[uniffi::export]
impl CoreReply {
    /// Where the row lies: Swift reads it in place, while it holds this object.
    pub fn address(&self) -> u64 {
        self.0.row.as_ptr() as u64
    }

    /// How many bytes it has.
    pub fn count(&self) -> u64 {
        self.0.row.len() as u64
    }

    /// The secrets that belong to the row, in their order.
    pub fn secrets(&self) -> Vec<Arc<CoreSecret>> {
        let secrets = self.0.secrets.iter();
        secrets
            .map(|secret| Arc::new(secret.clone().into()))
            .collect()
    }
}
