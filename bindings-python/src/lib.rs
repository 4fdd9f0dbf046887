//! The Rust half of the Python package `venice_keys`: the core's operations as Python methods.
//!
//! * [`client`]: one method per operation.
//! * [`types`]: every value that crosses the boundary, and how.
//! * [`errors`]: the one match from the core's codes to Python's exceptions.
//! * [`run`]: where a call runs, so that Python's other threads, its event loops and Ctrl-C go on.
//! * [`process`]: the threads for that, and what a forked child gets anew.
//! * [`logging`]: Python's `logging`, reached only when somebody listens.

mod client;
mod errors;
mod logging;
mod process;
mod run;
mod types;

/// What Python imports; `python/venice_keys/__init__.py` shows it to people.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::client::{Anonymous, Client};
    #[pymodule_export]
    use crate::run::unheard;
    #[pymodule_export]
    use crate::types::{
        ApiKey, ApiTier, Balances, ConsumptionLimit, CreatedKey, Issue, KeyStatus, Model,
        ModelRateLimits, ModelSpec, PeriodUsage, RateLimit, RateLimitBreach, RateLimits, Secret,
        Usage, UsageAmounts, Wallet, Web3Challenge,
    };
    #[pymodule_export]
    #[allow(non_upper_case_globals)] // Python's name for it
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
