//! How arguments are read. A value of the wrong type is a `TypeError` that names the argument, on
//! every Python; an invalid value is an `InvalidInputError` that names the field as Venice does, or
//! a `ConfigError` if it is a setting.

use std::convert::Infallible;
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil;
use jiff::tz::Offset;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyBytes, PyDate, PyDateTime, PyDelta, PyFloat, PyInt, PyMapping, PyString, PyTzInfo,
};
use venice_keys::{Change, Decimal, Expiry, Timestamp};

use crate::errors;
use crate::fields::decimal;

pub type Given<'py> = Bound<'py, PyAny>;

/// A value of the core that Python code gives as an argument.
pub trait Argument: Sized {
    /// What several of them are, for who gives something else.
    const SEVERAL: &'static str = "a list of str";

    fn read(name: &str, given: &Given<'_>) -> PyResult<Self>;

    /// Reads it where it is a setting.
    fn read_setting(name: &str, given: &Given<'_>) -> PyResult<Self> {
        Self::read(name, given)
    }

    /// The name of one of several in what is said of it.
    fn one_of(name: &str, _place: usize) -> String {
        format!("each of {name}")
    }
}

/// Reads an optional argument of a call; `None` is as good as leaving it out.
pub fn optional<T: Argument>(name: &str, given: &Option<Given<'_>>) -> PyResult<Option<T>> {
    given.as_ref().map(|given| T::read(name, given)).transpose()
}

/// Reads a setting: what isn't within its limits is a `ConfigError`.
pub fn setting<T: Argument>(name: &str, given: &Option<Given<'_>>) -> PyResult<Option<T>> {
    let Some(given) = given else { return Ok(None) };
    let read = T::read_setting(name, given).map(Some);
    read.map_err(|error| errors::as_config(given.py(), name, error))
}

/// An argument of an update: left out it keeps the field, `None` clears it.
pub enum Update<'py> {
    Keep,
    Clear,
    Set(Given<'py>),
}

impl<'py> Update<'py> {
    /// Signatures show the default as `...`, and AsyncClient passes on what its callers left out.
    fn of(given: Given<'py>) -> Self {
        match given {
            given if given.is_none() => Self::Clear,
            given if given.is(given.py().Ellipsis()) => Self::Keep,
            given => Self::Set(given),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Update<'py> {
    type Error = Infallible;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Self::of(given.to_owned()))
    }
}

pub fn change<T: Argument>(name: &str, given: &Update<'_>) -> PyResult<Change<T>> {
    Ok(match given {
        Update::Keep => Change::Keep,
        Update::Clear => Change::Clear,
        Update::Set(given) => Change::Set(T::read(name, given)?),
    })
}

/// A struct given as a mapping: its members by name. An unknown name is refused: a typo must not
/// create a key without a cap.
pub struct Members<'py> {
    argument: String,
    given: Vec<(String, Given<'py>)>,
}

impl<'py> Members<'py> {
    pub fn of(argument: &str, given: &Given<'py>, known: &[&str]) -> PyResult<Self> {
        let wrong = |_| wrong_type(argument, "a dict such as {\"usd\": 50}", given);
        let mapping = given.cast::<PyMapping>().map_err(wrong)?;
        let mut members = Vec::new();
        for member in mapping.items()?.iter() {
            let (name, value) = member.extract::<(Given<'_>, Given<'_>)>()?;
            let name = name.str()?.to_string();
            if !known.contains(&name.as_str()) {
                let rule = format!("is unknown: the fields are {}", listed(known));
                return Err(refused(&format!("{argument}.{name}"), given, &rule));
            }
            members.push((name, value));
        }
        Ok(Self {
            argument: argument.to_owned(),
            given: members,
        })
    }

    fn get(&self, name: &str) -> Option<&Given<'py>> {
        let member = self.given.iter().find(|(given, _)| given == name);
        member.map(|(_, value)| value)
    }

    pub fn required<T: Argument>(&self, name: &str) -> PyResult<T> {
        let path = format!("{}.{name}", self.argument);
        match self.get(name) {
            Some(given) => T::read(&path, given),
            None => Err(PyTypeError::new_err(format!("{path} is missing"))),
        }
    }

    pub fn optional<T: Argument>(&self, name: &str) -> PyResult<Option<T>> {
        let given = self.get(name).filter(|given| !given.is_none());
        optional(&format!("{}.{name}", self.argument), &given.cloned())
    }

