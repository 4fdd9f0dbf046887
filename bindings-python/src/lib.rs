//! The Rust half of the Python package `venice_keys`: the core's operations as Python methods.
//!
//! * [`client`]: the class `Client`, and how a method becomes a call.
//! * [`arguments`]: how arguments are read.
//! * [`results`], [`fields`]: what the classes of results and their fields are made of.
//! * [`pages`]: calls whose result comes page by page.
//! * [`jobs`]: calls that Python code is part of.
//! * [`values`]: `Secret` and `Wallet`.
//! * [`credential`]: keys that are asked for.
//! * [`errors`]: exceptions for the core's errors.
//! * [`generated`]: methods, structs and results, one for each of the core's.
//! * [`calls`]: how a call blocks, while Python's other threads and Ctrl-C go on.
//! * [`awaited`]: how a call is awaited.
//! * [`ending`]: the interpreter's end.
//! * [`cached`]: what is looked up once, safe in programs that fork.
//! * [`logging`]: Python's `logging`, reached only when somebody listens.

mod arguments;
mod awaited;
mod cached;
mod calls;
mod client;
mod credential;
mod ending;
mod errors;
mod fields;
mod generated;
mod interrupted;
mod jobs;
mod logging;
mod pages;
mod results;
mod values;

/// What Python imports; `python/venice_keys/__init__.py` shows it to people.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::client::defect;
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::awaited::Call;
    use crate::awaited::Wake;
    #[pymodule_export]
    use crate::client::{Anonymous, Client};
    #[pymodule_export]
    use crate::credential::Start;
    use crate::generated::results;
    #[pymodule_export]
    use crate::jobs::Job;
    #[pymodule_export]
    use crate::pages::{Chunk, Walk};
    #[pymodule_export]
    use crate::values::{Secret, Wallet};
    #[pymodule_export]
    #[allow(non_upper_case_globals)] // Python's name for it
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Also makes the types that nobody imports: PyO3 would on first use, under a lock that a fork
    /// in the middle of it leaves locked.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.py().get_type::<Wake>();
        results::add_to(module)
    }
}
