//! [`Change`], and how a setting of a key is checked and sent.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::Expiry;
use crate::error::Error;

/// What happens to one field in an update.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is removed, or set back to the server's default.
    Clear,
    /// It gets this value.
    Set(T),
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Change::Set(value)
    }
}

impl From<&str> for Change<String> {
    fn from(text: &str) -> Self {
        Change::Set(text.to_owned())
    }
}

impl From<Date> for Change<Expiry> {
    fn from(day: Date) -> Self {
        Change::Set(day.into())
    }
}

impl From<Timestamp> for Change<Expiry> {
    fn from(time: Timestamp) -> Self {
        Change::Set(time.into())
    }
}

impl From<i32> for Change<Decimal> {
    fn from(amount: i32) -> Self {
        Change::Set(amount.into())
    }
}

/// A type that settings of a key have.
pub(super) trait KeySetting: Sized {
    /// What a new key is created with where this isn't set; usually the server decides.
    fn unset() -> Option<Self> {
        None
    }

    /// The rule that every value of the type must keep; `field` is what the error names.
    fn check(&self, _field: &str) -> Result<(), Error> {
        Ok(())
    }

    /// Whether it says nothing, and so isn't sent.
    fn is_nothing(&self) -> bool {
        false
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// What a cleared one looks like on the wire.
    fn send_cleared<S: Serializer>(to: S) -> Result<S::Ok, S::Error> {
        to.serialize_none()
    }
}

impl KeySetting for String {
    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }

    fn send_cleared<S: Serializer>(to: S) -> Result<S::Ok, S::Error> {
        "".serialize(to)
    }
}

impl KeySetting for Vec<String> {
    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }

    fn send_cleared<S: Serializer>(to: S) -> Result<S::Ok, S::Error> {
        [""; 0].serialize(to)
    }
}

/// A field of the structs that hold a key's settings: one that must be set, one that may be, or one
/// that may be changed.
pub(super) trait Field {
    type Setting: KeySetting;

    /// The value that it is set to, if it is set to one.
    fn value(&self) -> Option<&Self::Setting>;

    fn is_left_out(&self) -> bool;

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

impl Field for String {
    type Setting = String;

    fn value(&self) -> Option<&String> {
        Some(self)
    }

    fn is_left_out(&self) -> bool {
        false
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        KeySetting::send(self, to)
    }
}

impl<T: KeySetting> Field for Option<T> {
    type Setting = T;

    fn value(&self) -> Option<&T> {
        self.as_ref()
    }

    fn is_left_out(&self) -> bool {
        match self {
            Some(value) => value.is_nothing(),
            None => T::unset().is_none(),
        }
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match (self, T::unset()) {
            (Some(value), _) => value.send(to),
            (None, Some(unset)) => unset.send(to),
            (None, None) => to.serialize_none(),
        }
    }
}

impl<T: KeySetting> Field for Change<T> {
    type Setting = T;

    fn value(&self) -> Option<&T> {
        match self {
            Change::Set(value) => Some(value),
            Change::Keep | Change::Clear => None,
        }
    }

    fn is_left_out(&self) -> bool {
        match self {
            Change::Keep => true,
            Change::Clear => false,
            Change::Set(value) => value.is_nothing(),
        }
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Change::Set(value) => value.send(to),
            Change::Keep | Change::Clear => T::send_cleared(to),
        }
    }
}
