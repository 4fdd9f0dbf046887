//! What JavaScript passes in, read member by member: an options object, and in `types` each type
//! that a member can have.
//!
//! A member of a wrong type, or an unknown one, is a `TypeError`. Whether a value of the right type
//! is a good one is for the core to judge.

mod types;

use napi::bindgen_prelude::{FromNapiValue, JsObjectValue, Object, Unknown};
use napi::{JsValue, ValueType};
use venice_keys::{Change, Secret};

pub(crate) use self::types::enums;
use crate::errors::Refusal;
use crate::values::NativeSecret;

pub(crate) type Read<T> = Result<T, Refusal>;

/// A type that a JavaScript value is read as. `field` is what an error calls the value.
pub(crate) trait FromJs: Sized {
    /// What many of it are.
    const MANY: &'static str = "an array";

    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self>;
}

/// A struct that an options object is read as.
pub(crate) trait FromOptions: Sized {
    /// For a struct that can be given as a string, too: what makes it of one.
    const FROM_STRING: Option<fn(String) -> Self> = None;

    fn from_options(from: &mut Options<'_>) -> Read<Self>;
}

/// An argument that is an options object. `method` is what errors call it.
pub(crate) fn options<T: FromOptions>(method: &'static str, value: Unknown<'_>) -> Read<T> {
    let mut from = Options::new(method, None, value)?;
    let read = T::from_options(&mut from)?;
    from.end()?;
    Ok(read)
}

/// The same for an argument that may be left out.
pub(crate) fn options_or_default<T: FromOptions + Default>(
    method: &'static str,
    value: Unknown<'_>,
) -> Read<T> {
    match value.get_type()? {
        ValueType::Undefined => Ok(T::default()),
        _ => options(method, value),
    }
}

/// An argument that may be left out and is no options object.
pub(crate) fn optional<T: FromJs>(name: &str, value: Unknown<'_>) -> Read<Option<T>> {
    match value.get_type()? {
        ValueType::Undefined => Ok(None),
        _ => T::from_js(name, value).map(Some),
    }
}

/// An options object inside another.
impl<T: FromOptions> FromJs for T {
    const MANY: &'static str = "an array of plain objects";

    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        if let Some(from_string) = T::FROM_STRING {
            match value.get_type()? {
                ValueType::String => return Ok(from_string(String::from_unknown(value)?)),
                ValueType::Object if !value.is_array()? => {}
                _ => return Err(wrong_type(field, "a plain object or a string", value)),
            }
        }
        let mut from = Options::new(field, Some(field), value)?;
        let read = T::from_options(&mut from)?;
        from.end()?;
        Ok(read)
    }
}

/// The members of an options object, asked for one by one; [`end`](Self::end) refuses the rest.
pub(crate) struct Options<'a> {
    object: Object<'a>,
    /// What errors call the object.
    name: String,
    /// What the names of its members begin with in errors, if it is inside another object.
    path: Option<String>,
    known: Vec<&'static str>,
}

impl<'a> Options<'a> {
    pub(crate) fn new(name: &str, path: Option<&str>, value: Unknown<'a>) -> Read<Self> {
        if value.get_type()? != ValueType::Object || value.is_array()? {
            return Err(wrong_type(name, "a plain object", value));
        }
        let object = Object::from_unknown(value)?;
        if !is_plain(&object)? {
            return Err(Refusal::WrongType(format!(
                "{name} must be a plain object, and is an instance of a class"
            )));
        }
        Ok(Self {
            object,
            name: name.to_owned(),
            path: path.map(str::to_owned),
            known: Vec::new(),
        })
    }

    fn full_name(&self, member: &str) -> String {
        match &self.path {
            Some(path) => format!("{path}.{member}"),
            None => member.to_owned(),
        }
    }

    fn member(&mut self, name: &'static str) -> Read<(Unknown<'a>, ValueType)> {
        self.known.push(name);
        let value = self.object.get_named_property_unchecked::<Unknown>(name)?;
        let kind = value.get_type()?;
        Ok((value, kind))
    }

    /// A member that must be there.
    pub(crate) fn required<T: FromJs>(&mut self, name: &'static str) -> Read<T> {
        let (value, _) = self.member(name)?;
        T::from_js(&self.full_name(name), value)
    }

    /// A string that must not be empty: absent, it is empty, which the core refuses, as for any
    /// language.
    pub(crate) fn string(&mut self, name: &'static str) -> Read<String> {
        let mut text = String::new();
        self.set(name, &mut text)?;
        Ok(text)
    }

