//! The form in which Venice writes every time, `2026-10-01T12:00:00.000Z`, read in a fraction of
//! the time that jiff takes for all the forms it knows.
//!
//! A list of 500 keys has 1,500 times. With this, parsing it takes 700 µs of CPU time, without it
//! 915 µs (2026-11-21, release build without LTO).

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::time;

/// A time in exactly this form; `None` for every other.
pub(super) fn parse(text: &[u8]) -> Option<Timestamp> {
    const MARKS: [(usize, u8); 7] = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (23, b'Z'),
    ];
    if text.len() != 24 || MARKS.iter().any(|(at, mark)| text[*at] != *mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0, |value: i16, digit| {
            let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
            Some(value * 10 + digit)
        })
    };
    let two = |from: usize| number(from, from + 2).map(|value| value as i8);
    let milliseconds = i32::from(number(20, 23)?);
    let moment = DateTime::new(
        number(0, 4)?,
        two(5)?,
        two(8)?,
        two(11)?,
        two(14)?,
        two(17)?,
        milliseconds * 1_000_000,
    );
    time::utc(moment.ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn times_are_read_as_jiff_reads_them(
            time in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9].[0-9]{3}Z",
        ) {
            if let Some(read) = parse(time.as_bytes()) {
                prop_assert_eq!(Some(read), time.parse().ok());
            }
        }
    }
}
