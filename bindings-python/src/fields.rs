//! How the fields of results appear in Python, and what a program gives to make one of its own.

use std::collections::BTreeMap;

use jiff::civil;
use jiff::tz::Offset;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDict, PyTuple, PyType, PyTzInfo};
use venice_keys::{Decimal, ErrorCode, Operation, Timestamp};

use crate::arguments::Argument;
use crate::cached::Cached;
use crate::values::Secret;

/// A Python-side value made from a value of the core.
pub trait Mirrors<C> {
    fn mirror(core: C) -> Self;
}

/// The way back: a result that is given as an argument.
pub trait IntoCore<C> {
    fn into_core(self) -> C;
}

/// How a field of a result appears in Python.
pub trait Field {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;

    fn repr(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.show(py)?.repr()?.to_string())
    }
}

/// A moment: a `datetime` in UTC.
#[derive(Clone, PartialEq, Hash)]
pub struct Time(pub Timestamp);

/// A day of the calendar: a `date`.
#[derive(Clone, PartialEq, Hash)]
pub struct Day(pub civil::Date);

/// An amount of money: a `decimal.Decimal`, digit for digit.
#[derive(Clone, PartialEq, Hash)]
pub struct Money(pub Decimal);

/// A duration: seconds as a float.
#[derive(Clone, PartialEq, Hash)]
pub struct Seconds(pub std::time::Duration);

/// A string that is there to be used, not to be printed.
#[derive(Clone, PartialEq, Hash)]
pub struct Hidden(pub String);

impl<C, T: Mirrors<C>> Mirrors<Option<C>> for Option<T> {
    fn mirror(core: Option<C>) -> Self {
        core.map(T::mirror)
    }
}

impl<C, T: Mirrors<C>> Mirrors<Vec<C>> for Vec<T> {
    fn mirror(core: Vec<C>) -> Self {
        core.into_iter().map(T::mirror).collect()
    }
}

impl<C, T: Mirrors<C>> Mirrors<BTreeMap<String, C>> for BTreeMap<String, T> {
    fn mirror(core: BTreeMap<String, C>) -> Self {
        let mirrored = core
            .into_iter()
            .map(|(name, value)| (name, T::mirror(value)));
        mirrored.collect()
    }
}

impl<C, T: IntoCore<C>> IntoCore<Option<C>> for Option<T> {
    fn into_core(self) -> Option<C> {
        self.map(T::into_core)
    }
}

macro_rules! mirrors {
    ($($core:ty => $mirror:ty: $wrap:expr, $unwrap:expr;)*) => {
        $(
            impl Mirrors<$core> for $mirror {
                fn mirror(core: $core) -> Self {
                    let wrap: fn($core) -> $mirror = $wrap;
                    wrap(core)
                }
            }

            impl IntoCore<$core> for $mirror {
                fn into_core(self) -> $core {
                    let unwrap: fn($mirror) -> $core = $unwrap;
                    unwrap(self)
                }
            }
        )*
    };
}

mirrors! {
    String => String: |text| text, |text| text;
    String => Hidden: Hidden, |hidden| hidden.0;
    bool => bool: |flag| flag, |flag| flag;
    u64 => u64: |count| count, |count| count;
    u16 => u16: |count| count, |count| count;
    u32 => u32: |count| count, |count| count;
    Timestamp => Time: Time, |time| time.0;
    civil::Date => Day: Day, |day| day.0;
    Decimal => Money: Money, |money| money.0;
    std::time::Duration => Seconds: Seconds, |seconds| seconds.0;
    venice_keys::Secret => Secret: Secret, |secret| secret.0;
}

impl Mirrors<&str> for String {
    fn mirror(core: &str) -> Self {
        core.to_owned()
    }
}

impl Mirrors<Operation> for String {
    fn mirror(core: Operation) -> Self {
        core.as_str().to_owned()
    }
}

impl Mirrors<ErrorCode> for String {
    fn mirror(core: ErrorCode) -> Self {
        core.as_str().to_owned()
    }
}

macro_rules! plain_fields {
    ($($type:ty),*) => {
        $(impl Field for $type {
            fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.clone().into_bound_py_any(py)
            }
        })*
    };
}

plain_fields!(String, bool, u16, u32, u64);

impl Field for Hidden {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.show(py)
    }

    fn repr(&self, _: Python<'_>) -> PyResult<String> {
        Ok("'…'".to_owned())
    }
}

impl Field for Seconds {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.as_secs_f64().into_bound_py_any(py)
    }
}

impl Field for Time {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let time = Offset::UTC.to_datetime(self.0);
        let part = |part: i8| u8::try_from(part).unwrap_or_default();
        if !(1..=9999).contains(&time.year()) {
            return Ok(py.None().into_bound(py)); // no datetime can hold it
        }
        let shown = PyDateTime::new(
            py,
            time.year().into(),
            part(time.month()),
            part(time.day()),
            part(time.hour()),
            part(time.minute()),
            part(time.second()),
            u32::try_from(time.subsec_nanosecond() / 1000).unwrap_or_default(),
            Some(&*PyTzInfo::utc(py)?),
        )?;
        Ok(shown.into_any())
    }
}

impl Field for Day {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let part = |part: i8| u8::try_from(part).unwrap_or_default();
        let (year, month, day) = (self.0.year(), part(self.0.month()), part(self.0.day()));
        if !(1..=9999).contains(&year) {
            return Ok(py.None().into_bound(py)); // no date can hold it
        }
        Ok(PyDate::new(py, year.into(), month, day)?.into_any())
    }
}

/// The class `decimal.Decimal`.
pub fn decimal(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: Cached<PyType> = Cached::new();
    let find = || Ok(py.import("decimal")?.getattr("Decimal")?.cast_into()?);
    DECIMAL.get(py, find)
}

impl Field for Money {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py)?.call1((self.0.to_string(),))
    }
}

impl Field for Secret {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(Bound::new(py, self.clone())?.into_any())
    }
}

impl<T: Field> Field for Option<T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Some(value) => value.show(py),
            None => Ok(py.None().into_bound(py)),
        }
    }

    fn repr(&self, py: Python<'_>) -> PyResult<String> {
        match self {
            Some(value) => value.repr(py),
            None => Ok("None".to_owned()),
        }
    }
}

/// Lists appear as tuples: results are immutable.
impl<T: Field> Field for Vec<T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let shown: Vec<_> = self
            .iter()
            .map(|value| value.show(py))
            .collect::<PyResult<_>>()?;
        Ok(PyTuple::new(py, shown)?.into_any())
    }
}

/// Maps appear as dicts, each time a new one.
impl<T: Field> Field for BTreeMap<String, T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let shown = PyDict::new(py);
        for (name, value) in self {
            shown.set_item(name, value.show(py)?)?;
        }
        Ok(shown.into_any())
    }
}

// What a program gives to make a result of its own, for its tests.

impl<'py> FromPyObject<'_, 'py> for Time {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Timestamp::read("time", &given).map(Time)
    }
}

impl<'py> FromPyObject<'_, 'py> for Day {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        civil::Date::read("date", &given).map(Day)
    }
}

impl<'py> FromPyObject<'_, 'py> for Money {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        crate::arguments::any_amount("amount", &given).map(Money)
    }
}

impl<'py> FromPyObject<'_, 'py> for Seconds {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        std::time::Duration::read("time", &given).map(Seconds)
    }
}

impl FromPyObject<'_, '_> for Hidden {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        given.extract().map(Hidden)
    }
}
