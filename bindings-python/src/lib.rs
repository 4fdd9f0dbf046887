//! The Rust half of the Python package `venice_keys`: the core's operations as Python methods.
//!
//! * [`client`]: the class `Client`, and how a method becomes a call.
//! * [`arguments`]: how arguments are read.
//! * [`results`]: what the classes of results are made of.
//! * [`values`]: `Secret` and `Wallet`.
//! * [`errors`]: exceptions for the core's errors.
//! * [`generated`]: methods, structs and results, one for each of the core's.
//! * [`run`], [`awaited`]: where a call runs, so that Python's other threads and Ctrl-C go on, and
//!   where an awaited one does.
//! * [`outcome`]: what comes of a call, and who hears of it.
//! * [`process`], [`ending`]: the threads for that, what a forked child gets anew, and the end.
//! * [`cached`]: what is looked up once, safe in programs that fork.
//! * [`logging`]: Python's `logging`, reached only when somebody listens.

mod arguments;
mod awaited;
mod cached;
mod client;
mod ending;
mod errors;
mod generated;
mod logging;
mod outcome;
mod process;
mod results;
mod run;
mod values;

/// What Python imports; `python/venice_keys/__init__.py` shows it to people.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::client::defect;
    use pyo3::prelude::*;

    use crate::awaited::{Awaited, Delivery};
    #[pymodule_export]
    use crate::client::{Anonymous, Client};
    use crate::generated::results;
    #[pymodule_export]
    use crate::values::{Secret, Wallet};
    #[pymodule_export]
    #[allow(non_upper_case_globals)] // Python's name for it
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Also makes the types that nobody imports: PyO3 would on first use, under a lock that a fork
    /// in the middle of it leaves locked.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.py().get_type::<Awaited>();
        module.py().get_type::<Delivery>();
        results::add_to(module)
    }
}
