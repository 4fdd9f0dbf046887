//! Rows: a reply as its members in declared order, for readers that are generated from the same
//! declarations. Nobody else reads them, and they never leave the process.
//!
//! A [`Row`] writes itself to a [`Sink`]: [`JsonSink`] for JavaScript (feature `json`),
//! [`ByteSink`] for Swift (feature `bytes`). Secrets don't enter a row: they are kept apart, in the
//! order in which they would have come.

use std::collections::BTreeMap;
use std::time::Duration;

use venice_keys::{Chunk, Date, Decimal, ErrorCode, Operation, Page, Secret, Timestamp};

use crate::{Left, Reply};

#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "json")]
mod json;

#[cfg(feature = "bytes")]
pub use bytes::ByteSink;
#[cfg(feature = "json")]
pub use json::JsonSink;

/// What can be written as a row: a struct, a list, or one value.
pub trait Row {
    /// A struct's name, also of a list of them.
    const NAME: &'static str = "";
    /// Whether it is several values.
    const IS_STRUCT: bool = false;
    /// Whether it is a list.
    const IS_LIST: bool = false;

    /// Writes it.
    fn write(&self, to: &mut impl Sink);
}

/// Where a row's values go, one after another.
pub trait Sink {
    /// No value.
    fn none(&mut self);
    /// A value comes that could have been none: several if it is a struct.
    fn some(&mut self, is_struct: bool);
    /// A list comes, of so many elements.
    fn length(&mut self, length: usize);
    /// Text.
    fn text(&mut self, text: &str);
    /// Yes or no.
    fn flag(&mut self, flag: bool);
    /// A count.
    fn count(&mut self, count: u64);
    /// A time.
    fn time(&mut self, time: Timestamp);
    /// A time span.
    fn span(&mut self, span: Duration);
    /// Money.
    fn money(&mut self, amount: Decimal);
    /// An operation, by its name in the language that reads it.
    fn operation(&mut self, operation: Operation);
    /// A secret, which goes beside the row.
    fn secret(&mut self, secret: &Secret);
}

/// A reply that crosses: a row, and what must not enter one.
pub struct Crossing<R> {
    /// The row.
    pub row: R,
    /// Its secrets, in their order.
    pub secrets: Vec<Secret>,
    left: Option<Left>,
}

impl<R: Send + 'static> Reply for Crossing<R> {
    fn left(&self) -> Option<Left> {
        self.left.clone()
    }
}

#[cfg(any(feature = "json", feature = "bytes"))]
impl<R> Crossing<R> {
    fn of(reply: &impl Reply, row: R, secrets: Vec<Secret>) -> Self {
        let left = reply.left();
        Self { row, secrets, left }
    }
}

