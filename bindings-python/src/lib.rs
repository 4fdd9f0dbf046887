//! The Rust half of the Python package `venice_keys`: the core's operations as Python methods.
//!
//! * [`client`]: one method per operation.
//! * [`types`]: every value that crosses the boundary, and how.
//! * [`errors`]: the one match from the core's codes to Python's exceptions.
//! * [`run`], [`awaited`]: where a call runs, so that Python's other threads and Ctrl-C go on, and
//!   where an awaited one does.
//! * [`outcome`]: what comes of a call, and who hears of it.
//! * [`process`], [`ending`]: the threads for that, what a forked child gets anew, and the end.
//! * [`cached`]: what is looked up once, safe in programs that fork.
//! * [`logging`]: Python's `logging`, reached only when somebody listens.

mod awaited;
mod cached;
mod client;
mod ending;
mod errors;
mod logging;
mod outcome;
mod process;
mod run;
mod types;

/// What Python imports; `python/venice_keys/__init__.py` shows it to people.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::client::defect;
    use pyo3::prelude::*;

    use crate::awaited::{Awaited, Delivery};
    #[pymodule_export]
    use crate::client::{Anonymous, Client};
    #[pymodule_export]
    use crate::types::{
        ApiKey, ApiTier, Balances, ConsumptionLimit, CreatedKey, Issue, KeyStatus, Model,
        ModelRateLimits, ModelSpec, PeriodUsage, RateLimit, RateLimitBreach, RateLimits, Secret,
        Usage, UsageAmounts, Wallet, Web3Challenge,
    };
    #[pymodule_export]
    #[allow(non_upper_case_globals)] // Python's name for it
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Makes the types that nobody imports: PyO3 would on first use, under a lock that a fork in
    /// the middle of it leaves locked.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.py().get_type::<Awaited>();
        module.py().get_type::<Delivery>();
        Ok(())
    }
}
