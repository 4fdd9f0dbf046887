//! The words of a step's `args`, and what of the library each becomes.

use serde_json::{Map, Value};
use venice_keys::{Change, Decimal, Error, Expiry, Wallet, Web3Challenge, parse_amount};

/// A call that can't be made as the scenario writes it, or one that failed.
pub(crate) enum Failed {
    Scenario(String),
    Call(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed::Call(error)
    }
}

impl From<String> for Failed {
    fn from(why: String) -> Self {
        Failed::Scenario(why)
    }
}

/// The words of an object, each taken once: what is left is unknown.
pub(crate) struct Args {
    words: Map<String, Value>,
    /// Of what object, where it isn't `args` itself: `consumptionLimit.`
    within: String,
}

impl Args {
    pub(crate) fn new(args: Value) -> Result<Self, String> {
        Self::within("", args)
    }

    pub(crate) fn within(name: &str, value: Value) -> Result<Self, String> {
        let words = match value {
            Value::Object(words) => words,
            Value::Null if name.is_empty() => Map::new(),
            other => return Err(format!("args: {name} is no object: {other}")),
        };
        let within = match name {
            "" => String::new(),
            name => format!("{name}."),
        };
        Ok(Self { words, within })
    }

    /// A word that isn't there is an empty string: what is missing is for the library to refuse.
    pub(crate) fn required<T: Given>(&mut self, name: &str) -> Result<T, Failed> {
        let empty = || Value::String(String::new());
        let value = self.words.remove(name).unwrap_or_else(empty);
        T::given(&format!("{}{name}", self.within), value)
    }

    pub(crate) fn optional<T: Given>(&mut self, name: &str) -> Result<Option<T>, Failed> {
        let value = self.words.remove(name);
        let given = value.map(|value| T::given(&format!("{}{name}", self.within), value));
        given.transpose()
    }

    /// Sets a member to what the scenario gives, if it gives something.
    pub(crate) fn set<T: Given>(&mut self, name: &str, member: &mut T) -> Result<(), Failed> {
        if let Some(given) = self.optional(name)? {
            *member = given;
        }
        Ok(())
    }

    pub(crate) fn end(&self) -> Result<(), String> {
        match self.words.keys().next() {
            Some(word) => Err(format!(
                "args: {}{word} is no word this runner knows",
                self.within
            )),
            None => Ok(()),
        }
    }
}

/// What a scenario can give. `name` is for messages, and for what the library says of money.
pub(crate) trait Given: Sized {
    fn given(name: &str, value: Value) -> Result<Self, Failed>;
}

impl Given for String {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(format!("{name} is not a text: {other}").into()),
        }
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
            Value::Null => Ok(Change::Clear),
            value => T::given(name, value).map(Change::Set),
        }
    }
}

impl<T: Given> Given for Vec<T> {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let Value::Array(elements) = value else {
            return Err(format!("{name} is not a list: {value}").into());
        };
        let given = elements.into_iter().map(|value| T::given(name, value));
        given.collect()
    }
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

impl Given for Web3Challenge {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        Ok(Self::from_text(String::given(name, value)?))
    }
}

impl Given for Wallet {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        Ok(Self::from_hex(&String::given(name, value)?)?)
    }
}
