//! What results are made of. The result classes themselves are in [`crate::generated::results`],
//! their fields in [`crate::fields`].

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyList, PyTuple};
use venice_keys_bridge::{Left, Reply};

use crate::values::Secret;

/// A value in `to_dict()`: no objects of ours, and no secret.
pub fn plain<'py>(value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    if value.is_instance_of::<Secret>() {
        return Ok(value.str()?.into_any());
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        let members: Vec<_> = tuple.iter().map(plain).collect::<PyResult<_>>()?;
        return Ok(PyList::new(py, members)?.into_any());
    }
    if let Ok(map) = value.cast::<PyDict>() {
        let members = PyDict::new(py);
        for (name, member) in map {
            members.set_item(name, plain(member)?)?;
        }
        return Ok(members.into_any());
    }
    match value.getattr_opt("to_dict")? {
        Some(to_dict) => to_dict.call0(),
        None => Ok(value),
    }
}

/// The name of a field in Python: `r#type` is `type` there.
pub fn python_name(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// A field of a core struct, which may have another name there: `type_`, as `type` is a keyword.
macro_rules! core_field {
    ($core:ident, $field:ident) => {
        $core.$field
    };
    ($core:ident, $field:ident, $name:ident) => {
        $core.$name
    };
}
pub(crate) use core_field;

/// What a call returns in Python.
pub trait IntoPython {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;
}

impl IntoPython for () {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(py.None().into_bound(py))
    }
}

impl IntoPython for bool {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(PyBool::new(py, self).to_owned().into_any())
    }
}

impl<T: IntoPython> IntoPython for Vec<T> {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let list = PyList::empty(py);
        for element in self {
            list.append(element.into_python(py)?)?;
        }
        Ok(list.into_any())
    }
}

/// The result of any call. With one type for all of them the code of a call is there once, and not
/// once for each.
pub trait AnyResult: Send + 'static {
    fn left_behind(&self) -> Option<Left>;
    fn unboxed(self: Box<Self>, py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;
}

impl<T: Reply + IntoPython> AnyResult for T {
    fn left_behind(&self) -> Option<Left> {
        self.left()
    }

    fn unboxed(self: Box<Self>, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        self.into_python(py)
    }
}

impl Reply for Box<dyn AnyResult> {
    fn left(&self) -> Option<Left> {
        (**self).left_behind()
    }
}

impl IntoPython for Box<dyn AnyResult> {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        self.unboxed(py)
    }
}

/// The Python class for a struct of the core: frozen, equal by value, printable, picklable unless
/// it holds a secret.
macro_rules! mirror {
    (
        $(#[$about:meta])*
        $name:ident $(<$life:lifetime>)? {
            $($(#[$about_field:meta])*
            $field:ident $(from $core:ident)?: $type:ty $(= $default:tt)?,)*
        }
        $($more:tt)*
    ) => {
        $(#[$about])*
        #[pyclass(frozen, eq, hash, from_py_object, module = "venice_keys")]
        #[derive(Clone, PartialEq, Hash)]
        pub struct $name {
            $($field: $type,)*
        }

        impl Mirrors<venice_keys::$name $(<$life>)?> for $name {
            fn mirror(core: venice_keys::$name $(<$life>)?) -> Self {
                Self { $($field: Mirrors::mirror(core_field!(core, $field $(, $core)?)),)* }
            }
        }

        impl Field for $name {
            fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Ok(Bound::new(py, self.clone())?.into_any())
            }
        }

        impl IntoPython for venice_keys::$name $(<$life>)? {
            fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
                Ok(Bound::new(py, $name::mirror(self))?.into_any())
            }
        }

        #[pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = (*, $($field $(= $default)?),*))]
            #[allow(clippy::too_many_arguments)]
            pub fn new($($field: $type),*) -> Self {
                Self { $($field),* }
            }

            $(
                $(#[$about_field])*
                #[getter]
                fn $field<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    self.$field.show(py)
                }
            )*

            /// Return the same as a dict of plain values, secrets redacted.
            pub fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                let dict = PyDict::new(py);
                $(dict.set_item(python_name(stringify!($field)), plain(self.$field.show(py)?)?)?;)*
                Ok(dict)
            }

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let fields: &[String] = &[
                    $(format!("{}={}", python_name(stringify!($field)), self.$field.repr(py)?),)*
                ];
                Ok(format!("{}({})", stringify!($name), fields.join(", ")))
            }

            /// For pickle and copy.
            fn __getnewargs_ex__<'py>(
                &self,
                py: Python<'py>,
            ) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
                let dict = PyDict::new(py);
                $(dict.set_item(python_name(stringify!($field)), self.$field.show(py)?)?;)*
                Ok((PyTuple::empty(py), dict))
            }

            $($more)*
        }
    };
}
pub(crate) use mirror;