    /// A member that may be absent.
    pub(crate) fn set<T: Member>(&mut self, name: &'static str, member: &mut T) -> Read<()> {
        let (value, kind) = self.member(name)?;
        if kind != ValueType::Undefined {
            member.set(&self.full_name(name), value, kind)?;
        }
        Ok(())
    }

    /// A setting of the client: if it is `undefined`, the default holds; `null` is an error.
    pub(crate) fn setting<T: FromJs>(&mut self, name: &'static str) -> Read<Option<T>> {
        match self.member(name)? {
            (_, ValueType::Undefined) => Ok(None),
            (value, _) => T::from_js(&self.full_name(name), value).map(Some),
        }
    }

    /// A member that the JavaScript layer has read already.
    pub(crate) fn already_read(&mut self, name: &'static str) {
        self.known.push(name);
    }

    /// A key: what the JavaScript layer found in a `Secret`, or else a string.
    pub(crate) fn secret(
        &mut self,
        name: &'static str,
        found: Option<&NativeSecret>,
    ) -> Read<Option<Secret>> {
        match (found, self.member(name)?) {
            (Some(NativeSecret(secret)), _) => Ok(Some(secret.clone())),
            (None, (_, ValueType::Undefined)) => Ok(None),
            (None, (value, ValueType::String)) => Ok(Some(String::from_unknown(value)?.into())),
            (None, (value, _)) => Err(wrong_type(name, "a string or a Secret", value)),
        }
    }

    /// Refuses unknown members: a typo in `consumptionLimit` must not create an uncapped key.
    pub(crate) fn end(self) -> Read<()> {
        let names = self.object.get_property_names()?;
        for at in 0..names.get_array_length()? {
            let name: String = names.get_element(at)?;
            if !self.known.contains(&name.as_str()) {
                return Err(Refusal::WrongType(format!(
                    "unknown option {}: {} takes {}",
                    self.full_name(&name),
                    self.name,
                    self.known.join(", ")
                )));
            }
        }
        Ok(())
    }
}

/// Whether an object is one that `{…}` makes, in any realm. A `Map`, say, has members, too, but
/// none of ours: its caps would be no caps.
fn is_plain(object: &Object<'_>) -> Read<bool> {
    let prototype = object.get_prototype()?;
    if prototype.get_type()? == ValueType::Null {
        return Ok(true);
    }
    let beyond = Object::from_unknown(prototype)?.get_prototype()?;
    Ok(beyond.get_type()? == ValueType::Null)
}

/// The `TypeError` for a value of a wrong type. It never shows the value, which may be a secret.
fn wrong_type(field: &str, expected: &str, value: Unknown<'_>) -> Refusal {
    let found = match value.get_type() {
        Ok(ValueType::Undefined) => "undefined",
        Ok(ValueType::Null) => "null",
        Ok(ValueType::Boolean) => "a boolean",
        Ok(ValueType::Number) => "a number",
        Ok(ValueType::String) => "a string",
        Ok(ValueType::Symbol) => "a symbol",
        Ok(ValueType::BigInt) => "a bigint",
        Ok(ValueType::Function) => "a function",
        Ok(ValueType::Object) if value.is_array().unwrap_or(false) => "an array",
        _ => "an object",
    };
    Refusal::WrongType(format!("{field} must be {expected}, and is {found}"))
}

/// A member of a struct that isn't `undefined`.
pub(crate) trait Member {
    fn set(&mut self, field: &str, value: Unknown<'_>, kind: ValueType) -> Read<()>;
}

/// `null` leaves a member as it is by default.
impl<T: FromJs> Member for T {
    fn set(&mut self, field: &str, value: Unknown<'_>, kind: ValueType) -> Read<()> {
        if kind != ValueType::Null {
            *self = T::from_js(field, value)?;
        }
        Ok(())
    }
}

impl<T: FromJs> Member for Option<T> {
    fn set(&mut self, field: &str, value: Unknown<'_>, kind: ValueType) -> Read<()> {
        if kind != ValueType::Null {
            *self = Some(T::from_js(field, value)?);
        }
        Ok(())
    }
}

/// `null` clears what is stored.
impl<T: FromJs> Member for Change<T> {
    fn set(&mut self, field: &str, value: Unknown<'_>, kind: ValueType) -> Read<()> {
        *self = match kind {
            ValueType::Null => Change::Clear,
            _ => Change::Set(T::from_js(field, value)?),
        };
        Ok(())
    }
}
