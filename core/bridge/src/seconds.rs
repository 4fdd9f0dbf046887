//! Seconds, as languages give them that have no type for a time span.

use std::time::Duration;

/// A time span of so many seconds, or the rule that they break. What is more than a [`Duration`]
/// holds, infinity too, is the most that it holds.
///
/// # Errors
///
/// The rule, to be put after the name of what was given: `timeout must be …`.
pub fn seconds(given: f64) -> Result<Duration, &'static str> {
    if given.is_nan() || given <= 0.0 {
        return Err("must be a number of seconds, more than 0");
    }
    // What is too short for a `Duration` would be none, which a timeout can't be.
    let time = Duration::try_from_secs_f64(given).unwrap_or(Duration::MAX);
    Ok(time.max(Duration::from_nanos(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_a_time_or_breaks_the_rule() {
        for (given, time) in [
            (0.25, Duration::from_millis(250)),
            (60.0, Duration::from_secs(60)),
            (1e-300, Duration::from_nanos(1)),
            (1e300, Duration::MAX),
            (f64::INFINITY, Duration::MAX),
        ] {
            assert_eq!(seconds(given), Ok(time), "{given}");
        }
        for given in [0.0, -0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
            assert!(seconds(given).is_err(), "{given}");
        }
    }
}
