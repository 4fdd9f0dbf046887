//! Reads what Swift gives to a call: a row in the other direction, written by
//! `Sources/VeniceKeys/Calls.swift` and the code generated beside it.

use std::borrow::Cow;
use std::path::PathBuf;
use std::str;
use std::sync::Arc;
use std::time::Duration;

use venice_keys::{
    Change, Date, Decimal, ErrorCode, Expiry, Timestamp, Wallet, parse_amount, parse_date,
};
use venice_keys_bridge::seconds;

use crate::errors::CoreError;
use crate::generated::OwnDetails;

/// A text of Swift's, which is always UTF-8.
pub(crate) fn text(utf8: &[u8]) -> &str {
    str::from_utf8(utf8).unwrap_or_default()
}

/// The arguments of a call, read from the front.
pub struct Arguments<'a> {
    rest: &'a [u8],
    wallet: Option<Arc<Wallet>>,
    /// What it is called when one breaks a rule.
    refused: ErrorCode,
    /// The members that lead to what is being read, by Venice's names: errors name them.
    path: Vec<Cow<'static, str>>,
}

impl<'a> Arguments<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            wallet: None,
            refused: ErrorCode::InvalidInput,
            path: Vec::new(),
        }
    }

    /// The settings of a client, which are read like the arguments of a call.
    pub(crate) fn settings(bytes: &'a [u8]) -> Self {
        let refused = ErrorCode::Config;
        Self {
            refused,
            ..Self::new(bytes)
        }
    }

    pub(crate) fn with_wallet(self, wallet: Option<Arc<Wallet>>) -> Self {
        Self { wallet, ..self }
    }

    /// Reads the next value.
    pub(crate) fn read<T: Argument>(&mut self) -> Result<T, CoreError> {
        T::read(self)
    }

    /// Reads the next value, which is the member of this name.
    pub(crate) fn member<T: Argument>(&mut self, name: &'static str) -> Result<T, CoreError> {
        self.path.push(name.into());
        let value = T::read(self);
        self.path.pop();
        value
    }

    fn path(&self) -> String {
        self.path.join(".")
    }

    /// What is being read breaks a rule that only a language without a type for it needs.
    fn refusal(&self, rule: &str) -> CoreError {
        let field = self.path();
        CoreError::from(OwnDetails {
            code: self.refused,
            message: format!("{field} {rule}"),
            issue: Some((&field, rule)),
        })
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut taken = [0; N];
        taken.copy_from_slice(self.bytes(N));
        taken
    }

    /// Both sides are generated from one model, and the fingerprint says that it was the same: a
    /// row that ends early is a mistake of ours, which reaches Swift as an error.
    fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        taken
    }

    fn count(&mut self) -> usize {
        u32::from_le_bytes(self.take()) as usize
    }
}

/// What can be read from a row. The generated code implements it for enumerations and structs.
pub(crate) trait Argument: Sized {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError>;
}

impl Argument for bool {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        Ok(from.take() != [0])
    }
}

/// A count. What is more than the core takes is the most it takes.
impl Argument for u32 {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        match i64::from_le_bytes(from.take()) {
            ..0 => Err(from.refusal("must be 0 or more")),
            count => Ok(count.try_into().unwrap_or(u32::MAX)),
        }
    }
}

impl Argument for PathBuf {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        Ok(from.read::<String>()?.into())
    }
}

impl Argument for String {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let count = from.count();
        Ok(text(from.bytes(count)).to_owned())
    }
}

impl Argument for Timestamp {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let microseconds = i64::from_le_bytes(from.take());
        Ok(
            Timestamp::from_microsecond(microseconds).unwrap_or(match microseconds < 0 {
                true => Timestamp::MIN,
                false => Timestamp::MAX,
            }),
        )
    }
}

/// A day, as text.
impl Argument for Date {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let day: String = from.read()?;
        Ok(parse_date(&from.path(), &day)?)
    }
}

/// Seconds.
impl Argument for Duration {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let given = f64::from_le_bytes(from.take());
        // None at all is a time span that a call may be given, and no setting.
        if given == 0.0 && from.refused == ErrorCode::InvalidInput {
            return Ok(Self::ZERO);
        }
        seconds(given).map_err(|rule| from.refusal(rule))
    }
}

/// Digits: what isn't a number is refused, with the name of its field.
impl Argument for Decimal {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let digits: String = from.read()?;
        Ok(parse_amount(&from.path(), &digits)?)
    }
}

/// A moment, or a text as Venice writes one.
impl Argument for Expiry {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        if !from.read::<bool>()? {
            return Ok(from.read::<String>()?.parse()?);
        }
        let microseconds = i64::from_le_bytes(from.take());
        match Timestamp::from_microsecond(microseconds) {
            Ok(time) => Ok(time.into()),
            // No calendar has it: refused like any other text that is no time.
            Err(_) => Ok(microseconds.to_string().parse()?),
        }
    }
}

impl<T: Argument> Argument for Option<T> {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        from.read::<bool>()?.then(|| from.read()).transpose()
    }
}

impl<T: Argument> Argument for Vec<T> {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let count = from.count();
        let element = |place: usize| {
            from.path.push(place.to_string().into());
            let value = from.read();
            from.path.pop();
            value
        };
        (0..count).map(element).collect()
    }
}

impl<T: Argument> Argument for Change<T> {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        Ok(match from.take() {
            [0] => Change::Keep,
            [1] => Change::Clear,
            _ => Change::Set(from.read()?),
        })
    }
}

/// Crosses by handle, beside the row.
impl Argument for Arc<Wallet> {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        match from.wallet.take() {
            Some(wallet) => Ok(wallet),
            None => unreachable!("Swift's side of this call takes a wallet"),
        }
    }
}

/// Declares that an open enumeration is read from its text.
macro_rules! words {
    ($($name:ident),+ $(,)?) => {
        $(impl $crate::arguments::Argument for ::venice_keys::$name {
            fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
                Ok(from.read::<String>()?.as_str().into())
            }
        })+
    };
}

pub(crate) use words;
