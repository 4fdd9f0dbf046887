//! What was spent: entry by entry, as a document for accountants, and summed up.

mod analytics;
mod csv;
mod cursor;
mod filter;
mod history;
mod series;

pub use self::analytics::{
    AnalyticsPeriod, DailySeries, DailyUsage, KeyUsage, ModelUsage, UsageAnalytics, UsageBreakdown,
    UsageModelType, UsageUnit,
};
pub use self::filter::UsageFilter;
pub use self::history::{InferenceDetails, UsageEntry};

#[cfg(test)]
mod model;
