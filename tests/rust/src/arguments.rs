//! The words of a step's `args`, each taken once: what is left at the end is unknown.

use std::time::Duration;

use serde_json::{Map, Value};
use venice_keys::{
    Change, Date, Decimal, Error, Expiry, Timestamp, Wallet, parse_amount, parse_date, parse_time,
};

use crate::jobs::{Kept, Stored, own_or};
use crate::loud::show;

/// A call that can't be made as the scenario writes it, or one that failed.
pub(crate) enum Failed {
    Scenario(String),
    Call(Error),
    /// As the step's own code did in the call.
    Own,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        own_or(error)
    }
}

impl From<String> for Failed {
    fn from(why: String) -> Self {
        Failed::Scenario(why)
    }
}

/// The members of an object that haven't been taken yet.
pub(crate) struct Args {
    members: Map<String, Value>,
    /// Where the object is in the arguments: `consumptionLimit.`, or nothing at the top.
    path: String,
    /// Where a `store` among them notes what it was handed.
    stored: Stored,
}

/// What can be read from one value of a scenario. `name` is its whole path.
pub(crate) trait Given: Sized {
    fn given(name: &str, value: Value) -> Result<Self, Failed>;
}

/// What is read from members of an object.
pub(crate) trait Members: Sized {
    fn take(args: &mut Args) -> Result<Self, Failed>;
}

impl Args {
    pub(crate) fn new(args: Value) -> Result<Self, Failed> {
        Self::storing(args, Stored::default())
    }

    /// The arguments of a call whose `store` notes here what it was handed.
    pub(crate) fn storing(args: Value, stored: Stored) -> Result<Self, Failed> {
        let of = |members| Self {
            stored,
            ..Self::of(members, String::new())
        };
        match args {
            Value::Null => Ok(of(Map::new())),
            Value::Object(members) => Ok(of(members)),
            other => Err(format!("args are not an object: {other}").into()),
        }
    }

    fn of(members: Map<String, Value>, path: String) -> Self {
        Self {
            members,
            path,
            stored: Stored::default(),
        }
    }

    pub(crate) fn optional<T: Given + Default>(&mut self, name: &str) -> Result<T, Failed> {
        let path = format!("{}{name}", self.path);
        let value = self.members.remove(name);
        value.map_or_else(|| Ok(T::default()), |value| T::given(&path, value))
    }

    pub(crate) fn required<T: Given>(&mut self, name: &str) -> Result<T, Failed> {
        let path = format!("{}{name}", self.path);
        let value = self.members.remove(name);
        T::given(&path, value.ok_or(format!("{path} is missing"))?)
    }

    /// A setting that Rust's types make everybody give. The other languages let it be left out, and
    /// then the core refuses it: so it is empty here.
    pub(crate) fn string(&mut self, name: &str) -> Result<String, Failed> {
        self.optional(name)
    }

    /// What keeps a created key: by default, this runner.
    pub(crate) fn store(&mut self) -> Result<Kept, Failed> {
        Kept::new(self.members.remove("store"), self.stored.clone())
    }

    pub(crate) fn members<T: Members>(&mut self) -> Result<T, Failed> {
        T::take(self)
    }

    pub(crate) fn end(&self) -> Result<(), Failed> {
        match self.members.keys().next() {
            Some(unknown) => {
                Err(format!("args.{}{unknown} is no word this runner knows", self.path).into())
            }
            None => Ok(()),
        }
    }
}

/// A struct that stands in a member of its own.
pub(crate) fn nested<T: Members>(name: &str, value: Value) -> Result<T, Failed> {
    let Value::Object(members) = value else {
        return Err(format!("{name} is not an object: {value}").into());
    };
    let mut args = Args::of(members, format!("{name}."));
    let taken = T::take(&mut args)?;
    args.end()?;
    Ok(taken)
}

impl Given for String {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(format!("{name} is not a string: {other}").into()),
        }
    }
}

impl Given for u32 {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let number = value
            .as_u64()
            .and_then(|number| Self::try_from(number).ok());
        Ok(number.ok_or(format!("{name} can't be {value}"))?)
    }
}

impl Given for bool {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        Ok(value.as_bool().ok_or(format!("{name} can't be {value}"))?)
    }
}

impl Given for Timestamp {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        Ok(parse_time(name, &String::given(name, value)?)?)
    }
}

impl Given for Date {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        Ok(parse_date(name, &String::given(name, value)?)?)
    }
}

/// In seconds.
impl Given for Duration {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let seconds = value.as_f64().map(Self::try_from_secs_f64);
        let read = seconds.and_then(Result::ok);
        Ok(read.ok_or(format!("{name} can't be {value}"))?)
    }
}

/// A setting, in milliseconds.
pub(crate) fn millis(name: &str, value: &Value) -> Result<Duration, Failed> {
    let number = value.as_u64().ok_or(format!("{name} can't be {value}"))?;
    Ok(Duration::from_millis(number))
}

impl Given for Decimal {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        Ok(parse_amount(name, &String::given(name, value)?)?)
    }
}

impl Given for Expiry {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        Ok(String::given(name, value)?.parse()?)
    }
}

impl Given for Wallet {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let wallet = Self::from_hex(&String::given(name, value)?)?;
        show(&wallet);
        Ok(wallet)
    }
}

impl<T: Given> Given for Vec<T> {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let Value::Array(elements) = value else {
            return Err(format!("{name} is not a list: {value}").into());
        };
        let elements = elements.into_iter().enumerate();
        elements
            .map(|(at, element)| T::given(&format!("{name}.{at}"), element))
            .collect()
    }
}

impl<T: Given> Given for Option<T> {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        match value {
            Value::Null => Ok(None),
            value => T::given(name, value).map(Some),
        }
    }
}

impl<T: Given> Given for Change<T> {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        match value {
            Value::Null => Ok(Self::Clear),
            value => T::given(name, value).map(Self::Set),
        }
    }
}

/// Open enumerations are given as their strings, known or not.
macro_rules! given_enums {
    ($($Enum:ident),+ $(,)?) => {
        $(
            impl Given for $Enum {
                fn given(name: &str, value: Value) -> Result<Self, Failed> {
                    String::given(name, value).map(Self::from)
                }
            }
        )+
    };
}

pub(crate) use given_enums;