    pub fn change<T: Argument>(&self, name: &str) -> PyResult<Change<T>> {
        let given = self.get(name).cloned().map_or(Update::Keep, Update::of);
        change(&format!("{}.{name}", self.argument), &given)
    }
}

/// "usd, diem and vcu".
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

pub fn wrong_type(argument: &str, wanted: &str, given: &Given<'_>) -> PyErr {
    let what = given.get_type().name().map(|name| name.to_string());
    let what = what.unwrap_or_else(|_| "that".to_owned());
    PyTypeError::new_err(format!("{argument} must be {wanted}, not {what}"))
}

fn refused(argument: &str, given: &Given<'_>, rule: &str) -> PyErr {
    errors::invalid_input(given.py(), &venice_keys::camel_case(argument), rule)
}

/// A string that no UTF-8 can hold is refused without being shown: Python's own error for it holds
/// the whole string.
impl Argument for String {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let text = given
            .cast::<PyString>()
            .map_err(|_| wrong_type(name, "a str", given))?;
        let refuse = |_| refused(name, given, "must not hold lone surrogates");
        text.to_str().map(str::to_owned).map_err(refuse)
    }
}

impl Argument for bool {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let flag = given
            .cast::<PyBool>()
            .map_err(|_| wrong_type(name, "a bool", given))?;
        Ok(flag.is_true())
    }
}

/// A number of seconds, or a timedelta. What is longer than a clock can tell, `inf` included, is no
/// limit.
impl Argument for Duration {
    /// None at all is a time span that a call may be given.
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        match in_seconds(name, given)? {
            0.0 => Ok(Self::ZERO),
            seconds => duration(name, given, seconds),
        }
    }

    /// It is no setting.
    fn read_setting(name: &str, given: &Given<'_>) -> PyResult<Self> {
        duration(name, given, in_seconds(name, given)?)
    }
}

fn in_seconds(name: &str, given: &Given<'_>) -> PyResult<f64> {
    match given.extract::<f64>() {
        Ok(seconds) => Ok(seconds),
        // An int that no float can hold.
        Err(error) if error.is_instance_of::<PyOverflowError>(given.py()) => {
            Ok(match given.gt(0)? {
                true => f64::INFINITY,
                false => f64::NEG_INFINITY,
            })
        }
        Err(_) if given.is_instance_of::<PyDelta>() => {
            given.call_method0("total_seconds")?.extract()
        }
        Err(_) => {
            let wanted = "a number of seconds or a timedelta";
            Err(wrong_type(name, wanted, given))
        }
    }
}

fn duration(name: &str, given: &Given<'_>, seconds: f64) -> PyResult<Duration> {
    venice_keys_bridge::seconds(seconds).map_err(|rule| refused(name, given, rule))
}

macro_rules! counts {
    ($($type:ty),*) => {
        $(
            impl Argument for $type {
                fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
                    let count = given
                        .cast::<PyInt>()
                        .map_err(|_| wrong_type(name, "an int", given))?;
                    let rule = format!("must be from 0 to {}", <$type>::MAX);
                    count.extract().map_err(|_| refused(name, given, &rule))
                }
            }
        )*
    };
}

counts!(u32, u64);

impl Argument for PathBuf {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        given
            .extract()
            .map_err(|_| wrong_type(name, "a str or a path", given))
    }
}

/// An aware datetime.
impl Argument for Timestamp {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let py = given.py();
        let wanted = "an aware datetime";
        let time = given
            .cast::<PyDateTime>()
            .map_err(|_| wrong_type(name, wanted, given))?;
        if time.call_method0("utcoffset")?.is_none() {
            let rule = "must not be a datetime without a time zone: make it aware, as in \
                        datetime.now(timezone.utc) or naive.replace(tzinfo=timezone.utc)";
            return Err(refused(name, given, rule));
        }
        let refuse = || refused(name, given, "must be within the years 1 to 9999 in UTC");
        let utc = time
            .call_method1("astimezone", (PyTzInfo::utc(py)?,))
            .map_err(|_| refuse())?;
        let part = |part: &str| utc.getattr(part)?.extract::<i32>();
        let small = |part: &str| utc.getattr(part)?.extract::<i8>();
        let time = civil::DateTime::new(
            utc.getattr("year")?.extract()?,
            small("month")?,
            small("day")?,
            small("hour")?,
            small("minute")?,
            small("second")?,
            part("microsecond")? * 1000,
        );
        time.and_then(|time| Offset::UTC.to_timestamp(time))
            .map_err(|_| refuse())
    }
}

