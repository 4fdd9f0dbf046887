//! How late this machine is: it may be slow, or stop for a second or two. What goes wrong in time
//! says nothing then, and is played again.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long the clock sleeps at a time.
const STEP: Duration = Duration::from_millis(10);
/// A machine that was no later than this is punctual.
const MOST: Duration = Duration::from_millis(100);
/// So often a cell is played: one that never goes well fails, however late the machine is.
const TRIES: usize = 10;
/// So often one that takes too long is played, also on a machine that is punctual: it may be slow.
const SLOW_TRIES: usize = 3;

/// Why a cell went wrong.
pub(crate) enum Wrong {
    /// However late the machine was.
    Always(String),
    /// If the machine was punctual.
    IfPunctual(String),
    /// If the machine was punctual, or if it takes as long again and again.
    TooLong(Duration),
}

impl From<String> for Wrong {
    fn from(why: String) -> Self {
        Self::Always(why)
    }
}

impl From<&str> for Wrong {
    fn from(why: &str) -> Self {
        Self::Always(why.to_owned())
    }
}

/// Plays a cell until it goes well, or goes wrong by itself. `again` gets a line for each time that
/// it was played again.
pub(crate) fn play<T>(
    place: &str,
    again: &mut Vec<String>,
    mut cell: impl FnMut() -> Result<T, Wrong>,
) -> Result<T, String> {
    let mut tries = 0;
    loop {
        tries += 1;
        let before = late_so_far();
        let (why, least) = match cell() {
            Ok(played) => return Ok(played),
            Err(Wrong::Always(why)) => return Err(why),
            Err(Wrong::IfPunctual(why)) => (why, 1),
            Err(Wrong::TooLong(took)) => (format!("took {took:?}"), SLOW_TRIES),
        };
        let late = late_so_far() - before;
        let most = if late > MOST { TRIES } else { least };
        if tries >= most {
            return Err(format!("{why} (try {tries}, the machine {late:.1?} late)"));
        }
        again.push(format!("{place}: {why} (the machine {late:.1?} late)"));
    }
}

/// A thread that sleeps over and over sees how late it wakes.
struct Clock {
    late: Duration,
    due: Instant,
}

static CLOCK: LazyLock<Mutex<Clock>> = LazyLock::new(|| {
    thread::spawn(tick);
    Mutex::new(Clock {
        late: Duration::ZERO,
        due: Instant::now() + STEP,
    })
});

fn tick() {
    loop {
        thread::sleep(STEP);
        let late = late_so_far();
        *clock() = Clock {
            late,
            due: Instant::now() + STEP,
        };
    }
}

fn clock() -> MutexGuard<'static, Clock> {
    CLOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All that this machine was late so far, also if the clock itself hasn't woken since.
pub(crate) fn late_so_far() -> Duration {
    let clock = clock();
    clock.late + Instant::now().saturating_duration_since(clock.due)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(mut cell: impl FnMut(usize) -> Result<(), Wrong>) -> (Result<(), String>, usize) {
        let (mut again, mut number) = (Vec::new(), 0);
        let played = play("here", &mut again, || {
            number += 1;
            cell(number)
        });
        assert_eq!(again.len(), number - 1);
        (played, number)
    }

    /// As if the machine stopped for a while.
    fn stop() {
        clock().late += Duration::from_secs(1);
    }

    #[test]
    fn what_goes_wrong_on_a_late_machine_is_played_again() {
        let slow = || Err(Wrong::IfPunctual("slow".to_owned()));
        let late_at_first = played(|number| match number {
            1 => {
                stop();
                slow()
            }
            _ => Ok(()),
        });
        assert_eq!(late_at_first, (Ok(()), 2));
        let (always_late, tries) = played(|_| {
            stop();
            slow()
        });
        assert!(always_late.is_err());
        assert_eq!(tries, TRIES);
        let (wrong, tries) = played(|_| {
            stop();
            Err("wrong".into())
        });
        assert!(wrong.is_err());
        assert_eq!(tries, 1);
    }

    #[test]
    fn what_goes_wrong_on_a_punctual_machine_fails() {
        // This machine may be late itself; in one of many plays it isn't.
        let wrong = || Wrong::IfPunctual("wrong".to_owned());
        let tries = (0..1000).map(|_| played(|_| Err(wrong())).1);
        assert_eq!(tries.min(), Some(1));
        let long = || Wrong::TooLong(Duration::from_secs(9));
        let tries = (0..1000).map(|_| played(|_| Err(long())).1);
        assert_eq!(tries.min(), Some(SLOW_TRIES));
    }
}
