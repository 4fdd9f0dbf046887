//! Ctrl-C, SIGTERM and SIGHUP: nothing more is made, what was made is deleted, and then it ends.

use std::io;
use std::process::exit;
use std::sync::Arc;
use std::thread;

use tokio::runtime::Builder;

use crate::run::Run;
use crate::table::tell;

/// From now on until the program ends.
pub(crate) fn watch(run: Arc<Run>) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let mut signals = {
        let _inside = runtime.enter();
        Signals::new()?
    };
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            let number = runtime.block_on(signals.next());
            tell("stopped: deleting what was made");
            let under_way = run.stop();
            match run.clean_up() {
                Ok(()) => tell("no key is left"),
                Err(left) => tell(&left),
            }
            if under_way {
                tell(&format!(
                    "one create was still under way: its key expires by {}",
                    run.expires_at()
                ));
            }
            exit(128 + number)
        })?;
    Ok(())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// The number of the next one.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 2,
            _ = self.terminate.recv() => 15,
            _ = self.hangup.recv() => 1,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> i32 {
        // Without a console there is no Ctrl-C, and nothing to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        2
    }
}