/// An aware datetime, a date, or a string as Venice takes it.
impl Argument for Expiry {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        if given.is_instance_of::<PyString>() {
            let expiry = String::read(name, given)?.parse::<Expiry>();
            return expiry.map_err(|error| errors::exception(given.py(), &error));
        }
        // A datetime is a date, too.
        if given.is_instance_of::<PyDateTime>() {
            return Timestamp::read(name, given).map(Expiry::At);
        }
        day(name, given, "an aware datetime, a date or a str").map(Expiry::Day)
    }
}

/// A date, or a string "YYYY-MM-DD". A datetime is of two days, by the time zone that is meant.
impl Argument for civil::Date {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let wanted = "a date or a str";
        if given.is_instance_of::<PyDateTime>() {
            return Err(wrong_type(name, wanted, given));
        }
        if given.is_instance_of::<PyString>() {
            let day = venice_keys::parse_date(
                &venice_keys::camel_case(name),
                &String::read(name, given)?,
            );
            return day.map_err(|error| errors::exception(given.py(), &error));
        }
        day(name, given, wanted)
    }
}

fn day(name: &str, given: &Given<'_>, wanted: &str) -> PyResult<civil::Date> {
    let day = given
        .cast::<PyDate>()
        .map_err(|_| wrong_type(name, wanted, given))?;
    let part = |part: &str| day.getattr(part)?.extract::<i8>();
    let day = civil::Date::new(
        day.getattr("year")?.extract()?,
        part("month")?,
        part("day")?,
    );
    day.map_err(|_| refused(name, given, "must be a calendar date"))
}

/// An amount of money, within the limits that Venice sets.
impl Argument for Decimal {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let amount =
            venice_keys::parse_amount(&venice_keys::camel_case(name), &digits(name, given)?);
        amount.map_err(|error| errors::exception(given.py(), &error))
    }
}

/// An amount of money as results hold it: below zero, too.
pub fn any_amount(name: &str, given: &Given<'_>) -> PyResult<Decimal> {
    let digits = digits(name, given)?;
    let amount = digits
        .parse()
        .or_else(|_| Decimal::from_scientific(&digits));
    amount.map_err(|_| refused(name, given, "must be a finite number"))
}

/// The digits of an amount. A float is taken by its shortest form, so 0.1 is 0.1.
fn digits(argument: &str, given: &Given<'_>) -> PyResult<String> {
    if let Ok(float) = given.cast::<PyFloat>() {
        return Ok(format!("{:?}", float.extract::<f64>()?));
    }
    if given.is_instance_of::<PyString>() {
        return String::read(argument, given);
    }
    let is_number = given.is_instance_of::<PyInt>() || given.is_instance(decimal(given.py())?)?;
    if is_number && !given.is_instance_of::<PyBool>() {
        return Ok(given.str()?.to_string());
    }
    Err(wrong_type(argument, "a Decimal, int, str or float", given))
}

/// The elements of any iterable but a string itself.
impl<T: Argument> Argument for Vec<T> {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let wrong = || wrong_type(name, T::SEVERAL, given);
        if given.is_instance_of::<PyString>() || given.is_instance_of::<PyBytes>() {
            return Err(wrong());
        }
        let elements = given.try_iter().map_err(|_| wrong())?.enumerate();
        let read = |(place, element): (usize, PyResult<Given<'_>>)| {
            T::read(&T::one_of(name, place), &element?)
        };
        elements.map(read).collect()
    }
}

/// The open enumerations: what this version doesn't know is for the server to refuse.
macro_rules! open_enums {
    ($($name:ident),* $(,)?) => {
        $(
            impl Argument for venice_keys::$name {
                fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
                    Ok(String::read(name, given)?.as_str().into())
                }
            }

            impl $crate::fields::Mirrors<venice_keys::$name> for String {
                fn mirror(core: venice_keys::$name) -> Self {
                    core.as_str().to_owned()
                }
            }

            impl $crate::fields::IntoCore<venice_keys::$name> for String {
                fn into_core(self) -> venice_keys::$name {
                    self.as_str().into()
                }
            }
        )*
    };
}
pub(crate) use open_enums;
