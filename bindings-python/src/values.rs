//! The classes `Secret` and `Wallet`: what must not be printed, pickled or copied.

use std::hash::{Hash, Hasher};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::arguments::{Argument, wrong_type};
use crate::calls;
use crate::fields::Mirrors;
use crate::generated::results;

/// A string that must not be seen: an API key, printed only in part.
///
/// `str()`, `repr()`, formatting, logging and `to_dict()` show `VENICE_INFERENCE_KEY_…2V2jNW`;
/// json, pickle and copy refuse it. `reveal()` is the only way to the string. Two secrets are
/// compared in constant time.
///
/// >>> print(Secret("VENICE_INFERENCE_KEY_5oYg0cQ8kz2V2jNW"))
/// VENICE_INFERENCE_KEY_…2V2jNW
#[pyclass(frozen, module = "venice_keys")]
#[derive(Clone)]
pub struct Secret(pub venice_keys::Secret);

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// For the hash of a result that holds one: nothing of the secret goes into it.
impl Hash for Secret {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

fn is_not_copied(what: &str) -> PyErr {
    PyTypeError::new_err(format!("a {what} is neither pickled nor copied"))
}

#[pymethods]
impl Secret {
    #[new]
    fn new(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(venice_keys::Secret::from(String::read("text", text)?)))
    }

    /// Return the string itself. Whatever you copy out of it is yours to guard.
    fn reveal(&self) -> &str {
        self.0.reveal()
    }

    fn __str__(&self) -> String {
        self.0.redacted()
    }

    fn __repr__(&self) -> String {
        format!("Secret({})", self.0.redacted())
    }

    fn __format__<'py>(&self, py: Python<'py>, spec: &str) -> PyResult<Bound<'py, PyAny>> {
        PyString::new(py, &self.0.redacted()).call_method1("__format__", (spec,))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self == other
    }

    fn __reduce_ex__(&self, _protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Secret"))
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Secret"))
    }
}

impl<'py> FromPyObject<'_, 'py> for Secret {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(given.cast::<Secret>()?.get().clone())
    }
}

impl Argument for venice_keys::Secret {
    fn read(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Self> {
        match given.cast::<Secret>() {
            Ok(secret) => Ok(secret.get().0.clone()),
            Err(_) if given.is_instance_of::<PyString>() => Ok(String::read(name, given)?.into()),
            Err(_) => Err(wrong_type(name, "a str or a Secret", given)),
        }
    }
}

/// A wallet held in this process: a private key that signs only Venice's own challenges, each of
/// them checked before. Printed as its address.
///
/// Args:
///     private_key: A str or a Secret of 64 hex digits, with or without 0x.
///
/// Raises:
///     InvalidInputError: `private_key` is malformed.
#[pyclass(frozen, module = "venice_keys")]
pub struct Wallet(venice_keys::Wallet);

#[pymethods]
impl Wallet {
    #[new]
    fn new(py: Python<'_>, private_key: &Bound<'_, PyAny>) -> PyResult<Self> {
        let key = venice_keys::Secret::read("private_key", private_key)?;
        calls::detached(py, || venice_keys::Wallet::from_hex(key.reveal())).map(Self)
    }

    /// The wallet's address, with its EIP-55 checksum.
    #[getter]
    fn address(&self) -> String {
        self.0.address()
    }

    /// Sign a challenge (EIP-191) and return 65 bytes as 0x-hex, for `mint_web3_key`.
    ///
    /// Args:
    ///     challenge: A Web3Challenge or its text.
    ///
    /// Raises:
    ///     Web3Error: Nothing was signed: the challenge has expired (`challenge_expired`), or isn't
    ///         one of Venice's for this wallet on Base (`challenge_invalid`).
    fn sign(&self, py: Python<'_>, challenge: &Bound<'_, PyAny>) -> PyResult<String> {
        let challenge = venice_keys::Web3Challenge::read("challenge", challenge)?;
        calls::detached(py, || self.0.sign(&challenge))
    }

    /// Sign in once: return the name and the value of one `SIGN-IN-WITH-X` header, for a request of
    /// your own to Venice's inference. Each is good once, and for minutes.
    fn sign_in(&self, py: Python<'_>) -> PyResult<results::SignIn> {
        calls::detached(py, || self.0.sign_in()).map(results::SignIn::mirror)
    }

    fn __repr__(&self) -> String {
        format!("Wallet({})", self.0.address())
    }

    fn __reduce_ex__(&self, _protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Wallet"))
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Wallet"))
    }
}

impl Argument for venice_keys::Wallet {
    fn read(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Self> {
        let wallet = given
            .cast::<Wallet>()
            .map_err(|_| wrong_type(name, "a Wallet", given))?;
        Ok(wallet.get().0.clone())
    }
}