/// Declares a struct's members in declared order, and that it can be a reply. If a call that
/// creates a key replies with it, `created` names the member that is the key's id; if a call that
/// pays does, its `paid()` says what was. What borrows is no reply.
macro_rules! row {
    ($name:ident { $($member:ident),+ $(,)? }) => {
        $crate::rows::row!(@write $name, ::venice_keys::$name, $($member),+);

        impl $crate::Reply for ::venice_keys::$name {}
    };
    ($name:ident { $($member:ident),+ $(,)? }, created: $id:ident) => {
        $crate::rows::row!(@write $name, ::venice_keys::$name, $($member),+);

        impl $crate::Reply for ::venice_keys::$name {
            fn left(&self) -> Option<$crate::Left> {
                Some($crate::Left::Key(self.$id.clone()))
            }
        }
    };
    ($name:ident { $($member:ident),+ $(,)? }, paid) => {
        $crate::rows::row!(@write $name, ::venice_keys::$name, $($member),+);

        impl $crate::Reply for ::venice_keys::$name {
            fn left(&self) -> Option<$crate::Left> {
                self.paid().map($crate::Left::Payment)
            }
        }
    };
    ($name:ident<'_> { $($member:ident),+ $(,)? }) => {
        $crate::rows::row!(@write $name, ::venice_keys::$name<'_>, $($member),+);
    };
    (@write $name:ident, $type:ty, $($member:ident),+) => {
        impl $crate::rows::Row for $type {
            const NAME: &'static str = stringify!($name);
            const IS_STRUCT: bool = true;

            fn write(&self, to: &mut impl $crate::rows::Sink) {
                $($crate::rows::Row::write(&self.$member, to);)+
            }
        }
    };
}

/// Declares that an open enumeration is written as its text.
macro_rules! word {
    ($name:ident) => {
        impl $crate::rows::Row for ::venice_keys::$name {
            fn write(&self, to: &mut impl $crate::rows::Sink) {
                to.text(self.as_str());
            }
        }
    };
}

pub(crate) use {row, word};

impl Row for () {
    fn write(&self, _to: &mut impl Sink) {}
}

impl<T: Row> Row for Option<T> {
    fn write(&self, to: &mut impl Sink) {
        match self {
            Some(there) => {
                to.some(T::IS_STRUCT);
                there.write(to);
            }
            None => to.none(),
        }
    }
}

impl<T: Row> Row for Vec<T> {
    const NAME: &'static str = T::NAME;
    const IS_LIST: bool = true;

    fn write(&self, to: &mut impl Sink) {
        to.length(self.len());
        for element in self {
            element.write(to);
        }
    }
}

/// As a list of pairs: no key can be taken for anything else.
impl<T: Row> Row for BTreeMap<String, T> {
    fn write(&self, to: &mut impl Sink) {
        to.length(self.len());
        for (key, value) in self {
            to.text(key);
            value.write(to);
        }
    }
}

/// As a list, and what follows it.
impl<T: Row> Row for Page<T> {
    const NAME: &'static str = T::NAME;
    const IS_LIST: bool = true;

    fn write(&self, to: &mut impl Sink) {
        self.items.write(to);
        to.text(&self.cursor);
        to.flag(self.is_last);
    }
}

impl<T: Send + 'static> Reply for Page<T> {}

impl Row for Chunk {
    const NAME: &'static str = "Chunk";
    const IS_STRUCT: bool = true;

    fn write(&self, to: &mut impl Sink) {
        to.text(&self.text);
        to.count(self.rows);
        to.text(&self.start);
        to.text(&self.cursor);
        to.flag(self.is_first);
        to.flag(self.is_last);
    }
}

impl Reply for Chunk {}

macro_rules! values {
    ($($type:ty: |$value:ident, $to:ident| $write:expr;)+) => {
        $(impl Row for $type {
            fn write(&self, $to: &mut impl Sink) {
                let $value = self;
                $write
            }
        })+
    };
}

values! {
    String: |text, to| to.text(text);
    &str: |text, to| to.text(text);
    bool: |flag, to| to.flag(*flag);
    u16: |count, to| to.count((*count).into());
    u32: |count, to| to.count((*count).into());
    u64: |count, to| to.count(*count);
    Timestamp: |time, to| to.time(*time);
    Date: |date, to| to.text(&date.to_string());
    Duration: |span, to| to.span(*span);
    Decimal: |amount, to| to.money(*amount);
    Secret: |secret, to| to.secret(secret);
    ErrorCode: |code, to| to.text(code.as_str());
    Operation: |operation, to| to.operation(*operation);
}

/// An amount's digits, without zeros at its end, and how many of them are a fraction's.
#[cfg(any(feature = "json", feature = "bytes"))]
fn shortest(amount: Decimal) -> (i128, u32) {
    let (mut digits, mut scale) = (amount.mantissa(), amount.scale());
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    (digits, scale)
}

#[cfg(test)]
#[cfg(any(feature = "json", feature = "bytes"))]
mod tests {
    use super::*;

    pub(super) struct Everything(Secret);
    struct Inner;

    impl Row for Everything {
        const NAME: &'static str = "Everything";
        const IS_STRUCT: bool = true;

        fn write(&self, to: &mut impl Sink) {
            self.0.write(to);
            "plain".write(to);
            "of \"odd\"\nsigns".to_owned().write(to);
            true.write(to);
            ((1u64 << 53) - 1).write(to);
            u64::MAX.write(to);
            Timestamp::from_microsecond(1_767_225_600_123_456)
                .unwrap()
                .write(to);
            Timestamp::from_millisecond(-1).unwrap().write(to);
            Duration::from_micros(12_345).write(to);
            for amount in ["0.500", "-0.25", "79228162514264337593543950335", "100"] {
                amount.parse::<Decimal>().unwrap().write(to);
            }
            None::<Decimal>.write(to);
            Some(Inner).write(to);
            Some(vec!["a".to_owned(), "b".to_owned()]).write(to);
            None::<Inner>.write(to);
            Date::constant(2026, 6, 5).write(to);
            None::<Date>.write(to);
            BTreeMap::<String, Decimal>::new().write(to);
            let amount = |digits: &str| Some(digits.parse::<Decimal>().unwrap());
            let series = [("date", amount("1.5")), ("", None)];
            let series = series.map(|(key, amount)| (key.to_owned(), amount));
            Some(BTreeMap::from(series)).write(to);
        }
    }

    impl Reply for Everything {}

    #[test]
    fn secrets_come_in_the_order_of_the_row_however_deep_they_are() {
        struct Item(Option<Everything>, Option<String>);
        impl Row for Item {
            const IS_STRUCT: bool = true;

            fn write(&self, to: &mut impl Sink) {
                self.0.write(to);
                self.1.write(to);
            }
        }
        let secret = |text: &str| Everything(Secret::from(text));
        let item = |of: Option<&str>| Item(of.map(secret), of.map(str::to_owned));
        let items = vec![item(Some("first")), item(None), item(Some("third"))];
        let page = Page::new(items, "next".to_owned(), false);
        let expected = ["first", "third"].map(Secret::from);
        #[cfg(feature = "json")]
        assert_eq!(JsonSink::crossing(&page).secrets, expected);
        #[cfg(feature = "bytes")]
        assert_eq!(ByteSink::crossing(&page).secrets, expected);
    }

    /// A page of everything, and a page of text.
    pub(super) fn pages() -> (Page<Everything>, Chunk) {
        let page = Page::new(vec![everything()], "next".to_owned(), false);
        let chunk = Chunk {
            text: "a,b\n".to_owned(),
            rows: 3,
            start: "here".to_owned(),
            cursor: "next".to_owned(),
            is_first: false,
            is_last: true,
        };
        (page, chunk)
    }

    impl Row for Inner {
        const IS_STRUCT: bool = true;

        fn write(&self, to: &mut impl Sink) {
            "inner".write(to);
            None::<String>.write(to);
        }
    }

    pub(super) fn everything() -> Everything {
        Everything(Secret::from(
            "VENICE_INFERENCE_KEY_UNITTEST_abcdefghijklmnop",
        ))
    }
}
